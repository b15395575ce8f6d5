"""Transposition: a history of toy contracts, told in the contracts of a user.

Scenes are written in round toy numbers. Where a user's own contracts are judged they keep their
shape and take on those contracts' grids: prices stand as far from the opening price, in lots as
many, money pays for as much. What the history then does is whatever the rules say: only its point
may get lost, never its truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from solvent_conformance.histories.generators.counterparts import TOY, Counterpart, counterparts
from solvent_conformance.histories.generators.worlds import opening_instant
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.market import book_of, own_rulebooks
from solvent_spec.rulebook import instant, iso_instant
from solvent_spec.vocabulary.messages import Row

_PRICES: Final = ("price", "stopPx")
_QUANTITIES: Final = ("orderQty", "displayQty", "leavesQty")


def own_rulebook(capabilities: Capabilities) -> str:
    """The user's rulebook in which histories of toy contracts are told; empty if there is none."""
    declared = capabilities.rulebooks
    # The toy version, whose edges are near, was enlisted after the rulebook that it is made of.
    named = [n for n in reversed(own_rulebooks()) if not declared or n in declared]
    return next(iter(named), "")


def transpose(
    steps: Iterable[Step], rulebook: str, capabilities: Capabilities, *, as_leveraged: bool = False
) -> tuple[Step, ...] | None:
    """A history of toy contracts in those of a user's rulebook; none if there are none for it.

    `as_leveraged` tells it at the scale of the contracts' margin; it is none where that is
    not finer than the toy's.
    """
    told = tuple(steps)
    first = told[0]
    if first.kind != "reset" or first.message["rulebook"] != TOY.name:
        return None
    parts = counterparts(first.message["instruments"], rulebook, capabilities)
    if parts is None:
        return None
    if as_leveraged:
        parts = {name: part.as_leveraged() for name, part in parts.items()}
        if any(part.squeeze >= 1 for part in parts.values()):
            return None
    clock = _Clock.of(rulebook, parts.values())
    return tuple(new for step in told for new in _told(step, parts, rulebook, clock))


@dataclass(frozen=True, slots=True)
class _Clock:
    """Instants of toy histories, moved to a user's days and stretched to a longer schedule."""

    toy: int
    own: int
    stretch: Fraction

    @classmethod
    def of(cls, rulebook: str, parts: Iterable[Counterpart]) -> _Clock:
        stretch = Fraction(int(book_of(rulebook).funding_interval), int(TOY.funding_interval))
        for part in parts:
            then, now = part.toy.instrument.expiry, part.own.instrument.expiry
            if then is not None and now is not None:
                return cls(int(then), int(now), stretch)
        return cls(int(opening_instant(TOY.name)), int(opening_instant(rulebook)), stretch)

    def told(self, text: str) -> str:
        away = (instant(text) - self.toy) * self.stretch
        return iso_instant(self.own + away.numerator // away.denominator)


def _told(
    step: Step, parts: Mapping[str, Counterpart], rulebook: str, clock: _Clock
) -> Iterator[Step]:
    message = step.message
    if step.kind == "reset":
        yield replace(
            step,
            message={
                **message,
                "rulebook": rulebook,
                "instruments": [parts[s].own.symbol for s in message["instruments"]],
                "clock": clock.told(message["clock"]),
            },
        )
        return
    body: Row = dict(message.get("body") or {})
    if step.request == "advance":
        body["to"] = clock.told(body["to"])
    if step.request == "spot":
        for told in _spot(body, parts):
            yield replace(step, message={**message, "body": told})
        return
    if step.request in {"deposit", "withdraw"}:
        for told in _payments(body, parts):
            yield replace(step, message={**message, "body": told})
        return
    part = parts.get(str(body.get("symbol"))) or next(iter(parts.values()))
    yield replace(step, message={**message, **_named(message, parts), "body": _body(body, part)})


def _named(message: Row, parts: Mapping[str, Counterpart]) -> Row:
    """The contract of a read."""
    part = parts.get(str(message.get("symbol")))
    return {} if part is None else {"symbol": part.own.symbol}


def _body(body: Row, part: Counterpart) -> Row:
    told = dict(body)
    if told.get("symbol") == part.toy.symbol:
        told["symbol"] = part.own.symbol
    for name in _PRICES:
        if isinstance(told.get(name), str):
            told[name] = part.price(told[name])
    for name in _QUANTITIES:
        if isinstance(told.get(name), int):
            told[name] = part.quantity(told[name])
    if "leverage" in told:
        told["leverage"] = part.leverage(told["leverage"])
    if isinstance(told.get("riskLimit"), int):
        told["riskLimit"] = part.risk_limit(told["riskLimit"])
    if isinstance(told.get("amount"), int):
        told["amount"] = part.money(told["amount"])
    return told


def _spot(body: Row, parts: Mapping[str, Counterpart]) -> Iterator[Row]:
    """A constituent trades, and with the first one those that the toy index has not."""
    for part in parts.values():
        toy, own = part.toy.references, part.own.references
        if body["index"] != part.toy.index or body["reference"] not in toy:
            continue
        place = toy.index(body["reference"])
        beside = own[len(toy) :] if place == 0 else ()
        for name in (own[place % len(own)], *beside):
            price = part.index_price(body["price"])
            yield {"index": part.own.index, "reference": name, "price": price}
        return


def _payments(body: Row, parts: Mapping[str, Counterpart]) -> Iterator[Row]:
    """Money comes or goes in each currency that stands for the toy one."""
    paid: set[str] = set()
    for part in parts.values():
        if body["currency"] == part.toy.currency and part.own.currency not in paid:
            paid.add(part.own.currency)
            amount = part.money(body["amount"])
            yield {**body, "currency": part.own.currency, "amount": amount}
