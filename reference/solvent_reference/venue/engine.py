"""The engine: decide, apply, audit; then whatever the events made due, until nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_reference.audit import (
    Mismatch,
    audit_changes,
    audit_everything,
    audit_seal,
    follow_orders,
)
from solvent_reference.decisions import Decided, decide
from solvent_reference.decisions.clock import schedule
from solvent_reference.decisions.consequences import CONSEQUENCES
from solvent_reference.evolve import evolve
from solvent_reference.state.exchange import Exchange
from solvent_reference.venue.agenda import Agenda
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import AdvanceClock, Command
from solvent_spec.vocabulary.events import Event, VenueStopped


class Engine:
    """One venue, run by one sequence of commands.

    `journal` keeps every event when it is a list; folding `evolve` over it gives the state.
    """

    __slots__ = ("agenda", "exchange", "journal", "rules")

    def __init__(
        self, exchange: Exchange, rules: Rules, journal: list[Event] | None = None
    ) -> None:
        self.exchange = exchange
        self.rules = rules
        self.journal = journal
        self.agenda = Agenda(rules.due_order())

    def execute(self, command: Command) -> list[Event]:
        """Serve one command and everything that it makes due, and audit.

        A venue that the audit stopped executes nothing.
        """
        events: list[Event] = []
        exchange = self.exchange
        if exchange.stopped:
            return events
        if self._is_stopped_by(audit_seal(exchange, self.rules), events):
            pass
        elif isinstance(command, AdvanceClock):
            self._advance(command, events)
        else:
            self._serve(command, events)
        if self.journal is not None:
            self.journal.extend(events)
        return events

    def _advance(self, command: AdvanceClock, events: list[Event]) -> None:
        for part in schedule(self.exchange, self.rules, command):
            self._apply(part.events, events)
            for due in part.commands:
                self._apply(decide(self.exchange, self.rules, due), events)
                self._drain(events)
            self._drain(events)
            self._audit(events)
            if self.exchange.stopped:
                return

    def _serve(self, command: Decided, events: list[Event]) -> None:
        self._apply(decide(self.exchange, self.rules, command), events)
        self._drain(events)
        self._audit(events)

    def _drain(self, events: list[Event]) -> None:
        due = self.agenda.next()
        while due is not None:
            self._apply(decide(self.exchange, self.rules, due), events)
            due = self.agenda.next()

    def _apply(self, decision: Iterator[Event] | Iterable[Event], events: list[Event]) -> None:
        exchange, agenda = self.exchange, self.agenda
        for event in decision:
            evolve(exchange, event)
            consequences = CONSEQUENCES.get(type(event))
            if consequences is not None:
                agenda.extend(consequences(exchange, event))
            events.append(event)

    def _audit(self, events: list[Event]) -> None:
        self._is_stopped_by(audit_changes(self.exchange, self.rules), events)
        self.exchange.seal()

    def _is_stopped_by(self, mismatch: Mismatch | None, events: list[Event]) -> bool:
        stops = self.rules.stops_on_mismatch(balanced=mismatch is None)
        if not stops or mismatch is None:
            return False
        self._apply((VenueStopped(mismatch.sentence, mismatch.detail),), events)
        return True

    def changes(self) -> str:
        """Audit what was written since the last command; the empty text when all holds."""
        mismatch = audit_changes(self.exchange, self.rules)
        return "" if mismatch is None else f"{mismatch.sentence}: {mismatch.detail}"

    def audit(self) -> str:
        """Audit everything from scratch; the empty text when all holds."""
        mismatch = audit_everything(self.exchange, self.rules)
        return "" if mismatch is None else f"{mismatch.sentence}: {mismatch.detail}"


def replay(exchange: Exchange, rules: Rules, journal: Iterable[Event]) -> Exchange:
    """Fold a journal into a fresh state.

    Nothing is made due: what followed from an event stands in the journal as events of its own.
    """
    for event in journal:
        evolve(exchange, event)
    follow_orders(exchange, rules)
    exchange.seal()
    return exchange
