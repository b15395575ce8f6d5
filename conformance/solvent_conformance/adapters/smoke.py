"""Smoke: whether an adapter is fit to be judged at all.

What fails here is the adapter, and it is said which step failed, what was expected, what came and
what to look at. It is never a violation: a venue that cannot repeat a decimal cannot be judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from solvent_conformance.adapters.failures import (
    AdapterInvalid,
    EngineFailed,
    RunEnded,
    VenueFailure,
)
from solvent_conformance.adapters.smoke_contracts import (
    CANDIDATES,
    MALFORMED,
    MONEY,
    RULEBOOKS,
    TrialContract,
    a_little_later,
    smoke_instant,
    trial_contracts,
)
from solvent_conformance.protocol.capabilities import Capabilities, HelloInvalid
from solvent_conformance.protocol.market import own_rulebooks, with_definitions
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue

ACCOUNTS: Final = ("ann", "ben")


@dataclass(frozen=True, slots=True)
class PassedStep:
    """A step of the smoke test that passed; `skipped` says why it was not taken, if it was not."""

    step: str
    skipped: str = ""


def smoke(venue: Venue, rulebook: str = "2019-06") -> list[PassedStep]:
    """The steps that an adapter has passed. The venue is left as after a reset.

    Raises:
        AdapterInvalid: a step failed; it says what to look at.
        EngineFailed: the venue has said what it is and was reset, and then it raised.
    """
    return _Smoke(venue, rulebook).run()


class _Smoke:
    def __init__(self, venue: Venue, rulebook: str) -> None:
        self.venue = venue
        self.rulebook = rulebook
        self.step = "hello"
        self.can = Capabilities.of({"protocol": 1})
        self.setup: Row = {}
        self.opens = smoke_instant(rulebook)
        self.later = a_little_later(self.opens)
        self.contracts: list[TrialContract] = []
        self.first: dict[str, list[Row]] = {}

    def run(self) -> list[PassedStep]:
        steps: tuple[tuple[str, Callable[[], str | None]], ...] = (
            ("hello", self.hello),
            ("reset", self.reset),
            ("tables", self.tables),
            ("unknown", self.unknown),
            ("decimals", self.decimals),
            ("malformed", self.malformed),
            ("clock", self.clock),
            ("isolation", self.isolation),
        )
        passed = []
        for name, take in steps:
            self.step = name
            try:
                passed.append(PassedStep(name, take() or ""))
            except RunEnded:
                raise
            except EngineFailed as failure:
                if name in {"hello", "reset"}:
                    raise self._invalid(failure) from failure
                # It speaks the protocol and raises: that is no fault of the adapter.
                raise
            except VenueFailure as failure:
                raise self._invalid(failure) from failure
        return passed

    def _invalid(self, failure: VenueFailure) -> AdapterInvalid:
        hint = failure.stderr.strip().splitlines()[-1:] or ["Run the venue by hand."]
        return AdapterInvalid(self.step, "an answer of the protocol", str(failure)[:300], hint[0])

    def fail(self, expected: str, got: object, hint: str) -> None:
        raise AdapterInvalid(self.step, expected, str(got)[:300], hint)

    def hello(self) -> None:
        row = self.venue.hello()
        try:
            self.can = Capabilities.of(row)
        except HelloInvalid as problem:
            self.fail("a hello of the protocol", problem, "See docs/protocol.md.")
        for part in ("name", "version"):
            if not isinstance(row.get(part), str) or not row[part]:
                hint = "A certificate names what it certifies."
                self.fail(f"{part} as text", repr(row.get(part)), hint)
        first = self.rulebook
        # An engine may have contracts that trade under one of the other rulebooks only.
        for name in dict.fromkeys((first, *(own_rulebooks() or RULEBOOKS))):
            self.rulebook, self.opens = name, smoke_instant(name)
            self.later = a_little_later(self.opens)
            self.contracts = trial_contracts(self.can, name, self.opens)
            if self.contracts:
                return
        names = ", ".join(symbol for symbol, _, _ in CANDIDATES)
        hint = "Declare payoffs and instruments that the catalogue lists."
        self.fail(f"one of {names} to trade under {first}", "none", hint)

    def reset(self) -> None:
        self.setup = {
            "rulebook": self.rulebook,
            "instruments": [contract.symbol for contract in self.contracts],
            "accounts": list(ACCOUNTS),
            "clock": self.opens,
            "policies": {},
        }
        answer = self.ok(self.venue.reset(with_definitions(self.setup)), "reset")
        if len(answer.rows) != 1:
            self.fail("one row, the effective setup", answer.rows, "See reset in docs/protocol.md.")
        for name, value in self.setup.items():
            if answer.rows[0].get(name) != value:
                hint = "The answer to reset repeats the setup as it was understood."
                self.fail(f"{name} {value!r}", repr(answer.rows[0].get(name)), hint)

    def ok(self, answer: Answer, what: str) -> Answer:
        if answer.status != "ok":
            error = answer.error or {}
            hint = str(error.get("context") or "hello declares it, so it has to work.")[-300:]
            self.fail(f"{what} answered ok", f"{answer.status}: {error.get('message')}", hint)
        return answer

    def tables(self) -> None:
        self.first = self.everything()

    def everything(self) -> dict[str, list[Row]]:
        return {t: self.ok(self.venue.read(t), f"read {t}").rows for t in self.can.tables}

    def unknown(self) -> None:
        asked: dict[str, Answer] = {
            "the control 'no-such-control'": self.venue.ctl("no-such-control", {}),
            "the table 'noSuchTable'": self.venue.read("noSuchTable"),
            "the request PATCH /no-such-request": self.venue.do(
                Request(ACCOUNTS[0], "PATCH", "/no-such-request", {})
            ),
        }
        for what, answer in asked.items():
            if answer.status != "unsupported":
                hint = "What a venue does not have is neither accepted nor rejected."
                self.fail(f"{what} unsupported", answer.status, hint)

    def order_needs(self) -> str | None:
        """What is missing for an order to be placed."""
        if "POST /order" not in self.can.requests or "Limit" not in self.can.ord_types:
            return "no limit orders are declared"
        # Where nobody can run out of anything, orders need neither money nor a mark.
        needed = ("spot", "deposit") if self.can.has_money else ()
        missing = [c for c in needed if c not in self.can.controls]
        return f"no control {missing[0]} is declared" if missing else None

    def place(self, account: str, body: Row) -> Answer:
        return self.venue.do(Request(account, "POST", "/order", body))

    def open_market(self) -> None:
        currencies = dict.fromkeys(contract.currency for contract in self.contracts)
        for currency in currencies if "deposit" in self.can.controls else ():
            for account in ACCOUNTS:
                money = {"account": account, "currency": currency, "amount": MONEY}
                self.ok(self.venue.ctl("deposit", money), "deposit")
        for contract in self.contracts if "spot" in self.can.controls else ():
            for body in contract.prices():
                self.ok(self.venue.ctl("spot", body), "spot")

    def decimals(self) -> str | None:
        needs = self.order_needs()
        if needs:
            return needs
        self.open_market()
        for contract in self.contracts:
            rows = self.ok(self.place(ACCOUNTS[0], contract.order()), "a limit order").rows
            if "order" in self.can.tables:
                read = self.venue.read("order", ACCOUNTS[0], contract.symbol)
                rows = [*rows, *self.ok(read, "read order").rows[:1]]
            for row in rows:
                if row.get("price") != contract.price:
                    hint = "A price goes through a float, or is not printed canonically."
                    expected = f"an order in {contract.symbol} at {contract.price!r}"
                    self.fail(expected, repr(row.get("price")), hint)
        return None

    def malformed(self) -> str | None:
        needs = self.order_needs()
        if needs:
            return needs
        good = self.contracts[0].order()
        before = self.everything()
        for number, body in enumerate(MALFORMED):
            whole = body if number < 3 else {**good, **body}
            answer = self.place(ACCOUNTS[0], whole)
            shown = str(body)[:60]
            if answer.status != "rejected":
                hint = "A bad body is refused with a message and a name, and nothing else happens."
                self.fail(f"an order with {shown} rejected", answer.status, hint)
            if self.everything() != before:
                hint = "Read all of a request before anything is changed."
                self.fail(f"no table changed by an order with {shown}", "a change", hint)
        return None

    def clock(self) -> str | None:
        if "advance" not in self.can.controls:
            return "no control advance is declared"
        self.ok(self.venue.ctl("advance", {"to": self.later}), "advance")
        back = self.venue.ctl("advance", {"to": self.opens})
        if back.status != "rejected":
            hint = "The clock of a venue never goes back."
            self.fail(f"advance from {self.later} back to {self.opens} rejected", back.status, hint)
        needs = self.order_needs()
        if needs or not self.can.compares("order", "timestamp"):
            return None
        rows = self.ok(self.place(ACCOUNTS[1], self.contracts[0].order()), "a limit order").rows
        if [row.get("timestamp") for row in rows] != [self.later]:
            hint = "Time moves only when told, to the millisecond; no other clock is read."
            self.fail(f"an order placed at {self.later}", rows, hint)
        return None

    def isolation(self) -> None:
        self.reset()
        again = self.everything()
        for table, rows in self.first.items():
            if again[table] != rows:
                hint = "A reset forgets everything: books, accounts, prices, counters."
                self.fail(f"the table {table} as after the first reset", again[table], hint)
