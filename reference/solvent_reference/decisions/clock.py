"""Decisions about time: what happens in order while the clock advances."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from solvent_reference.decisions.expiry import expire
from solvent_reference.decisions.funding import exchange_funding, roll_funding_rate
from solvent_reference.decisions.mark import sample_impact
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import AdvanceClock, Due, MarkMarket, PublishIndex
from solvent_spec.vocabulary.events import ClockAdvanced, Event
from solvent_spec.vocabulary.units import DAY, Millis, Symbol

ADVANCE_MAX = Millis(31 * DAY)
"""The longest advance in one command."""


class ScheduleStep:
    """A part of the schedule: its own events, then commands that are served before time moves."""

    __slots__ = ("commands", "events")

    def __init__(self, events: Iterator[Event], commands: tuple[Due, ...] = ()) -> None:
        self.events = events
        self.commands = commands


def schedule(exchange: Exchange, rules: Rules, command: AdvanceClock) -> Iterator[ScheduleStep]:
    """Everything between now and the instant asked for, in order.

    At each whole minute: time moves, then everything in the order of FUND-019. Between minutes
    indices are published where prices wait for it.
    """
    interval = rules.book.mark_interval
    while exchange.now < command.to:
        minute = exchange.now - exchange.now % interval + interval
        publication = rules.next_publication(exchange.now)
        due = publication if publication > exchange.now else minute
        now = min(due, minute, command.to)
        yield ScheduleStep(iter((ClockAdvanced(now),)))
        if now == minute:
            yield from _minute(exchange, rules)
        elif now == publication:
            yield ScheduleStep(iter(()), _publications(exchange))


def _minute(exchange: Exchange, rules: Rules) -> Iterator[ScheduleStep]:
    symbols = tuple(exchange.markets)
    due = rules.funding_order(
        symbol
        for symbol in symbols
        if exchange.markets[symbol].instrument.is_perpetual
        and exchange.markets[symbol].funding_due <= exchange.now
    )
    ordered = rules.minute_order()
    # What FUND-019 does not order comes after everything that it does.
    for part in (*ordered, *(part for part in _PARTS if part not in ordered)):
        if part == "indices":
            yield ScheduleStep(iter(()), _publications(exchange))
        elif part == "marks":
            yield ScheduleStep(
                iter(()), tuple(MarkMarket(symbol) for symbol in exchange.marking_order)
            )
        else:
            decide = _PARTS[part]
            for symbol in due if part in {"funding", "rates"} else symbols:
                yield ScheduleStep(decide(exchange, rules, symbol))


def _publications(exchange: Exchange) -> tuple[Due, ...]:
    return tuple(PublishIndex(index) for index in exchange.indices)


_PARTS: Final[dict[str, Callable[[Exchange, Rules, Symbol], Iterator[Event]]]] = {
    "expiries": expire,
    "funding": exchange_funding,
    "samples": sample_impact,
    "rates": roll_funding_rate,
}
"""What is decided at a whole minute, contract by contract."""
