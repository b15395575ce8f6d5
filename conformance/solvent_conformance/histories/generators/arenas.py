"""Arenas: worlds for an attacker, with any listed contract, price, date and permitted choice."""

from __future__ import annotations

from functools import cache
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import (
    Contract,
    World,
    contract_of,
    opening_instant,
    rulebook_symbols,
)
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.market import book_of, own_symbols, the_catalogue
from solvent_spec.rulebook import PRESETS
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.vocabulary.units import DAY, HOUR, MINUTE, Millis, Price

HAND: Final = ("alice", "bob", "carol", "dave")
"""The accounts of one person."""

VICTIM: Final = "victor"
"""Who makes the market, and loses."""

DATES: Final = (
    "2016-06-01",
    "2016-10-04",
    "2017-04-04",
    "2017-12-05",
    "2018-06-01",
    "2019-10-02",
    "2020-12-17",
    "2021-12-20",
    "2024-08-01",
)
"""Days on which other rules were in force than in the months of the presets."""

_DIGITS: Final = (1, 2, 3, 5, 7, 20, 100, 997)


@cache
def listed_symbols(rulebook: str) -> tuple[str, ...]:
    """Every contract of the catalogue that trades when the histories of a rulebook begin."""
    if own_symbols(rulebook):
        return own_symbols(rulebook)
    if rulebook == "TOY":
        return ("XBTTOY", "ETHTOY", "ADATOY", "USDTOY")
    clock = clock_of(rulebook)
    return tuple(
        str(symbol)
        for symbol, instrument in sorted(the_catalogue().at(book_of(rulebook)).items())
        if instrument.listing <= clock
        and (instrument.expiry is None or instrument.expiry > clock + DAY)
        and not str(symbol).endswith("TOY")
    )


def clock_of(rulebook: str) -> Millis:
    """When the histories of a rulebook begin: shortly before noon."""
    if rulebook in PRESETS or own_symbols(rulebook):
        return opening_instant(rulebook)
    return Millis(book_of(rulebook).date + 12 * HOUR - 10 * MINUTE)


@st.composite
def openings(draw: st.DrawFn, rulebook: str, symbol: str) -> Price | None:
    """Opening prices: the usual one, a few ticks, close to the cap, or anything between.

    Where a lot is worth little, every rounding weighs, and fees are nothing.
    """
    instrument = the_catalogue().instrument(symbol, book_of(rulebook))
    tick, cap = int(instrument.tick_size), int(instrument.max_price)
    kind = draw(st.sampled_from(("usual", "usual", "cheap", "cheap", "ticks", "cap", "any")))
    if kind == "cheap" and cheap_prices(rulebook, symbol):
        return draw(st.sampled_from(cheap_prices(rulebook, symbol)))
    if kind == "ticks":
        return Price(tick * draw(st.sampled_from(_DIGITS)))
    if kind == "cap":
        return Price(cap - tick * draw(st.sampled_from(_DIGITS)))
    if kind == "usual" and symbol in listed_symbols("TOY") + rulebook_names():
        return None
    decades = len(str(cap // tick)) - 1
    step = 10 ** draw(st.integers(1, max(1, decades - 1)))
    return Price(min(cap - tick, tick * step * draw(st.integers(1, 9))))


@cache
def cheap_prices(rulebook: str, symbol: str) -> tuple[Price, ...]:
    """Prices at which a lot is worth more than nothing and at most a hundred thousand units."""
    book = book_of(rulebook)
    instrument = the_catalogue().instrument(symbol, book)
    tick, cap = int(instrument.tick_size), int(instrument.max_price)
    prices = [Price(tick * digits * 10**n) for n in range(12) for digits in _DIGITS[:5]]
    worth = Rules(book).unit_value
    return tuple(p for p in prices if p < cap and 0 < abs(worth(instrument, p)) <= 10**5)


@cache
def rulebook_names() -> tuple[str, ...]:
    """The contracts that have a usual price."""
    return ("XBTUSD", "XBTM19", "ETHUSD", "ADAM19", "ETHM19", "XBTUSDT")


@st.composite
def choices(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    """What a venue does where clauses leave it a choice: the usual, or anything else permitted."""
    if draw(st.integers(0, 2)) == 0:
        return ()
    return tuple(
        (clause.id, draw(st.sampled_from(clause.alternatives)))
        for clause in CLAUSES.values()
        if clause.alternatives and clause.id != "ORDR-014" and draw(st.integers(0, 3)) == 0
    )


@st.composite
def arenas(draw: st.DrawFn, rulebook: str, capabilities: Capabilities, *, roams: bool) -> World:
    """Worlds of a rulebook for a hand of two to four accounts and a victim.

    One that `roams` has every contract of the day, every price and every permitted choice; any
    other keeps to what the suite asks of every venue.
    """
    symbols = listed_symbols(rulebook) if roams else rulebook_symbols(rulebook, capabilities)
    first = draw(st.sampled_from(symbols))
    chosen = [first]
    clock, expiry = clock_of(rulebook), _expiry(rulebook, first)
    if roams and expiry is not None and draw(st.booleans()):
        clock = Millis(expiry - draw(st.sampled_from((30 * MINUTE, 9 * HOUR))))
    elif len(symbols) > 1 and draw(st.integers(0, 2)) == 0:
        chosen.append(draw(st.sampled_from([s for s in symbols if s != first])))
    return World(
        book=book_of(rulebook),
        contracts=tuple(_contract(draw, rulebook, symbol, chosen) for symbol in chosen),
        accounts=(*HAND[: draw(st.integers(2, 4))], VICTIM),
        clock=clock,
        policies=draw(choices()) if roams else (),
    )


def _expiry(rulebook: str, symbol: str) -> Millis | None:
    return the_catalogue().instrument(symbol, book_of(rulebook)).expiry


def _contract(draw: st.DrawFn, rulebook: str, symbol: str, chosen: list[str]) -> Contract:
    """A contract at a drawn price; two contracts, which may share an index, at their usual ones."""
    if len(chosen) > 1 and symbol in rulebook_names() + listed_symbols("TOY"):
        return contract_of(rulebook, symbol)
    return contract_of(rulebook, symbol, draw(openings(rulebook, symbol)))
