"""Reasons: from the words of a refusal to the clauses that decide whether it is due."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Answer
from solvent_spec.vocabulary.reasons import Reject

_COVER: Final = (
    "ORDR-013 ORDR-052 MARG-008 MARG-009 MARG-012 MARG-007 MARG-010 MARG-011 MARG-019"
    " MARG-030 UNIT-001 INST-001 INST-002"
)
_LISTED: Final[dict[Reject, str]] = {
    Reject.NOT_LISTED: "ORDR-003 INST-013",
    Reject.EXPIRED: "ORDR-003 INST-013",
    Reject.INVALID_ORDER_QTY: "ORDR-004",
    Reject.INVALID_LOT: "INST-006 ORDR-004",
    Reject.INVALID_PRICE: "ORDR-005",
    Reject.INVALID_TICK: "INST-005 ORDR-005",
    Reject.INVALID_STOP_PX: "ORDR-006 ORDR-001",
    Reject.INVALID_STOP_TICK: "INST-005 ORDR-006",
    Reject.INVALID_DISPLAY_QTY: "ORDR-007",
    Reject.INVALID_EXEC_INST: "ORDR-008 ORDR-001 ORDR-002",
    Reject.INVALID_CL_ORD_ID: "ORDR-040",
    Reject.DUPLICATE_CL_ORD_ID: "ORDR-009",
    Reject.TOO_MANY_OPEN_ORDERS: "ORDR-010",
    Reject.TOO_MANY_STOP_ORDERS: "ORDR-010",
    Reject.POSITION_RISK_LIMIT: "ORDR-015 RISK-007 RISK-004 ORDR-052 MARG-007",
    Reject.ACCOUNT_RISK_LIMIT: "ORDR-015 RISK-004 ORDR-052 MARG-007",
    Reject.BELOW_LIQUIDATION: "ORDR-011 MARG-017",
    Reject.ABOVE_LIQUIDATION: "ORDR-011 MARG-017",
    Reject.IMMEDIATE_LIQUIDATION: "ORDR-012 LIQD-001 MARG-009",
    Reject.INSUFFICIENT_BALANCE: _COVER,
    Reject.INVALID_ORDER_ID: "ORDR-028",
    Reject.INVALID_ORIG_CL_ORD_ID: "ORDR-028",
    Reject.INVALID_ORD_STATUS: "ORDR-026",
    Reject.INVALID_AMEND: "ORDR-038",
    Reject.INVALID_LEVERAGE: "MARG-020",
    Reject.EXCEEDS_ENTRY_LEVERAGE: "MARG-020 RISK-002 RISK-001",
    Reject.EXCEEDS_EFFECTIVE_LEVERAGE: "LIQD-001 MARG-004 MARG-019",
    Reject.INVALID_RISK_LIMIT: "RISK-005 RISK-007 RISK-004",
    Reject.INVALID_TRANSFER: "MARG-021 MARG-034",
    Reject.INSUFFICIENT_ISOLATED: "MARG-021 MARG-034",
    Reject.INSUFFICIENT_WITHDRAWABLE: "MARG-013 MARG-012 MARG-006",
}
"""Of each reason the clauses that decide whether it holds, the nearest first."""

REFUSING: Final = frozenset(clauses.split()[0] for clauses in _LISTED.values()) - {
    "LIQD-001",
    "MARG-013",
}
"""Clauses that say what is refused and nothing else.

Where none of their reasons was ever given they were asked and found nothing: no proof of them.
"""


@cache
def _openings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fixed beginning of each text, the longest first, with its clauses."""
    found = [(r.value.partition("{")[0], tuple(c.split())) for r, c in _LISTED.items()]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def implied_clauses(differences: Iterable[Difference]) -> dict[str, int]:
    """The clauses that decide the refusals in differing answers, with their rank."""
    found: dict[str, int] = {}
    for difference in differences:
        if difference.table != "answer" or difference.column not in {"status", "message"}:
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
