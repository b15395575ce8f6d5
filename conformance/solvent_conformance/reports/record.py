"""The record: report.json and certificate.json, as JSON objects and as files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import jsonschema

from solvent_conformance.counterexamples import Counterexample
from solvent_conformance.excerpts import limited
from solvent_conformance.outcomes import Outcome
from solvent_conformance.verdicts import Verdict, counted
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

FORMAT: Final = 1
SCHEMAS: Final = Path(__file__).parents[1] / "schemas"
STRENGTH_NOTE: Final = (
    "How strong this suite is, clause by clause, is measured by `solvent strength`, which runs "
    "venues that are wrong on purpose. A clause that it lists as unproved is judged here all the "
    "same, but no wrong venue has shown yet that the judges would notice."
)
STATUSES: Final = {0: "certified", 1: "violations", 2: "adapter invalid", 3: "undecided"}


@dataclass(frozen=True, slots=True)
class Run:
    """An outcome with what a report adds to it."""

    outcome: Outcome
    binding: str
    venue: str
    counterexamples: tuple[Counterexample, ...]

    @property
    def title(self) -> str:
        """Certified, or why not."""
        return STATUSES[self.outcome.status]


def suite_version() -> str:
    """The version of the installed distribution."""
    try:
        return version("solvent")
    except PackageNotFoundError:
        return "0+unknown"


def clauses_hash() -> str:
    """One hash over the ids and text hashes of all clauses."""
    text = "".join(f"{c.id} {c.text_hash}\n" for c in CLAUSES.values())
    return hashlib.sha256(text.encode()).hexdigest()


def report(run: Run) -> Row:
    """The whole report."""
    outcome = run.outcome
    return {
        "format": FORMAT,
        "kind": "report",
        **_head(run),
        "clauses": [_verdict(v) for v in outcome.verdicts],
        "violations": [
            {**c.row(), "file": c.name, "steps_count": len(c.steps)} for c in run.counterexamples
        ],
        "failure": None if outcome.failure is None else _failure(outcome),
        "flaky": list(outcome.flaky),
        "requests": dict(sorted(outcome.requests.items())),
        "absent": [limited(text) for text in outcome.capabilities.absent()],
        "seconds": f"{outcome.seconds:.1f}",
    }


def certificate(run: Run) -> Row:
    """What a venue may show: what was judged, by what, and what came of it."""
    outcome = run.outcome
    return {
        "format": FORMAT,
        "kind": "certificate",
        **_head(run),
        "fired": {v.clause: v.fired for v in outcome.verdicts},
        "conforms": [v.clause for v in outcome.verdicts if v.name == "Conforms"],
        "strength": STRENGTH_NOTE,
    }


def _head(run: Run) -> Row:
    outcome, case = run.outcome, run.outcome.case
    return {
        "status": run.title,
        "certified": outcome.status == 0,
        "suite_version": suite_version(),
        "clauses_hash": clauses_hash(),
        "clauses_count": len(CLAUSES),
        "venue": {
            "specification": limited(run.venue),
            "binding": run.binding,
            "name": limited(outcome.capabilities.name, 80),
            "version": limited(outcome.capabilities.version, 80),
            "hello": _harmless(outcome.hello),
        },
        "profiles": list(case.profiles),
        "rulebook": case.rulebook,
        "budget": case.budget.name,
        "seed": case.seed,
        "policies": [policy.row() for policy in outcome.policies],
        "histories": outcome.histories,
        "commands": outcome.commands,
        "retellings": outcome.retellings,
        "verdicts": counted(outcome.verdicts),
        "transcripts": dict(outcome.digests),
        "transcript_hash": outcome.transcript_hash,
    }


def _verdict(verdict: Verdict) -> Row:
    row = verdict.row()
    return {**row, "reason": limited(row["reason"])}


def _failure(outcome: Outcome) -> Row:
    assert outcome.failure is not None
    row = {key: _harmless(value) for key, value in outcome.failure.verdict().items()}
    return {**row, "after": [limited(step.title) for step in outcome.failed_steps[-20:]]}


def _harmless(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON value
    """What a venue said, small and printable."""
    if depth > 6:
        return "..."
    if isinstance(value, dict):
        pairs = list(value.items())[:60]
        return {limited(str(k), 80): _harmless(v, depth + 1) for k, v in pairs}
    if isinstance(value, list | tuple):
        return [_harmless(part, depth + 1) for part in value[:60]]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**40 else limited(str(value), 80)
    return limited(str(value))


def validate(row: Row) -> None:
    """Check a report or certificate against its published schema.

    Raises:
        jsonschema.ValidationError: it does not fit; then we are wrong.
    """
    schema = json.loads((SCHEMAS / f"{row['kind']}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(row, schema)


def write(run: Run, folder: Path) -> None:
    """Write report.json and certificate.json, checked, and every counterexample."""
    for row in (report(run), certificate(run)):
        validate(row)
        path = folder / f"{row['kind']}.json"
        path.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
    for counterexample in run.counterexamples:
        counterexample.write(folder)
