"""Catalogue files: contracts and indices as fixtures/ writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from solvent_spec.vocabulary.units import PRICE_SCALE
from solvent_spec.wire.exact_text import DecimalText, FixtureModel, InstantText, RateText, Word

PositiveInt = Annotated[int, Field(gt=0)]


class Provenance(FixtureModel):
    """Where a catalogue file comes from: the venue, the source, and what a reader should know."""

    venue: Literal["main", "test", "toy"]
    source: Word
    note: str = ""


class InstrumentFile(FixtureModel):
    """fixtures/instruments/SYMBOL.json: the terms of one contract at one date.

    Prices and rates are decimal strings; money and quantities are integers.
    """

    info: Provenance = Field(alias="_info")
    symbol: Word
    payoff: Literal["inverse", "linear", "quanto"]
    typ: Literal["FFWCSX", "FFCCSX"]
    root_symbol: Word
    underlying: Word
    underlying_symbol: Word
    quote_currency: Word
    settl_currency: Literal["XBt", "USDt"]
    position_currency: str
    multiplier: int
    underlying_to_position: PositiveInt | None
    underlying_to_settle: int | None
    quote_to_settle: PositiveInt | None
    lot_size: PositiveInt
    tick_size: DecimalText
    min_tick: DecimalText
    max_price: DecimalText
    max_order_qty: PositiveInt
    init_margin: DecimalText
    maint_margin: DecimalText
    risk_limit: PositiveInt
    risk_step: PositiveInt
    maker_fee: DecimalText
    taker_fee: DecimalText
    settlement_fee: DecimalText
    reference_symbol: Word
    index_symbol: Word
    listing: InstantText
    expiry: InstantText | None

    @model_validator(mode="after")
    def terms_agree(self) -> InstrumentFile:
        """Refuse terms that contradict each other.

        Raises:
            ValueError: the message names the terms.
        """
        if (self.payoff == "inverse") != (self.multiplier < 0):
            raise ValueError("an inverse contract, and no other, has a multiplier below zero")
        if (self.typ == "FFWCSX") != (self.expiry is None):
            raise ValueError("a perpetual (FFWCSX), and no other, has no expiry")
        if not 0 < scaled(self.maint_margin) < scaled(self.init_margin) <= PRICE_SCALE:
            raise ValueError("maintenance margin lies between zero and initial margin")
        if scaled(self.max_price) % scaled(self.tick_size) != 0:
            raise ValueError("the maximum price is a whole number of ticks")
        return self


class WeightsSince(FixtureModel):
    """The weights of an index from an instant on."""

    since: InstantText
    constituents: dict[str, RateText] = Field(min_length=1)


class IndexFile(FixtureModel):
    """fixtures/indices/SYMBOL.json: the grid of an index and its weights by date."""

    info: Provenance = Field(alias="_info")
    symbol: Word
    underlying: Word
    quote_currency: Word
    min_tick: DecimalText
    altcoin: bool
    weights: tuple[WeightsSince, ...] = Field(min_length=1, strict=False)


def scaled(text: str) -> int:
    """A decimal string in counts of 1e-10."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(10, "0")[:10])
