"""The clause registry: one numbered normative statement, one function that executes it.

A clause is declared with `@clause(...)` on the function whose docstring is its text. The
decorator returns the function unchanged, so a clause costs nothing when it runs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Final, Literal, Required, TypedDict, TypeVar, Unpack

from solvent_spec.registry.chapters import CHAPTERS

Level = Literal["MUST", "SHOULD", "MAY"]
Profile = Literal["arithmetic", "trading", "margin", "overload", "api"]
Evidence = Literal["official", "observed", "decided"]

HOLDING_TO: Final = {
    "MUST": "every venue does it; where it is decided, every venue does one of the alternatives",
    "SHOULD": "a venue does it or says why not; no venue is accused of it",
    "MAY": "a venue may be without it altogether; where it is decided, one that has it does one of"
    " the alternatives",
}
"""What a level asks of a venue.

*Decided* says where the text comes from, the level what it asks. A choice is made once: whatever a
venue does first of the alternatives it does in the whole run. A decided clause with one alternative
permits nothing else: it was settled here for want of a text.
"""

CLAUSE_ID: Final = re.compile(r"^([A-Z]{4})-(\d{3})$")


class Declaration(TypedDict, total=False):
    """What a declaration says of a clause beside its number and its text.

    `observable` are the columns that it determines, `alternatives` what a venue may do instead of a
    decision, `since` and `until` ISO dates. Where no example and no column says it: `unseen` is why
    no message of the protocol shows the clause, `binding` the one binding that does, `compared_in`
    the column whose comparison counts for a clause that the reference follows without asking it.
    `payoff` is that of the contracts that a clause is about, where it is about no others.
    `dialects` are what other exchanges do instead: no venue may, but one whose dialect says so.
    """

    level: Required[Level]
    profile: Required[Profile]
    evidence: Required[Evidence]
    observable: tuple[str, ...]
    source: str
    alternatives: tuple[str, ...]
    since: str
    until: str
    unseen: str
    binding: str
    compared_in: str
    payoff: str
    dialects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One normative statement, as declared. `rule` is the qualified name of its function.

    `text` is the docstring of the function, without the `examples` in it. `judged_by` is empty for
    a clause whose function computes what it states; for a relation it says what judges it.
    """

    id: str
    rule: str
    text: str
    examples: str
    level: Level
    profile: Profile
    evidence: Evidence
    observable: tuple[str, ...] = ()
    source: str = ""
    alternatives: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    unseen: str = ""
    binding: str = ""
    compared_in: str = ""
    payoff: str = ""
    dialects: tuple[str, ...] = ()
    judged_by: str = ""

    @property
    def chapter(self) -> str:
        """The name of the chapter."""
        return CHAPTERS[self.id[:4]]

    @property
    def statement(self) -> str:
        """The first sentence: what is normative in one line."""
        return self.text.split("\n\n", 1)[0].replace("\n", " ")

    @property
    def text_hash(self) -> str:
        """The first twelve hex digits of the SHA-256 of the text, white space normalised."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:12]


REGISTRY: Final[dict[str, Clause]] = {}
"""Every clause by id, in the order of declaration."""

F = TypeVar("F", bound=Callable[..., object])


def clause(identity: str, **declared: Unpack[Declaration]) -> Callable[[F], F]:
    """Declare the decorated function to be the rule of clause `identity`: it computes the clause.

    Raises:
        ValueError: for a malformed or reused id, a MUST nobody can observe, a `decided`
            clause without alternatives, or a rule without a docstring.
    """
    return _declared(identity, "", declared)


def relation(identity: str, *, judged_by: str, **declared: Unpack[Declaration]) -> Callable[[F], F]:
    """Declare a clause that relates what happens, and that no function can compute.

    That a refused request changes nothing, or that the oldest is served first, is no value. The
    function hands back what it was given or a bare truth, so that a venue can be made that does
    otherwise; what holds a venue to the clause is `judged_by`.

    Raises:
        ValueError: as for `clause`, or nothing judges it.
    """
    if not judged_by:
        message = f"clause {identity} is a relation and names nothing that judges it"
        raise ValueError(message)
    return _declared(identity, judged_by, declared)


def _declared(identity: str, judged_by: str, declared: Declaration) -> Callable[[F], F]:
    match = CLAUSE_ID.match(identity)
    if match is None or match[1] not in CHAPTERS:
        message = f"clause id {identity!r} is not CODE-NNN with a code of {sorted(CHAPTERS)}"
        raise ValueError(message)

    def register(rule: F) -> F:
        if identity in REGISTRY:
            message = f"clause {identity} is declared twice: ids are never reused"
            raise ValueError(message)
        if declared["level"] == "MUST" and not declared.get("observable"):
            message = f"clause {identity} is a MUST and names no observable"
            raise ValueError(message)
        if declared["evidence"] == "decided" and not declared.get("alternatives"):
            message = f"clause {identity} is decided and lists no alternative"
            raise ValueError(message)
        if not rule.__doc__:
            message = f"clause {identity} has no text: its function needs a docstring"
            raise ValueError(message)
        REGISTRY[identity] = Clause(
            id=identity,
            rule=rule.__qualname__,
            text=normative_text(rule.__doc__),
            examples=examples_in(rule.__doc__),
            judged_by=judged_by,
            **declared,
        )
        rule.__clause__ = identity  # type: ignore[attr-defined] # read by `recording` only
        return rule

    return register


def normative_text(docstring: str) -> str:
    """The docstring without its doctests."""
    return "\n".join(line for line, example in _lines(docstring) if not example).strip()


def examples_in(docstring: str) -> str:
    r"""The doctests of a docstring, without what stands between them.

    >>> examples_in("A rule.\n\n>>> 1 + 1\n2\n\nWhy.\n\n>>> 2 + 2\n4\n")
    '>>> 1 + 1\n2\n>>> 2 + 2\n4'
    """
    return "\n".join(line for line, example in _lines(docstring) if example)


def _lines(docstring: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a doctest: up to the next empty line it does."""
    example = False
    for line in cleandoc(docstring).splitlines():
        example = line.startswith(">>>") or (example and bool(line.strip()))
        yield line, example
