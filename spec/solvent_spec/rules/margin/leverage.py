"""Leverage: what an account may choose for a position."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Money, Rate


class LeverageRules(Chapter):
    """Leverage, and margin moved by hand."""

    __slots__ = ()

    @clause(
        "MARG-019",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMarginReq", "position.leverage", "position.posInit"),
        source="API description of POST /position/leverage",
    )
    def initial_requirement(self, leverage: Rate, tier_initial: Rate) -> Rate:
        """The initial margin requirement is one over the leverage, and at least that of the risk
        tier; cross uses the tier's.

        >>> rules.initial_requirement(Fraction(3), Fraction("0.01"))
        Fraction(1, 3)
        >>> rules.initial_requirement(Fraction(0), Fraction("0.01"))
        Fraction(1, 100)
        """
        return tier_initial if leverage == 0 else max(1 / leverage, tier_initial)

    @clause(
        "MARG-030",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.crossMargin", "position.leverage"),
        source="API description of POST /position/isolate and /position/leverage",
    )
    def default_leverage(self) -> Rate:
        """A position has cross margin until its account sets a leverage.

        A request writes the leverage of cross margin as zero. A position in cross margin shows as
        its leverage one over its initial margin requirement (MARG-019), 100 in the lowest tier of
        XBTUSD; that it is in cross margin shows `crossMargin`.

        >>> rules.default_leverage()
        Fraction(0, 1)
        """
        return Rate(0)

    @clause(
        "MARG-020",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.error", "position.leverage"),
        source=(
            "API description: 0.01 to 100; 'Invalid leverage', 'Cannot exceed the maximum entry "
            "leverage'"
        ),
    )
    def may_set_leverage(self, leverage: Rate, tier_initial: Rate) -> bool:
        """Leverage is zero for cross margin, or from 0.01 to one over the tier's initial margin
        rate.

        >>> [rules.may_set_leverage(Fraction(n), Fraction("0.01")) for n in (0, 100, 101)]
        [True, True, False]
        >>> rules.may_set_leverage(Fraction(60), Fraction("0.02"))
        False
        """
        return leverage == 0 or (Rate(1, 100) <= leverage and leverage * tier_initial <= 1)

    @clause(
        "MARG-021",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.error", "position.posCross", "margin.availableMargin"),
        source="API description of POST /position/transferMargin",
    )
    def may_transfer(self, money: Money, available: Money, margin: Money, initial: Money) -> bool:
        """Margin may be moved into an isolated position up to what is available, and out of it down
        to its initial margin and reserved fee.

        An unrealised profit is no margin, and cannot be taken out. `initial` is initial margin plus
        reserved commission. Of 120 with 100 needed 20 may go, if MARG-034 permits.

        >>> [rules.may_transfer(-n, 0, 120, 100) for n in (20, 21)]
        [True, False]
        """
        if money > 0:
            return money <= available
        return money < 0 and margin + money >= initial

    @clause(
        "MARG-034",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.error", "position.posCross", "margin.availableMargin"),
        source="no text says what a position at a loss must keep",
        alternatives=("its initial margin and reserved fee", "its maintenance margin"),
    )
    def may_take_out(self, money: Money, equity: Money, initial: Money, maintenance: Money) -> bool:
        """Margin may be moved out of an isolated position only as far as its equity at the mark
        keeps the initial margin and reserved fee as well.

        What covers a loss is not free. A venue may permit it down to the maintenance margin; below
        that the position would be due for liquidation. With an equity of 110, of which `initial`
        needs 100, 10 may go.

        >>> [rules.may_take_out(-n, 110, 100, 60) for n in (10, 11)]
        [True, False]
        """
        first = "its initial margin and reserved fee"
        kept = initial if self.policy("MARG-034", first) == first else maintenance
        return equity + money >= kept
