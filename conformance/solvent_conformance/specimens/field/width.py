"""Figures that are kept in words of a width, and wrap or lose their last digits in them."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import AlteredRows, UnauditedRules
from solvent_conformance.specimens.registry import fault
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Contracts, Money, floor_div


def in_word(number: int, bits: int) -> int:
    """A number as a signed word of so many bits holds it.

    >>> in_word(2**63, 64) == -(2**63)
    True
    """
    half = 1 << (bits - 1)
    return (number + half) % (2 * half) - half


def in_double(number: int, bits: int) -> int:
    """A number of which only the first bits are kept, as those of a double are.

    >>> in_double(2**53 + 1, 53) == 2**53
    True
    """
    unit = 1 << max(0, abs(number).bit_length() - bits)
    kept = abs(number) - abs(number) % unit
    return -kept if number < 0 else kept


@fault("POSN-001", "margin")
class KeptCostIn64Bits(UnauditedRules):
    """FLOX #476: the cost of a position times what is kept of it wraps at 2^63."""

    def remaining_cost(self, cost: Money, kept: Contracts, held: Contracts) -> Money:
        """Wrapped where it does not fit."""
        product = in_word(cost * kept, 64)
        if product == cost * kept:
            return super().remaining_cost(cost, kept, held)
        return Money(floor_div(product, held))


@fault("POSN-001", "margin")
class KeptCostInADouble(UnauditedRules):
    """The cost of a position times what is kept of it is a double, exact up to 2^53."""

    def remaining_cost(self, cost: Money, kept: Contracts, held: Contracts) -> Money:
        """Less the last digits."""
        product = in_double(cost * kept, 53)
        return (
            super().remaining_cost(cost, kept, held)
            if product == cost * kept
            else Money(floor_div(product, held))
        )


@fault("POSN-002", "margin")
class ClosingCostIn64Bits(UnauditedRules):
    """The cost of an execution times the part of it that closes wraps at 2^63."""

    def closing_cost(self, exec_cost: Money, closed: Contracts, traded: Contracts) -> Money:
        """Wrapped where it does not fit."""
        product = in_word(exec_cost * closed, 64)
        if product == exec_cost * closed:
            return super().closing_cost(exec_cost, closed, traded)
        return Money(floor_div(product, traded))


@fault("MARG-007", "margin")
class OpenCostIn64Bits(UnauditedRules):
    """The quantity of open orders times their cost wraps at 2^63."""

    def gross_open_cost(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_cost: Money,
        sell_qty: Contracts,
        sell_cost: Money,
    ) -> Money:
        """Wrapped where the product of one side does not fit."""
        buys, sells = in_word(buy_qty * buy_cost, 64), in_word(sell_qty * sell_cost, 64)
        return super().gross_open_cost(
            position_qty,
            buy_qty,
            Money(floor_div(buys, buy_qty)) if buy_qty else buy_cost,
            sell_qty,
            Money(floor_div(sells, sell_qty)) if sell_qty else sell_cost,
        )


@fault("FUND-011", "margin")
class SharedFundingIn32Bits(UnauditedRules):
    """What a receiver of funding is due, times what was collected, wraps at 2^31."""

    def funding_received(self, amount: Money, collected: Money, owed: Money) -> Money:
        """Wrapped where it does not fit."""
        product = in_word(amount * collected, 32)
        exact = product == amount * collected or collected >= owed
        return (
            super().funding_received(amount, collected, owed)
            if exact
            else Money(max(0, floor_div(product, owed)))
        )


@fault("INST-012", "margin")
class OpenValueIn32Bits(AlteredRows):
    """The value of what is open is shown as a word of 32 bits."""

    def alter(self, table: str, row: Row) -> Row:
        """Wrapped where it does not fit."""
        if table != "instrument" or not isinstance(row.get("openValue"), int):
            return row
        return {**row, "openValue": in_word(row["openValue"], 32)}
