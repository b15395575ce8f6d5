"""Decision: what the solver says of a theorem and of its near miss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

import z3

from solvent_spec.theorems.arithmetic import Sentence
from solvent_spec.theorems.proof import SMALL, Proof, Theorem, obligations

MILLISECONDS = 15_000
"""How long the solver may think about one question."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`proved` and `refuted` are none where the solver gave up.

    `example` shows that the hypotheses can be true together; `figures` refute the near miss.
    """

    theorem: Theorem
    proved: bool | None
    example: Mapping[str, int] | None
    figures: Mapping[str, int] | None
    seconds: float
    counter: Mapping[str, int] | None
    near_miss_holds: bool

    @property
    def stands(self) -> bool:
        """Proved, not empty, and its near miss is refuted."""
        return self.proved is True and self.example is not None and self.figures is not None


def prove(theorem: Theorem) -> Decision:
    """Put a theorem and its near miss to the solver."""
    begun = monotonic()
    proof, near = Proof(near=False), Proof(near=True)
    conclusion, missed = theorem.statement(proof), theorem.statement(near)
    proved: bool | None = True
    counter = None
    for known, wanted in obligations(proof, conclusion):
        answer, counter = _ask(proof, [*known, z3.Not(wanted)])
        if answer is not False:
            proved = None if answer is None else False
            break
    _, example = _figures(proof, [*proof.hypotheses, *proof.definitions])
    holds, figures = _figures(near, [*near.hypotheses, *near.definitions, z3.Not(missed)])
    seconds = monotonic() - begun
    return Decision(theorem, proved, example, figures, seconds, counter, holds is False)


def _figures(
    proof: Proof, sentences: list[Sentence]
) -> tuple[bool | None, Mapping[str, int] | None]:
    """Whether figures make all the sentences true, and which: small ones where there are."""
    for bound in SMALL:
        small = [z3.And(number >= -bound, number <= bound) for number in proof.numbers]
        answer, figures = _ask(proof, [*sentences, *small])
        if answer:
            return answer, figures
    return _ask(proof, sentences)


def _ask(proof: Proof, sentences: list[Sentence]) -> tuple[bool | None, Mapping[str, int] | None]:
    """Whether the sentences can be true together, and with which figures."""
    solver = z3.Solver()
    solver.set("timeout", MILLISECONDS)
    solver.add(*sentences)
    answer = solver.check()
    if answer == z3.unsat:
        return False, None
    if answer != z3.sat:
        return None, None
    model = solver.model()
    return True, {str(n): model.eval(n, model_completion=True).as_long() for n in proof.numbers}
