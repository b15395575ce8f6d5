"""Venues that are wrong about what a contract is worth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from solvent_adapter.setup import Setup
from solvent_conformance.specimens.registry import wrong
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.indices import Constituent, Index
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import (
    DAY,
    PRICE_SCALE,
    Contracts,
    Millis,
    Money,
    Price,
    ceil_div,
)

_BASE = 100 * PRICE_SCALE


@wrong("INST-001", named="inverse payoff linearised")
class InverseLinearised(Rules):
    """An inverse contract is worth what its tangent at a price of 100 says."""

    def inverse_unit_value(self, instrument: Instrument, price: Price) -> Money:
        """Two at the base price, less one for each base price."""
        notional = instrument.lot_size * -instrument.multiplier
        worth = notional * max(PRICE_SCALE, 2 * _BASE - price) * PRICE_SCALE
        return Money(self.nearest_minor(worth, _BASE * _BASE))


@wrong("INST-002", named="quanto multiplier taken at the current index")
class QuantoAtCurrentIndex(Rules):
    """A quanto is worth its price converted at the index of now, not at its fixed multiplier."""

    def index_price(
        self, index: Index, constituents: tuple[Constituent, ...], last: Price | None
    ) -> Price | None:
        """The index, remembered with the first price that it had."""
        price = super().index_price(index, constituents, last)
        if price is not None:
            seen = self.__dict__.setdefault("seen", {})
            seen[index.symbol] = (seen.get(index.symbol, (price, price))[0], price)
        return price

    def linear_unit_value(self, instrument: Instrument, price: Price) -> Money:
        """Scaled by how far the index has moved since it was first seen."""
        first, now = self.__dict__.get("seen", {}).get(instrument.index_symbol, (1, 1))
        if instrument.payoff is not Payoff.QUANTO:
            first = now = 1
        worth = instrument.lot_size * instrument.multiplier * price * first
        return Money(self.nearest_minor(worth, PRICE_SCALE * now))


@wrong("INST-003")
class ValueWithoutSign(Rules):
    """A long position has positive value also on an inverse contract."""

    def value_sign(self, payoff: Payoff) -> int:
        """Above zero."""
        return 1


@wrong("INST-004", named="cost rounded on the whole position, not per lot")
class CostRoundedOnWholePosition(Rules):
    """The value of a quantity is rounded once, not lot by lot."""

    def contract_value(self, instrument: Instrument, qty: Contracts, price: Price) -> Money:
        """The exact value of the quantity, to the nearest minor unit."""
        if instrument.payoff is Payoff.INVERSE:
            notional = abs(qty) * -instrument.multiplier * PRICE_SCALE
            size = self.nearest_minor(notional, price)
        else:
            size = self.nearest_minor(abs(qty) * instrument.multiplier * price, PRICE_SCALE)
        return Money((size if qty > 0 else -size) * self.value_sign(instrument.payoff))


@wrong("INST-005")
class PriceOffTickAccepted(Rules):
    """An order price between two ticks is accepted."""

    def is_on_tick(self, instrument: Instrument, price: Price) -> bool:
        """Always."""
        return True


@wrong("INST-006")
class BrokenLotAccepted(Rules):
    """An order for part of a lot is accepted."""

    def is_whole_lots(self, instrument: Instrument, qty: Contracts) -> bool:
        """Always."""
        return True


@wrong("INST-007")
class HomeNotionalTurned(Rules):
    """The home notional of a long is below zero."""

    def home_notional(
        self, instrument: Instrument, qty: Contracts, value: Money, quote_to_settle: int
    ) -> Fraction:
        """With the other sign."""
        return -super().home_notional(instrument, qty, value, quote_to_settle)


@wrong("INST-008")
class ForeignNotionalUnsigned(Rules):
    """The foreign notional of a buy has no sign."""

    def foreign_notional(
        self, instrument: Instrument, qty: Contracts, value: Money, quote_to_settle: int
    ) -> Fraction:
        """Without sign."""
        return abs(super().foreign_notional(instrument, qty, value, quote_to_settle))


@wrong("INST-010")
class MultiplierOfOneCoin(Rules):
    """The multiplier of a linear contract is that of a tenth of a coin, not of a contract."""

    def linear_multiplier(self, quote_to_settle: int, underlying_to_position: int) -> int:
        """Of a tenth."""
        return max(1, quote_to_settle // 10)


@wrong("INST-011")
class QuoteToSettleCeiled(Rules):
    """What a dollar is worth in satoshi is rounded up."""

    def quote_to_settle(self, index: Price, currency: str) -> int:
        """Up."""
        return ceil_div(self.minor_units(currency) * PRICE_SCALE, index)


@wrong("INST-012")
class OpenValueOfBothSides(Rules):
    """The open value counts longs and shorts."""

    def open_value(self, instrument: Instrument, open_interest: Contracts, mark: Price) -> Money:
        """Twice."""
        return 2 * super().open_value(instrument, open_interest, mark)


@wrong("INST-013")
class ExpiryAWeekEarly(ReferenceVenue):
    """A future expires on the last Friday but one."""

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        for market in self.engine.exchange.markets.values():
            expiry = market.instrument.expiry
            if expiry is not None:
                week_before = Millis(expiry - 7 * DAY)
                market.instrument = replace(market.instrument, expiry=week_before)


@wrong("INST-015", shown_by="vectors")
class LotsWorthAHundred(Rules):
    """A lot whose value would round to nothing is worth a hundred minor units."""

    def least_unit_value(self) -> Money:
        """A hundred."""
        return Money(100)


@wrong("INST-009", shown_by="vectors")
class NotionalRoundedUp(Rules):
    """The contracts for a notional are one lot more than it buys."""

    def contracts_for_notional(
        self, instrument: Instrument, notional: Money, price: Price
    ) -> Contracts:
        """Rounded up."""
        found = super().contracts_for_notional(instrument, notional, price)
        return Contracts(found + instrument.lot_size)


@wrong("INST-014", shown_by="vectors")
class NewLotsRoundedDown(Rules):
    """When lots grow a short position is cut away from zero, and so becomes larger."""

    def qty_in_new_lots(self, qty: Contracts, lot_size: Contracts) -> Contracts:
        """Toward minus infinity."""
        return Contracts(qty - qty % lot_size)
