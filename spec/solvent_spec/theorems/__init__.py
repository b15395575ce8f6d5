"""Theorems: solvency as named sentences about all whole numbers, decided by a solver.

A test tries figures and an attacker seeks them; a theorem leaves none out. Each event of the
ledger is written once more in the arithmetic of a proof, its guard is supposed, and z3 is asked for
figures that break its sentence. It finds none. Asked again with one hypothesis or one rounding
changed, the *near miss*, it has to find some, so that nothing is proved by supposing too much.

    solvent prove              every theorem, its near miss, and the seconds
    solvent prove rebate       those whose name, sentence or clause has the word

Needs z3, which nothing else in the specification does. docs/proof.md says what this carries, and
what it does not.
"""

from __future__ import annotations

from solvent_spec.theorems import (
    accounts,
    closings,
    deleveraging,
    funding,
    funds,
    margins,
    takeovers,
    trades,
)
from solvent_spec.theorems.decision import Decision, prove
from solvent_spec.theorems.proof import THEOREMS, Theorem

CHAPTERS = (trades, funding, margins, accounts, takeovers, closings, funds, deleveraging)
"""The modules whose import enters their theorems."""

__all__ = ["CHAPTERS", "THEOREMS", "Decision", "Theorem", "prove"]
