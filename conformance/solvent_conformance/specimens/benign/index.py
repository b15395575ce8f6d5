"""Venues that chose another of what a clause about indices permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules


@benign
class IndexAtEachPrice(Rules):
    """An index is published at each price of a constituent, and at each whole minute."""

    def index_publication(self) -> str:
        """At each price."""
        return "at each price of a constituent and each minute"
