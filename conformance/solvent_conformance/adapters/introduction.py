"""Introductions: what a venue says of itself before anything else is asked."""

from __future__ import annotations

from solvent_conformance.adapters.failures import AdapterInvalid
from solvent_conformance.protocol.capabilities import Capabilities, HelloInvalid
from solvent_spec.vocabulary.messages import Row, Venue


def introduction(venue: Venue) -> tuple[Row, Capabilities]:
    """What the venue says of itself.

    Raises:
        AdapterInvalid: it is not what the protocol asks for.
    """
    hello = venue.hello()
    try:
        return hello, Capabilities.of(hello)
    except HelloInvalid as invalid:
        hint = "The protocol is in solvent_spec.vocabulary.messages."
        raise AdapterInvalid("hello", "an introduction", str(invalid), hint) from None
