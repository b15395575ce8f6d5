"""Position margin: what an open position locks."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.rules.margin.prices import _NO_RATE
from solvent_spec.vocabulary.units import Contracts, Money, Rate, ceil_mul


class PositionMarginRules(Chapter):
    """The margin of a position, part by part."""

    __slots__ = ()

    @clause(
        "MARG-001",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posInit",
            "position.posMargin",
            "position.maintMargin",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="39 of 39 positions of 2018 to 2023",
    )
    def position_initial_margin(self, cost: Money, requirement: Rate) -> Money:
        """The initial margin of a position is its absolute cost times its initial margin
        requirement, rounded up.

        >>> rules.position_initial_margin(-5_347_671_054, Fraction("0.02"))
        106953422
        """
        return ceil_mul(abs(cost), requirement)

    @clause(
        "MARG-002",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posComm",
            "position.posMargin",
            "position.posMaint",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="38 of 39 positions; one is a satoshi above after a top-up",
    )
    def position_commission(self, cost: Money, initial: Money, cross: Money, fee: Rate) -> Money:
        """A position reserves the fee of closing it: the fee rate on cost, initial margin and cross
        margin, rounded up.

        At the bankruptcy price a long inverse position is worth just that sum.

        >>> rules.position_commission(18_668_000, 3_733_600, 71_429, Fraction("0.00075"))
        16855
        """
        return ceil_mul(abs(cost) + initial + cross, fee)

    @clause(
        "MARG-026",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posComm",),
        source=(
            "one exact transition: 108 to 109 with 71 drawn; explains three rows a satoshi above"
        ),
        alternatives=("raised by the part drawn", "computed anew on all of it"),
        until="2024-03-25",
    )
    def commission_after_top_up(self, commission: Money, drawn: Money, fee: Rate) -> Money:
        """A cross position that draws margin keeps the fee it has reserved and adds the fee on what
        it drew, rounded up.

        A venue may compute the whole reserve anew, which gives the same or, for each time it
        drew, a satoshi less. So is the reserve computed of a position that gives margin back, or
        that had reserved nothing.

        >>> rules.commission_after_top_up(108, 71, Fraction("0.00075"))
        109
        """
        return commission + ceil_mul(drawn, fee)

    def redrawn_commission(self, anew: Money, fee: Rate, *, held: Money, drawn: Money) -> Money:
        """The reserved fee of a cross position that drew margin, or gave some back (MARG-026).

        `anew` is the reserve computed on all of it, `held` what it had reserved before.
        """
        choice = self.policy("MARG-026", "raised by the part drawn")
        if choice == "raised by the part drawn" and drawn > 0 and held > 0 and anew > 0:
            return self.commission_after_top_up(held, drawn, fee)
        return anew

    @clause(
        "MARG-003",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posMargin",
            "position.maintMargin",
            "margin.maintMargin",
            "margin.availableMargin",
        ),
        source="39 of 39 positions",
    )
    def position_margin(
        self, initial: Money, commission: Money, cross: Money, loss: Money
    ) -> Money:
        """The margin of a position is initial margin, reserved commission and cross margin, less
        the loss it carries.

        >>> rules.position_margin(3_733_600, 16_855, 71_429, 0)
        3821884
        """
        return initial + commission + cross - loss

    @clause(
        "MARG-004",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.posMaint", "position.liquidationPrice"),
        source="30 of 30 rows whose instrument row is known",
    )
    def position_maintenance(
        self, cost: Money, maintenance: Rate, adverse_funding: Rate, commission: Money
    ) -> Money:
        """A position must keep its absolute cost times maintenance margin rate and adverse funding
        rate, rounded up, and its reserved commission.

        >>> rules.position_maintenance(
        ...     7_609_687_974, Fraction("0.005"), Fraction("0.00375"), 5_764_339
        ... )
        72349109
        """
        rate = maintenance + adverse_funding if adverse_funding.numerator else maintenance
        return ceil_mul(abs(cost), rate) + commission

    @clause(
        "MARG-005",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.posMaint", "position.liquidationPrice"),
        source="short at -0.00229: charged; long at -0.004875: not charged",
    )
    def adverse_funding(self, qty: Contracts, rate: Rate) -> Rate:
        """The current funding rate counts in maintenance only for the side that will pay it.

        >>> rules.adverse_funding(10, Fraction("-0.004875"))
        Fraction(0, 1)
        >>> rules.adverse_funding(-10, Fraction("-0.00229"))
        Fraction(229, 100000)
        """
        if not rate.numerator or (rate.numerator > 0) != (qty > 0):
            return _NO_RATE
        return abs(rate)

    @clause(
        "MARG-006",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.maintMargin", "margin.maintMargin"),
        source="39 of 39 positions",
    )
    def position_equity(self, position_margin: Money, unrealised: Money) -> Money:
        """The equity of a position is its margin plus its unrealised profit: this is what the
        account locks for it.

        >>> rules.position_equity(3_821_884, 258_000)
        4079884
        """
        return position_margin + unrealised
