"""Venues that are wrong about fees."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import UnauditedRules
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Money, Rate, ceil_mul, floor_div


@wrong("FEES-001", named="fee rounded to the exchange")
class FeeRoundedUp(Rules):
    """A commission is rounded up, in favour of the exchange."""

    def commission(self, cost: Money, rate: Rate) -> Money:
        """Up."""
        return ceil_mul(abs(cost), rate)


@wrong("FEES-001", named="fee on the wrong notional")
class FeeOnTheMargin(Rules):
    """A commission is charged on a tenth of the cost, as if on its margin."""

    def commission(self, cost: Money, rate: Rate) -> Money:
        """On a tenth."""
        return super().commission(Money(floor_div(cost, 10)), rate)


@wrong("FEES-002")
class HiddenOrderEarnsRebate(Rules):
    """A hidden resting order is paid the maker rebate."""

    def execution_rate(self, instrument: Instrument, *, is_maker: bool, maker_hidden: bool) -> Rate:
        """As if nothing were hidden."""
        return super().execution_rate(instrument, is_maker=is_maker, maker_hidden=False)


@wrong("FEES-003", named="rebate paid by nobody")
class RebatePaidByNobody(UnauditedRules):
    """A rebate is paid to the maker and taken from nobody."""

    def fee_credit(self, commission: Money) -> Money:
        """Never below zero."""
        return max(Money(0), commission)


@wrong("FEES-004")
class NoFeeReserved(Rules):
    """A position reserves the settlement fee for its closing, which is zero."""

    def position_fee_rate(self, instrument: Instrument) -> Rate:
        """The settlement fee."""
        return instrument.settlement_fee


@wrong("FEES-007", shown_by="vectors")
class RebatesFromNothing(Rules):
    """A rebate is paid whole, whatever the fee account holds."""

    def rebate_paid(self, rebate: Money, fees: Money) -> Money:
        """All of it."""
        return rebate
