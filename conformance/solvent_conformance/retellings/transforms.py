"""Transforms: the same history told in another way, and the way back from what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from solvent_conformance.histories.generators.worlds import contract_of, iso
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import JsonValue, Step, accounts_of, do
from solvent_conformance.protocol.market import book_of, own_symbols, the_catalogue
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import DAY, price_text

Steps = tuple[Step, ...]

RENAMED: Final = "with other account names everything else stays the same"
SHIFTED: Final = "a day later everything but the instants is the same"
UNDISTURBED: Final = "an order placed far from the market and canceled leaves no trace"

Tables = dict[tuple[str, str], list[Row]]


@dataclass(frozen=True, slots=True)
class Retelling:
    """A history as a venue played it: its answers' statuses and the tables at the end."""

    statuses: tuple[str, ...]
    tables: Tables


def has_disturbed(other: Retelling) -> bool:
    """Whether the order that should disturb nothing has traded: prices had come down to it."""
    rows = [row for shown in other.tables.values() for row in shown]
    return any(row.get("orderID") == "$disturbing" and row.get("cumQty") for row in rows)


def rename(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history with every account called otherwise."""
    return with_names(steps, {name: f"{name}-renamed" for name in accounts_of(steps)})


def with_names(steps: Steps, names: Mapping[str, str]) -> Steps:
    """The history with accounts under other names."""
    return tuple(replace(step, message=_renamed(step.message, names)) for step in steps)


def shift(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history a day later, where no contract of it expires."""
    setup = steps[0].message
    if setup.get("rulebook") != "TOY" and not own_symbols(str(setup.get("rulebook"))):
        return None
    listed = the_catalogue().instruments
    if not all(listed[s].is_perpetual for s in setup["instruments"]):
        return None
    # A day later funding is where it was only if its instants are those of every day.
    if DAY % book_of(setup["rulebook"]).funding_interval:
        return None
    return tuple(replace(step, message=_later(step.message)) for step in steps)


def disturb(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history with an order placed at the lowest tick and canceled at once, in its middle."""
    if not {"POST /order", "DELETE /order"} <= set(capabilities.requests):
        return None
    # Whether it has disturbed anything is read off its row.
    if "Limit" not in capabilities.ord_types or not capabilities.shows_all(
        "order", ("orderID", "cumQty")
    ):
        return None
    accounts, symbols = accounts_of(steps), steps[0].message["instruments"]
    frozen = [s.request for s in steps if s.request in {"freeze", "thaw"}]
    if not accounts or not symbols or frozen:
        return None
    contract = contract_of(steps[0].message["rulebook"], symbols[0])
    body: Row = {
        "symbol": symbols[0],
        "side": "Buy",
        "orderQty": int(contract.instrument.lot_size),
        "price": price_text(contract.instrument.tick_size),
    }
    if contract.instrument.payoff.value == "inverse":
        # At the lowest tick an inverse contract costs most: halve the price instead.
        body["price"] = price_text(contract.on_tick(int(contract.opening) // 4))
    opening = next((n for n, s in enumerate(steps) if s.kind == "do"), len(steps))
    at = max(opening, (len(steps) + opening) // 2)
    extra = (
        do(accounts[-1], "POST /order", body, "disturbing"),
        # Without a label: its row is known by the step that placed it, also where it has traded.
        do(accounts[-1], "DELETE /order", {"orderID": "$disturbing"}),
    )
    return (*steps[:at], *extra, *steps[at:])


def _back(other: Retelling, steps: Steps) -> Retelling:
    """Undo nothing."""
    return other


def back_from_renamed(other: Retelling, steps: Steps) -> Retelling:
    """With the names of the history as it was."""
    names = {f"{name}-renamed": name for name in accounts_of(steps)}
    tables = {
        (table, names.get(account, account)): [_renamed(row, names) for row in rows]
        for (table, account), rows in other.tables.items()
    }
    return Retelling(other.statuses, tables)


def back_from_disturbed(other: Retelling, steps: Steps) -> Retelling:
    """Without the two steps and the order that they made."""
    tables = {
        key: [row for row in rows if row.get("orderID") != "$disturbing"]
        for key, rows in other.tables.items()
    }
    return Retelling((), tables)


def swap_sides(step: Step) -> Step:
    """The step with buying and selling exchanged."""
    body = step.message.get("body", {})
    if step.kind != "do" or "side" not in body:
        return step
    side = "Sell" if body["side"] == "Buy" else "Buy"
    return replace(step, message={**step.message, "body": {**body, "side": side}})


def _renamed(value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """Every text that is an account's name, or holds one after a colon, under its other name."""
    if isinstance(value, dict):
        return {key: _renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value


def _later(message: Row) -> Row:
    result = dict(message)
    if "clock" in message:
        result["clock"] = iso(int(instant(message["clock"])) + int(DAY))
    if message.get("verb") == "advance":
        to = iso(int(instant(message["body"]["to"])) + int(DAY))
        return {**message, "body": {"to": to}}
    return result


TRANSFORMS: Final[
    tuple[
        tuple[
            str,
            Callable[[Steps, Capabilities], Steps | None],
            Callable[[Retelling, Steps], Retelling],
        ],
        ...,
    ]
] = (
    (RENAMED, rename, back_from_renamed),
    (SHIFTED, shift, _back),
    (UNDISTURBED, disturb, back_from_disturbed),
)
