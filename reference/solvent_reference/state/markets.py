"""What a contract and an index look like at this moment."""

from __future__ import annotations

from solvent_reference.state.book import Book
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position, Terms
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.indices import Constituent, Index
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Millis,
    Money,
    OrderId,
    Price,
    Rate,
    Symbol,
)


class Market:
    """One contract: its prices, its book, who holds it, what waits in it.

    Whoever writes to it is remembered in `changed`: only commands may.
    """

    __slots__ = (
        "basis",
        "basis_rate",
        "book",
        "changed",
        "fee_rate",
        "fund",
        "funding_due",
        "funding_rate",
        "has_liquidity",
        "holders",
        "impact_ask",
        "impact_bid",
        "impact_mid",
        "indicative_rate",
        "instrument",
        "last_price",
        "liquidations",
        "mark",
        "mark_unit",
        "open_interest",
        "premium_samples",
        "premium_total",
        "stops",
        "terms",
        "volume",
    )

    changed: dict[Symbol, Market]
    instrument: Instrument

    def __init__(
        self,
        instrument: Instrument,
        funding_due: Millis,
        terms: Terms,
        fund: str,
        changed: dict[Symbol, Market],
    ) -> None:
        object.__setattr__(self, "changed", changed)
        object.__setattr__(self, "instrument", instrument)
        self.fund = fund
        self.terms = terms
        self.fee_rate = terms.fee_rate
        self.book = Book()
        self.mark: Price | None = None
        self.mark_unit = Money(0)
        self.basis = Price(0)
        self.basis_rate = Rate(0)
        self.last_price: Price | None = None
        self.funding_rate = Rate(0)
        self.indicative_rate = Rate(0)
        self.funding_due = funding_due
        self.premium_total = Rate(0)
        self.premium_samples = 0
        self.impact_bid: Price | None = None
        self.impact_ask: Price | None = None
        self.impact_mid: Price | None = None
        self.has_liquidity = False
        self.holders: dict[AccountId, Position] = {}
        self.stops: dict[OrderId, Order] = {}
        self.liquidations: dict[OrderId, Order] = {}
        self.open_interest = Contracts(0)
        self.volume = Contracts(0)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        self.changed[self.instrument.symbol] = self

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    def open_position(self, account: AccountId) -> Position:
        """A flat position of an account, with the settings everybody starts with."""
        instrument = self.instrument
        return Position(account, instrument.symbol, instrument.settl_currency, self.terms.settings)

    def touch(self, side: Side) -> Price | None:
        """The best price on the side opposite to an order of `side`."""
        best = self.book.side(side.opposite).best()
        return None if best is None else best.limit


class IndexState:
    """An index: its constituents as they stand and its last price."""

    __slots__ = ("constituents", "index", "price")

    def __init__(self, index: Index) -> None:
        self.index = index
        self.constituents: dict[str, Constituent] = {}
        self.price: Price | None = None
