"""Control verbs: what a test harness may do to the venue beside trading in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Protocol

from solvent_reference import tables
from solvent_reference.decisions.clock import ADVANCE_MAX
from solvent_reference.tables.values import instant_text
from solvent_reference.venue.admission import AdmittedRequest, Queue
from solvent_reference.venue.answers import bare_error
from solvent_reference.venue.engine import Engine
from solvent_spec.rulebook import instant
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import AdvanceClock, Command, Deposit, SetSpotPrice, Withdraw
from solvent_spec.vocabulary.events import RequestRejected
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.units import DAY, AccountId, Currency, Millis, Money, Symbol, price_of

MONEY_MAX: Final = 10**18


TEXT_MAX: Final = 60


class ControlledVenue(Protocol):
    """What the verbs act on."""

    engine: Engine
    queue: Queue
    rules: Rules

    def serve_next(self) -> tuple[AdmittedRequest, Answer]:
        """Serve the request whose turn it is."""
        ...


def controls_of(venue: ControlledVenue) -> dict[str, Callable[[Row], Answer]]:
    """The control verbs of a venue by name."""
    controls = Controls(venue)
    return {
        "advance": controls.advance,
        "spot": controls.spot,
        "deposit": controls.deposit,
        "withdraw": controls.withdraw,
        "freeze": controls.freeze,
        "thaw": controls.thaw,
        "depth": controls.depth,
        "audit": controls.audit,
    }


class Controls:
    """The verbs; each takes the body of its message and may raise what is wrong with it."""

    __slots__ = ("venue",)

    def __init__(self, venue: ControlledVenue) -> None:
        self.venue = venue

    def control(self, command: Command) -> Answer:
        """Run a control command; the answer has the clock, or the reason against it."""
        events = self.venue.engine.execute(command)
        if self.venue.engine.exchange.stopped:
            stopped = f"venue stopped: {self.venue.engine.exchange.stopped}"
            return bare_error("errored", stopped, "VenueStopped", 503)
        if events and isinstance(events[0], RequestRejected):
            refusal = events[0]
            return bare_error("rejected", refusal.message, refusal.name, refusal.code)
        return Answer("ok", [{"clock": instant_text(self.venue.engine.exchange.now)}])

    def advance(self, body: Row) -> Answer:
        """Move the clock forward to an instant at most `ADVANCE_MAX` away.

        Raises:
            ValueError: the instant is in the past or too far.
        """
        to = instant(_text(body, "to"))
        now = self.venue.engine.exchange.now
        if not now <= to <= now + ADVANCE_MAX:
            message = f"{body['to']} is not between now and {ADVANCE_MAX // DAY} days from now"
            raise ValueError(message)
        return self.control(AdvanceClock(Millis(to)))

    def spot(self, body: Row) -> Answer:
        """Let a constituent of an index trade at a price.

        Raises:
            ValueError: there is no such index, constituent or price.
        """
        index = Symbol(_text(body, "index"))
        state = self.venue.engine.exchange.indices.get(index)
        if state is None:
            message = f"there is no index {index!r}"
            raise ValueError(message)
        reference = _text(body, "reference")
        if reference not in dict(state.index.weights):
            names = ", ".join(name for name, _ in state.index.weights)
            message = f"{reference!r} is no constituent of {index}: {names}"
            raise ValueError(message)
        price = price_of(_text(body, "price"))
        if not 0 < price < MONEY_MAX:
            message = f"{body['price']!r} is no price"
            raise ValueError(message)
        return self.control(SetSpotPrice(index, reference, price))

    def deposit(self, body: Row) -> Answer:
        """Let money arrive in a wallet from outside."""
        return self.control(Deposit(*self.transfer(body)))

    def withdraw(self, body: Row) -> Answer:
        """Let money leave a wallet, if the account may take it out."""
        return self.control(Withdraw(*self.transfer(body)))

    def transfer(self, body: Row) -> tuple[AccountId, Currency, Money]:
        """Account, currency and money of a transfer, checked."""
        account = AccountId(_text(body, "account"))
        if account not in self.venue.engine.exchange.accounts or account.startswith("#"):
            message = f"there is no account {account!r}"
            raise ValueError(message)
        value: Any = body.get("amount")
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MONEY_MAX:
            message = f"{str(value)[:40]!r} is not a whole number of minor units up to {MONEY_MAX}"
            raise ValueError(message)
        return (
            account,
            Currency(_text(body, "currency") if "currency" in body else "XBt"),
            Money(value),
        )

    def freeze(self, body: Row) -> Answer:
        """Let requests queue from here on: nothing is served before `thaw`."""
        self.venue.queue.frozen = True
        return Answer("ok", [{"frozen": True}])

    def thaw(self, body: Row) -> Answer:
        """Serve all that waits, in its order; each row is the answer to a ticket."""
        self.venue.queue.frozen = False
        rows: list[Row] = []
        while self.venue.queue.waiting:
            entry, answer = self.venue.serve_next()
            rows.append(
                {
                    "ticket": entry.ticket,
                    "status": answer.status,
                    "rows": answer.rows,
                    "error": answer.error,
                    "code": answer.code,
                }
            )
        return Answer("ok", rows)

    def depth(self, body: Row) -> Answer:
        """Set the depth of the queue."""
        depth = body.get("depth")
        if isinstance(depth, bool) or not isinstance(depth, int) or not 0 <= depth <= 10**6:
            message = "depth is a whole number from 0 to 1000000"
            raise ValueError(message)
        self.venue.rules.book = replace(self.venue.rules.book, queue_depth=depth)
        return Answer("ok", [{"depth": depth}])

    def audit(self, body: Row) -> Answer:
        """Audit everything from scratch; the rows are the ledger."""
        mismatch = self.venue.engine.audit()
        if mismatch:
            return bare_error("errored", f"audit: {mismatch}", "AuditFailed", 503)
        return Answer("ok", tables.ledger_rows(self.venue.engine.exchange))


def _text(body: Row, name: str) -> str:
    """A field of a control's body that has to be a text, or, for a price, a whole number."""
    value = body.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "price":
        return str(value) if abs(value) < MONEY_MAX else "too large"
    if not isinstance(value, str) or len(value) > TEXT_MAX:
        message = f"{name}: a text, not {str(value)[:40]!r}"
        raise ValueError(message)
    return value
