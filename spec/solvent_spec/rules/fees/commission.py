"""Fees: what a trade and an expiry cost."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter, Flow
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Money, Rate, ceil_mul, round_half_away_div, trunc_mul


class FeeRules(Chapter):
    """Commissions, rebates and shares of them. Chapter: fees."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        (
            "liquidation",
            "execution.execCost",
            "execution.lastLiquidityInd",
            "execution.commission",
            "execution.execComm",
            "execution",
        ),
    )

    @clause(
        "FEES-001",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "execution.execComm",
            "position.currentComm",
            "position.realisedPnl",
            "margin.walletBalance",
        ),
        dialects=("truncate", "nearest", "even", "up"),
        source=(
            "truncated in 25 of 25 rows from 2019; nearest, half away from zero, in rows to 2018-03"
        ),
    )
    def commission(self, cost: Money, rate: Rate) -> Money:
        """The commission of an execution is its absolute cost times the rate, truncated toward
        zero.

        A rebate is truncated too: 697.825 to be received becomes 697. To 2018 the nearest
        satoshi was taken instead, a half away from zero. An exchange with a rulebook of its own
        may take the nearest with a half to even, or round up: the account pays the whole satoshi
        or receives none of it.

        >>> rules.commission(-2_791_300, Fraction("-0.00025"))
        -697
        >>> rules.commission(10_000, Fraction("0.00075"))
        7
        """
        match self.policy("FEES-001", self.book.commission_rounding):
            case "nearest":
                return Money(round_half_away_div(abs(cost) * rate.numerator, rate.denominator))
            case "even":
                return Money(round(abs(cost) * rate))
            case "up":
                return ceil_mul(abs(cost), rate)
            case _:
                return trunc_mul(abs(cost), rate)

    @clause(
        "FEES-002",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("execution.commission", "execution.execComm", "execution.lastLiquidityInd"),
        source="fee page; 1.44 million ledger rows",
    )
    def execution_rate(self, instrument: Instrument, *, is_maker: bool, maker_hidden: bool) -> Rate:
        """The resting order of a trade pays the maker rate and the incoming one the taker rate.

        A hidden resting order pays the taker rate and its counterparty then pays the maker rate, as
        2,391 and 2,330 ledger rows show.

        >>> rules.execution_rate(XBTUSD, is_maker=True, maker_hidden=False)
        Fraction(-1, 4000)
        >>> rules.execution_rate(XBTUSD, is_maker=True, maker_hidden=True)
        Fraction(3, 4000)
        """
        pays_maker = is_maker != maker_hidden
        return instrument.maker_fee if pays_maker else instrument.taker_fee

    @relation(
        "FEES-003",
        judged_by="accounting: what accounts pay in fees is what the fee account gains",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("ledger.balance", "margin.walletBalance"),
        source=(
            "inferred: seed 002 says that no satoshi goes missing and that early shutdowns were "
            "rounding of fees; no text names a fee account"
        ),
        alternatives=("one fee account of each currency",),
    )
    def fee_credit(self, commission: Money) -> Money:
        """Every commission is credited to the exchange's fee account and every rebate is paid from
        it.

        What one account pays another holds: a commission of 7 is 7 more in the fee account.

        >>> rules.fee_credit(7), rules.fee_credit(-2)
        (7, -2)
        """
        return commission

    @clause(
        "FEES-004",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.commission", "position.posComm", "position.posMaint"),
        source="30 of 30 positions of 2019 to 2023",
    )
    def position_fee_rate(self, instrument: Instrument) -> Rate:
        """The fee rate reserved in a position is the largest of maker, taker and settlement fee.

        Whichever way the position ends, its fee has been put aside.

        >>> rules.position_fee_rate(XBTUSD)
        Fraction(3, 4000)
        """
        return max(instrument.maker_fee, instrument.taker_fee, instrument.settlement_fee)

    @clause(
        "FEES-005",
        level="MAY",
        profile="trading",
        evidence="observed",
        observable=("execution.commission",),
        source="26,893 maker and 25,419 taker executions of 2018 at -0.0225 % and 0.0675 %",
    )
    def discounted_rate(self, rate: Rate, discount: Rate) -> Rate:
        """A referral discount lowers the fee rate of an account, the rebate included, before the
        commission is rounded.

        A tenth off 0.075 % is 0.0675 %. Nothing is rounded twice.

        >>> rules.discounted_rate(Fraction("0.00075"), Fraction("0.1"))
        Fraction(27, 40000)
        """
        return rate * (1 - discount)

    @clause(
        "FEES-006",
        level="MAY",
        profile="trading",
        evidence="decided",
        observable=("ledger.balance",),
        source="shares of 10 to 20 %; staff: an account that only earns rebates yields nothing",
        alternatives=("floored, the exchange keeps the rest", "nearest", "rebates are netted"),
    )
    def affiliate_share(self, commissions: Money, share: Rate) -> Money:
        """An affiliate is paid its share of the commissions of those it referred, floored; the
        exchange keeps the rest.

        Commissions in total below zero yield nothing. A tenth of 105 is 10, and 95 stay: the
        two parts make the whole, for it was here that early audits failed.

        >>> rules.affiliate_share(105, Fraction("0.1"))
        10
        >>> rules.affiliate_share(-105, Fraction("0.1"))
        0
        """
        return trunc_mul(max(Money(0), commissions), share)

    @clause(
        "FEES-007",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.execComm", "ledger.balance"),
        source="no text; the fee account owes nobody what it has not",
        alternatives=("as far as it goes", "whole or not at all"),
    )
    def rebate_paid(self, rebate: Money, fees: Money) -> Money:
        """A rebate is paid out of the fee of the same trade; where the counterparty is the
        liquidation engine, which pays none, out of the fee account as far as it goes.

        The fee of the takeover went there before.

        >>> rules.rebate_paid(25, 100), rules.rebate_paid(25, 7)
        (25, 7)
        """
        if self.policy("FEES-007", "as far as it goes") == "whole or not at all":
            return rebate if rebate <= fees else Money(0)
        return min(rebate, max(Money(0), fees))
