"""The pages of docs/reference are as the code writes them, complete, and true of the reference."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main
from solvent_conformance.cli.reference import FOLDER, stale_pages
from solvent_conformance.pages import PAGES
from solvent_conformance.pages.demonstration import (
    answer_of_request,
    granted_rows,
    opened_world,
    refusal_parts,
)
from solvent_conformance.pages.malformed_requests import MALFORMED_REQUESTS
from solvent_conformance.protocol.lists import LISTS, MEANINGS
from solvent_spec.rulebook import DEFAULT, PRESETS
from solvent_spec.rulebook.parameter_values import rulebook_parameters
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.example_names import DOCTEST_NAMES
from solvent_spec.rules.orders.refusals import AMENDED_CHECKS, CHECK_REASONS, CHECKS, OF_AMENDMENT
from solvent_spec.vocabulary.commands import PlaceOrder, Side
from solvent_spec.vocabulary.messages import CONTROLS, REQUESTS, TABLES, Row
from solvent_spec.vocabulary.reasons import POSITION_REFUSALS, Reject
from solvent_spec.vocabulary.units import AccountId, Contracts, price_of
from solvent_spec.wire.control_bodies import CONTROL_VERBS, ControlVerb
from solvent_spec.wire.request_bodies import BODIES
from solvent_spec.wire.rows import ROWS

ROOT = Path(__file__).parents[2]
STALE = "run `solvent reference write`"


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def words(pattern: str) -> re.Pattern[str]:
    """What a text with parts to fill in looks like when they are."""
    return re.compile(".+".join(map(re.escape, re.split(r"\{[^}]*\}", pattern))))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fresh(name: str) -> None:
    assert page(name) == PAGES[name](), STALE


def test_the_folder_holds_the_pages_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PAGES)


def test_a_stale_page_is_seen(tmp_path: Path) -> None:
    for name in PAGES:
        (tmp_path / name).write_text(page(name), encoding="utf-8")
    assert stale_pages(tmp_path) == []
    (tmp_path / "tables.md").write_text("# Tables\n", encoding="utf-8")
    (tmp_path / "more.md").write_text("", encoding="utf-8")
    (tmp_path / "controls.md").unlink()
    assert stale_pages(tmp_path) == ["controls.md", "more.md", "tables.md"]


def test_the_command_says_whether_pages_are_fresh() -> None:
    result = CliRunner().invoke(main, ["reference", "check"])
    assert result.exit_code == 0, result.output
    assert "5 pages are fresh" in result.output


def test_everything_that_a_page_is_about_is_there() -> None:
    assert [control.verb for control in CONTROL_VERBS] == list(CONTROLS)
    for name, titles in (
        ("controls.md", CONTROLS),
        ("requests.md", REQUESTS),
        ("tables.md", TABLES),
    ):
        headings = re.findall(r"^## (.+)$", page(name), re.MULTILINE)
        assert headings[: len(titles)] == list(titles)
    assert [n for n in rulebook_parameters() if f"| `{n}` |" not in page("rulebooks.md")] == []
    assert all(preset in page("rulebooks.md") for preset in PRESETS)
    assert set(MEANINGS) - set(LISTS) == {
        "protocol", "name", "version", "columns", "instruments", "rulebooks", "definitions"
    }  # fmt: skip # read as a list
    assert set(LISTS) <= set(MEANINGS)


def test_every_column_and_every_clause_that_determines_one_is_told() -> None:
    text = page("tables.md")
    for table, model in ROWS.items():
        section = text.split(f"## {table}\n")[1].split("\n## ")[0]
        for column in model.model_fields:
            row = re.search(rf"^\| (\*\*)?`{column}`(\*\*)? \|.*\| (.*) \|$", section, re.MULTILINE)
            assert row is not None, (table, column)
            cited = [c.id for c in CLAUSES.values() if f"{table}.{column}" in c.observable]
            assert row[3] == (", ".join(cited) or "no clause")
            meaning = row[0].split(" | ")[2]
            assert meaning or not cited, f"{table}.{column} has no unit or meaning"


@pytest.mark.parametrize("control", CONTROL_VERBS, ids=lambda control: control.verb)
def test_a_control_asks_for_the_fields_of_its_model(control: ControlVerb) -> None:
    """Without a field that may not be left out it is refused, without another it is granted."""
    for name, field in control.body.model_fields.items():
        body = {k: v for k, v in control.example.items() if k != name}
        answer = opened_world().ctl(control.verb, body)
        assert (answer.status == "rejected") is field.is_required(), name


@pytest.mark.parametrize("request_name", BODIES)
def test_a_request_asks_for_the_fields_of_its_model(request_name: str) -> None:
    """A field that may not be left out is asked for by its name."""
    required = [n for n, field in BODIES[request_name].model_fields.items() if field.is_required()]
    whole: Row = {name: "XBTTOY" if name == "symbol" else 1 for name in required}
    for name in required:
        body = {n: value for n, value in whole.items() if n != name}
        text, _, _ = refusal_parts(answer_of_request(opened_world(), "alice", request_name, body))
        assert text == f"'{name}' is a required arg."


def test_a_field_that_is_null_counts_as_left_out() -> None:
    body: Row = {"symbol": "XBTTOY", "enabled": None}
    rows = granted_rows(answer_of_request(opened_world(), "alice", "POST /position/isolate", body))
    assert rows[0]["crossMargin"] is False


def test_every_reason_has_its_text_name_and_code() -> None:
    rules = Rules(DEFAULT)
    for reason in Reject:
        row = f"| `{reason.value}` | {rules.error_name(reason)} | {rules.refusal_status(reason)} |"
        assert row in page("refusals.md"), reason


def test_each_check_gives_the_reasons_of_the_list_in_its_order() -> None:
    """The list of reasons is the order of the checks; one reason belongs to one check."""
    listed = [reason for reasons in CHECK_REASONS.values() for reason in reasons]
    assert listed == list(Reject)[: len(listed)]


def test_the_checks_are_those_that_the_rules_make() -> None:
    names: dict[str, Any] = DOCTEST_NAMES
    rules, contract, whole = names["rules"], names["XBTUSD"], names["context"]
    order = PlaceOrder(AccountId("anna"), contract.symbol, Side.BUY, Contracts(10), price_of("100"))
    made = rules._checked(order, contract, whole, Contracts(10), Side.BUY)
    assert tuple(check for check, _ in made) == CHECKS
    amended = rules.checked_of_amend(order, contract, whole, Contracts(10), Side.BUY, resting=True)
    assert tuple(check for check, _ in amended) == AMENDED_CHECKS


def literals(path: Path, *callers: str) -> list[str]:
    """Texts that are made in a module's calls of some names, parts to fill in left open."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in callers:
            for value in node.args:
                made = assigned.get(value.id) if isinstance(value, ast.Name) else value
                if isinstance(made, ast.Constant) and isinstance(made.value, str):
                    found.append(made.value)
                elif isinstance(made, ast.JoinedStr):
                    found.append(
                        "".join(
                            str(p.value) if isinstance(p, ast.Constant) else "{}"
                            for p in made.values
                        )
                    )
    return [text for text in found if " " in text]


