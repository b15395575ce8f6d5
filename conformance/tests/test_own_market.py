"""A user's own rulebook and contracts: read, told to the venue, and judged by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_adapter import setup as adapter_setup
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.cli import main
from solvent_conformance.cli.own_market import enlist_market
from solvent_conformance.fixtures.own_contracts import read_contracts
from solvent_conformance.fixtures.own_files import OwnFileFault
from solvent_conformance.fixtures.own_rulebook import read_rulebook
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.counterexample import counterexample_of, read_counterexample
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE, Capabilities
from solvent_conformance.protocol.market import dismiss, own_payoffs, own_rulebooks, own_symbols
from solvent_conformance.specimens.registry import wrong_venues
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Venue
from solvent_spec.vocabulary.units import Money, Rate, trunc_mul

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "own_market"
FILE, FOLDER = EXAMPLE / "acme.toml", EXAMPLE / "contracts"


@pytest.fixture
def market() -> Iterator[str]:
    """The example's rulebook and contract, enlisted; gives the name of the rulebook played."""
    yield enlist_market(str(FILE), FOLDER)
    dismiss()


def own(capabilities: Capabilities = WHOLE) -> Capabilities:
    """What a venue is asked for that says nothing of rulebooks and contracts."""
    return replace(capabilities, rulebooks=own_rulebooks(), payoffs=tuple(own_payoffs()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "a"\n[parameters]\ncomission_rounding = "up"\n', ":3: .*commission_rounding"),
        ('name = "a"\n[parameters]\ncommission_rounding = "down"\n', ":3: .*truncate"),
        ('name = "a"\n[parameters]\nfunding_clamp = 0.5\n', ":3: .*float.*'0.5'"),
        ('name = "a"\n[parameters]\nfunding_interval = "four hours"\n', ":3: .*milliseconds"),
        ('name = "a"\nqueue_depth = 3\n', r":2: .*under \[parameters\]"),
        ('name = "TOY"\n', ":1: TOY is a preset"),
        ('name = "a"\nbase = "2199-99"\n', ":2: .*neither a preset"),
        ("name = 3\n", ":1: name is a short text"),
        ("name = \n", "line 1"),
    ],
)
def test_a_wrong_rulebook_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(OwnFileFault, match=said):
        read_rulebook(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tick_size": "0.0125"}, "LINUSD.json:[0-9]+: .*tick_size is a whole number of min_tick"),
        ({"multiplier": -1}, "an inverse contract, and no other"),
        ({"lot_size": 0}, "lot_size is 0"),
        ({"maker_fee": "-0.1"}, "would pay for trades"),
        ({"settl_currency": "EUR"}, "one of XBt, USDt"),
        ({"index_symbol": ".NOBODY"}, "no file defines"),
        ({"payoff": None}, "payoff|None"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    row = json.loads((FOLDER / "LINUSD.json").read_text()) | change
    (tmp_path / "LINUSD.json").write_text(json.dumps(row, indent=1))
    (tmp_path / "LIN.json").write_text((FOLDER / "LIN.json").read_text())
    with pytest.raises(OwnFileFault, match=said):
        read_contracts(tmp_path)


def test_a_rulebook_is_shown_compared_checked_and_shrunk(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert "whether a full queue sheds" in run(main, ["rulebook", "show", str(FILE)]).output
    assert json.loads(run(main, ["rulebook", "show", str(FILE), "--json"]).output)["name"] == "acme"
    assert run(main, ["rulebook", "diff", "TOY", "TOY"]).exit_code == 0
    told = run(main, ["rulebook", "diff", "2019-06", str(FILE)])
    assert (told.exit_code, "8h" in told.output, "4h" in told.output) == (1, True, True)
    checked = run(main, ["rulebook", "check", str(FILE), "--instruments", str(FOLDER)])
    assert (checked.exit_code, "1 contracts, 1 indices" in checked.output) == (0, True)
    small = tmp_path / "small.toml"
    small.write_text(run(main, ["rulebook", "shrink", str(FILE)]).output)
    book = read_rulebook(small)
    assert (book.name, book.max_open_orders, book.commission_rounding) == ("acme-toy", 6, "up")
    wrong = run(main, ["rulebook", "check", "nothing.toml"])
    assert (wrong.exit_code, "cannot be read" in wrong.output) == (2, True)


def test_a_reset_says_what_its_names_mean(market: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        pytest.fail("a venue looked something up")

    monkeypatch.setattr(adapter_setup, "catalogue", nothing)
    opened = adapter_setup.Setup
    seen: list[adapter_setup.Setup] = []

    class Listening(ReferenceVenue):
        def _start(self, setup: adapter_setup.Setup) -> None:
            seen.append(setup)
            super()._start(setup)

    monkeypatch.setattr(ReferenceVenue, "__init__", _unopened)
    lockstep = lockstep_of(Listening(), own())
    script = next(iter(scripts(own())))
    play(lockstep, script.steps, watch=LOOSELY)
    assert isinstance(seen[0], opened)
    assert seen[0].book.commission_rounding == "up"
    assert [i.multiplier for i in seen[0].contracts.values()] == [100]
    assert [len(i.weights) for i in seen[0].indices.values()] == [4]


def _unopened(venue: ReferenceVenue, *_: object, **__: object) -> None:
    """The reference before its first reset, which opens it under a preset otherwise."""
    venue.rules_type, venue.name, venue.keeps_journal = Rules, "unopened", False


def test_the_reference_agrees_with_itself_in_every_scene(market: str) -> None:
    lockstep = lockstep_of(ReferenceVenue(), own())
    played = [play(lockstep, s.steps, watch=LOOSELY) for s in scripts(own())]
    assert [violation for _, violation in played if violation is not None] == []
    checks: Counter[str] = sum((run.checks() for run, _ in played), Counter())
    assert len(checks) > 180
    assert own_symbols(market) == ("LINUSD",)


@pytest.mark.parametrize("machine", ["trading", "distress", "cascade"])
@pytest.mark.parametrize("name", ["acme", "acme-toy"])
def test_the_reference_agrees_with_itself_in_drawn_histories(
    market: str, machine: str, name: str
) -> None:
    exploration = Exploration(lockstep_of(ReferenceVenue(), own()), name, records=False)
    findings = exploration.run(MACHINES[machine], seed=7, histories=3, steps=12, shrinks=False)
    assert (findings.violation, findings.failure) == (None, None)
    assert findings.commands > 20


class TruncatedFees(Rules):
    """What the exchange of the seeds does, and the example's rulebook does not."""

    def commission(self, cost: Money, rate: Rate) -> Money:
        return trunc_mul(abs(cost), rate)


PLANTED = (
    "CancelLeavesOrder",
    "FeeOnTheMargin",
    "InitialMarginRoundedDown",
    "LiquidatesOnLastPrice",
    "MaintenanceStays",
    "NewestTradesFirst",
    "OneOrderTooMany",
    "PriceOffTickAccepted",
    "RateJumps",
    "ShortsPayLongs",
    "TradesAtIncomingPrice",
)


def _violation(venue: Venue) -> Violation | None:
    lockstep = lockstep_of(InProcessVenue(venue), own())
    for script in scripts(own()):
        _, violation = play(lockstep, script.steps, records=False, watch=LOOSELY)
        if violation is not None:
            return violation
    return None


@pytest.mark.parametrize("name", PLANTED)
def test_an_error_planted_in_an_exchange_of_ones_own_is_found(market: str, name: str) -> None:
    specimen = next(w for w in wrong_venues() if w.name == name)
    violation = _violation(specimen.make())
    assert violation is not None
    assert specimen.clause in violation.clauses


def test_a_file_says_all_that_it_takes_to_play_it(market: str, tmp_path: Path) -> None:
    violation = _violation(ReferenceVenue(TruncatedFees))
    assert violation is not None
    assert "FEES-001" in violation.clauses
    made = counterexample_of(violation, None, (), 1, "python:my:venue")
    path = made.write(tmp_path)
    dismiss()
    assert own_rulebooks() == ()
    assert read_counterexample(path).steps == violation.steps
    assert own_rulebooks() == ()
    assert own_symbols(market) == ("LINUSD",)
