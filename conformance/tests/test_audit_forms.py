"""`solvent audit` on the forms in which people have rows, and on what is none of them."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.audit import (
    Report,
    RowTerms,
    audit_file,
    downloads,
    literals,
    read_rows,
    row_files,
    texts,
)
from solvent_conformance.cli import main

SHARED = Path(os.environ.get("SOLVENT_SHARED", Path(__file__).resolve().parents[3] / "shared"))

GOOD = {"symbol": "XBTUSD", "currentQty": 100, "markPrice": 10000.5, "markValue": -1_000_000}
GOOD |= {"crossMargin": False, "posCross": None, "timestamp": "2019-06-03T12:00:00.000Z"}
BAD = {**GOOD, "markValue": -1_000_001}


@pytest.fixture
def solvent(tmp_path):
    def run(content, kind="positions", name="rows.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(main, ["audit", kind, str(path), "--json"])

    return run


def forms(*rows):
    """The same rows in every form that a list may have."""
    listed = json.dumps(rows)
    yield "a list", listed
    yield "data", json.dumps({"data": rows})
    yield "a table", json.dumps({"table": "position", "data": rows}, indent=1)
    yield "lines", "\n".join(map(json.dumps, rows)) + "\npong\n"
    yield "lines of Windows", "\r\n".join(map(json.dumps, rows)) + "\r\n"
    yield "Python", repr(list(rows))
    yield "Python over lines", "[\n " + ",\n ".join(map(repr, rows)) + ",\n]\n"
    yield "Python in data", repr({"data": list(rows)})
    yield "lines of Python", "\n".join(map(repr, rows)) + "\n"
    columns = list(rows[0])
    for name, mark in (("commas", ","), ("semicolons", ";"), ("tabs", "\t")):
        lines = [mark.join(str("" if r[c] is None else r[c]) for c in columns) for r in rows]
        yield name, "\r\n".join([mark.join(columns), *lines, ""])


@pytest.mark.parametrize(("name", "text"), [*forms(GOOD, BAD)], ids=lambda v: v[:16])
def test_a_form_changes_nothing_of_what_is_found(solvent, name, text):
    for start in (b"", b"\xef\xbb\xbf", b"\n"):
        if start == b"\n" and name in {"commas", "semicolons", "tabs"}:
            continue  # the first line of a table is its header
        result = solvent(start + text.encode())
        assert result.exit_code == 1, result.output
        report = json.loads(result.output)
        ((row, column, difference),) = [
            (m["row"], m["column"], m["difference"]) for m in report["mismatches"]
        ]
        line = 1 if start == b"\n" and "lines" in name and "over" not in name else 0
        assert (row, column, difference) == (2 + line, "markValue", "-1")
        assert report["matched"] == 1


def test_no_float_stands_between_a_printed_figure_and_its_reader(tmp_path):
    path = tmp_path / "rows.py.txt"
    path.write_text("[{'markPrice': 0.1000000000000000055, 'markValue': - 1, 'u': u'x'}]")
    (row,) = read_rows(path)
    assert row.cells["markPrice"] == "0.1000000000000000055"
    assert row.whole("markValue") == -1
    assert row.text("u") == "x"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{'a': __import__('os').getpid()}]", "line 1, column 8"),
        ("[{'a': __import__('os').getpid()}]", "is no plain value"),
        (
            "[{'at': datetime.date(2019, 1, 1)}]",
            "'datetime.date(2019, 1, 1)' is no plain value",
        ),
        ("[{'a': 1 + 1}]", "'1 + 1' is no plain value"),
        ("[{'a': f'{1}'}]", "is no plain value"),
        ("[{'a': b'x'}]", "is no plain value"),
        ("[{'a': 1j}]", "is no plain value"),
        ("[{'a': [x for x in y]}]", "is no plain value"),
        ("[{'a': 1, **{'b': 1}}]", "None is no name of a column"),
        ("[{'a': 1, 5: 2}]", "5 is no name of a column"),
        ("[{'a': 1,\n  'a': 2}]", "'a' is given twice in one row at line 1, column 2"),
        ("[{'a': 1}", "neither JSON nor a list as Python prints it"),
        ("[{'a': 1L}]", "line 1, column 8"),
        ("[{'markPrice': 0x10}]", "row 1: markPrice: 0x10 is no number"),
        ("[{'a': " + "[" * 40 + "]" * 40 + "}]", "nested too deep"),
        ("[{'a': " + "(" * 90_000, "nested too deep"),
        ("[{'a': " + "-" * 90_000 + "1}]", "nested too deep"),
        ("[{'a': x" + ".x" * 90_000 + "}]", "nested too deep"),
        ("{'data': 5}", "a JSON list of rows is expected, alone or inside data"),
        ('{"data": {"a": 1}}', "alone or inside data, not {'a': '1'}"),
        ('{"symbol": "XBTUSD"}', "a JSON list of rows is expected"),
        ('{"table": "margin2", "data": []}', "table: 'margin2' is not position or margin"),
        ('{"table": "execution", "data": []}', "is not position or margin; audit it as fills"),
        ('{"symbol": "XBTUSD"}\n{"symbol": "XB', "line 2, the last, seems to be cut off"),
        ('{"symbol": "XBTUSD"}\n[5]\n', "line 2: ['5'] is no row"),
        ('{"symbol": "XBTUSD", "a": 1, "a": 2}\n{}\n', "rows.txt: 'a' is given twice"),
        (b"\x1f\x8b\x08\x00rest", "is packed with gzip; unpack it first, with gunzip"),
        (b"PK\x03\x04rest", "is packed with zip; unpack it first"),
        ("a,b\n".encode("utf-16"), "no UTF-8 text but UTF-16; save it as UTF-8"),
        (b"a,b\n1,\xe9\n", "byte 6, in line 2, is no UTF-8 text"),
        (b"a,b\n1,\x00\n", "line 2: a zero byte"),
        ("<html><body>\n</body></html>\n", "no cell could be computed"),
    ],
)
def test_what_is_no_list_is_refused_and_never_run(solvent, text, said):
    result = solvent(text)
    if "<html" in str(text):
        assert result.exit_code == 3
        return
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert "rows.txt" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("module", "name", "most", "text", "said"),
    [
        (texts, "MAX_BYTES", 40, json.dumps([GOOD]), "larger than 40 bytes; audit it in parts"),
        (
            texts,
            "MAX_LINE",
            90,
            "{}\n" + json.dumps(GOOD),
            "line 2: 165 characters; 90 at most",
        ),
        (literals, "MAX_PYTHON", 90, repr([GOOD]), "characters at most in Python's notation"),
        (row_files, "MAX_ROWS", 2, json.dumps([GOOD] * 3), "more than 2 rows; audit it in parts"),
        (row_files, "MAX_ROWS", 2, "symbol\na\nb\nc\n", "more than 2 rows; audit it in parts"),
    ],
)
def test_every_form_is_bounded(solvent, monkeypatch, module, name, most, text, said):
    monkeypatch.setattr(module, name, most)
    result = solvent(text)
    assert result.exit_code == 2, result.output
    assert said in result.output


TRADES = """transactTime,symbol,execType,side,lastQty,lastPx,execCost,commission,execComm,ordType,\
orderQty,leavesQty,price,text,orderID
2019-06-03T12:00:00.000Z,XBTUSD,Trade,Buy,100,10000,-1000000,0.00075,750,Limit,100,0,10000,\
"Bought, by hand",a
2019-06-03T13:00:00.000Z,XBTUSD,Trade,Sell,100,10000,0.01 XBT,0.0750%,750 XBt,Market,100,0,,,b
2019-06-03T20:00:00.000Z,XBTUSD,Funding,,100,10000,-1000000,0.0100%,0.00000100 XBT,Limit,,,,\
Funding,00000000-0000-0000-0000-000000000000
2019-06-03T21:00:00.000Z,XBTUSD,Canceled,Buy,,,,,,Limit,100,0,9000,Canceled by hand,c
"""
WALLET = """transactTime,transactType,amount,fee,address,transactStatus,walletBalance
2019-06-05T12:00:00.000Z,RealisedPNL,-30,0,XBTUSD,Completed,75
2019-06-04T12:00:00.000Z,Deposit,0.00000005 XBT,,,Completed,105 XBt
2019-06-03T12:00:00.000Z,Deposit,100,,,Completed,100
"""


def test_a_download_of_trades_is_audited(solvent):
    result = solvent(TRADES, kind="fills", name="trades.csv")
    report = json.loads(result.output)
    assert (result.exit_code, report["matched"], report["not_covered"]) == (0, 6, [])
    assert report["notes"] == ["1 executions traded nothing: Canceled (1)"]
    wrong = solvent(TRADES.replace("750 XBt", "751 XBt"), kind="fills")
    assert wrong.exit_code == 1
    (mismatch,) = json.loads(wrong.output)["mismatches"]
    assert (mismatch["row"], mismatch["column"], mismatch["clause"]) == (2, "execComm", "FEES-001")


def test_a_download_of_a_wallet_is_audited(solvent):
    result = solvent(WALLET, kind="wallet", name="wallet.csv")
    assert (result.exit_code, json.loads(result.output)["matched"]) == (0, 3), result.output
    wrong = solvent(WALLET.replace(",75\n", ",76\n"), kind="wallet")
    assert json.loads(wrong.output)["mismatches"][0]["row"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TRADES.replace(",750,", ',"1,750",'), "execComm: '1,750' has separators of thousands"),
        (TRADES.replace("750 XBt", "750 EUR"), "row 2: execComm: 'EUR' is no unit of this column"),
        (TRADES.replace("750 XBt", "75%"), "row 2: execComm: '%' is no unit of this column"),
        (TRADES.replace("0.01 XBT", "0.000000001 XBT"), "row 2: execCost: 0.1 is no whole number"),
        (TRADES[:-40], "row 4: not 15 cells as in the header but"),
        (TRADES[:-40], "is the line cut off, or a comma not in quotes?"),
        (TRADES.replace('"Bought, by hand"', "Bought, by hand"), "row 1: not 15 cells"),
        (TRADES.replace('by hand",', "by hand,"), "no CSV"),
        (TRADES.replace(",750,", ",much,"), "row 1: execComm: 'much' is no number"),
        ("symbol;;side\na;b;c\n", "the first line must name each column once"),
    ],
)
def test_what_is_no_download_is_refused_with_row_and_column(solvent, text, said):
    result = solvent(text, kind="fills", name="trades.csv")
    assert result.exit_code == 2, result.output
    assert said in result.output


def test_a_download_is_read_with_either_time_and_spaces_in_its_header(tmp_path):
    path = tmp_path / "wallet.csv"
    path.write_text(" transactTime , amount\n 2019-06-03T12:00:00.000Z , 5 \n")
    (row,) = read_rows(path, "wallet")
    assert row.date() == row.text("timestamp") == "2019-06-03T12:00:00.000Z"
    assert row.whole("amount") == 5
    assert list(downloads.table_rows("x", "a\n", ())) == []


@pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="recorded rows absent: set SOLVENT_SHARED"
)
def test_the_recorded_wallet_is_the_same_with_other_line_ends_and_in_python(tmp_path):
    lines = (SHARED / "data" / "wallet_history.csv").read_text(encoding="utf-8").splitlines()[:400]
    path = tmp_path / "wallet.csv"
    cells = set()
    for text in ("\n".join(lines), "\r\n".join(lines) + "\r\n", "\ufeff" + "\n".join(lines)):
        path.write_bytes(text.encode())
        report = Report()
        audit_file("wallet", path, RowTerms(), report)
        cells.add((report.cells, report.matched, len(report.mismatches)))
    names = lines[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines[1:]]
    path.write_text(repr(rows), encoding="utf-8")
    report = Report()
    audit_file("wallet", path, RowTerms(), report)
    cells.add((report.cells, report.matched, len(report.mismatches)))
    assert cells == {(report.cells, report.cells, 0)}
