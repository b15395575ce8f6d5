"""`solvent fixtures`: run the worked examples, and regenerate what is generated among them."""

from __future__ import annotations

import click

from solvent_conformance.cli.failure import Unusable
from solvent_conformance.fixtures.annotations import BadValue
from solvent_conformance.fixtures.files import BadFixture, Fixtures
from solvent_conformance.fixtures.vectors import run_vector
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.rulebook.catalogue import Catalogue

MISMATCH, UNDECIDED = 1, 3


@click.group()
def command() -> None:
    """Run the worked examples and recorded rows of fixtures/."""


@command.command()
@click.option("--against", metavar="VENUE", help="Play the scenarios against this venue too.")
@click.option("--chapter", type=click.Choice(sorted(CHAPTERS.values())), help="Only its vectors.")
def check(against: str | None, chapter: str | None) -> None:
    """Run the vectors against the specification, and the scenarios against a venue.

    VENUE is `reference`, `python:module:factory`, `stdio:COMMAND` or `http://...`. Exit status:
    0 all hold, 1 a mismatch, 2 a fixture or the venue cannot be used, 3 nothing failed but the
    venue lacks what a scenario needs.
    """
    try:
        fixtures = Fixtures.here()
        catalogue = Catalogue.load(fixtures.folder)
        vectors = fixtures.vectors(chapter or "")
        mismatches = [m for v in vectors for m in run_vector(v, catalogue).mismatches]
    except (BadFixture, FileNotFoundError, BadValue, ValueError) as fault:
        raise Unusable(str(fault)) from None
    for mismatch in mismatches:
        click.echo(str(mismatch))
    calls = sum(len(vector.calls) for vector in vectors)
    click.echo(f"{len(vectors)} vectors, {calls} calls: {len(mismatches)} mismatches")
    status = MISMATCH if mismatches else 0
    if against is not None:
        status = max(_play_all(fixtures, against), status, key=_severity)
    raise SystemExit(status)


@command.command()
def fill() -> None:
    """Regenerate generated results, schemas and the index; worked and recorded ones stay."""
    try:
        changed = Fixtures.here().fill()
    except (BadFixture, FileNotFoundError, BadValue, ValueError) as fault:
        raise Unusable(str(fault)) from None
    for path in changed:
        click.echo(str(path))
    click.echo(f"{len(changed)} files changed")


def _play_all(fixtures: Fixtures, against: str) -> int:
    from solvent_conformance.adapters.failures import AdapterFailure
    from solvent_conformance.adapters.limits import Allowance, LimitedVenue
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.fixtures.scenarios import play_scenario

    try:
        scenarios = fixtures.scenarios()
        with open_venue("" if against == "reference" else against) as venue:
            limited = LimitedVenue(venue, Allowance())
            played = [play_scenario(scenario, limited) for scenario in scenarios]
    except (AdapterFailure, BadFixture, ValueError) as fault:
        raise Unusable(str(fault)) from None
    for result in played:
        if result.verdict != "held":
            click.echo(str(result))
    verdicts = [result.verdict for result in played]
    told = ", ".join(f"{verdicts.count(v)} {v}" for v in ("held", "violated", "unsupported"))
    click.echo(f"{len(played)} scenarios: {told}")
    if "violated" in verdicts:
        return MISMATCH
    return UNDECIDED if "unsupported" in verdicts else 0


def _severity(status: int) -> int:
    """A mismatch weighs more than what is undecided, and that more than nothing."""
    return (0, UNDECIDED, MISMATCH).index(status)
