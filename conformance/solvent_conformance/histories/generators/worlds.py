"""Worlds: the rulebook, contracts, accounts and first prices that a history begins with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl
from solvent_conformance.protocol.market import (
    book_of,
    own_opening,
    own_symbols,
    plain_price,
    the_catalogue,
)
from solvent_spec.rulebook import Rulebook, instant, iso_instant
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, Millis, Price, price_of, price_text

ACCOUNTS: Final = ("alice", "bob", "carol", "dave")

_OPENING_PRICES: Final = {
    "XBTTOY": "100",
    "ETHTOY": "20",
    "ADATOY": "0.0001",
    "USDTOY": "100",
    "XBTUSD": "8000",
    "XBTM19": "8000",
    "ETHUSD": "250",
    "ADAM19": "0.00001",
    "ETHM19": "0.03",
    "XBTUSDT": "40000",
}
_SYMBOLS: Final = {
    "TOY": ("XBTTOY", "ETHTOY", "ADATOY", "USDTOY"),
    "2019-06": ("XBTUSD", "ETHUSD", "ADAM19", "XBTM19"),
    "2026": ("XBTUSD", "ETHUSD", "XBTUSDT"),
}
_CLOCKS: Final = {
    "TOY": "2019-06-03T12:00",
    "2019-06": "2019-06-03T11:50",
    "2026": "2026-01-05T11:50",
}


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as the generators see it: opening price, price grid, a usual quantity.

    `unit` is a quantity worth about a hundredth of the base risk limit; `unit_margin` the money
    that its initial margin needs.
    """

    instrument: Instrument
    opening: Price
    index: str
    references: tuple[str, ...]
    unit: int
    unit_margin: int

    @property
    def symbol(self) -> str:
        """The symbol as text."""
        return str(self.instrument.symbol)

    @property
    def currency(self) -> str:
        """The settlement currency as text."""
        return str(self.instrument.settl_currency)

    def on_tick(self, price: int) -> int:
        """The nearest tick at or below a price, at least one tick."""
        tick = int(self.instrument.tick_size)
        return max(tick, price - price % tick)


@dataclass(frozen=True, slots=True)
class World:
    """What a history begins with. `policies` are choices that the venue is told to make."""

    book: Rulebook
    contracts: tuple[Contract, ...]
    accounts: tuple[str, ...]
    clock: Millis
    policies: tuple[tuple[str, str], ...] = ()

    def setup(self) -> Row:
        """The body of the reset."""
        return {
            "rulebook": self.book.name,
            "instruments": [c.symbol for c in self.contracts],
            "accounts": list(self.accounts),
            "clock": iso(self.clock),
            "policies": dict(self.policies),
        }

    @property
    def currencies(self) -> tuple[str, ...]:
        """The settlement currencies of the contracts, each once."""
        return tuple(dict.fromkeys(c.currency for c in self.contracts))

    def opening_steps(self) -> list[Step]:
        """The reset, then a first price of every constituent."""
        steps = [Step("reset", self.setup())]
        seen: set[str] = set()
        for contract in self.contracts:
            if contract.index not in seen:
                seen.add(contract.index)
                steps += spot_steps(contract, int(contract.opening))
        return steps


def spot_steps(contract: Contract, price: int) -> list[Step]:
    """All constituents of a contract's index at one price."""
    return [
        ctl("spot", {"index": contract.index, "reference": name, "price": price_text(price)})
        for name in contract.references
    ]


iso = iso_instant
"""An instant as the protocol writes it."""


@cache
def contract_of(rulebook: str, symbol: str, opening: Price | None = None) -> Contract:
    """A contract with an opening price, the usual one if none is given, and a usual quantity."""
    book = book_of(rulebook)
    instrument = the_catalogue().instrument(symbol, book)
    if opening is None:
        opening = usual_price(instrument)
    lot_value = int(Rules(book).unit_value(instrument, opening))
    lots = max(1, int(instrument.risk_limit) // (100 * max(1, lot_value)))
    value = lots * lot_value * instrument.init_margin
    index = the_catalogue().index(instrument.index_symbol, book)
    return Contract(
        instrument=instrument,
        opening=opening,
        index=str(index.symbol),
        references=tuple(name for name, _ in index.weights),
        unit=lots * int(instrument.lot_size),
        unit_margin=max(1, -(-value.numerator // value.denominator)),
    )


def usual_symbols(rulebook: str) -> tuple[str, ...]:
    """The project's contracts that histories of a rulebook trade."""
    return _SYMBOLS.get(rulebook, _SYMBOLS["2019-06"])


def usual_price(instrument: Instrument) -> Price:
    """The opening price of a contract: a thousand ticks where no other is known."""
    known = _OPENING_PRICES.get(str(instrument.symbol))
    if known is not None and price_of(known) < instrument.max_price:
        return price_of(known)
    return plain_price(instrument)


def rulebook_symbols(rulebook: str, capabilities: Capabilities) -> tuple[str, ...]:
    """The contracts of a rulebook whose payoffs the venue declares."""
    if capabilities.rulebooks and rulebook not in capabilities.rulebooks:
        return ()
    names = own_symbols(rulebook) or usual_symbols(rulebook)
    declared = [
        name
        for name in names
        if contract_of(rulebook, name).instrument.payoff.value in capabilities.payoffs
        and (not capabilities.instruments or name in capabilities.instruments)
    ]
    return tuple(declared)


def opening_instant(rulebook: str) -> Millis:
    """When the histories of a rulebook begin."""
    if own_symbols(rulebook):
        return own_opening(rulebook)
    return instant(_CLOCKS.get(rulebook, _CLOCKS["2019-06"]))


@st.composite
def worlds(
    draw: st.DrawFn,
    rulebook: str,
    capabilities: Capabilities,
    *,
    most_contracts: int = 2,
    most_accounts: int = 4,
    often_two: bool = False,
) -> World:
    """Worlds of a rulebook: one or two contracts, two to four accounts.

    Mostly two contracts, and mostly of one currency, where they come `often_two` by two.
    """
    symbols = rulebook_symbols(rulebook, capabilities)
    # Futures twice: what only they have needs a deep book and time, and is rare enough.
    futures = [s for s in symbols if not contract_of(rulebook, s).instrument.is_perpetual]
    first = draw(st.sampled_from([*symbols, *futures]))
    chosen = [first]
    ways = (False, True, True) if often_two else (False, True)
    if most_contracts > 1 and len(symbols) > 1 and draw(st.sampled_from(ways)):
        others = [s for s in symbols if s != first]
        currency = contract_of(rulebook, first).currency
        near = [s for s in others if contract_of(rulebook, s).currency == currency]
        chosen.append(draw(st.sampled_from([*others, *near] if often_two else others)))
    count = draw(st.integers(2, most_accounts))
    return World(
        book=book_of(rulebook),
        contracts=tuple(contract_of(rulebook, symbol) for symbol in chosen),
        accounts=ACCOUNTS[:count],
        clock=draw(_clocks(rulebook, first)),
    )


@st.composite
def _clocks(draw: st.DrawFn, rulebook: str, symbol: str) -> Millis:
    """When a history begins: as usual, or, every other time where it is about a future, so short
    before its expiry that one step of the clock goes over it.
    """
    expiry = contract_of(rulebook, symbol).instrument.expiry
    if expiry is None or draw(st.booleans()):
        return opening_instant(rulebook)
    return Millis(expiry - draw(st.sampled_from((6, 12, 25))) * MINUTE)


def percent_of(price: int, percent: Fraction) -> int:
    """A share of a price, floored to a whole count."""
    exact = price * percent
    return exact.numerator // exact.denominator
