"""`solvent clauses`: list, show and search the clauses, print a chapter, freeze and affirm."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn, get_args

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from solvent_conformance.cli.citations import ROOT, citations
from solvent_conformance.cli.clause_page import formula_of, print_clause, print_rows
from solvent_spec.registry import prose, register
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.registry.clauses import Clause, Evidence, Level, Profile
from solvent_spec.rules import CLAUSES

PROSE = ROOT / "spec" / "chapters"
FROZEN = ROOT / "spec" / "clauses.json"
AFFIRMED = ROOT / "spec" / "affirmed.json"


@click.group()
def command() -> None:
    """List, show and search the clauses: what a venue may do."""


@command.command("list")
@click.option("--chapter", metavar="NAME", help="a chapter's name or code: margin, MARG")
@click.option("--profile", type=click.Choice(get_args(Profile)))
@click.option("--level", type=click.Choice(get_args(Level)))
@click.option("--evidence", type=click.Choice(get_args(Evidence)))
@click.option("--json", "as_json", is_flag=True, help="one JSON list")
def list_clauses(
    *,
    chapter: str | None,
    profile: str | None,
    level: str | None,
    evidence: str | None,
    as_json: bool,
) -> None:
    """List clauses, each in one line."""
    code = code_of(chapter) if chapter else ""
    chosen = [
        clause
        for clause in register.in_order(CLAUSES)
        if clause.id.startswith(code)
        and profile in {None, clause.profile}
        and level in {None, clause.level}
        and evidence in {None, clause.evidence}
    ]
    show_rows(chosen, as_json=as_json)


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON list")
def search(*, words: tuple[str, ...], as_json: bool) -> None:
    """List the clauses that have all WORDS in their text, source, columns or rule."""
    wanted = [word.lower() for argument in words for word in argument.split()]
    found = [
        clause
        for clause in register.in_order(CLAUSES)
        if all(word in search_text(clause) for word in wanted)
    ]
    show_rows(found, as_json=as_json)


@command.command("show")
@click.argument("identity", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def show(*, identity: str, as_json: bool) -> None:
    """Show one clause: text, examples, formula, source, and who cites it."""
    clause = clause_named(identity)
    cited = [citation for citation in citations() if citation.clause == clause.id]
    if as_json:
        value = register.entry(clause) | {
            "text": clause.text,
            "examples": clause.examples,
            "formula": formula_of(clause.id),
            "cited": [asdict(citation) for citation in cited],
        }
        click.echo(json.dumps(value, indent=1, ensure_ascii=False))
        return
    console = Console()
    print_clause(console, clause)
    for kind, title in (("test", "Tests"), ("fixture", "Fixtures"), ("venue", "Wrong venues")):
        rows = [citation for citation in cited if citation.kind == kind]
        console.print(Text(f"\n{title}", style="bold"), Text("" if rows else "none"))
        for citation in rows:
            console.print(Text(f"  {citation.name}"), Text(f" {citation.where}", style="dim"))


@command.command("chapter")
@click.argument("name")
def chapter(*, name: str) -> None:
    """Print chapter NAME with its clauses in place; Markdown when the output is no terminal."""
    path = PROSE / prose.file_name(code_of(name))
    if not path.is_file():
        fail(f"{path.name} is not there: chapters are read from a checkout, in spec/chapters/")
    try:
        text = prose.render(path.read_text(encoding="utf-8"), CLAUSES, formula_of)
    except prose.UnknownClauseError as unknown:
        nearest = nearest_ids(str(unknown))
        fail(f"{path.name} splices {unknown}, which is no clause; nearest: {nearest}")
    console = Console()
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        click.echo(text, nl=False)


@command.command("freeze")
@click.option("--retire", multiple=True, metavar="ID", help="a clause that was removed for good")
def freeze(*, retire: tuple[str, ...]) -> None:
    """Write spec/clauses.json anew.

    A clause that was frozen and is gone is retired by name, so that nobody loses one by mistake.
    """
    frozen = read_generated(FROZEN, {"retired": [], "clauses": []})
    gone = set(register.withdrawn(frozen, CLAUSES))
    if lost := sorted(gone - set(retire)):
        options = " ".join(f"--retire {identity}" for identity in lost)
        remedy = f"if for good: solvent clauses freeze {options}"
        fail(f"{', '.join(lost)} was frozen and is gone; {remedy}")
    if wrong := sorted(set(retire) - gone):
        fail(f"{', '.join(wrong)} cannot be retired: it is not a frozen clause that was removed")
    if again := register.reused(frozen, CLAUSES):
        fail(f"{', '.join(again)} is retired: a new clause takes the next free number")
    retired = {*frozen["retired"], *retire}
    FROZEN.write_text(register.frozen_register(CLAUSES, retired), encoding="utf-8")
    click.echo(f"{len(CLAUSES)} clauses frozen in {FROZEN.relative_to(ROOT)}")
    if changed := register.unaffirmed(CLAUSES, read_generated(AFFIRMED, {})):
        click.echo(f"not affirmed: {' '.join(changed)}")


@command.command("affirm")
@click.argument("identities", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="every clause whose text is new or changed")
def affirm(*, identities: tuple[str, ...], everything: bool) -> None:
    """State that the tests of a clause test its present text.

    Read the text and the tests first: `solvent clauses show ID` lists them.
    """
    if everything == bool(identities):
        fail("name the clauses to affirm, or give --all")
    affirmed: dict[str, str] = read_generated(AFFIRMED, {})
    chosen = register.unaffirmed(CLAUSES, affirmed) if everything else list(identities)
    hashes = {clause_named(identity).id: clause_named(identity).text_hash for identity in chosen}
    kept = {i: h for i, h in affirmed.items() if i in CLAUSES} | hashes
    text = json.dumps(dict(sorted(kept.items())), indent=1) + "\n"
    AFFIRMED.write_text(text, encoding="utf-8")
    click.echo(f"{len(hashes)} affirmed")


def search_text(clause: Clause) -> str:
    """What `search` looks at, in lower case."""
    parts = (clause.id, clause.rule, clause.text, clause.source, *clause.observable)
    return " ".join(" ".join(parts).split()).lower()


def clause_named(identity: str) -> Clause:
    """The clause of an id in either case; ends the command with the nearest ids otherwise."""
    if identity.upper() not in CLAUSES:
        fail(f"there is no clause {identity!r}; nearest: {nearest_ids(identity)}")
    return CLAUSES[identity.upper()]


def show_rows(rows: Sequence[Clause], *, as_json: bool) -> None:
    """Print clauses as a table, or as one JSON list."""
    if as_json:
        click.echo(json.dumps([register.entry(c) for c in rows], indent=1, ensure_ascii=False))
    else:
        print_rows(Console(), rows)


def code_of(name: str) -> str:
    """The code of a chapter by its name or code; ends the command with all names otherwise."""
    word = name.replace("-", "_").replace(" ", "_").lower()
    codes = {chapter_name: code for code, chapter_name in CHAPTERS.items()}
    code = codes.get(word, word.upper())
    if code not in CHAPTERS:
        close = difflib.get_close_matches(word, codes, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        fail(f"there is no chapter {name!r}; {hint}chapters: {', '.join(codes)}")
    return code


def nearest_ids(identity: str) -> str:
    """The ids that look most like one, in words."""
    chapter, _, number = identity.upper().partition("-")
    meant = f"{chapter}-{number.zfill(3)}" if number else chapter
    close = difflib.get_close_matches(meant, CLAUSES, n=3, cutoff=0.5)
    return ", ".join(close) or "none; `solvent clauses list` shows all"


def read_generated(path: Path, missing: dict[str, Any]) -> dict[str, Any]:
    """What a generated file holds; `missing` when it is not there."""
    if not path.is_file():
        return missing
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fail(text: str) -> NoReturn:
    """End the command: wrong usage, status 2."""
    raise click.UsageError(text)
