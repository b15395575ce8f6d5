"""The pages for authors of adapters say what is so: their declarations, columns and commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import CONTROLS, Request

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "adapters").glob("*.md"))
MARGIN = (ROOT / "docs" / "adapters" / "positions-and-margin.md").read_text(encoding="utf-8")
COLUMNS = re.compile(r"`(\w+)`: ((?:`\w+`(?:, )?)+)")


@pytest.fixture(scope="module")
def there() -> dict[str, set[str]]:
    """The columns that rows of the reference have, after a trade."""
    venue = ReferenceVenue()
    accounts = ["anna", "bert"]
    venue.reset({"rulebook": "TOY", "instruments": ["XBTTOY"], "accounts": accounts})
    for account in accounts:
        venue.ctl("deposit", {"account": account, "currency": "XBt", "amount": 10**9})
    venue.ctl("spot", {"index": ".XBTTOY", "reference": "C", "price": "100"})
    for account, side, quantity in (("anna", "Sell", 10), ("bert", "Buy", 5)):
        body = {"symbol": "XBTTOY", "side": side, "orderQty": quantity, "price": "100"}
        assert venue.do(Request(account, "POST", "/order", body)).status == "ok"
    tables = venue.hello()["tables"]
    return {t: {c for row in venue.read(t).rows for c in row} for t in tables}


def test_the_declaration_is_one() -> None:
    shown = re.search(r"<!-- declaration -->\n```json\n(.*?)```", MARGIN, re.DOTALL)
    assert shown is not None
    declared = Capabilities.of({"protocol": 1, **json.loads(shown[1])})
    assert declared.has_money
    assert set(declared.controls) <= set(CONTROLS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_columns_that_a_page_names_are_there(page: Path, there: dict[str, set[str]]) -> None:
    named = COLUMNS.findall(page.read_text(encoding="utf-8"))
    tables = [(table, set(re.findall(r"\w+", columns))) for table, columns in named]
    # Without a row in it the reference shows no columns: nobody was liquidated.
    wrong = {t: columns - there[t] for t, columns in tables if there.get(t)}
    assert {table: columns for table, columns in wrong.items() if columns} == {}
    if page.stem != "exchange-behind-http":
        assert len(tables) > 5


def test_each_identity_of_the_page_is_one_that_a_judge_looks_at() -> None:
    judges = "".join(
        (ROOT / "conformance" / "solvent_conformance" / "judges" / name).read_text(encoding="utf-8")
        for name in ("accounting.py", "solvency.py")
    )
    asked = {
        column
        for names in re.findall(r"\(((?:\"\w+\",? ?\s*)+)\)", judges)
        for column in re.findall(r"\w+", names)
    }
    _, _, table = MARGIN.partition("<!-- identities -->")
    named = {c for _, columns in COLUMNS.findall(table) for c in re.findall(r"\w+", columns)}
    assert named - asked == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_of_a_page_exist(page: Path) -> None:
    commands = re.findall(r"^solvent ([\w-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands
    for name in set(commands):
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0, result.output
