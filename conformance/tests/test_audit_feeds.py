"""`solvent audit` on captures of the feed: messages are folded, and each state is checked."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.audit import BadRow, Report, RowTerms, audit_file
from solvent_conformance.audit import capture as captures
from solvent_conformance.cli import main

SHARED = Path(os.environ.get("SOLVENT_SHARED", Path(__file__).resolve().parents[3] / "shared"))

KEY = {"account": 1, "symbol": "XBTUSD", "currency": "XBt"}
LONG = {**KEY, "currentQty": 100, "markPrice": 10000, "markValue": -1_000_000}
LONG |= {"unrealisedCost": -1_000_000, "unrealisedPnl": 0, "timestamp": "2019-06-03T12:00:00.000Z"}
RISE = {**KEY, "markPrice": 10500, "markValue": -952_400, "unrealisedPnl": 47_600}
RISE |= {"timestamp": "2019-06-03T12:00:05.000Z"}
KEYS = ["account", "symbol", "currency"]
WELCOME = {"info": "Welcome.", "limit": {"remaining": 39}}
ANSWER = {"success": True, "subscribe": "position", "request": {"op": "subscribe"}}


def partial(*data, table="position", **more):
    return {"table": table, "action": "partial", "keys": KEYS, "data": list(data), **more}


def change(action, *data, table="position"):
    return {"table": table, "action": action, "data": list(data)}


@pytest.fixture
def audited(tmp_path):
    def audit(*messages, kind="positions", name="feed.jsonl", end="\n"):
        path = tmp_path / name
        lines = [m if isinstance(m, str) else json.dumps(m) for m in messages]
        path.write_bytes((end.join(lines) + end).encode())
        report = Report()
        audit_file(kind, path, RowTerms(), report)
        return report

    return audit


def test_each_state_of_a_row_is_checked_and_named_by_its_line(audited):
    wrong = {**RISE, "unrealisedPnl": 47_601}
    report = audited(WELCOME, ANSWER, "pong", partial(LONG), change("update", RISE))
    assert (report.matched, report.mismatches) == (4, [])
    report = audited(WELCOME, partial(LONG), "", change("update", wrong), change("update", RISE))
    assert report.matched == 5
    ((line, column, label),) = [(m.row, m.column, m.label) for m in report.mismatches]
    assert (line, column) == (4, "unrealisedPnl")
    assert label == "XBTUSD XBt 2019-06-03T12:00:05.000Z"


def test_what_holds_no_rows_is_counted(audited):
    report = audited(
        WELCOME,
        ANSWER,
        "ping",
        '"pong"',
        {"status": 400, "error": "Unknown table", "meta": {}},
        change("update", RISE),
        partial(LONG),
        {"table": "orderBookL2_25", "action": "partial", "data": [{"id": 1}]},
    )
    assert report.matched == 2
    assert report.notes == [
        "5 lines hold no rows: info (1), success (1), ping (1), pong (1), error (1)",
        "1 messages are of no table (position and margin): orderBookL2_25 (1)",
        "left out: 1 updates to rows of position that no image (partial) has shown",
    ]


def test_the_other_way_of_ending_lines_and_a_mark_at_the_start_change_nothing(audited, tmp_path):
    messages = [WELCOME, partial(LONG), change("update", RISE)]
    assert audited(*messages, end="\r\n").matched == 4
    path = tmp_path / "bom.log"
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(map(json.dumps, messages)).encode())
    report = Report()
    audit_file("positions", path, RowTerms(), report)
    assert report.matched == 4


def test_rows_come_and_go_and_an_image_forgets_what_it_may_show_anew(audited):
    other = {**LONG, "symbol": "XBTM19"}
    gone = change("update", {**RISE, "symbol": "XBTM19"})
    assert audited(partial(LONG), change("insert", other), gone).matched == 6
    deleted = audited(partial(LONG, other), change("delete", {**KEY, "symbol": "XBTM19"}), gone)
    assert deleted.matched == 4
    assert "no image" in deleted.notes[0]
    # The second image is of XBTUSD alone: the row of XBTM19 stays as it was.
    image = partial(LONG, filter={"symbol": "XBTUSD"})
    assert audited(partial(LONG, other), image, gone).matched == 8
    assert audited(partial(LONG, other), partial(LONG), gone).matched == 6


def test_margin_rows_and_a_list_of_messages_are_read(audited):
    margin = {"account": 1, "currency": "XBt", "walletBalance": 90, "unrealisedPnl": 5}
    margin |= {"marginBalance": 95, "timestamp": "2019-06-03T12:00:00.000Z"}
    image = partial(margin, table="margin") | {"keys": ["account", "currency"]}
    later = {"account": 1, "currency": "XBt", "unrealisedPnl": 6, "marginBalance": 96}
    assert audited(image, change("update", later, table="margin")).matched == 2
    as_list = json.dumps([image, change("update", later, table="margin")], indent=1)
    assert audited(as_list).matched == 2
    # One message alone, over several lines.
    assert audited(json.dumps(image, indent=1), name="one.json").matched == 1


def test_executions_trades_and_bookings_of_a_feed_are_audited(audited):
    fill = {"execID": "a", "symbol": "XBTUSD", "side": "Buy", "lastQty": 100, "lastPx": 10000}
    fill |= {"execType": "Trade", "execCost": -1_000_000, "timestamp": "2019-06-03T12:00:00.000Z"}
    new = {"execID": "b", "symbol": "XBTUSD", "execType": "New", "lastQty": None, "lastPx": None}
    report = audited(change("insert", new, fill, table="execution"), kind="fills")
    assert (report.matched, report.not_covered) == (1, [])
    assert report.notes == ["1 executions traded nothing: New (1)"]
    trade = {"symbol": "XBTUSD", "size": 100, "price": 10000, "grossValue": 1_000_000}
    image = partial(trade, trade, table="trade") | {"keys": []}
    assert audited(image, change("insert", trade, table="trade"), kind="fills").matched == 3
    # A booking is pending first: the history is audited as it stands at the end.
    booking = {"transactID": "t", "currency": "XBt", "transactType": "Deposit", "amount": 7}
    booking |= {"transactStatus": "Pending", "timestamp": "2019-06-03T12:00:00.000Z"}
    done = {"transactID": "t", "transactStatus": "Completed", "walletBalance": 7}
    messages = [
        change("insert", booking, table="transact"),
        change("update", done, table="transact"),
    ]
    assert audited(*messages, kind="wallet").matched == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['{"table": "posi'], "line 1, column"),
        ([partial(LONG), '{"table": "posi'], "line 2, the last, seems to be cut off"),
        ([partial(LONG), "{]", partial(LONG)], "no JSON: Expecting property name"),
        ([partial(LONG), "{]", partial(LONG)], "line 2, column 2"),
        ([partial(LONG), "[1]"], "line 2: ['1'] is no message"),
        ([partial(LONG), '{"tabel": "position"}'], "line 2: {'tabel': 'position'} has no table"),
        ([partial(LONG), '{"table": 5}'], "line 2: table: 5 is no name"),
        ([partial(LONG), change("amend", RISE)], "action: 'amend' is none of partial, insert"),
        ([partial(LONG), {**change("update"), "data": {}}], "line 2: data: a list of rows"),
        ([partial(LONG), change("update", 5)], "line 2: data: a list of rows"),
        ([partial(LONG) | {"keys": "symbol"}, "pong"], "line 1: keys: 'symbol' is no list"),
        ([partial(LONG) | {"filter": 5}, "pong"], "line 1: filter: 5 is no filter"),
        ([partial(LONG), change("update", {"symbol": "XBTUSD"})], "line 2: account: the key of"),
        ([partial({**LONG, "account": []}), "pong"], "line 1: account: the key of"),
        ([partial(LONG), change("update", {**RISE, "markPrice": True})], "line 2: markPrice"),
        (["2019-06-03 12:00 " + json.dumps(partial(LONG))], "stands before a message"),
        (["< " + json.dumps(partial(LONG))], "stands before a message; take it off every line"),
        (['{"a": ' + "[" * 100_000, "x"], "nested too deep"),
        ([partial(LONG), change("update", RISE) | {"data": [{"a": "\0"}]}, "\0"], "a zero byte"),
    ],
)
def test_what_is_no_capture_is_refused_with_its_line(tmp_path, lines, said):
    path = tmp_path / "feed.log"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", "positions", str(path)])
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert "feed.log" in result.output
    assert "Traceback" not in result.output


def test_a_capture_is_bounded(audited, monkeypatch):
    monkeypatch.setattr(captures, "MAX_STATES", 2)
    assert audited(partial(LONG), change("update", RISE)).matched == 4
    with pytest.raises(BadRow, match="line 3: more than 2 rows; audit it in parts"):
        audited(partial(LONG), change("update", RISE), change("update", LONG))


def test_a_feed_without_rows_is_undecided(tmp_path):
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps(WELCOME) + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", "positions", str(path)])
    assert result.exit_code == 3
    assert "1 messages hold no rows: info (1)" in result.output


# What a public client printed on 2019-11-21, in Python's notation: 8 contracts bought and sold.
# Its image is of another day, with the leverage that the position had on this one.
IMAGE = {
    "account": 1,
    "symbol": "ETHUSD",
    "currency": "XBt",
    "commission": 0.00075,
    "initMarginReq": 1 / 3,
    "maintMarginReq": 0.01,
    "crossMargin": False,
    "rebalancedPnl": 65978,
    "openingQty": 0,
    "openingCost": 66480,
    "openingComm": -502,
    "openOrderBuyQty": 0,
    "openOrderBuyCost": 0,
    "openOrderSellQty": 0,
    "openOrderSellCost": 0,
    "execBuyQty": 0,
    "execBuyCost": 0,
    "execSellQty": 0,
    "execSellCost": 0,
    "execQty": 0,
    "execCost": 0,
    "execComm": 0,
    "currentQty": 0,
    "currentCost": 66480,
    "currentComm": -502,
    "realisedCost": 66480,
    "unrealisedCost": 0,
    "grossOpenCost": 0,
    "grossExecCost": 0,
    "markPrice": None,
    "markValue": 0,
    "riskValue": 0,
    "posCost": 0,
    "posCross": 0,
    "posInit": 0,
    "posComm": 0,
    "posLoss": 0,
    "posMargin": 0,
    "posMaint": 0,
    "initMargin": 0,
    "maintMargin": 0,
    "realisedGrossPnl": -66480,
    "realisedPnl": -65978,
    "unrealisedPnl": 0,
    "avgEntryPrice": None,
    "timestamp": "2019-11-21T00:00:01.236Z",
}
ETH = "'account': 1, 'symbol': 'ETHUSD', 'currency': 'XBt'"
ORDER = f"""{ETH}, 'openOrderBuyQty': 8, 'openOrderBuyCost': 116640, 'grossOpenCost': 116640,
 'markPrice': 145.88, 'riskValue': 116640, 'initMargin': 39085, 'currentQty': 0,
 'timestamp': '2019-11-21T15:21:53.006Z', 'liquidationPrice': None"""
BOUGHT = f"""{ETH}, 'openOrderBuyQty': 0, 'openOrderBuyCost': 0, 'execBuyQty': 8,
 'execBuyCost': 116640, 'execQty': 8, 'execCost': 116640, 'execComm': -29, 'currentQty': 8,
 'currentCost': 183120, 'currentComm': -531, 'unrealisedCost': 116640, 'grossOpenCost': 0,
 'grossExecCost': 116640, 'isOpen': True, 'markValue': 116616, 'riskValue': 116616,
 'posCost': 116640, 'posInit': 38880, 'posComm': 117, 'posMargin': 38997, 'posMaint': 1349,
 'initMargin': 0, 'maintMargin': 38973, 'realisedPnl': -65949, 'unrealisedPnl': -24,
 'unrealisedPnlPcnt': -0.0002, 'unrealisedRoePcnt': -0.0006, 'avgEntryPrice': 145.8,
 'breakEvenPrice': 145.8, 'liquidationPrice': 98.75, 'bankruptPrice': 97.2,
 'timestamp': '2019-11-21T15:21:53.008Z', 'markPrice': 145.77"""
SOLD = f"""{ETH}, 'rebalancedPnl': 66676, 'execSellQty': 8, 'execSellCost': 116000,
 'execQty': 0, 'execCost': 640, 'execComm': 58, 'currentQty': 0, 'currentCost': 67120,
 'currentComm': -444, 'realisedCost': 67120, 'unrealisedCost': 0, 'grossExecCost': 0,
 'isOpen': False, 'markPrice': None, 'markValue': 0, 'riskValue': 0, 'posCost': 0, 'posInit': 0,
 'posComm': 0, 'posMargin': 0, 'posMaint': 0, 'maintMargin': 0, 'realisedGrossPnl': -67120,
 'realisedPnl': -66676, 'unrealisedPnl': 0, 'unrealisedPnlPcnt': 0, 'unrealisedRoePcnt': 0,
 'avgEntryPrice': None, 'liquidationPrice': None, 'timestamp': '2019-11-21T15:24:17.092Z'"""


def test_a_recorded_purchase_and_its_sale_match_in_each_state(audited):
    updates = [
        f"{{'table': 'position', 'action': 'update', 'data': [{{{row}}}]}}".replace("\n", "")
        for row in (ORDER, BOUGHT, SOLD)
    ]
    report = audited(WELCOME, partial(IMAGE), *updates)
    assert report.mismatches == []
    assert [(e.row, e.column) for e in report.explanations] == [(4, "posMaint")]
    assert report.cells == 96
    wrong = updates[1].replace("'posInit': 38880", "'posInit': 38881")
    report = audited(WELCOME, partial(IMAGE), updates[0], wrong, updates[2])
    assert {(m.row, m.column) for m in report.mismatches} >= {(4, "posInit")}


@pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="recorded rows absent: set SOLVENT_SHARED"
)
def test_recorded_executions_match_as_messages(audited):
    sequences = json.loads((SHARED / "data" / "ws_sequences.json").read_text(encoding="utf-8"))
    found = []
    for sequence, symbol in zip(sequences, ("XBTUSD", "ETHUSD", "XBTUSD"), strict=True):
        for table, time, data in sequence["events"]:
            day = "2017-04-04" if "2017" in sequence["name"] else "2019-11-21"
            for row in data if isinstance(data, list) else [data]:
                if table == "execution" and "lastQty" in row:
                    cells = {"execID": f"{time}{len(found)}", "symbol": symbol}
                    cells |= {"timestamp": f"{day}T{time}Z"}
                    found.append({**row, **cells})
    report = audited(*(change("insert", row, table="execution") for row in found), kind="fills")
    assert report.mismatches == []
    assert report.cells == report.matched >= 2 * len(found)
