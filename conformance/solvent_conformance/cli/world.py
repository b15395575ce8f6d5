"""`solvent world`: go through all of a small world, or tell a venue its histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure, VenueFailure
from solvent_conformance.cli.failure import Unusable
from solvent_conformance.histories.small_world.scopes import OUTSIDE, SCOPES, Scope
from solvent_conformance.protocol.excerpts import limit_text

if TYPE_CHECKING:
    from rich.status import Status

    from solvent_conformance.histories.small_world.openings import Origin
    from solvent_conformance.histories.small_world.search import Survey


FAILED = 4


@click.command()
@click.argument("scope", type=click.Choice(list(SCOPES)), default="closed")
@click.option("--transitions", default=1_000_000, show_default=True, type=click.IntRange(1))
@click.option(
    "--venue", default="", metavar="VENUE", help="Search in this one, made of the reference."
)
@click.option("--against", default=None, metavar="VENUE", help="Tell this venue the histories.")
@click.option("--histories", default=200, show_default=True, type=click.IntRange(1))
@click.option("--report", default=Path(), type=click.Path(path_type=Path, file_okay=False))
def command(
    scope: str, transitions: int, venue: str, against: str | None, histories: int, report: Path
) -> None:
    """Go through every state of a small world, the nearest first, and audit each from scratch.

    The shortest history that breaks a sentence becomes a counterexample file in the folder
    REPORT. With --against, a venue is told histories that lead through all the states, and is
    judged by the suite. Exit status: 0 nothing broke, 1 something did or an action of the scope
    did nothing anywhere, 2 the venue cannot be used, 4 the engine failed.
    """
    from solvent_conformance.histories.small_world.search import explore

    console = Console()
    origin = _origin(venue)
    _print_scope(console, SCOPES[scope])
    with Console(stderr=True).status("exploring") as status:
        found = explore(
            SCOPES[scope], origin, transitions=transitions, notify=lambda f: _beat(status, f)
        )
    _print(console, found)
    if found.broken is not None:
        _write(console, found, origin, venue, report)
    elif against is not None:
        raise SystemExit(_judge(console, found, against, histories, report))
    raise SystemExit(1 if found.broken is not None or found.dead else 0)


def _origin(spec: str) -> Origin:
    """What makes the venue that is searched.

    Raises:
        Unusable: it is no venue around the reference's engine.
    """
    from solvent_conformance.adapters.opening import make_venue
    from solvent_reference.venue import ReferenceVenue

    if not spec:
        return ReferenceVenue
    name = spec.removeprefix("python:")

    def origin() -> ReferenceVenue:
        try:
            venue = make_venue(name)
        except AdapterFailure as failure:
            raise Unusable(limit_text(str(failure), 1000)) from None
        if not isinstance(venue, ReferenceVenue):
            raise Unusable(f"{name} is not made of the reference; tell it histories by --against")
        return venue

    return origin


def _beat(status: Status, found: Survey) -> None:
    status.update(
        f"{found.transitions:,} transitions, {found.states:,} states, depth {found.depth}"
    )


def _print_scope(console: Console, scope: Scope) -> None:
    console.print(Text(f"scope {scope.name}: {scope.says}", style="bold"))
    alike = " (taken for each other)" if scope.interchangeable else ""
    console.print(Text(f"accounts {', '.join(scope.accounts)}{alike}, each with {scope.opening}"))
    for trade in scope.trades:
        console.print(
            Text(
                f"{trade.symbol}: index {', '.join(trade.index_prices)}; bids "
                f"{', '.join(trade.bids)}; offers {', '.join(trade.offers)}; quantities "
                f"{', '.join(map(str, trade.quantities))}"
            )
        )
    stock = ", ".join(f"{count} {kind}" for kind, count in scope.stock)
    console.print(Text(f"at most in one history: {stock or 'no bound'}"))
    console.print(Text(f"not in any scope: {', '.join(OUTSIDE)}", style="dim"))


def _print(console: Console, found: Survey) -> None:
    table = Table("action", "changed", "refused", box=None)
    for action in found.actions:
        style = "" if found.changed[action.name] else "bold red"
        counts = (found.changed[action.name], found.refused[action.name])
        table.add_row(action.name, *(f"{count:,}" for count in counts), style=style)
    console.print(table)
    events = "  ".join(f"{name} {count:,}" for name, count in sorted(found.events.items()))
    console.print(Text(events, style="dim"))
    end = "complete, diameter" if found.complete else "cut, depth"
    console.print(
        Text(
            f"{len(found.actions)} actions, {found.states:,} states, {found.transitions:,} "
            f"transitions, {end} {found.depth}; {found.expanded:,} states expanded; "
            f"{found.seconds:,.0f} s of one core, "
            f"{found.transitions / max(found.seconds, 0.001):,.0f} transitions a second"
        )
    )
    for name in found.dead:
        console.print(Text(f"dead: {name}", style="bold red"))
    if found.broken is None:
        console.print(Text("no sentence breaks", style="bold green"))


def _write(console: Console, found: Survey, origin: Origin, venue: str, report: Path) -> None:
    from solvent_conformance.histories.small_world.traces import counterexample_to

    broken = found.broken
    if broken is None:
        return
    console.print(Text(f"{broken.sentence}; not so: {limit_text(broken.detail)}", style="bold red"))
    for number, action in enumerate(broken.trace, start=1):
        console.print(Text(f"  {number:>2}  {action.name}"))
    report.mkdir(parents=True, exist_ok=True)
    path = counterexample_to(found.scope, broken, origin, venue).write(report)
    console.print(Text(f"written to {path}"))


def _judge(console: Console, found: Survey, against: str, histories: int, report: Path) -> int:
    """Tell a venue the histories; the exit status."""
    from solvent_conformance.adapters.introduction import introduction
    from solvent_conformance.adapters.limits import Allowance, LimitedVenue
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.choices.policies import choices_of, infer_policies
    from solvent_conformance.histories.small_world.spans import judge
    from solvent_conformance.lockstep.counterexample import counterexample_of
    from solvent_conformance.lockstep.sides import lockstep_of
    from solvent_conformance.reports.summary import print_failure

    try:
        with open_venue("" if against == "reference" else against) as opened:
            venue = LimitedVenue(opened, Allowance())
            _, capabilities = introduction(venue)
            lockstep = lockstep_of(venue, capabilities)
            policies = choices_of(infer_policies(lockstep))
            lockstep = lockstep_of(venue, capabilities, policies=policies)
            judged = judge(found, lockstep, most=histories)
            console.print(
                Text(
                    f"{judged.histories:,} histories of {judged.ends:,}, {judged.steps:,} steps, "
                    f"{len(judged.violations)} violations"
                )
            )
            report.mkdir(parents=True, exist_ok=True)
            for violation in judged.violations:
                console.print(Text(limit_text(violation.sentence), style="red"))
                path = counterexample_of(violation, venue, policies, 0, against).write(report)
                console.print(Text(f"written to {path}"))
    except VenueFailure as failure:
        print_failure(Console(stderr=True), failure, tuple(venue.steps))
        return FAILED
    except AdapterFailure as failure:
        raise Unusable(limit_text(str(failure), 1000)) from None
    return 1 if judged.violations else 0
