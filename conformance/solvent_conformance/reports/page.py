"""The page: report.html, one file that needs no network, for whoever opens the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.outcome import Outcome
from solvent_conformance.certify.verdict import VERDICTS, count_verdicts
from solvent_conformance.lockstep.counterexample import Counterexample
from solvent_conformance.protocol.excerpts import limit_text, step_lines
from solvent_conformance.reports.record import wire_findings
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

_TEMPLATES: Final = Environment(
    loader=PackageLoader("solvent_conformance", "reports"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_MOST_CELLS: Final = 8
_TONES: Final = {0: "Conforms", 1: "Violates", 3: "Undecided", 4: "Violates"}
_VERDICT_TONES: Final = {
    "held": "Conforms",
    "broken": "Violates",
    "never came up": "Undecided",
    "not looked at": "NotApplicable",
}


def html(certification: Certification) -> str:
    """The whole page; everything that a venue said is escaped."""
    outcome, plan = certification.outcome, certification.outcome.plan
    failure = outcome.failure
    return _TEMPLATES.get_template("report.html.j2").render(
        title=certification.title,
        tone=_TONES.get(outcome.status, "Undecided"),
        venue=limit_text(f"{outcome.capabilities.name} {outcome.capabilities.version}"),
        binding=certification.binding,
        profiles=plan.profiles,
        rulebook=plan.rulebook,
        budget=plan.budget.name,
        seed=plan.seed,
        histories=outcome.histories,
        commands=outcome.commands,
        counts=count_verdicts(outcome.verdicts),
        flaky=outcome.flaky,
        incidents=[limit_text(incident) for incident in outcome.incidents],
        failure=failure and {"kind": failure.kind, "text": limit_text(str(failure), 2000)},
        violations=[_violation(found) for found in certification.counterexamples],
        findings=wire_findings(outcome),
        chapters=list(_chapters(outcome)),
        choices=[
            {"statement": CLAUSES[p.clause].statement, "is_other": p.is_other, **p.row()}
            for p in outcome.policies
        ],
        sentences=[
            {
                "text": sentence.text,
                "tone": _VERDICT_TONES[sentence.name],
                "reason": limit_text(sentence.reason),
                "clauses": sentence.clauses,
            }
            for sentence in outcome.sentences
        ],
        verdicts=list(_verdicts(outcome)),
    )


def _violation(found: Counterexample) -> dict[str, Any]:
    """A violation as the page tells it: the sentence, the clause, the history and the cells."""
    clause = found.clauses[0] if found.clauses else ""
    return {
        "sentence": found.sentence,
        "clause": clause,
        "statement": CLAUSES[clause].statement if clause else "",
        "story": "\n".join(step_lines(found.steps)),
        "cells": [_cell(row) for row in found.differences[:_MOST_CELLS]],
        "replay": found.replay_line,
    }


def _cell(row: Row) -> Row:
    """A cell that differs, each text short; a difference of texts is no number."""
    shown = {name: limit_text(str(row[name])) for name in ("cell", "expected", "observed")}
    gap = row["difference"]
    return {**shown, "difference": "" if gap is None else f"{gap:+,}"}


def _chapters(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Each chapter that was judged: how many clauses came to each verdict."""
    for chapter in CHAPTERS.values():
        mine = [v for v in outcome.verdicts if CLAUSES[v.clause].chapter == chapter]
        if mine:
            counts = count_verdicts(tuple(mine))
            shown = {name: counts[name] for name in VERDICTS if counts.get(name)}
            yield {
                "name": chapter.replace("_", " "),
                "counts": shown,
                "shown": sum(v.shown for v in mine),
            }


def _verdicts(outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Each clause with its verdict, the worst first."""
    order = {name: n for n, name in enumerate(dict.fromkeys(("Violates", "Undecided", *VERDICTS)))}
    for verdict in sorted(outcome.verdicts, key=lambda v: order[v.name]):
        clause = CLAUSES[verdict.clause]
        yield {
            "clause": verdict.clause,
            "level": clause.level,
            "name": verdict.name,
            "reason": limit_text(verdict.reason),
            "shown": verdict.shown,
            "statement": clause.statement,
        }


def write_page(certification: Certification, folder: Path) -> None:
    """Write report.html."""
    (folder / "report.html").write_text(html(certification), encoding="utf-8")
