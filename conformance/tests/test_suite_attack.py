"""A machine that thinks like a thief, and the judge that knows no formula."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RULE_MARKER, rule

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify import attack as attacking
from solvent_conformance.certify.attack import MONEY, TurnOrder, turn_of
from solvent_conformance.certify.budget import RULEBOOKS
from solvent_conformance.cli import main
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.findings import Findings
from solvent_conformance.histories.generators.arenas import DATES, choices, listed_symbols
from solvent_conformance.histories.machines.attacker import AttackerMachine, RoamingAttacker
from solvent_conformance.judges.breakdowns import VENUE_ANSWERS, VENUE_GOES_ON
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.solvency import (
    EQUITY_IS_PAID_IN,
    NOBODY_TAKES_MORE,
    NOTHING_TO_TAKE,
    ONLY_POSITIONS_ARE_OWED,
    Solvency,
)
from solvent_conformance.lockstep.gauge import Extremes
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.sides import lockstep_without_reference
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_conformance.protocol.history import ctl
from solvent_conformance.specimens.alterations import AlteredEvents
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.events import Event, FundingExchanged
from solvent_spec.vocabulary.messages import Answer, Row, Venue
from solvent_spec.vocabulary.units import Money, trunc_mul


def robbed(
    venue: Venue,
    machine: type[AttackerMachine],
    *,
    seed: int,
    histories: int,
    known: frozenset[tuple[str, str]] = frozenset(),
) -> Findings:
    guarded = InProcessVenue(venue)
    _, capabilities = introduction(guarded)
    lockstep = lockstep_without_reference(
        guarded, capabilities, watch=Watch(every=20, tables=MONEY)
    )
    exploration = Exploration(lockstep, "TOY", known=known, records=False)
    return exploration.run(
        machine, seed=seed, histories=histories, steps=40, shrinks=False, aims=True
    )


class FeesFillUpFunding(AlteredEvents):
    """Receivers get their truncated amounts, and fees make good what the payers' fall short."""

    def alter_event(self, event: Event) -> Event:
        if not isinstance(event, FundingExchanged):
            return event
        payments = tuple(
            replace(p, money=-trunc_mul(abs(p.cost), abs(p.rate))) if p.money < 0 else p
            for p in event.payments
        )
        left = sum((p.money for p in payments), Money(0))
        return replace(event, payments=payments, remainder=left, owner="fees", from_fund=Money(0))


def test_the_machine_finds_a_fee_account_that_funding_drains() -> None:
    known: frozenset[tuple[str, str]] = frozenset()
    for seed in (1, 2, 3):
        found = robbed(FeesFillUpFunding(), RoamingAttacker, seed=seed, histories=60, known=known)
        known |= {found.violation.signature} if found.violation else set()
        if ("solvency", "LEDG-003 fees") in known:
            return
    pytest.fail(f"found only {known}")


def test_one_seed_gives_one_transcript_of_attacks() -> None:
    first, second = (
        robbed(ReferenceVenue(), RoamingAttacker, seed=5, histories=8) for _ in range(2)
    )
    assert first.digest == second.digest
    assert first.commands == second.commands > 0
    assert first.extremes == second.extremes
    assert first.events == second.events


def counted(machine: type[AttackerMachine], tally: Counter[str]) -> type[AttackerMachine]:
    """The machine, with its rules counted."""
    rules = {}
    for name in dir(machine):
        marked = getattr(getattr(machine, name), RULE_MARKER, None)
        if marked is None:
            continue

        def act(
            self: AttackerMachine, name: str = name, marked: object = marked, **drawn: object
        ) -> None:
            tally[name] += 1
            marked.function(self, **drawn)  # type: ignore[attr-defined] # whatever Hypothesis marks with

        act.__name__ = name
        arguments = {"data": st.data()} if marked.arguments else {}
        rules[name] = rule(**arguments)(act)
    return type(machine.__name__, (machine,), rules)


def test_every_action_of_the_machine_is_reached_and_has_its_effect() -> None:
    tally: Counter[str] = Counter()
    machine = counted(AttackerMachine, tally)
    events: Counter[str] = Counter()
    known: frozenset[tuple[str, str]] = frozenset()
    requests: Counter[str] = Counter()
    for seed in range(3):
        found = robbed(ReferenceVenue(), machine, seed=seed, histories=25, known=known)
        events.update(found.events)
        requests.update(found.requests)
    actions = {n for n in dir(machine) if hasattr(getattr(machine, n), RULE_MARKER)}
    assert set(tally) == actions
    assert len(actions) > 25
    for kind in ("trades", "fundings", "takeovers", "fund gains", "stops triggered", "rejected"):
        assert events[kind], kind
    for request in ("riskLimit", "leverage", "isolate", "transferMargin"):
        assert requests[f"POST /position/{request}"], request
    assert requests["withdraw"]
    assert requests["deposit"]