@pytest.mark.parametrize(
    ("module", "callers"),
    [
        (
            "spec/solvent_spec/vocabulary/requests.py",
            ("Malformed", "_choice", "_integer", "_price"),
        ),
        ("reference/solvent_reference/venue/reference.py", ("bare_error", "Malformed")),
        ("reference/solvent_reference/decisions/orders/endings.py", ("Reject",)),
    ],
)
def test_every_other_text_is_told(module: str, callers: tuple[str, ...]) -> None:
    text = page("refusals.md")
    missing = [t for t in literals(ROOT / module, *callers) if not words(t).search(text)]
    # What is wrong with the body of a control, and what no JSON object is, stand elsewhere.
    assert [t for t in missing if t not in {"control {}: {}", ELSEWHERE}] == []


ELSEWHERE = "Request body must be an object"
"""Over stdio and HTTP a body that is no object is no message at all."""


@pytest.mark.parametrize("sent", MALFORMED_REQUESTS, ids=str)
def test_what_is_malformed_is_an_http_error(sent: tuple[str, Row]) -> None:
    _, name, status = refusal_parts(answer_of_request(opened_world(), "alice", *sent))
    assert (name, status) == ("HTTPError", 400)


AMENDED_WRONGLY: dict[str, Row] = {
    "the order is there": {"origClOrdID": "unknown"},
    "new client order id": {"clOrdID": "n" * 37},
    "the order is open": {"origClOrdID": "done"},
    "one quantity": {"orderQty": 7, "leavesQty": 7},
    "a change": {},
    "quantity": {"orderQty": 1001},
    "price": {"price": "99.3"},
    "stop price": {"stopPx": "90"},
    "repeated client order id": {"clOrdID": "done"},
    "risk limit": {"orderQty": 300},
    "balance": {"price": "99", "orderQty": 190},
}
"""What refuses an amendment of the order `open`, by the check that does."""


