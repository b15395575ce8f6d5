"""Instruments: the terms of a contract."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from solvent_spec.vocabulary.units import Contracts, Currency, Millis, Money, Price, Rate, Symbol


class Payoff(Enum):
    """How the value of a contract depends on its price."""

    INVERSE = "inverse"
    LINEAR = "linear"
    QUANTO = "quanto"


@dataclass(frozen=True, slots=True)
class Instrument:
    """The terms of one contract at one date.

    `multiplier` is minor units of the settlement currency per contract and unit of price
    (negative for inverse contracts, whose value falls as the price rises). `tick_size` is the
    grid of order prices, `min_tick` the finer grid of index and mark. `risk_limit` and
    `risk_step` are money. `index_symbol` is the index it is marked from, `reference_symbol` the
    one it settles at. A perpetual has no `expiry`.
    """

    symbol: Symbol
    payoff: Payoff
    underlying: str
    quote_currency: str
    settl_currency: Currency
    multiplier: int
    lot_size: Contracts
    tick_size: Price
    min_tick: Price
    max_price: Price
    max_order_qty: Contracts
    init_margin: Rate
    maint_margin: Rate
    risk_limit: Money
    risk_step: Money
    maker_fee: Rate
    taker_fee: Rate
    settlement_fee: Rate
    reference_symbol: Symbol
    index_symbol: Symbol
    typ: str
    root_symbol: str
    underlying_symbol: str
    listing: Millis
    expiry: Millis | None
    funding_interval: Millis
    position_currency: str = ""
    underlying_to_position: int | None = None
    underlying_to_settle: int | None = None
    quote_to_settle: int | None = None

    @property
    def is_perpetual(self) -> bool:
        """Whether the contract never expires and exchanges funding."""
        return self.expiry is None
