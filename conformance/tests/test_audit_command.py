"""`solvent audit`: exit status, output, and files that are no rows."""

import json
from contextlib import suppress

import pytest
from click.testing import CliRunner

from solvent_conformance.audit import KINDS, BadRow, Report, RowTerms, read_rows
from solvent_conformance.cli import main

GOOD = {"symbol": "XBTUSD", "currentQty": 100, "markPrice": 10000, "markValue": -1_000_000}


@pytest.fixture
def solvent(tmp_path):
    def run(kind, content, *options, name="rows.json"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return CliRunner().invoke(main, ["audit", kind, str(path), *options])

    return run


def test_a_good_file_exits_with_zero(solvent):
    result = solvent("positions", [GOOD], "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.output)
    assert (report["cells"], report["matched"], report["explained"]) == (1, 1, 0)
    assert report["mismatches"] == []
    assert "1 cells: 1 matched" in solvent("positions", [GOOD]).output


def test_a_mismatch_exits_with_one_and_cites_its_clause(solvent):
    bad = [GOOD, {**GOOD, "markValue": -1_000_001}]
    result = solvent("positions", bad, "--json")
    assert result.exit_code == 1
    (mismatch,) = json.loads(result.output)["mismatches"]
    assert (mismatch["row"], mismatch["column"], mismatch["clause"]) == (2, "markValue", "INST-004")
    assert (mismatch["expected"], mismatch["found"]) == ("-1000000", "-1000001")
    assert mismatch["difference"] == "-1"
    shown = solvent("positions", bad)
    assert shown.exit_code == 1
    assert "Mismatches: 1" in shown.output
    assert "INST-004" in shown.output


def test_a_file_of_which_nothing_can_be_computed_is_undecided(solvent):
    assert solvent("positions", "[]").exit_code == 3
    unknown = solvent("positions", [{"symbol": "NOSUCH", "currentQty": 1}], "--json")
    assert unknown.exit_code == 3
    assert "contract unknown" in json.loads(unknown.output)["not_covered"][0]["because"]


def test_a_csv_table_is_read_like_a_list(solvent):
    header = "symbol,currentQty,markPrice,markValue,crossMargin,posCost"
    table = f"{header}\nXBTUSD,100,10000,-1000000,true,\n"
    assert solvent("positions", table, name="rows.csv").exit_code == 0
    assert solvent("positions", table.replace("-1000000", "-1"), name="rows.csv").exit_code == 1


def test_a_rulebook_overrules_the_date_of_the_rows(solvent):
    fill = {"symbol": "XBTUSD", "side": "Buy", "lastQty": 100, "lastPx": 3582.5}
    fill |= {"commission": -0.00025, "execComm": -697, "timestamp": "2017-06-01"}
    assert solvent("fills", [fill]).exit_code == 1
    assert solvent("fills", [fill], "--rulebook", "2019-06").exit_code == 0
    refused = solvent("fills", [fill], "--rulebook", "yesterday")
    assert refused.exit_code == 2
    assert "yesterday" in refused.output


def test_wrong_usage_exits_with_two(solvent, tmp_path):
    assert solvent("balances", "[]").exit_code == 2
    assert CliRunner().invoke(main, ["audit", "wallet", str(tmp_path / "none")]).exit_code == 2


def cell(column, text):
    second = f'{{"symbol": "XBTUSD", "currentQty": 1, "{column}": {text}}}'
    return f'[{{"symbol": "XBTUSD", "currentQty": 100}}, {second}]'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"symbol": "XBTUSD"', "no JSON"),
        ("[{]", "line 1"),
        ('{"symbol": "XBTUSD"}', "a JSON list of rows is expected"),
        ("[1, 2]", "row 1"),
        ('[{"row": 5}]', "row 1: row"),
        ('[{"row": {}, "margin": "much"}]', "row 1: margin"),
        ('[{"markValue": 1, "markValue": 2}]', "'markValue' is given twice"),
        ("[" * 100_000, "nested too deep"),
        (cell("markPrice", "NaN"), "row 2: markPrice: NaN is no number"),
        (cell("markPrice", "Infinity"), "row 2: markPrice"),
        (cell("markPrice", "1" * 400), "row 2: markPrice: a number of 400 characters"),
        (cell("markPrice", "1e400"), "row 2: markPrice: 1e400 is out of range"),
        (cell("markPrice", "-5"), "row 2: markPrice: -5 is below zero"),
        (cell("markPrice", "0"), "row 2: markPrice: must be above zero"),
        (cell("markPrice", "true"), "row 2: markPrice: True is no number"),
        (cell("markPrice", "[[[]]]"), "row 2: markPrice"),
        (cell("markPrice", '"ten"'), "row 2: markPrice: 'ten' is no number"),
        (cell("markPrice", '"1/0"'), "row 2: markPrice"),
        (cell("markPrice", '"\\u0661"'), "row 2: markPrice"),
        (cell("markValue", "1.5"), "row 2: markValue: 1.5 is no whole number"),
        (cell("posCost", '{"a": 1}'), "row 2: posCost"),
        (cell("crossMargin", '"perhaps"'), "row 2: crossMargin"),
        (cell("timestamp", "5"), "row 2: timestamp: 5 is no text"),
        (cell("timestamp", '"2019-13-45"'), "row 2: timestamp"),
        (cell("kind", '"cubic"'), "row 2: kind"),
        (cell("lot", "0"), "row 2: lot"),
        (cell("tick", "0"), "row 2: tick"),
        (cell("multiplier", "5"), "row 2: multiplier"),
        (cell("commission", "-1"), "row 2: commission: -1 is no rate"),
        (b"\xff\xfe[]", "no UTF-8"),
    ],
)
def test_what_is_no_row_is_refused_with_its_place(solvent, content, said):
    result = solvent("positions", content)
    assert result.exit_code == 2, result.output
    assert "rows.json" in result.output
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the first line must name each column once"),
        ("symbol,symbol\na,b\n", "each column once"),
        ("symbol,currentQty\nXBTUSD\n", "row 1: not 2 cells"),
        ("symbol,currentQty\nXBTUSD,1,2\n", "row 1: not 2 cells"),
        ('symbol,currentQty\n"XBTUSD,1\n', "no CSV"),
        ("symbol,currentQty,markPrice\nXBTUSD,1,ten\n", "row 1: markPrice"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(solvent, content, said):
    result = solvent("positions", content, name="rows.csv")
    assert result.exit_code == 2, result.output
    assert said in result.output


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_cells_are_audited_or_refused(tmp_path, kind):
    columns = {
        "positions": [
            *GOOD,
            "posCost",
            "posMargin",
            "posMaint",
            "posComm",
            "posCross",
            "unrealisedCost",
            "commission",
            "initMarginReq",
            "maintMarginReq",
            "crossMargin",
            "liquidationPrice",
            "bankruptPrice",
            "avgEntryPrice",
            "realisedPnl",
            "rebalancedPnl",
            "breakEvenPrice",
            "homeNotional",
            "foreignNotional",
            "grossOpenCost",
            "unrealisedPnl",
            "lot",
            "tick",
        ],
        "fills": [
            "symbol",
            "side",
            "lastQty",
            "lastPx",
            "commission",
            "execCost",
            "execComm",
            "avgPx",
            "homeNotional",
            "foreignNotional",
            "timestamp",
            "size",
            "price",
            "grossValue",
        ],
        "order-margins": [
            "symbol",
            "q",
            "buyQty",
            "buyCost",
            "sellQty",
            "sellCost",
            "grossOpenCost",
            "im",
            "fee",
            "initMargin",
            "qty",
            "price",
            "openOrderCostAbs",
        ],
        "instruments": [
            "symbol",
            "openInterest",
            "markPrice",
            "openValue",
            "fairBasis",
            "fairMethod",
            "fairBasisRate",
            "fundingRate",
            "fundingTimestamp",
            "fundingInterval",
            "timestamp",
            "indicativeSettlePrice",
            "impactBidPrice",
            "impactAskPrice",
            "impactMidPrice",
            "hasLiquidity",
            "expiry",
            "maintMargin",
            "fundingPremiumSymbol",
            "minTick",
        ],
        "wallet": [
            "timestamp",
            "currency",
            "transactType",
            "transactStatus",
            "amount",
            "fee",
            "walletBalance",
            "marginBalance",
        ],
    }[kind]
    fine = {"symbol": "XBTUSD", "side": "Buy", "crossMargin": True, "fairMethod": "FundingRate"}
    fine |= {"timestamp": "2019-06-03T12:00:00Z", "fundingTimestamp": "2019-06-03T20:00:00Z"}
    fine |= {"expiry": "2019-06-28T12:00:00Z", "fundingInterval": "2000-01-01T08:00:00Z"}
    fine |= {
        "hasLiquidity": True,
        "fundingPremiumSymbol": "XBTUSD",
        "commission": 0,
        "fundingRate": 0,
    }
    row = {c: fine.get(c, 1) for c in columns} | {"currency": "XBt", "transactType": "Funding"}
    row["transactStatus"] = "Completed"
    terms, path = RowTerms(), tmp_path / "rows.json"
    for column in columns:
        for value in (
            0,
            -1,
            10**47,
            -(10**29),
            0.1,
            "",
            None,
            True,
            [],
            {},
            "x" * 500,
            "[red]",
            "1/3",
        ):
            path.write_text(json.dumps([{**row, column: value}]), encoding="utf-8")
            # Anything but Malformed is a fault of the audit, and fails the test.
            with suppress(BadRow):
                KINDS[kind](read_rows(path), terms, Report())
