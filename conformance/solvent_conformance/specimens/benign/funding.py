"""Venues that chose another of what a clause about funding permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


@benign
class RemainderToFund(Rules):
    """What rounding leaves of funding belongs to the insurance fund."""

    def remainder_owner(self) -> str:
        """The fund."""
        return "fund"


@benign
class FundPaysFunding(Rules):
    """The insurance fund pays the funding that payers cannot, as far as it goes."""

    def funding_from_fund(self, shortfall: Money, fund: Money) -> Money:
        """All that is there."""
        return max(Money(0), min(shortfall, fund))


@benign
class PositionPaysFundingFirst(Rules):
    """Funding is paid from the position's own margin first, and then from available margin."""

    def funding_from_position(self, amount: Money, available: Money, own: Money) -> Money:
        """As much as it has."""
        return min(amount, max(Money(0), own))
