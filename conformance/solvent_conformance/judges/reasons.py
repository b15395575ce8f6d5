"""Reasons: from the words of a refusal to the clauses that decide whether it is due."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Answer
from solvent_spec.vocabulary.reasons import Reject

REFUSING: Final = frozenset(r.clauses[0] for r in Reject if r.clauses) - {
    "LIQD-001",
    "MARG-013",
}
"""Clauses that say what is refused and nothing else.

Where none of their reasons was ever given they were asked and found nothing: no proof of them.
"""


@cache
def _openings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fixed beginning of each text, the longest first, with its clauses."""
    found = [(r.value.partition("{")[0], r.clauses) for r in Reject if r.clauses]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def implied_clauses(differences: Iterable[Difference]) -> dict[str, int]:
    """The clauses that decide the refusals in differing answers, with their rank."""
    found: dict[str, int] = {}
    for difference in differences:
        told = {"status", "message", "error"}
        if difference.table != "answer" or difference.column not in told:
            continue
        for text in (str(difference.expected), str(difference.observed)):
            for rank, identity in enumerate(_decides(text)):
                found[identity] = min(rank, found.get(identity, rank))
    return found


def refused_by(answer: Answer) -> tuple[str, ...]:
    """The clauses that decided the refusals in an answer, its rows included."""
    texts = [str((answer.error or {}).get("message", ""))]
    texts += [str(row["error"]) for row in answer.rows if row.get("error")]
    return tuple(clause for text in texts for clause in _decides(text))


def _decides(text: str) -> tuple[str, ...]:
    for opening, clauses in _openings():
        if opening in text:
            return clauses
    return ()
