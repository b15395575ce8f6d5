"""The summary: verdicts by chapter, and the worst violation explained."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from solvent_conformance.adapters.failures import RunEnded, VenueFailure
from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.outcome import Outcome
from solvent_conformance.certify.verdict import VERDICTS, count_verdicts
from solvent_conformance.lockstep.counterexample import Counterexample
from solvent_conformance.protocol.excerpts import limit_text, step_lines
from solvent_conformance.protocol.history import Step
from solvent_conformance.reports.record import wire_findings
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.rules import CLAUSES

_STYLES = {"Conforms": "green", "Violates": "red", "Undecided": "yellow", "NotApplicable": "dim"}
_TONES = {"held": "green", "broken": "red", "never came up": "yellow", "not looked at": "dim"}
_MOST_LINES = 40
_TRACE_LINES = 12
_MOST_ABSENT = 12
_STEPS_BEFORE = 12


def print_summary(console: Console, certification: Certification) -> None:
    """Print what a person wants to know of a run."""
    outcome = certification.outcome
    _print_table(console, outcome)
    _print_choices(console, outcome)
    _print_sentences(console, outcome)
    if certification.counterexamples:
        explain(console, certification.counterexamples[0])
        for other in certification.counterexamples[1:]:
            clause = other.clauses[0] if other.clauses else "?"
            console.print(Text(f"also {clause}: {other.sentence}  ({other.name})"))
    for accepted in outcome.accepted:
        told = f"accepted by the baseline: {accepted.clause}: {limit_text(accepted.sentence)}"
        console.print(Text(told, "yellow"))
    for stale in outcome.stale:
        console.print(Text(f"stale in the baseline, it no longer fails: {stale}", "red"))
    for found in wire_findings(outcome):
        console.print(Text(f"{found['clause']}: {found['sentence']}", style="red"))
        console.print(Text(f"     {found['curl']}"), soft_wrap=True)
    if outcome.failure is not None:
        print_failure(console, outcome.failure, outcome.failed_steps)
    for name in outcome.flaky:
        console.print(Text(f"flaky: {name} answered differently when it was repeated", "red"))
    for incident in outcome.incidents:
        console.print(Text(f"incident: {limit_text(incident)}", "red"))
    undecided = [v for v in outcome.verdicts if v.name == "Undecided"]
    for verdict in undecided[:12]:
        level = CLAUSES[verdict.clause].level
        console.print(
            Text(f"undecided {verdict.clause} ({level}): {limit_text(verdict.reason)}", "yellow")
        )
    _print_absent(console, outcome)
    counts = count_verdicts(outcome.verdicts)
    held = sum(verdict.name == "held" for verdict in outcome.sentences)
    also = f", {held} of {len(outcome.sentences)} sentences hold" if outcome.sentences else ""
    told = (
        f"{certification.title}: {counts['Conforms']} of {sum(counts.values())} clauses conform, "
        f"{counts['NotApplicable']} do not apply{also}; "
        f"{outcome.capabilities.name} {outcome.capabilities.version} ({certification.binding}), "
        f"{', '.join(outcome.plan.profiles)}; {outcome.histories} histories, {outcome.commands} "
        f"commands, {outcome.retellings} retellings in {outcome.seconds:.0f} s; "
        f"seed {outcome.plan.seed}"
    )
    console.print(Text(limit_text(told), style="bold green" if outcome.status == 0 else "bold red"))


def print_failure(console: Console, failure: VenueFailure, steps: tuple[Step, ...]) -> None:
    """Print how an engine failed: what it said, the end of its trace, and the steps before it."""
    told = Text(limit_text(str(failure), 600))
    for line in failure.stderr.strip().splitlines()[-_TRACE_LINES:]:
        told.append(f"\n{limit_text(line, 200)}", style="dim")
    title = Text("run ended" if isinstance(failure, RunEnded) else "engine failed")
    console.print(Panel(told, title=title, border_style="red"))
    before = [limit_text(step.title) for step in steps[-_STEPS_BEFORE:]]
    for line in before or [limit_text(line) for line in failure.transcript[-_STEPS_BEFORE:]]:
        console.print(Text(f"  {line}"))


def _print_absent(console: Console, outcome: Outcome) -> None:
    """What the venue declares not to have: nothing is said of it."""
    absent = outcome.absent
    if absent:
        told = "; ".join(absent[:_MOST_ABSENT])
        more = f"; and {len(absent) - _MOST_ABSENT} more" if len(absent) > _MOST_ABSENT else ""
        console.print(Text(f"declared absent: {limit_text(told, 600)}{more}", style="dim"))
    for profile in outcome.unshown:
        console.print(Text(f"nothing shown of the profile {profile}", "yellow"))


def _print_choices(console: Console, outcome: Outcome) -> None:
    """What the venue does otherwise than the reference where a clause leaves it a choice."""
    said = dict(outcome.plan.dialect)
    for clause, choice in said.items():
        console.print(Text(f"in its dialect, {clause}: {limit_text(choice)}", style="bold"))
    chosen = [policy for policy in outcome.policies if policy.clause not in said]
    others = [policy for policy in chosen if policy.is_other]
    for policy in others:
        console.print(Text(f"chosen under {policy.clause}: {limit_text(policy.choice)}"))
    alike = len(chosen) - len(others)
    if alike:
        assumed = sum(not policy.seen for policy in chosen)
        told = f"{alike} other choices as the reference's, {assumed} of them not seen but assumed"
        console.print(Text(told, style="dim"))


def _print_sentences(console: Console, outcome: Outcome) -> None:
    """The sentences of the solvency profile, each with what the run says of it."""
    for verdict in outcome.sentences:
        style = _TONES[verdict.name]
        console.print(Text(limit_text(f"{verdict.text}: {verdict.reason}", 400), style))


def _print_table(console: Console, outcome: Outcome) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("chapter", no_wrap=True)
    for name in VERDICTS:
        table.add_column(name, justify="right")
    table.add_column("cells", justify="right")
    for chapter in CHAPTERS.values():
        mine = [v for v in outcome.verdicts if CLAUSES[v.clause].chapter == chapter]
        if not mine:
            continue
        cells = [Text(chapter)]
        for name in VERDICTS:
            count = sum(v.name == name for v in mine)
            cells.append(Text(str(count or "·"), style=_STYLES[name] if count else "dim"))
        cells.append(Text(f"{sum(v.shown for v in mine):,}", style="dim"))
        table.add_row(*cells)
    console.print(table)


def explain(console: Console, counterexample: Counterexample) -> None:
    """Print a violation: the clause, the history, what was expected and seen, how to repeat it."""
    told = Text()
    for identity in counterexample.clauses[:1]:
        clause = CLAUSES.get(identity)
        if clause is not None:
            told.append(f"{identity} ({clause.level}, {clause.evidence})\n", style="bold")
            told.append(f"{' '.join(clause.text.split())[:800]}\n\n")
    others = [c for c in counterexample.clauses[1:6] if c in counterexample.fired]
    if others:
        told.append(f"Also executed for these cells: {', '.join(others)}\n\n", style="dim")
    *lines, last = step_lines(counterexample.steps[: counterexample.at + 1], 160)
    for line in lines[:_MOST_LINES]:
        told.append(f"{line}\n")
    if len(lines) > _MOST_LINES:
        told.append(f"     and {len(lines) - _MOST_LINES} lines more\n")
    told.append(f"{last}\n\n", style="bold")
    for cell in counterexample.differences[:6]:
        told.append(f"{limit_text(str(cell.get('cell')), 120)}\n")
        told.append(f"     expected {limit_text(str(cell.get('expected')), 160)}\n", style="green")
        told.append(f"     observed {limit_text(str(cell.get('observed')), 160)}\n", style="red")
        if cell.get("difference"):
            told.append(f"     difference {cell['difference']}\n")
    if counterexample.money:
        verb = "too much" if counterexample.money > 0 else "too little"
        told.append(f"{abs(counterexample.money)} {counterexample.currency} {verb}\n")
    told.append(f"\n{counterexample.replay_line}")
    title = Text(limit_text(counterexample.sentence, 120))
    console.print(Panel(told, title=title, border_style="red", title_align="left"))
