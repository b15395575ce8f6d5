"""Venues that chose another of what a clause about liquidation permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


@benign
class LargestDeficitFirst(Rules):
    """Of positions that breach together the one that lacks most is liquidated first."""

    def liquidation_rank(self, sequence: int, deficit: Money) -> tuple[int, int]:
        """By what is missing."""
        return (-int(deficit), sequence)


@benign
class StopsFirst(Rules):
    """Stops are triggered before the mark that triggers them has liquidated anybody."""

    def due_order(self) -> tuple[type, ...]:
        """The last of them first."""
        order = super().due_order()
        return (order[-1], *order[:-1])
