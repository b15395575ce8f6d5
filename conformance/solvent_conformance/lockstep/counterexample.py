"""Counterexamples: a violation in a file that anybody can play against any venue.

The file holds the steps, each with the answer that the venue gave when it was found, and the
first divergence. It holds no identifier of a venue: an order is named by the step that placed it.
"""

from __future__ import annotations

import json
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.judges.violations import Violation, signature_of
from solvent_conformance.protocol.capabilities import WHOLE, Capabilities
from solvent_conformance.protocol.excerpts import answer_text, limit_row, limit_text
from solvent_conformance.protocol.history import BadHistory, Step, Transcript
from solvent_conformance.protocol.market import enlist_read, own_definitions
from solvent_conformance.protocol.needs import is_asked
from solvent_conformance.protocol.session import Session, answer_row
from solvent_conformance.protocol.whole_files import write_whole
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row, Venue

FORMAT: Final = 1
MOST_CLAUSES: Final = 16
"""Clauses of a violation that its file names: the likeliest ones."""
SUFFIX: Final = ".cex.json"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A violation with its history, as it stands in a file. `answers` are the venue's, by step."""

    judge: str
    clauses: tuple[str, ...]
    fired: tuple[str, ...]
    sentence: str
    steps: tuple[Step, ...]
    answers: tuple[str, ...]
    at: int
    differences: tuple[Row, ...]
    policies: tuple[tuple[str, str], ...]
    money: int | None
    currency: str
    seed: int
    venue: str
    original_steps: int = 0

    @property
    def signature(self) -> tuple[str, str]:
        """What tells it from another violation, as `Violation.signature`."""
        body, clause = self.steps[-1].message.get("body") or {}, next(iter(self.clauses), "")
        return signature_of(self.judge, clause, self.differences, body)

    @property
    def name(self) -> str:
        """The name of its file, without folder."""
        clause = self.clauses[0] if self.clauses else "unknown"
        return f"{clause}-{self.transcript_hash[:8]}{SUFFIX}"

    @property
    def transcript_hash(self) -> str:
        """The hash of steps and answers."""
        transcript = Transcript()
        for step, answer in zip(self.steps, self.answers, strict=True):
            transcript.add(step, {"answer": answer})
        return transcript.hash

    @property
    def replay_line(self) -> str:
        """The command line that plays it again."""
        return f"solvent replay {self.name} --against {shlex.quote(self.venue or 'VENUE')}"

    def row(self) -> Row:
        """The file's JSON object."""
        chain = [
            {"clause": c, "statement": CLAUSES[c].statement, "text_hash": CLAUSES[c].text_hash}
            for c in self.clauses
            if c in CLAUSES
        ]
        return {
            "format": FORMAT,
            "judge": self.judge,
            "sentence": self.sentence,
            "clauses": chain,
            "executed": list(self.fired),
            "rulebook": self.steps[0].message.get("rulebook", ""),
            **own_definitions(self.steps[0].message),
            "policies": dict(self.policies),
            "steps": [
                {**step.row(), "answered": answer}
                for step, answer in zip(self.steps, self.answers, strict=True)
            ],
            "first_divergence": {"step": self.at, "cells": list(self.differences)},
            "money": {"difference": self.money, "currency": self.currency},
            "seed": self.seed,
            "venue": self.venue,
            "original_steps": self.original_steps,
            "transcript_hash": self.transcript_hash,
            "reproduce": self.replay_line,
        }

    def write(self, folder: Path) -> Path:
        """Write the file and return where it is."""
        path = folder / self.name
        write_whole(path, json.dumps(self.row(), indent=1) + "\n")
        return path


def counterexample_of(
    violation: Violation,
    venue: Venue | None,
    policies: tuple[tuple[str, str], ...],
    seed: int,
    name: str,
    original_steps: int = 0,
    capabilities: Capabilities = WHOLE,
) -> Counterexample:
    """The counterexample of a violation; the venue plays it once more for its answers.

    A venue that is none any more, or fails, leaves the answers empty.
    """
    answers = answers_to(venue, violation.steps, capabilities)
    return Counterexample(
        judge=violation.judge,
        clauses=violation.clauses[:MOST_CLAUSES],
        fired=violation.fired,
        sentence=limit_text(violation.sentence),
        steps=violation.steps,
        answers=answers,
        at=violation.at,
        differences=tuple(limit_row(d.row()) for d in violation.differences[:20]),
        policies=policies,
        money=violation.money,
        currency=violation.currency,
        seed=seed,
        venue=name,
        original_steps=original_steps or len(violation.steps),
    )


def answers_to(
    venue: Venue | None, steps: tuple[Step, ...], capabilities: Capabilities
) -> tuple[str, ...]:
    """What the venue answers to each step; nothing to those that it is not asked."""
    answers = [""] * len(steps)
    if venue is not None:
        session = Session(venue, capabilities)
        with suppress(VenueFailure):
            for number, step in enumerate(steps):
                if is_asked(step, capabilities):
                    answers[number] = answer_text(answer_row(session.send(step)))
    return tuple(answers)


def read_counterexample(path: Path) -> Counterexample:
    """The counterexample in a file.

    Raises:
        Malformed: the file is none; the message says where.
    """
    try:
        row = json.loads(
            path.read_text(encoding="utf-8"), parse_float=_refuse, parse_constant=_refuse
        )
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadHistory(f"{path.name}: cannot be read as JSON: {limit_text(str(error))}") from None
    return counterexample_in(row, path.name)


def counterexample_in(row: object, where: str) -> Counterexample:
    """The counterexample in a JSON object.

    Raises:
        BadHistory: the object is none; the message says `where` it stands and why.
    """
    if not isinstance(row, dict) or row.get("format") != FORMAT:
        raise BadHistory(f"{where}: not a counterexample of format {FORMAT}")
    try:
        return _of(row)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise BadHistory(f"{where}: {type(error).__name__}: {limit_text(str(error))}") from None


def _of(row: Row) -> Counterexample:
    enlist_read([Definitions.of(one) for one in row.get("definitions", ())])
    steps = tuple(Step.of(step) for step in row["steps"])
    if not steps or steps[0].kind != "reset":
        raise BadHistory("the first step is a reset")
    divergence, money = row["first_divergence"], row.get("money") or {}
    policies = row.get("policies") or {}
    return Counterexample(
        judge=str(row["judge"]),
        clauses=tuple(str(c["clause"]) for c in row["clauses"]),
        fired=tuple(map(str, row.get("executed", ()))),
        sentence=str(row["sentence"]),
        steps=steps,
        answers=tuple(str(step.get("answered", "")) for step in row["steps"]),
        at=int(divergence["step"]),
        differences=tuple(dict(cell) for cell in divergence["cells"]),
        policies=tuple((str(k), str(v)) for k, v in policies.items()),
        money=money.get("difference"),
        currency=str(money.get("currency", "")),
        seed=int(row.get("seed", 0)),
        venue=str(row.get("venue", "")),
        original_steps=int(row.get("original_steps", 0)),
    )


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is a float; numbers travel exactly")
