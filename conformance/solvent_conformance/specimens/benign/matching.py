"""Venues that chose another of what a clause about matching permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules


@benign
class SelfMatchCancelsResting(Rules):
    """Of two crossing orders of one account the resting one is canceled."""

    def self_match(self) -> str:
        """The resting one."""
        return "cancel resting"


@benign
class SelfMatchCancelsIncoming(Rules):
    """Of two crossing orders of one account the incoming one is canceled."""

    def self_match(self) -> str:
        """The incoming one."""
        return "cancel incoming"
