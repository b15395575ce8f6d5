"""Venues that are wrong about margin of orders and of accounts."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money, Rate, floor_div


@wrong("MARG-011")
class BalanceWithoutProfit(Rules):
    """The margin balance leaves out unrealised profit."""

    def margin_balance(self, wallet: Money, unrealised: Money) -> Money:
        """The wallet."""
        return wallet


@wrong("MARG-023")
class MarginUsedByPositions(Rules):
    """The share of margin used leaves out what orders lock."""

    def margin_used(
        self, order_margin: Money, position_equity: Money, margin_balance: Money
    ) -> Fraction:
        """Of positions."""
        return super().margin_used(Money(0), position_equity, margin_balance)


@wrong("MARG-024")
class LeverageInWholeNumbers(Rules):
    """The leverage of an account is shown without decimals."""

    def margin_leverage(self, gross_mark_value: Money, margin_balance: Money) -> Fraction:
        """Floored."""
        exact = super().margin_leverage(gross_mark_value, margin_balance)
        return Fraction(floor_div(exact.numerator, exact.denominator))


@wrong("MARG-027")
class LossNotCovered(Rules):
    """Setting a leverage gives a losing position no extra margin."""

    def cross_after_leverage(
        self, cross: Money, loss: Money, unrealised: Money, *, isolated: bool, changed: bool
    ) -> Money:
        """None."""
        return cross if not changed else Money(0)


@wrong("MARG-026")
class DrawsWithoutReserve(Rules):
    """A cross position that draws margin reserves no closing fee on what it drew."""

    def commission_after_top_up(self, commission: Money, drawn: Money, fee: Rate) -> Money:
        """As before."""
        return commission


@wrong("MARG-027", named="added margin taken by a risk limit")
class AddedMarginTaken(Rules):
    """Setting a risk limit, or the same leverage again, takes the margin that was added."""

    def cross_after_leverage(
        self, cross: Money, loss: Money, unrealised: Money, *, isolated: bool, changed: bool
    ) -> Money:
        """Whatever is set."""
        return super().cross_after_leverage(
            cross, loss, unrealised, isolated=isolated, changed=True
        )


@wrong("MARG-030")
class IsolatedByDefault(Rules):
    """A position is isolated, at a leverage of one, until its account chooses."""

    def default_leverage(self) -> Rate:
        """One."""
        return Rate(1)
