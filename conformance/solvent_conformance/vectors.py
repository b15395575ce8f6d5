"""Vectors: calls of single rules with exact arguments, run against the specification."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial, reduce
from operator import mul, sub, truediv
from typing import Any, Final

from solvent_conformance.annotations import Unreadable
from solvent_conformance.rule_values import Number, RuleValues, natural, written
from solvent_spec.rulebook import Rulebook
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import Rules, recording
from solvent_spec.wire.fixture_files import Call, VectorFile

_OPERATIONS: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "sum": lambda a, b: a + b,
    "difference": sub,
    "product": mul,
    "quotient": truediv,
}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A call of a vector that did not give what the vector says."""

    vector: str
    call: str
    expected: Any
    got: Any
    reason: str = ""

    def __str__(self) -> str:
        """One line for a person."""
        told = f" ({self.reason})" if self.reason else ""
        return f"{self.vector}: {self.call}: expected {self.expected!r}, got {self.got!r}{told}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a vector: its mismatches, the clauses that fired, the results as JSON."""

    mismatches: tuple[Mismatch, ...]
    fired: frozenset[str]
    results: tuple[Any, ...]


def run_vector(vector: VectorFile, catalogue: Catalogue, rules: type[Rules] = Rules) -> Outcome:
    """Call the rules of a vector one after the other and compare each result.

    Raises:
        Unreadable: the vector names a rule, a contract or a value that there is not.
    """
    fired: set[str] = set()
    book = rulebook_of(vector, catalogue)
    running = _Run(vector, recording(rules, fired.add)(book, vector.policies), catalogue)
    mismatches: list[Mismatch] = []
    results: list[Any] = []
    for call in vector.calls:
        try:
            result, mismatch = running.step(call)
        except Unreadable as fault:
            where = f"{vector.id}: {call.rule or call.arithmetic}"
            raise Unreadable(f"{where}: {fault}") from None
        results.append(result)
        mismatches += [mismatch] if mismatch else []
    return Outcome(tuple(mismatches), frozenset(fired), tuple(results))


def rulebook_of(vector: VectorFile, catalogue: Catalogue) -> Rulebook:
    """The rulebook of a vector, with the parameters that the vector replaces.

    Raises:
        Unreadable: there is no such rulebook or no such parameter.
    """
    try:
        book = Rulebook.named(vector.rulebook)
    except ValueError as fault:
        raise Unreadable(f"{vector.id}: {fault}") from None
    declared = {field.name: str(field.type) for field in fields(Rulebook)}
    values = RuleValues(catalogue, book)
    changes: dict[str, Any] = {}
    for name, value in vector.parameters.items():
        if name not in declared:
            raise Unreadable(f"{vector.id}: the rulebook has no parameter {name!r}")
        changes[name] = values.read(declared[name], value)
    return replace(book, **changes)


class _Run:
    """One vector under way: the rules, and the results that have a name."""

    def __init__(self, vector: VectorFile, rules: Rules, catalogue: Catalogue) -> None:
        self.vector = vector
        self.rules = rules
        self.values = RuleValues(catalogue, rules.book)
        self.named: dict[str, tuple[str, Any]] = {}

    def step(self, call: Call) -> tuple[Any, Mismatch | None]:
        """The result of a call as JSON, and how it differs from what the vector says."""
        annotation, result = self._arithmetic(call) if call.arithmetic else self._rule(call)
        if call.name:
            self.named[call.name] = (annotation, result)
        got = written(annotation, result)
        differs = partial(Mismatch, self.vector.id, call.rule or call.arithmetic)
        if call.tolerance is not None:
            off = abs(natural(annotation, result).value - Fraction(str(call.expect)))
            if off > Fraction(call.tolerance):
                return got, differs(call.expect, got, f"further away than {call.tolerance}")
        wanted = call.expect if call.tolerance is None else call.rounded
        try:
            same = self.values.read(annotation, wanted) == result
        except Unreadable as fault:
            return got, differs(wanted, got, str(fault))
        return got, None if same else differs(wanted, got)

    def _rule(self, call: Call) -> tuple[str, Any]:
        rule = getattr(self.rules, call.rule, None)
        if rule is None or call.rule.startswith("_"):
            raise Unreadable("the specification has no such rule")
        given = {name: self._earlier(value) for name, value in call.args.items()}
        declared = getattr(Rules, call.rule)
        arguments = self.values.arguments(partial(declared, self.rules), given)
        return str(declared.__annotations__["return"]), rule(**arguments)

    def _arithmetic(self, call: Call) -> tuple[str, Fraction]:
        numbers = [self._earlier(value) for value in call.args]
        exact = [n.value if isinstance(n, Number) else Fraction(str(n)) for n in numbers]
        return "Fraction", reduce(_OPERATIONS[call.arithmetic], exact)

    def _earlier(self, value: Any) -> Any:  # noqa: ANN401 - any JSON, any result
        """The value itself, or the earlier result that `{"from": name}` stands for."""
        if isinstance(value, dict) and set(value) == {"from"}:
            if value["from"] not in self.named:
                raise Unreadable(f"no earlier result is named {value['from']!r}")
            return natural(*self.named[value["from"]])
        if isinstance(value, list):
            return [self._earlier(item) for item in value]
        return value
