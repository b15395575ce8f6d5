"""A wrong venue is wrong in what its clause determines, a benign one in nothing that counts."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final, TypeAlias

import pytest

from solvent_conformance.histories.scenes.registry import scenes
from solvent_conformance.histories.scenes.scripts import every_script
from solvent_conformance.judges.tables import rows_by_key, same
from solvent_conformance.protocol.history import Step, accounts_of
from solvent_conformance.protocol.normative import normative_columns
from solvent_conformance.protocol.session import Session
from solvent_conformance.specimens.registry import Specimen, specimen, specimens, wrong_venues
from solvent_conformance.strength.other_checks import search_elsewhere as shown_elsewhere
from solvent_reference.server.credentials import Keyring
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.orders.refusals import CHECKS
from solvent_spec.vocabulary.messages import TABLES, Answer, Row, Venue

Cells: TypeAlias = dict[tuple[object, ...], object]
"""What a venue shows after one step: value by table, key and column."""

_PRIVATE: Final = ("order", "position", "margin", "wallet", "execution")
_ANSWERS: Final[dict[str, str]] = {
    "/order": "order",
    "/order/all": "order",
    "/position/leverage": "position",
    "/position/isolate": "position",
    "/position/riskLimit": "position",
    "/position/transferMargin": "position",
    "withdraw": "wallet",
    "deposit": "wallet",
}


def cells_of(venue: Venue, steps: list[Step], every: int = 1) -> Iterator[Cells]:
    """What a venue shows after each step: the answer, and `every` so many steps all tables."""
    session = Session(venue)
    accounts = accounts_of(steps)
    for number, step in enumerate(steps, 1):
        answer = session.send(step)
        cells: Cells = {}
        cells.update(_answered(step, answer))
        for table in TABLES if number % every == 0 or number == len(steps) else ():
            for account in accounts if table in _PRIVATE else (None,):
                rows = session.read(table, account)
                if rows is None:
                    cells["admission", table, "read"] = False
                    continue
                for key, row in rows_by_key(table, rows).items():
                    for column, value in row.items():
                        # Python takes true for one; a reader does not.
                        flag = isinstance(value, bool)
                        cells[table, account, key, column] = ("flag", value) if flag else value
        yield cells


def _answered(step: Step, answer: Answer) -> Iterator[tuple[tuple[object, ...], object]]:
    """An answer under the names that clauses have for it."""
    table = _ANSWERS.get(str(step.message.get("path") or step.message.get("verb")), "ledger")
    error: Row = answer.error or {}
    shed = answer.code if answer.status == "shed" else 0
    yield ("admission", "", "status"), (answer.status, shed)
    yield ("error", "", "status"), answer.code
    yield ("error", "", "message"), error.get("message")
    yield ("error", "", "name"), error.get("name")
    yield ("error", "", "body"), sorted(error.items())
    yield (table, "answer", "error"), (answer.status, error.get("message"))
    if step.message.get("verb") == "audit":
        yield ("ledger", "", "state"), answer.status
    for number, row in enumerate(answer.rows):
        for column, value in row.items():
            yield (table, "answer", number, column), value


def differing_columns(wanted: Iterable[Cells], had: Iterable[Cells]) -> set[str]:
    """The columns, written as clauses name them, in which two venues differ somewhere."""
    found: set[str] = set()
    for expected, observed in zip(wanted, had, strict=True):
        if expected == observed:
            continue
        for key in expected.keys() | observed.keys():
            wanted_cell, had_cell = expected.get(key), observed.get(key)
            if same(wanted_cell, had_cell):
                continue
            found.add(f"{key[0]}.{key[-1]}")
            kinds = {type(cell) for cell in (wanted_cell, had_cell) if cell is not None}
            if len(kinds) > 1:
                found.add("row.types")
    return found


SCENES = scenes()
BENIGN = [s for s in specimens() if not s.is_wrong]

CHOSEN = {
    "SelfMatchCancelsResting": {"MTCH-005": "cancel resting"},
    "SelfMatchCancelsIncoming": {"MTCH-005": "cancel incoming"},
    "TiesDown": {"UNIT-002": "half down"},
    "TiesToEven": {"UNIT-002": "half to even"},
    "RemainderToFund": {"FUND-010": "fund"},
    "ThinBookAtLastLevel": {"MARK-007": "last level"},
    "IndexAtEachPrice": {"INDX-005": "at each price of a constituent and each minute"},
    "PricesToEven": {"UNIT-004": "to even"},
    "ImpactOfOwnCoin": {"MARK-014": "a coin of its own"},
    "KeepsRefusedOrders": {"APIC-006": CLAUSES["APIC-006"].alternatives[1]},
    "FundPaysFunding": {"FUND-011": "the insurance fund pays it"},
    "PositionPaysFundingFirst": {"FUND-012": "position margin first"},
    "PremiumOfAllOrders": {"MARG-010": "gross"},
    "PremiumFollowsTheMark": {"MARG-009": "refreshed at each mark as far as is available"},
    "ReserveComputedAnew": {"MARG-026": "computed anew on all of it"},
    "ExecutesWhatCanBeCarried": {"MARG-022": "as far as the account can carry it"},
    "LastReasonGiven": {"ORDR-014": ", ".join(reversed(CHECKS))},
    "ExtraMarginToNearest": {"MARG-015": "rounded to nearest"},
    "NearestStopFirst": {"ORDR-018": "nearest stop price first"},
    "DrawnMarginStays": {"MARG-035": "stays until the position is reduced"},
    "MarkedBySymbol": {"MARG-036": "by symbol"},
    "TakenOutToMaintenance": {"MARG-034": "its maintenance margin"},
    "OldestOfEqualsCutFirst": {"ORDR-053": "oldest first"},
    "LimitsBetweenSteps": {"RISK-005": "any limit from the base limit on"},
    "LimitItselfIsBeyond": {"RISK-007": "beyond it"},
    "AmendedBesideTheOrder": {"ORDR-054": "beside the order"},
    "UnpricedAtTheMark": {"ORDR-052": "at the mark"},
    "OldestMakesRoom": {"ORDR-051": "oldest first"},
    "TiersToAWholeMargin": {"RISK-006": "a whole initial margin"},
    "StopsFirst": {"LIQD-011": "stops first"},
    "LargestDeficitFirst": {"LIQD-006": "largest deficit first"},
    "LargerPositionFirst": {"ADLV-002": "larger position first"},
    "DeleveragedLoseAllOrders": {"ADLV-006": "orders of the account"},
}
"""What a benign venue has chosen where the specification leaves a choice."""

FREE = {"OtherWords": {"order.text"}}
"""Columns in which a benign venue may differ in part, beside what it has chosen."""


@cache
def steps_of(name: str) -> list[Step]:
    return list(SCENES[name]())


@cache
def likeliest_first(chapter: str) -> list[str]:
    """The scenes of a clause's own chapter first, and short ones before long ones."""
    chapters = {script.name: script.chapter for script in every_script()}
    return sorted(SCENES, key=lambda name: (chapters[name] != chapter, len(steps_of(name))))


