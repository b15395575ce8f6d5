"""What one long step of the clock leaves out that many short ones do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_conformance.specimens.alterations import AlteredCourse
from solvent_conformance.specimens.registry import fault
from solvent_spec.vocabulary.commands import AdvanceClock, Command
from solvent_spec.vocabulary.events import (
    Event,
    FundingExchanged,
    ImpactSampled,
    IndexPublished,
    MarkChanged,
)
from solvent_spec.vocabulary.units import MINUTE, Symbol


class _Stepping(AlteredCourse):
    """A venue that knows how far the step goes that it serves."""

    until: int = 0
    charged: frozenset[Symbol] = frozenset()

    def begin(self, command: Command) -> None:
        """A step may begin."""
        super().begin(command)
        self.until = int(command.to) if isinstance(command, AdvanceClock) else 0
        self.charged = frozenset()

    @property
    def is_under_way(self) -> bool:
        """Whether a minute or more of a step is left."""
        return self.until >= int(self.exchange.now) + MINUTE


@fault("FUND-008", "margin")
class FundingOnceAStep(_Stepping):
    """Vibe-Trading #1290: a step over several funding instants charges the first of them alone."""

    def happens(self, event: Event) -> Iterator[Event]:
        """The others are lost."""
        if isinstance(event, FundingExchanged):
            if event.symbol in self.charged:
                return
            self.charged |= {event.symbol} if self.until else set()
        yield event


@fault("FUND-004", "margin")
class LastSampleIsLost(AlteredCourse):
    """vega #10520: the mean premium of an interval lacks the sample at the end of it."""

    def happens(self, event: Event) -> Iterator[Event]:
        """No premium at a funding instant."""
        if isinstance(event, ImpactSampled):
            market = self.exchange.markets[event.symbol]
            if self.exchange.now >= market.funding_due and market.premium_samples:
                event = replace(event, premium=None)
        yield event


@fault("FUND-004", "margin")
class SamplesOnceAStep(_Stepping):
    """Of the minutes of a step the last alone is sampled."""

    def happens(self, event: Event) -> Iterator[Event]:
        """The others are lost."""
        if not (isinstance(event, ImpactSampled) and self.is_under_way):
            yield event


@fault("MARK-001", "margin")
class MarksOnceAStep(_Stepping):
    """Of the minutes of a step the last alone is marked."""

    def happens(self, event: Event) -> Iterator[Event]:
        """Nobody fails on the way."""
        if not (isinstance(event, MarkChanged) and self.is_under_way):
            yield event


@fault("INDX-004", "margin")
class IndexOnceAStep(_Stepping):
    """A price that grows stale in the middle of a step counts until its end."""

    def happens(self, event: Event) -> Iterator[Event]:
        """The index stands still on the way."""
        if not (isinstance(event, IndexPublished) and self.is_under_way):
            yield event
