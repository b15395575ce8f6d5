"""The venue: the engine behind the seven methods of the protocol."""

from __future__ import annotations

from solvent_reference.venue.reference import ReferenceVenue

__all__ = ["ReferenceVenue"]