@cache
def _packed(name: str) -> bytes:
    """What the reference shows in a scene.

    Millions of cells that stay about would be looked through by every sweep of the collector.
    """
    return pickle.dumps(list(cells_of(ReferenceVenue(), steps_of(name))))


def shown_by_the_reference(name: str, chosen: str) -> list[Cells]:
    if chosen:
        return list(cells_of(ReferenceVenue(), told(steps_of(name), CHOSEN[chosen])))
    shown: list[Cells] = pickle.loads(_packed(name))  # noqa: S301 - bytes of this process
    return shown


def told(steps: list[Step], policies: dict[str, str]) -> list[Step]:
    first = steps[0]
    return [Step("reset", {**first.message, "policies": policies}), *steps[1:]]


def differing(venue: Specimen, name: str) -> set[str]:
    chosen = venue.name if venue.name in CHOSEN else ""
    wanted = shown_by_the_reference(name, chosen)
    return differing_columns(wanted, cells_of(venue.make(), steps_of(name)))


@pytest.mark.parametrize(
    "venue",
    [
        pytest.param(v, marks=pytest.mark.tests(v.clause), id=f"{v.clause}-{v.name}")
        for v in wrong_venues()
        if v.shown_by == "venue"
    ],
)
def test_a_wrong_venue_shows_something_else_where_its_clause_decides(venue: Specimen) -> None:
    decided = set(CLAUSES[venue.clause].observable)
    scenes_of_it = likeliest_first(CLAUSES[venue.clause].chapter)
    assert any(differing(venue, name) & decided for name in scenes_of_it)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_choice_shows_in_a_scene(name: str) -> None:
    venue = specimen(name)
    differ = (
        differing_columns(
            shown_by_the_reference(scene, ""), cells_of(venue.make(), steps_of(scene))
        )
        for scene in likeliest_first(CLAUSES[next(iter(CHOSEN[name]))].chapter)
    )
    assert any(differ)


@pytest.mark.parametrize("venue", BENIGN, ids=lambda v: v.name)
def test_a_benign_venue_shows_only_what_it_may(venue: Specimen) -> None:
    free = FREE.get(venue.name, set())
    normative = {f"{t}.{c}" for t, columns in normative_columns().items() for c in columns}
    for name in SCENES:
        # Tables keep what has happened: seen now and then they show all that counts.
        steps = steps_of(name)
        wanted = cells_of(ReferenceVenue(), told(steps, CHOSEN.get(venue.name, {})), 4)
        differ = differing_columns(wanted, cells_of(venue.make(), steps, 4))
        assert not (differ & normative) - free, name


@pytest.mark.parametrize(
    "venue",
    [
        pytest.param(v, marks=pytest.mark.tests(v.clause), id=f"{v.clause}-{v.name}")
        for v in wrong_venues()
        if v.shown_by != "venue"
    ],
)
def test_what_no_message_shows_is_shown_by_vectors_or_by_a_server(venue: Specimen) -> None:
    violation, cases = shown_elsewhere(venue, seed=1)
    assert violation is not None
    assert violation.clauses == (venue.clause,)
    assert cases > 0


@pytest.mark.parametrize("rules", [Rules, Keyring])
def test_where_nothing_is_wrong_nothing_is_shown(rules: type) -> None:
    elsewhere = [v for v in wrong_venues() if v.shown_by != "venue" and issubclass(v.made, rules)]
    # The harness of a server says the same whatever clause it is asked about: once is enough.
    for venue in elsewhere[:1] if rules is Keyring else elsewhere:
        assert shown_elsewhere(replace(venue, made=rules), seed=1)[0] is None


def test_every_must_clause_has_a_wrong_venue() -> None:
    broken = {s.clause for s in wrong_venues()}
    assert [c.id for c in CLAUSES.values() if c.level == "MUST" and c.id not in broken] == []


def test_a_venue_is_known_by_its_name() -> None:
    assert specimen("FundBelowZero").clause == "INSU-002"
    with pytest.raises(KeyError, match="there is no venue 'Nobody'"):
        specimen("Nobody")
