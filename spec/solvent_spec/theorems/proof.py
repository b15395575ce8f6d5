"""Proof: one sentence about all whole numbers, as it is put to the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import z3

from solvent_spec.theorems.arithmetic import Arithmetic, Sentence, Term

SMALL = (20, 10**6)
"""Figures of an example are looked for below these first: whoever reads it reckons in the head."""


class Proof(Arithmetic):
    """Hypotheses and steps of one theorem, or, with `near`, of its near miss.

    A quotient is a number of its own with the two inequalities that define it; that its divisor is
    above zero is a step to be proved. A step is proved from what stands before it and may then be
    used. In a near miss no step is used, for one may be false there.
    """

    def __init__(self, *, near: bool) -> None:
        self.near = near
        self.numbers: list[Term] = []
        self.hypotheses: list[Sentence] = []
        self.steps: list[tuple[Sentence, bool]] = []
        self.quotients: list[Term] = []

    def whole(self, names: str) -> list[Term]:
        """Whole numbers of any sign, named in a line."""
        made = [z3.Int(name) for name in names.split()]
        taken = {str(number) for number in self.numbers}
        assert not taken & set(names.split()), "two numbers of one name would be one number"
        self.numbers += made
        return made

    def natural(self, names: str) -> list[Term]:
        """Whole numbers from zero on."""
        made = self.whole(names)
        self.given(*(number >= 0 for number in made))
        return made

    def positive(self, names: str) -> list[Term]:
        """Whole numbers from one on."""
        made = self.whole(names)
        self.given(*(number >= 1 for number in made))
        return made

    def given(self, *sentences: Sentence) -> None:
        """Suppose."""
        self.hypotheses += sentences

    def step(self, *sentences: Sentence) -> None:
        """Prove on the way, and use from here on."""
        self.steps += [(sentence, True) for sentence in sentences]

    def floor(self, numerator: Term, denominator: Term) -> Term:
        """Quotient rounded down: the number whose product with the divisor fits below."""
        if isinstance(numerator, int) and numerator == 0:
            return z3.IntVal(0)
        quotient = z3.Int(f"quotient_{len(self.quotients) + 1}")
        self.quotients.append(quotient)
        positive: Sentence = denominator > 0
        if not isinstance(positive, bool):
            self.steps.append((positive, True))
        assert positive is not False, "a rule divides by what is above zero"
        fits = z3.And(
            denominator * quotient <= numerator,
            numerator < denominator * quotient + denominator,
        )
        self.steps.append((fits, False))
        return quotient

    def choose(self, when: Sentence, then: Term, other: Term) -> Term:
        """One of two numbers."""
        return z3.If(when, then, other)

    @property
    def definitions(self) -> list[Sentence]:
        """What defines the quotients."""
        return [sentence for sentence, proved in self.steps if not proved]


Statement = Callable[[Proof], Sentence]


@dataclass(frozen=True, slots=True)
class Theorem:
    """A named sentence, the clauses it carries, its formula, and what its near miss changes."""

    name: str
    sentence: str
    clauses: tuple[str, ...]
    near: str
    statement: Statement


THEOREMS: dict[str, Theorem] = {}


def theorem(clauses: str, *, near: str) -> Callable[[Statement], Statement]:
    """Enter the formula below under its own name; its docstring is the sentence; it returns what
    is to be proved.
    """

    def enter(statement: Statement) -> Statement:
        name = statement.__name__.replace("_", "-")
        assert name not in THEOREMS, f"two theorems are called {name}"
        sentence = " ".join((statement.__doc__ or "").split())
        assert sentence, f"the theorem {name} says nothing"
        THEOREMS[name] = Theorem(name, sentence, tuple(clauses.split()), near, statement)
        return statement

    return enter


def both(*sentences: Sentence) -> Sentence:
    """All of them."""
    return z3.And(*sentences)


def implies(when: Sentence, then: Sentence) -> Sentence:
    """The second where the first holds."""
    return z3.Implies(when, then)


def either(*sentences: Sentence) -> Sentence:
    """At least one of them."""
    return z3.Or(*sentences)


def obligations(proof: Proof, conclusion: Sentence) -> Iterator[tuple[list[Sentence], Sentence]]:
    """What has to be proved, each with what it may use."""
    known = list(proof.hypotheses)
    for sentence, proved in proof.steps:
        if proved:
            yield list(known), sentence
        known.append(sentence)
    yield known, conclusion