def amendment(*checks: str) -> str:
    """The text that refuses an amendment in which all of some checks find something."""
    venue = opened_world()
    order: Row = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 10, "price": "99.5"}
    for name in ("open", "done"):
        granted_rows(answer_of_request(venue, "alice", "POST /order", order | {"clOrdID": name}))
    granted_rows(answer_of_request(venue, "alice", "DELETE /order", {"clOrdID": "done"}))
    granted_rows(
        venue.ctl("withdraw", {"account": "alice", "currency": "XBt", "amount": 90_000_000})
    )
    body: Row = {"origClOrdID": "open"}
    for check in reversed(checks):
        body |= AMENDED_WRONGLY[check]
    return refusal_parts(answer_of_request(venue, "alice", "PUT /order", body))[0]


def reasons(check: str) -> list[str]:
    listed = OF_AMENDMENT.get(check) or CHECK_REASONS[check]
    return [reason.value.partition(",")[0] for reason in listed]


@pytest.mark.parametrize("check", AMENDED_WRONGLY)
def test_an_amendment_is_refused_by_each_check(check: str) -> None:
    assert amendment(check).partition(",")[0] in reasons(check)


APART = {
    ("the order is there", "the order is open"),
    ("new client order id", "repeated client order id"),
    ("quantity", "risk limit"),
    ("quantity", "balance"),
    ("risk limit", "balance"),
    ("price", "balance"),
}
"""Pairs that ask for two values of one field, or for figures that a wrong order has not."""


@pytest.mark.parametrize(
    "pair",
    [
        (first, second)
        for n, first in enumerate(AMENDED_WRONGLY)
        for second in list(AMENDED_WRONGLY)[n + 1 :]
        if (first, second) not in APART and "a change" not in {first, second}
    ],
    ids=", ".join,
)
def test_of_two_faults_of_an_amendment_the_first_of_the_list_is_told(pair: tuple[str, str]) -> None:
    assert amendment(*pair).partition(",")[0] in reasons(pair[0])


POSITION_FAULTS: dict[str, Row] = {
    "POST /position/leverage": {"symbol": "NONE", "leverage": "101"},
    "POST /position/isolate": {"symbol": "NONE"},
    "POST /position/riskLimit": {"symbol": "NONE", "riskLimit": 5},
    "POST /position/transferMargin": {"symbol": "NONE", "amount": 0},
}


@pytest.mark.parametrize("request_name", POSITION_REFUSALS)
def test_a_request_about_a_position_is_refused_for_its_contract_first(request_name: str) -> None:
    """Then for what it asks, which every listed reason but those of money shows by itself."""
    body = POSITION_FAULTS[request_name]
    first = POSITION_REFUSALS[request_name][0]
    text, _, _ = refusal_parts(answer_of_request(opened_world(), "alice", request_name, body))
    assert text == first.value
    if len(body) > 1:
        known = body | {"symbol": "XBTTOY"}
        text, _, _ = refusal_parts(answer_of_request(opened_world(), "alice", request_name, known))
        assert text == POSITION_REFUSALS[request_name][1].value
