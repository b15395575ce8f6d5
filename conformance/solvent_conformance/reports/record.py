"""The record: report.json and certificate.json, as JSON objects and as files."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import jsonschema

from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.outcome import Outcome
from solvent_conformance.certify.testimonies import SentenceVerdict
from solvent_conformance.certify.verdict import Verdict, count_verdicts
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

FORMAT: Final = 1
SCHEMAS: Final = Path(__file__).parents[1] / "schemas"
STRENGTH_NOTE: Final = (
    "How strong this suite is, clause by clause, is measured by `solvent strength`, which runs "
    "venues that are wrong on purpose. A clause that it lists as unproved is judged here all the "
    "same, but no wrong venue has shown yet that the judges would notice."
)


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


def report(certification: Certification) -> Row:
    """The whole report."""
    outcome = certification.outcome
    return {
        "format": FORMAT,
        "kind": "report",
        **_head(certification),
        "clauses": [_verdict(v) for v in outcome.verdicts],
        "violations": [
            {**c.row(), "file": c.name, "steps_count": len(c.steps)}
            for c in certification.counterexamples
        ],
        "findings": wire_findings(outcome),
        "failure": None if outcome.failure is None else _failure(outcome),
        "flaky": list(outcome.flaky),
        "incidents": list(outcome.incidents),
        "requests": dict(sorted(outcome.requests.items())),
        "seconds": f"{outcome.seconds:.1f}",
    }


def wire_findings(outcome: Outcome) -> list[Row]:
    """What the schema harness has found: clause, sentence, and the command line that repeats it."""
    return [
        {
            "clause": found.clause,
            "sentence": limit_text(found.sentence),
            "curl": str(found.step.message["body"]["curl"]),
        }
        for found in outcome.violations
        if found.judge == "wire"
    ]


def certificate(certification: Certification) -> Row:
    """What a venue may show: what was judged, by what, and what came of it."""
    outcome = certification.outcome
    return {
        "format": FORMAT,
        "kind": "certificate",
        **_head(certification),
        "fired": {v.clause: v.fired for v in outcome.verdicts},
        "shown": {v.clause: v.shown for v in outcome.verdicts if v.shown},
        "conforms": [v.clause for v in outcome.verdicts if v.name == "Conforms"],
        "strength": STRENGTH_NOTE,
    }


def _head(certification: Certification) -> Row:
    outcome, plan = certification.outcome, certification.outcome.plan
    return {
        "status": certification.title,
        "certified": outcome.status == 0 and not outcome.accepted,
        "accepted": [
            {"clause": v.clause, "sentence": limit_text(v.sentence)} for v in outcome.accepted
        ],
        "stale": [limit_text(text) for text in outcome.stale],
        "suite_version": suite_version(),
        "clauses_hash": clauses_hash(),
        "clauses_count": len(CLAUSES),
        "venue": {
            "specification": limit_text(certification.venue),
            "binding": certification.binding,
            "name": limit_text(outcome.capabilities.name, 80),
            "version": limit_text(outcome.capabilities.version, 80),
            "hello": _harmless(outcome.hello),
        },
        "profiles": list(plan.profiles),
        "rulebook": plan.rulebook,
        "budget": plan.budget.name,
        "seed": plan.seed,
        "dialect": dict(plan.dialect),
        "policies": [policy.row() for policy in outcome.policies],
        "histories": outcome.histories,
        "commands": outcome.commands,
        "retellings": outcome.retellings,
        "verdicts": count_verdicts(outcome.verdicts),
        "sentences": [_sentence(verdict) for verdict in outcome.sentences],
        "absent": [limit_text(text) for text in outcome.absent],
        "transcripts": dict(outcome.digests),
        "transcript_hash": outcome.transcript_hash,
    }


def _verdict(verdict: Verdict) -> Row:
    row = verdict.row()
    return {**row, "reason": limit_text(row["reason"])}


def _sentence(verdict: SentenceVerdict) -> Row:
    row = verdict.row()
    return {**row, "reason": limit_text(row["reason"]), "command": limit_text(row["command"])}


def _failure(outcome: Outcome) -> Row:
    assert outcome.failure is not None
    row = {key: _harmless(value) for key, value in outcome.failure.verdict().items()}
    return {**row, "after": [limit_text(step.title) for step in outcome.failed_steps[-20:]]}


def _harmless(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON value
    """What a venue said, small and printable."""
    if depth > 6:
        return "..."
    if isinstance(value, dict):
        pairs = list(value.items())[:60]
        return {limit_text(str(k), 80): _harmless(v, depth + 1) for k, v in pairs}
    if isinstance(value, list | tuple):
        return [_harmless(part, depth + 1) for part in value[:60]]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**40 else limit_text(str(value), 80)
    return limit_text(str(value))


def validate(row: Row) -> None:
    """Check a report or certificate against its published schema.

    Raises:
        jsonschema.ValidationError: it does not fit; then we are wrong.
    """
    schema = json.loads((SCHEMAS / f"{row['kind']}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(row, schema)


def write_record(certification: Certification, folder: Path) -> None:
    """Write report.json and certificate.json, checked, and every counterexample."""
    for row in (report(certification), certificate(certification)):
        validate(row)
        path = folder / f"{row['kind']}.json"
        path.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
    for counterexample in certification.counterexamples:
        counterexample.write(folder)
