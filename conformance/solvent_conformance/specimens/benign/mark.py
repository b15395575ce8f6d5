"""Venues that chose another of what a clause about the mark permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Money, Price


@benign
class ThinBookAtLastLevel(Rules):
    """Impact notional that the book lacks counts at its last level."""

    def thin_book_price(self, instrument: Instrument, *, bids: bool) -> Price | None:
        """The last level."""
        return None


@benign
class ImpactOfOwnCoin(Rules):
    """The impact notional of a contract that settles in tether is counted in tether."""

    def impact_coin(self, instrument: Instrument, coin: Price | None) -> Money:
        """One of them."""
        return super().impact_coin(instrument, None)
