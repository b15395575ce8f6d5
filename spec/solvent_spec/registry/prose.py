"""Prose: chapters that splice clauses by number, and what a reader sees of it.

A chapter is a Markdown text that stands beside this package, `spec/chapters/10-margin.md`. Where
it says `{{MARG-001}}`, the clause itself is put: level, evidence, text, examples and source. So
prose never says a rule a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from solvent_spec.registry.chapters import CHAPTERS, NUMBERS
from solvent_spec.registry.clauses import Clause

SPLICE: Final = re.compile(r"^\{\{(.*)\}\}$", re.MULTILINE)
"""A clause in prose: its number in double braces, on a line of its own."""

Formula = Callable[[str], str]
"""The formula of a clause by its id; empty when it has none."""


class UnknownClauseError(LookupError):
    """A chapter splices a clause that does not exist; the argument is what it wrote."""


def file_name(code: str) -> str:
    """The file of a chapter.

    >>> file_name("MARG")
    '10-margin.md'
    """
    return f"{NUMBERS[code]:02}-{CHAPTERS[code]}.md"


def splices(text: str) -> tuple[str, ...]:
    r"""What a chapter splices, in its order.

    >>> splices("Before.\n\n{{MARG-001}}\n\nAfter.")
    ('MARG-001',)
    """
    return tuple(SPLICE.findall(text))


def no_formula(_: str) -> str:
    """No formula for any clause: what a reader without the symbolic twin sees."""
    return ""


def in_force(clause: Clause) -> str:
    """The dates of a clause in words; empty for one that always held."""
    since = f"since {clause.since}" if clause.since else ""
    until = f"until {clause.until}" if clause.until else ""
    return " ".join(part for part in (since, until) if part)


def clause_block(clause: Clause, formula: Formula = no_formula) -> str:
    """A clause as a Markdown quotation: what it says, then what it rests on."""
    head = " · ".join(
        part
        for part in (f"**{clause.id}**", clause.level, clause.evidence, in_force(clause))
        if part
    )
    statement, _, rest = clause.text.partition("\n\n")
    parts = [head, f"**{' '.join(statement.split())}**"]
    if rest:
        parts.append(rest)
    if clause.examples:
        parts.append(f"```python\n{clause.examples}\n```")
    if found := formula(clause.id):
        parts.append(f"```text\n{found}\n```")
    parts.append("\n".join(_grounds(clause)))
    block = "\n\n".join(parts)
    return "\n".join(f"> {line}".rstrip() for line in block.splitlines())


def _grounds(clause: Clause) -> list[str]:
    grounds = [f"- Source: {clause.source}"] if clause.source else []
    if clause.observable:
        grounds.append(f"- Seen in: {', '.join(f'`{column}`' for column in clause.observable)}")
    if clause.judged_by:
        grounds.append(f"- A relation, which no function computes. Judged by: {clause.judged_by}")
    if clause.unseen:
        grounds.append(f"- No message shows it: {clause.unseen}")
    if clause.dialects:
        grounds.append(f"- In a dialect: {'; '.join(clause.dialects)}")
    if clause.alternatives:
        choices = "; ".join(clause.alternatives)
        grounds.append(f"- A venue may choose: {choices}")
    return grounds


def render(chapter_text: str, registry: Mapping[str, Clause], formula: Formula = no_formula) -> str:
    """A chapter with every splice replaced by its clause.

    Raises:
        UnknownClauseError: the chapter splices what is no clause of the registry.

    >>> render("{{MARG-000}}", {})
    Traceback (most recent call last):
    solvent_spec.registry.prose.UnknownClauseError: MARG-000
    """

    def spliced(match: re.Match[str]) -> str:
        clause = registry.get(match[1])
        if clause is None:
            raise UnknownClauseError(match[1])
        return clause_block(clause, formula)

    return SPLICE.sub(spliced, chapter_text)