@pytest.mark.parametrize(
    ("number", "name"), [(10, "attacker 2016-06-01"), (11, "cascade 2016-06-01")]
)
def test_an_attack_covers_other_days_and_choices(
    monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    monkeypatch.setattr(attacking, "ELSEWHERE", 2)
    turn = turn_of(TurnOrder("", first_seed=1, number=number))
    assert turn.name == name
    assert turn.histories > 0
    assert not turn.found
    assert turn.digests


def test_any_day_and_choice_is_drawn() -> None:
    books = {book: listed_symbols(book) for book in (*RULEBOOKS, *DATES)}
    assert all("XBTUSD" in symbols for name, symbols in books.items() if name != "TOY")
    drawn: set[tuple[str, str]] = set()

    @settings(max_examples=300, database=None, derandomize=True)
    @given(choices())
    def draw(chosen: tuple[tuple[str, str], ...]) -> None:
        drawn.update(chosen)

    draw()
    wanted = {(c.id, a) for c in CLAUSES.values() for a in c.alternatives if c.id != "ORDR-014"}
    assert drawn == wanted


def test_the_command_tells_what_happened_and_what_was_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(attacking.HISTORIES, "TOY", 3)
    arguments = ["attack", "--minutes", "0", "--seed", "4", "--jobs", "1"]
    result = CliRunner().invoke(main, [*arguments, "--report", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1 turns, 3 histories" in result.output
    for told in ("trades", "rejected", "most taken", "lowest fees", "largest quantity"):
        assert told in result.output


def test_the_command_writes_what_it_finds_in_another_venue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(attacking.HISTORIES, "TOY", 3)
    venue = "python:solvent_conformance.specimens.wrong.fees:FeeRoundedUp"
    arguments = ["attack", "--minutes", "0", "--seed", "4", "--jobs", "1", "--against", venue]
    result = CliRunner().invoke(main, [*arguments, "--report", str(tmp_path)])
    assert result.exit_code == 1, result.output
    files = list(tmp_path.glob("*.cex.json"))
    assert files
    replayed = CliRunner().invoke(main, ["replay", str(files[0]), "--against", venue])
    assert replayed.exit_code == 1, replayed.output


# The judge. One account has paid 100 in, and 7 are fees.

MARGIN = {"account": "anna", "currency": "XBt", "walletBalance": 93, "marginBalance": 93}


def shown(
    *,
    ledger: dict[str, int],
    paid: int = 100,
    answer: Answer | None = None,
    unread: bool = False,
    **margin: int,
) -> Moment:
    rows: list[Row] = [
        {"account": name, "currency": "XBt", "balance": balance} for name, balance in ledger.items()
    ]
    tables: dict[str, list[Row]] = {"position": [], "liquidation": [], "ledger": rows}
    tables["margin"] = [{**MARGIN, "withdrawableMargin": 93, **margin}]
    private = {"margin", "position"}
    return Moment(
        at=0,
        step=ctl("audit"),
        expected=Answer("ok"),
        observed=answer or Answer("ok"),
        tables={
            (name, "anna" if name in private else None): (t, None if unread else t)
            for name, t in tables.items()
        },
        before={},
        whole=True,
        accounts=("anna",),
        steps=(),
        external={("anna", "XBt"): paid},
        fired=tuple,
        capabilities=WHOLE,
    )


RIGHT = {"external": -100, "fees": 7, "wallet:anna": 93}


def test_a_venue_that_adds_up_is_left_alone() -> None:
    assert Solvency().after(shown(ledger=RIGHT)) is None


@pytest.mark.parametrize(
    ("sentence", "moment"),
    [
        (ONLY_POSITIONS_ARE_OWED, shown(ledger={**RIGHT, "fees": -1})),
        (ONLY_POSITIONS_ARE_OWED, shown(ledger={**RIGHT, "fund:XBTUSD": -1})),
        (NOBODY_TAKES_MORE, shown(ledger=RIGHT, paid=-1)),
        (NOTHING_TO_TAKE, shown(ledger=RIGHT, withdrawableMargin=101)),
        (EQUITY_IS_PAID_IN, shown(ledger=RIGHT, marginBalance=94)),
        (VENUE_ANSWERS, shown(ledger=RIGHT, unread=True)),
        (VENUE_ANSWERS, shown(ledger=RIGHT, answer=Answer("errored"))),
        (
            VENUE_GOES_ON,
            shown(ledger=RIGHT, answer=Answer("errored", error={"name": "VenueStopped"})),
        ),
    ],
)
def test_a_venue_that_does_not_is_told_so(sentence: str, moment: Moment) -> None:
    violation = Solvency().after(moment)
    assert violation is not None
    assert violation.sentence.startswith(sentence)
    assert violation.judge == "solvency"


def test_what_the_engine_holds_is_valued_as_the_accounts_positions_are() -> None:
    held = {"account": "anna", "symbol": "XBTUSD", "currency": "XBt"}
    position = {**held, "currentQty": -2, "markValue": 60, "unrealisedCost": 50}
    ledger = {"external": -100, "fees": 7, "wallet:anna": 93}
    ledger |= {"position:anna:XBTUSD": -50, "position:#1:XBTUSD": 50}
    # Costs 50, worth 60: the account has gained ten, and the engine, on the other side, lost it.
    moment = shown(ledger=ledger, marginBalance=103)
    moment.tables["position", "anna"] = ([position], [position])
    assert Solvency().after(moment) is None
    moment.tables["position", "anna"] = ([position], [{**position, "markValue": 62}])
    assert Solvency().after(moment) is not None


def test_extremes_stretch() -> None:
    one, other = Extremes(), Extremes()
    one.note("lowest fund", 5)
    other.note("lowest fund", 3)
    other.note("most taken", 9)
    one.add(other)
    assert one.values == {"lowest fund": 3, "most taken": 9}
