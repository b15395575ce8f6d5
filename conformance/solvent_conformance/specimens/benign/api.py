"""Venues that chose another of what a clause about messages permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import CLAUSES, Rules


@benign
class KeepsRefusedOrders(Rules):
    """A new order that the engine refuses stays as a row that is Rejected."""

    def policy(self, identity: str, default: str) -> str:
        """As APIC-006 permits."""
        return CLAUSES[identity].alternatives[1] if identity == "APIC-006" else default
