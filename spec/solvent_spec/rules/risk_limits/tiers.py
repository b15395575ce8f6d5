"""Risk limits: the tiers of a position and what each asks for."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter, Flow
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Currency, Money, Rate, ceil_div


class RiskLimitRules(Chapter):
    """Tiers, and who is within them. Chapter: risk limits."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        (
            "position.crossMargin",
            "position.riskLimit",
            "position.initMarginReq",
            "position.maintMarginReq",
        ),
    )

    @clause(
        "RISK-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMarginReq", "position.maintMarginReq", "position.posMaint"),
        source="risk limit examples: 180 XBT and 50 more begin a step of 150, and count one",
    )
    def risk_steps(self, instrument: Instrument, risk_limit: Money) -> int:
        """A risk limit counts as many steps as it lies above the base limit, a step begun counting
        whole.

        At the base limit itself the count is zero. What is counted is the limit that an account has
        set, not what it holds: whether a value exactly at a limit fits into it, RISK-007 says.

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
        source="row of 2026 and margin rows of 2018 and 2021: orders count besides the position",
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
        evidence="decided",
        observable=("position.riskLimit", "position.error"),
        source=(
            "API description of POST /position/riskLimit names a limit in satoshis and no steps; "
            "pages and rows show limits on steps only"
        ),
        alternatives=("whole steps above the base limit", "any limit from the base limit on"),
    )
    def may_set_risk_limit(
        self, instrument: Instrument, risk_limit: Money, risk_value: Money
    ) -> bool:
        """A risk limit is the base limit or a whole number of steps above it, and the value at risk
        fits into it.

        Whoever holds more must first reduce; whoever wants more accepts higher margin rates first.
        A venue may take limits between two steps as well: a step begun counts whole (RISK-001).

        >>> base, step = XBTUSD.risk_limit, XBTUSD.risk_step
        >>> [rules.may_set_risk_limit(XBTUSD, limit, base + 1) for limit in (base, base + step)]
        [False, True]
        """
        above = risk_limit - instrument.risk_limit
        first = "whole steps above the base limit"
        on_step = above % instrument.risk_step == 0 or self.policy("RISK-005", first) != first
        return above >= 0 and on_step and self.fits_risk_limit(risk_value, risk_limit)

    @clause(
        "RISK-007",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.error", "position.riskLimit", "position.error"),
        source=(
            "the refusal says 'exceeds', which leaves a value at the limit within it; the table of "
            "the page writes < at each bound, which puts it into the next step"
        ),
        alternatives=("within it", "beyond it"),
    )
    def fits_risk_limit(self, risk_value: Money, risk_limit: Money) -> bool:
        """A value at risk that is exactly the risk limit is within it.

        Less fits, more does not. An account with orders and position of 200 XBT needs no higher
        limit than 200 XBT.

        >>> [rules.fits_risk_limit(xbt * 10**8, 200 * 10**8) for xbt in (199, 200, 201)]
        [True, True, False]
        >>> rules.fits_risk_limit(200 * 10**8 + 1, 200 * 10**8)
        False
        """
        if risk_value == risk_limit:
            return self.policy("RISK-007", "within it") == "within it"
        return risk_value < risk_limit

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
