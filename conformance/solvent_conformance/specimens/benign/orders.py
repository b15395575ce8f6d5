"""Venues that chose another of what a clause about orders permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.refusals import Checked
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Price


@benign
class LastReasonGiven(Rules):
    """What can be wrong with an order is checked in the reverse order."""

    def foremost(self, checked: Checked) -> Reject | None:
        """The last of the list."""
        found = [reason for _, reason in checked if reason is not None]
        return found[-1] if found else None


@benign
class NearestStopFirst(Rules):
    """Of stops that trigger together the one that the price passed first is triggered first."""

    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """By the stop price."""
        return (-int(passed), sequence)


@benign
class OldestOfEqualsCutFirst(Rules):
    """Of resting reduce-only orders at one price the oldest is cut first."""

    def trim_rank_of_equals(self, sequence: int) -> int:
        """By age."""
        return sequence


@benign
class UnpricedAtTheMark(Rules):
    """An order without a price is reckoned at the mark."""

    def reckoned_price(
        self, price: Price | None, touch: Price | None, mark: Price | None
    ) -> Price | None:
        """Whatever the book holds."""
        return mark if price is None else price


@benign
class OldestMakesRoom(Rules):
    """The oldest order makes room for a reduce-only order."""

    def room_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """By age."""
        return (sequence, 0)


@benign
class AmendedBesideTheOrder(Rules):
    """An amendment is asked for all that the amended order locks, beside what the order locks."""

    def is_amended_in_place(self) -> bool:
        """Never."""
        return False
