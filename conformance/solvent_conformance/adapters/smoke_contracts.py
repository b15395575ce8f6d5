"""Smoke contracts: what the smoke test trades, at which prices, and the bad orders it sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.market import (
    book_of,
    own_opening,
    own_symbols,
    plain_price,
    the_catalogue,
)
from solvent_spec.rulebook import iso_instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Symbol, price_text

CANDIDATES: Final = (
    ("XBTUSD", "10000", "9999.5"),
    ("ADAM19", "0.00001", "0.00000713"),
    ("XBTUSDT", "10000", "9999.5"),
    ("XBTTOY", "100", "99.5"),
    ("ADATOY", "0.001", "0.000713"),
    ("USDTOY", "100", "99.9"),
)
"""Contract, spot price, and a price near it with as many places as its tick."""

RULEBOOKS: Final = ("2019-06", "TOY", "2026")
"""Where the candidates trade."""

MONEY: Final = 10**10

MALFORMED: Final[tuple[Row, ...]] = (
    {},
    {"symbol": {"deep": [[[]]]}},
    {"symbol": "NO-SUCH-CONTRACT", "orderQty": 1, "price": "1"},
    {"orderQty": "many"},
    {"orderQty": 10**400},
    {"orderQty": -(10**400)},
    {"price": "NaN"},
    {"price": "1" * 400},
    {"price": ["1"]},
    {"side": "Sideways"},
    {"clOrdID": {"a": 1}},
)
"""Bodies of orders that no venue may accept; all but the first three are laid over a good one."""


@dataclass(frozen=True, slots=True)
class TrialContract:
    """A contract in which an order of one lot can be placed at `price`."""

    symbol: str
    price: str
    lot: int
    currency: str
    index: str
    references: tuple[str, ...]
    spot: str

    def order(self) -> Row:
        """The body of an order of one lot."""
        return {"symbol": self.symbol, "side": "Buy", "orderQty": self.lot, "price": self.price}

    def prices(self) -> Iterator[Row]:
        """The bodies of the spot controls that give the contract its mark."""
        for reference in self.references:
            yield {"index": self.index, "reference": reference, "price": self.spot}


def trial_contracts(can: Capabilities, rulebook: str, clock: str) -> list[TrialContract]:
    """The candidates that a venue declares and that trade under a rulebook at an instant."""
    catalogue, book = the_catalogue(), book_of(rulebook)
    if can.rulebooks and rulebook not in can.rulebooks:
        return []
    now = _millis(clock)
    found = []
    for symbol, spot, price in _own_candidates(rulebook) or CANDIDATES:
        instrument = catalogue.at(book).get(Symbol(symbol))
        if instrument is None or instrument.payoff.value not in can.payoffs:
            continue
        if can.instruments and symbol not in can.instruments:
            continue
        if now < instrument.listing or (instrument.expiry is not None and now >= instrument.expiry):
            continue
        index = catalogue.index(instrument.index_symbol, book)
        names = tuple(name for name, _ in index.weights)
        lot, currency = int(instrument.lot_size), str(instrument.settl_currency)
        found.append(TrialContract(symbol, price, lot, currency, str(index.symbol), names, spot))
    return found


def _own_candidates(rulebook: str) -> tuple[tuple[str, str, str], ...]:
    """A user's own contracts, with prices of a thousand ticks and one less."""
    book, known = book_of(rulebook), the_catalogue()
    found = []
    for symbol in own_symbols(rulebook):
        instrument = known.instrument(symbol, book)
        opening = plain_price(instrument)
        near = opening - instrument.tick_size
        found.append((symbol, price_text(opening), price_text(near)))
    return tuple(found)


def smoke_instant(rulebook: str) -> str:
    """The instant at which the smoke test begins under a rulebook: noon of its date, or of the day
    on which a user's own contracts are all listed.
    """
    if own_symbols(rulebook):
        return iso_instant(own_opening(rulebook))
    since = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(book_of(rulebook).date))
    return _text(since.replace(hour=12, minute=0, second=0, microsecond=0))


def a_little_later(instant: str) -> str:
    """An instant a little later, with every part of it changed."""
    return _text(_instant(instant) + timedelta(minutes=34, seconds=56, milliseconds=789))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _millis(text: str) -> int:
    return round(_instant(text).timestamp() * 1000)


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
