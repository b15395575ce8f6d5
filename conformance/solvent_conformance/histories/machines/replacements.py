"""Replacements: an order that waits is amended to what it would have to be placed as anew."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.amendments import PlacedOrder, amended_terms
from solvent_conformance.histories.generators.worlds import Contract
from solvent_conformance.histories.machines.machine import Draws, VenueMachine
from solvent_conformance.histories.machines.moves import provide
from solvent_conformance.histories.machines.queues import level_inside
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_CHANGES: Final = (
    "touch", "touch", "touch", "through", "through", "both", "both",
    "more", "less", "leaves", "price", "stop", "name", "name", "name", "bounds", "bounds", "bounds",
    "quantities", "quantities", "much", "much", "much",
)  # fmt: skip # how often each of them comes is read off the lines


def amend_anew(machine: VenueMachine, data: Draws) -> None:
    """One account's offer meets another's bid because it was amended to, or does not.

    The order that is amended is of any kind: one that may not trade at once, one that only
    reduces, a hidden one, one with a name, a stop. What it becomes crosses the book, takes a name
    that is used up, is beyond what its account has, or beyond the bounds of its contract.
    """
    contract = data.draw(st.sampled_from(machine.world.contracts))
    owner, other = data.draw(st.permutations(machine.world.accounts))[:2]
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    for account in (owner, other):
        provide(machine, account, contract)
    _offer(machine, data, other, contract, side)
    used = _used_name(machine, data, owner, contract, side)
    order = _await(machine, data, owner, contract, side)
    for _ in range(data.draw(st.sampled_from((1, 2, 2, 3)))):
        current = _as_it_stands(machine, order)
        if current is None:
            return
        change = str(data.draw(st.sampled_from(_CHANGES)))
        if change == "much" and not machine.runs.capabilities.has_money:
            change = "more"
        body: Row = {"orderID": LABEL + order}
        body.update(data.draw(amended_terms(contract, current, change)))
        if change == "name" and machine.runs.capabilities.names_orders:
            new = f"a{machine.number}"
            body["clOrdID"] = data.draw(st.sampled_from((new, *used, *used)))
        machine.ask(current.account, "PUT /order", body)


def _offer(machine: VenueMachine, data: Draws, account: str, contract: Contract, side: str) -> None:
    """Somebody waits on the other side, on one level or on two."""
    lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
    opposite = "Sell" if side == "Buy" else "Buy"
    price = level_inside(machine, contract, opposite)
    worse = tick if opposite == "Sell" else -tick
    for away in (0, worse)[: data.draw(st.sampled_from((1, 1, 2)))]:
        body: Row = {"symbol": contract.symbol, "side": opposite}
        body["orderQty"] = lot * data.draw(st.sampled_from((1, 2, 4)))
        machine.place(account, {**body, "price": price_text(max(tick, price + away))}, glances=True)


def _used_name(
    machine: VenueMachine, data: Draws, account: str, contract: Contract, side: str
) -> tuple[str, ...]:
    """A name that an order of the account used up: one that still waits, or one that is gone."""
    if not machine.runs.capabilities.names_orders or data.draw(st.booleans()):
        return ()
    tick = int(contract.instrument.tick_size)
    name = f"u{machine.number}"
    price = level_inside(machine, contract, side) + 4 * tick * (-1 if side == "Buy" else 1)
    body: Row = {"symbol": contract.symbol, "side": side, "clOrdID": name}
    body["orderQty"] = int(contract.instrument.lot_size)
    machine.place(account, {**body, "price": price_text(max(tick, price))}, glances=True)
    if data.draw(st.booleans()):
        machine.ask(account, "DELETE /order", {"clOrdID": name}, glances=True)
    return (name,)


def _await(machine: VenueMachine, data: Draws, account: str, contract: Contract, side: str) -> str:
    """An order of any kind that waits a few ticks away from whom it could meet; its label."""
    can = machine.runs.capabilities
    lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
    away = tick * data.draw(st.sampled_from((1, 1, 2, 3))) * (-1 if side == "Buy" else 1)
    price = max(tick, level_inside(machine, contract, side) + away)
    body: Row = {"symbol": contract.symbol, "side": side}
    body["orderQty"] = lot * data.draw(st.sampled_from((2, 3, 5)))
    body["price"] = price_text(price)
    kinds: list[Row] = [{}, {}]
    kinds += [
        {"execInst": name}
        for name in ("ParticipateDoNotInitiate", "ParticipateDoNotInitiate", "ReduceOnly")
        if name in can.exec_inst
    ]
    kinds += [{"displayQty": 0}] if can.hides else []
    kinds += [{"clOrdID": f"n{machine.number}"}] if can.names_orders else []
    if "StopLimit" in can.ord_types:
        kinds += [{"ordType": "StopLimit", "stopPx": price_text(max(tick, price - 3 * away))}]
    machine.place(account, {**body, **data.draw(st.sampled_from(kinds))})
    return str(machine.number)


def _as_it_stands(machine: VenueMachine, label: str) -> PlacedOrder | None:
    """An order as it stands; none when it is finished."""
    return next((o for o in machine.open_orders() if o.label == label), None)
