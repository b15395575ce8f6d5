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
from typing import Final, Literal, TypeVar

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


@dataclass(frozen=True, slots=True)
class Clause:
    """One normative statement. `text` is the docstring of `rule`, `examples` are those in it."""

    id: str
    level: Level
    profile: Profile
    evidence: Evidence
    observable: tuple[str, ...]
    source: str
    alternatives: tuple[str, ...]
    since: str
    until: str
    rule: str
    text: str
    examples: str

    @property
    def chapter(self) -> str:
        """The chapter's module name."""
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


def clause(
    identity: str,
    *,
    level: Level,
    profile: Profile,
    evidence: Evidence,
    observable: tuple[str, ...] = (),
    source: str = "",
    alternatives: tuple[str, ...] = (),
    since: str = "",
    until: str = "",
) -> Callable[[F], F]:
    """Declare the decorated function to be the rule of clause `identity`.

    Raises:
        ValueError: for a malformed or reused id, a MUST nobody can observe, a `decided`
            clause without alternatives, or a rule without a docstring.
    """
    match = CLAUSE_ID.match(identity)
    if match is None or match[1] not in CHAPTERS:
        message = f"clause id {identity!r} is not CODE-NNN with a code of {sorted(CHAPTERS)}"
        raise ValueError(message)

    def register(rule: F) -> F:
        if identity in REGISTRY:
            message = f"clause {identity} is declared twice: ids are never reused"
            raise ValueError(message)
        if level == "MUST" and not observable:
            message = f"clause {identity} is a MUST and names no observable"
            raise ValueError(message)
        if evidence == "decided" and not alternatives:
            message = f"clause {identity} is decided and lists no alternative"
            raise ValueError(message)
        if not rule.__doc__:
            message = f"clause {identity} has no text: its function needs a docstring"
            raise ValueError(message)
        REGISTRY[identity] = Clause(
            id=identity,
            level=level,
            profile=profile,
            evidence=evidence,
            observable=observable,
            source=source,
            alternatives=alternatives,
            since=since,
            until=until,
            rule=rule.__qualname__,
            text=normative_text(rule.__doc__),
            examples=worked_examples(rule.__doc__),
        )
        rule.__clause__ = identity  # type: ignore[attr-defined] # read by `recording` only
        return rule

    return register


def normative_text(docstring: str) -> str:
    """The docstring without its doctests."""
    return "\n".join(line for line, example in _lines(docstring) if not example).strip()


def worked_examples(docstring: str) -> str:
    r"""The doctests of a docstring, without what stands between them.

    >>> worked_examples("A rule.\n\n>>> 1 + 1\n2\n\nWhy.\n\n>>> 2 + 2\n4\n")
    '>>> 1 + 1\n2\n>>> 2 + 2\n4'
    """
    return "\n".join(line for line, example in _lines(docstring) if example)


def _lines(docstring: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a doctest: up to the next empty line it does."""
    example = False
    for line in cleandoc(docstring).splitlines():
        example = line.startswith(">>>") or (example and bool(line.strip()))
        yield line, example
