"""Ways to make a venue wrong where no single rule decides: its rows, its events, its postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from solvent_adapter.setup import Setup
from solvent_conformance.protocol.session import table_of
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import Ledger
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import Engine
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Command
from solvent_spec.vocabulary.events import Event
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.units import Currency, Money


class UnauditedRules(Rules):
    """The rules of a venue that goes on when its books do not balance."""

    def stops_on_mismatch(self, *, balanced: bool) -> bool:
        """Never."""
        return False


class AlteredRows(ReferenceVenue):
    """A venue that shows other rows than it has."""

    rules_type_of: ClassVar[type[Rules]] = Rules

    def __init__(self) -> None:
        super().__init__(self.rules_type_of, name=type(self).__name__)

    def alter(self, table: str, row: Row) -> Row:
        """The row as the venue shows it."""
        return row

    def do(self, request: Request) -> Answer:
        """Serve a request; the rows of its answer are altered too."""
        return self._altered(table_of(request.path), super().do(request))

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The altered rows of a table."""
        return self._altered(table, super().read(table, account, symbol))

    def _altered(self, table: str, answer: Answer) -> Answer:
        rows = [self.alter(table, row) for row in answer.rows]
        return Answer(answer.status, rows, answer.error, answer.code, answer.ticket)


class _AlteringEngine(Engine):
    """An engine to whose state something else happens than was decided."""

    __slots__ = ("venue",)

    venue: AlteredEvents

    def _apply(self, decision: Iterator[Event] | Iterable[Event], events: list[Event]) -> None:
        super()._apply(map(self.venue.alter_event, decision), events)


class AlteredEvents(ReferenceVenue):
    """A venue that does other things than it decides, and does not notice."""

    rules_type_of: ClassVar[type[Rules]] = UnauditedRules

    def __init__(self) -> None:
        super().__init__(self.rules_type_of, name=type(self).__name__)

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        engine = _AlteringEngine(self.engine.exchange, self.rules, self.engine.journal)
        engine.venue = self
        self.engine = engine

    def alter_event(self, event: Event) -> Event:
        """What happens instead."""
        return event


class _StrayingEngine(Engine):
    """An engine whose events take another course."""

    __slots__ = ("venue",)

    venue: AlteredCourse

    def execute(self, command: Command) -> list[Event]:
        """The venue knows what is served."""
        self.venue.begin(command)
        return super().execute(command)

    def _apply(self, decision: Iterator[Event] | Iterable[Event], events: list[Event]) -> None:
        super()._apply(self.venue.course(decision), events)


class AlteredCourse(ReferenceVenue):
    """A venue in which more, less or something else happens than was decided, and which does not
    notice. What follows a `yield` happens when the event has been applied.
    """

    rules_type_of: ClassVar[type[Rules]] = UnauditedRules

    def __init__(self) -> None:
        super().__init__(self.rules_type_of, name=type(self).__name__)

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        engine = _StrayingEngine(self.engine.exchange, self.rules, self.engine.journal)
        engine.venue = self
        self.engine = engine

    @property
    def exchange(self) -> Exchange:
        """The state."""
        return self.engine.exchange

    def begin(self, command: Command) -> None:
        """A command is about to be served; the rules may ask which."""
        self.rules.__dict__["serving"] = command

    def course(self, decision: Iterable[Event]) -> Iterator[Event]:
        """What happens when something was decided."""
        for event in decision:
            yield from self.happens(event)

    def happens(self, event: Event) -> Iterator[Event]:
        """What happens instead of one event."""
        yield event


class AlteredPostings(ReferenceVenue):
    """A venue that books otherwise than it should, and does not notice."""

    ledger_type: ClassVar[type[Ledger]] = Ledger

    def __init__(self) -> None:
        super().__init__(UnauditedRules, name=type(self).__name__)

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        exchange = self.engine.exchange
        exchange.ledger = self.ledger_type(exchange.ledger.by_currency)


class DivertedLedger(Ledger):
    """A ledger that sends a posting elsewhere."""

    __slots__ = ()

    def post(self, currency: Currency, account: str, change: Money) -> None:
        """Add to the balance of the account to which the posting is diverted."""
        super().post(currency, self.diverted(account, change), change)

    def diverted(self, account: str, change: Money) -> str:
        """The ledger account that gets the change."""
        return account
