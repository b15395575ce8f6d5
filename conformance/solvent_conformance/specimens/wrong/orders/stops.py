"""Venues that are wrong about stops: what triggers them, and in which order."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, Side, TriggerPrice
from solvent_spec.vocabulary.units import Price


@wrong("ORDR-016", named="stop triggered by the wrong price")
class StopWatchesLastPrice(Rules):
    """Every stop is triggered by the last price, whatever its instructions say."""

    def trigger_price(self, exec_inst: frozenset[ExecInst]) -> TriggerPrice:
        """The last price."""
        return TriggerPrice.LAST


@wrong("ORDR-017")
class StopTriggersBeyond(Rules):
    """A stop triggers beyond its stop price, not at it."""

    def triggers(self, side: Side, stop_px: Price, price: Price) -> bool:
        """Not at the price itself."""
        return price != stop_px and super().triggers(side, stop_px, price)


@wrong("ORDR-018")
class NewestStopFirst(Rules):
    """Of stops that trigger together the newest is triggered first."""

    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """Backwards."""
        return (-sequence, 0)


@wrong("ORDR-043")
class WaitingStopWorks(Rules):
    """A stop shows as working while it waits for its trigger."""

    def is_working(self, status: OrdStatus, *, waits: bool) -> bool:
        """As if it did not wait."""
        return super().is_working(status, waits=False)
