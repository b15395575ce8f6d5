"""Runs: one history, taken to a venue and to the reference in lock step, before the judges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.judges.moments import Judge, Moment, Pair
from solvent_conformance.judges.reasons import refused_by
from solvent_conformance.judges.replay import signature_of_acceptance
from solvent_conformance.judges.violations import Violation, ViolationFound
from solvent_conformance.lockstep.gauge import Gauge
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, Transcript
from solvent_conformance.protocol.needs import (
    has_needs,
    is_absent_refusal,
    is_beyond,
    is_made_up,
)
from solvent_conformance.protocol.session import Session, answer_row
from solvent_spec.vocabulary.messages import Answer, Row

PRIVATE: Final = ("order", "position", "margin", "wallet", "execution")
PUBLIC: Final = (
    "instrument", "orderBookL2", "trade", "funding", "insurance", "liquidation", "ledger",
)  # fmt: skip # one line reads as the list that it is
_AFTER_REQUEST: Final = ("order", "position", "margin", "orderBookL2")
_AFTER_CONTROL: Final = ("position", "margin", "instrument")


NOT_ASKED: Final = Answer("unsupported", error={"message": "not asked", "name": "HTTPError"})


class ReferenceBroke(AssertionError):
    """The reference raised while it served a step: we are wrong. The history shows how."""

    def __init__(self, steps: tuple[Step, ...], error: Exception) -> None:
        story = "\n".join(f"  {step.title}" for step in steps)
        super().__init__(f"the reference raised {type(error).__name__}: {error}, after\n{story}")
        self.steps = steps


@dataclass(slots=True)
class Watch:
    """How closely the tables are watched.

    All of them each `every` steps; in between, if `light` is false, none, else what a step is
    likely to have changed, or after each step the `tables` that are named here.
    """

    every: int = 8
    light: bool = True
    tables: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """One history under way. Mutable.

    With a list in `collected`, violations go there and the history goes on.

    `parted` says that a judge has found something: after that the sides may differ in anything.
    `fired` collects the clauses that the reference executes; `transcript` what the venue said;
    `refusals` counts, by clause, what the reference refused. With one session in both places
    the venue is judged by its own numbers: each step is taken once.
    """

    venue: Session
    reference: Session
    capabilities: Capabilities
    judges: tuple[Judge, ...]
    fired: list[str]
    transcript: Transcript
    watch: Watch = field(default_factory=Watch)
    policies: tuple[tuple[str, str], ...] = ()
    known: frozenset[tuple[str, str]] = frozenset()
    steps: list[Step] = field(default_factory=list)
    accounts: tuple[str, ...] = ()
    opened: bool = False
    parted: bool = False
    external: dict[tuple[str, str], int] = field(default_factory=dict)
    collected: list[Violation] | None = None
    tally: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    gauge: Gauge = field(default_factory=Gauge)
    _before: dict[tuple[str, str | None], list[Row]] = field(default_factory=dict)
    _fired_since: list[str] = field(default_factory=list)

    def send(self, step: Step, *, glances: bool = False) -> Answer:
        """Take a step to both, let the judges look, and return what the reference answered.

        With `glances` only the answers are compared: more steps of one move follow.

        What the venue declares absent is taken to neither, and a step that only the reference
        needs to it alone; so is one that it refuses where the venue declares to have no refusal,
        or is `known` to have none: what is found once shall not hide what comes after it.

        Raises:
            ViolationFound: a judge found a violation.
        """
        if not has_needs(step, self.capabilities):
            return NOT_ASKED
        if is_beyond(step, self.steps, self.capabilities):
            return NOT_ASKED
        self.tally.update(self.fired)
        self.fired.clear()
        expected = self._expected(step)
        if is_made_up(step, self.capabilities):
            self.steps.append(step)
            return expected
        if is_absent_refusal(step, expected, self.capabilities) or (
            expected.status == "rejected" and signature_of_acceptance(step, expected) in self.known
        ):
            return expected
        self.refusals.update(refused_by(expected))
        observed = expected if self.is_alone else self.venue.send(step)
        self.steps.append(step)
        self.transcript.add(step, answer_row(observed))
        if step.kind == "reset":
            self.accounts = tuple(step.message.get("accounts", ()))
            self._before.clear()
            self._fired_since.clear()
            self.external.clear()
        self._count_external(step, observed)
        if self.opened and not glances:
            whole = self._is_whole() or step.request == "audit"
            self._look(step, expected, observed, whole=whole)
        elif expected.status != observed.status or observed.status == "errored":
            self._look(step, expected, observed, whole=False)
        else:
            # Nobody looked: what stood before the next step is not known.
            self._before.clear()
        return expected

    @property
    def is_alone(self) -> bool:
        """Whether there is no reference beside the venue."""
        return self.venue is self.reference

    def _expected(self, step: Step) -> Answer:
        """What the reference answers. If it raises, then we are wrong, whatever the venue did."""
        try:
            return self.reference.send(self._for_reference(step))
        except VenueFailure:
            # Only a venue that is judged alone stands here behind an adapter.
            raise
        except Exception as error:
            raise ReferenceBroke((*self.steps, step), error) from error

    def _for_reference(self, step: Step) -> Step:
        """The step for the reference, which is told what of the permitted things the venue does."""
        if step.kind != "reset" or not self.policies:
            return step
        return Step("reset", {**step.message, "policies": dict(self.policies)})

    def _count_external(self, step: Step, observed: Answer) -> None:
        """Note money that came or went."""
        if step.request not in {"deposit", "withdraw"} or observed.status != "ok":
            return
        body = step.message["body"]
        key = (str(body["account"]), str(body["currency"]))
        sign = 1 if step.request == "deposit" else -1
        self.external[key] = self.external.get(key, 0) + sign * int(body["amount"])

    def look_at_all(self) -> None:
        """Read every table now and let the judges look: the end of a history."""
        if self.steps:
            blank = Answer("ok")
            self._look(Step("read", {"table": "everything"}), blank, blank, whole=True)

    def checks(self) -> Counter[str]:
        """How often each clause was executed by the reference or looked for by a judge."""
        total = Counter(self.tally)
        total.update(self.fired)
        for judge in self.judges:
            total.update(judge.checked)
        return +total

    def _is_whole(self) -> bool:
        return self.watch.every > 0 and len(self.steps) % self.watch.every == 0

    def _look(self, step: Step, expected: Answer, observed: Answer, *, whole: bool) -> None:
        tables = self._read(step, expected, whole=whole)
        self._fired_since += dict.fromkeys(self.fired)
        moment = Moment(
            at=len(self.steps) - 1,
            step=step,
            expected=expected,
            observed=observed,
            tables=tables,
            before=self._before,
            whole=whole,
            accounts=self.accounts,
            steps=tuple(self.steps),
            external=self.external,
            fired=lambda: self._fired_since,
            capabilities=self.capabilities,
        )
        self.gauge.note(moment)
        for judge in self.judges:
            violation = judge.after(moment)
            violation = None if violation is None else self._blamed(violation, observed)
            if violation is None:
                continue
            self.parted = True
            if self.collected is None:
                raise ViolationFound(violation.after(tuple(self.steps)))
            self.collected.append(violation)
        self._before = {key: pair[1] for key, pair in tables.items() if pair[1] is not None}
        if whole:
            self._fired_since.clear()

    def _blamed(self, violation: Violation, observed: Answer) -> Violation | None:
        """The violation without clauses that nobody judges here; none if no other is left."""
        clauses = tuple(c for c in violation.clauses if self.capabilities.judges(c))
        if not clauses and observed.status != "errored":
            return None
        return replace(violation, clauses=clauses or violation.clauses)

    def _read(
        self, step: Step, expected: Answer, *, whole: bool
    ) -> dict[tuple[str, str | None], Pair]:
        tables: dict[tuple[str, str | None], Pair] = {}
        accounts = self.accounts
        if whole:
            wanted: tuple[str, ...] = (*PRIVATE, *PUBLIC)
        elif not self.watch.light:
            return tables
        elif self.watch.tables:
            wanted = self.watch.tables
        elif step.kind == "do":
            wanted = _AFTER_REQUEST
            # Without a trade a request concerns the account that sent it.
            if not any(row.get("cumQty") for row in expected.rows):
                accounts = (step.message["account"],)
        else:
            wanted = _AFTER_CONTROL
        for table in wanted:
            if table not in self.capabilities.tables:
                continue
            for account in accounts if table in PRIVATE else (None,):
                shown = self.venue.read(table, account)
                known = shown if self.is_alone else self.reference.read(table, account)
                tables[table, account] = (known, shown)
        return tables
