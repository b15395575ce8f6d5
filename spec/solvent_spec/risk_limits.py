"""Risk limits: margin rates rise with the value at risk."""

from __future__ import annotations

from solvent_spec.backing import BackingRules
from solvent_spec.clauses import clause
from solvent_spec.instruments import Instrument
from solvent_spec.units import Currency, Money, Rate, ceil_div


class RiskLimitRules(BackingRules):
    """Risk tiers and the limits that accounts set. Chapter: risk limits."""

    __slots__ = ()

    @clause(
        "RISK-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMarginReq", "position.maintMarginReq", "position.posMaint"),
        source="risk limit examples: 180 XBT and 50 more is one step; the page writes < at a bound",
    )
    def risk_steps(self, instrument: Instrument, risk_limit: Money) -> int:
        """A risk limit counts as many steps as it lies above the base limit, a step begun counting
        whole.

        At the base limit itself the count is zero.

        >>> rules.risk_steps(XBTUSD, 200 * 10**8), rules.risk_steps(XBTUSD, 201 * 10**8)
        (0, 1)
        """
        return max(0, ceil_div(risk_limit - instrument.risk_limit, instrument.risk_step))

    @clause(
        "RISK-002",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMarginReq", "position.posInit"),
        source="risk limit examples; seed 002",
    )
    def tier_initial_margin(self, instrument: Instrument, steps: int) -> Rate:
        """The initial margin rate of a tier is the base rate plus one base maintenance rate for
        each step.

        >>> rules.tier_initial_margin(XBTUSD, 1)
        Fraction(3, 200)
        """
        return instrument.init_margin + steps * instrument.maint_margin

    @clause(
        "RISK-003",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.maintMarginReq", "position.posMaint"),
        source="risk limit examples; seed 002",
    )
    def tier_maintenance_margin(self, instrument: Instrument, steps: int) -> Rate:
        """The maintenance margin rate of a tier is the base rate times one more than the steps.

        >>> rules.tier_maintenance_margin(XBTUSD, 1)
        Fraction(1, 100)
        """
        return instrument.maint_margin * (1 + steps)

    @clause(
        "RISK-004",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.riskValue", "margin.riskValue"),
        source="row of 2026 and margin rows of 2018 and 2021",
    )
    def risk_value(self, mark_value: Money, gross_open_cost: Money) -> Money:
        """The value at risk is the absolute value at the mark plus the gross cost of open orders.

        >>> rules.risk_value(-7_858_398, 18_702_850)
        26561248
        """
        return abs(mark_value) + gross_open_cost

    @clause(
        "RISK-005",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.riskLimit", "position.error"),
        source="API description of POST /position/riskLimit; refusals name the current value",
    )
    def may_set_risk_limit(
        self, instrument: Instrument, risk_limit: Money, risk_value: Money
    ) -> bool:
        """A risk limit is the base limit or a whole number of steps above it, and at least the
        value at risk.

        Whoever holds more must first reduce; whoever wants more accepts higher margin rates first.

        >>> base, step = XBTUSD.risk_limit, XBTUSD.risk_step
        >>> [rules.may_set_risk_limit(XBTUSD, limit, base + 1) for limit in (base, base + step)]
        [False, True]
        """
        above = risk_limit - instrument.risk_limit
        return above >= 0 and above % instrument.risk_step == 0 and risk_limit >= risk_value

    @clause(
        "RISK-006",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.riskLimit", "position.error"),
        source="pages and rows name no highest tier; no rate above one is seen",
        alternatives=(
            "the account's limit and a whole initial margin",
            "a whole initial margin",
        ),
    )
    def is_within_tiers(self, instrument: Instrument, risk_limit: Money) -> bool:
        """A risk limit is at most the account's risk limit, and its tier's initial margin rate at
        most one.

        Beyond a rate of one a position would lock more than it is worth. At 1 % for 200 XBT and
        half a percent for each 100 XBT more, the rate of one would come at 20,000 XBT; an
        account's 10,000 XBT come first.

        >>> [rules.is_within_tiers(XBTUSD, xbt * 10**8) for xbt in (10_000, 10_100)]
        [True, False]
        """
        steps = self.risk_steps(instrument, risk_limit)
        if self.tier_initial_margin(instrument, steps) > 1:
            return False
        first = "the account's limit and a whole initial margin"
        most = self.account_risk_limit(instrument.settl_currency)
        return self.policy("RISK-006", first) != first or most is None or risk_limit <= most

    def account_risk_limit(self, currency: Currency) -> Money | None:
        """The most that all positions and orders of an account may be worth; none is known but of
        accounts in XBT.
        """
        return Money(self.book.account_risk_limit) if currency == "XBt" else None
