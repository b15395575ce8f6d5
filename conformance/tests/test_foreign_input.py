"""What somebody else has written is read with a sentence for what is wrong, and starts nothing."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.certify import bindings
from solvent_conformance.cli import main
from solvent_conformance.protocol.whole_files import write_whole
from solvent_conformance.reports.folder import sole_use

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "initial-margin-rounded-down.cex.json"

Change = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize(
    "factory",
    [
        "", "nonsense", "nonsense:", ":nonsense", "a b:c", "os:getcwd", "os:no_such", "os:sep",
        "sys:exit", "builtins:object", "builtins:KeyboardInterrupt", "../os:getcwd", "os:a:b",
        "exits_at_import:make", "broken_at_import:make",
    ],
)  # fmt: skip # read as a list
def test_a_venue_to_serve_that_is_none_is_one_sentence(
    factory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exits_at_import.py").write_text("raise SystemExit(0)")
    (tmp_path / "broken_at_import.py").write_text("1 / 0")
    monkeypatch.syspath_prepend(str(tmp_path))
    result = CliRunner().invoke(main, ["serve", "--venue", factory])
    assert result.exit_code == 2, result.output
    assert "cannot make a venue of" in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_venue_to_serve_that_fails_at_once_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fails_at_once.py").write_text(
        "class Venue:\n"
        "    def reset(self, setup): raise SystemExit(0)\n"
        "    hello = do = ctl = read = events = bye = reset\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    result = CliRunner().invoke(main, ["serve", "--venue", "fails_at_once:Venue"])
    assert result.exit_code == 2, result.output
    assert "wanted to exit" in result.output


def test_a_path_may_have_spaces_and_other_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "an odd 'place' für Ä"
    folder.mkdir()
    program = folder / "python"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with open_venue(bindings.reference_stdio()) as venue:
        assert venue.hello()["protocol"] == 1
    with bindings.served_reference() as url, open_venue(url) as venue:
        assert venue.hello()["protocol"] == 1
    with sole_use(folder / "report"):
        write_whole(folder / "report" / "é.txt", "é")


def put(*path: str | int, value: object) -> Change:
    """Put a value in a place of the file."""

    def change(row: dict[str, Any]) -> None:
        place: Any = row
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


DEEP: Any = json.loads("[" * 200 + "]" * 200)


@pytest.mark.parametrize(
    "change",
    [
        put("steps", value=[]),
        put("steps", value=5),
        put("steps", value=[5]),
        put("steps", 0, "kind", value="do"),
        put("steps", 0, "message", value={}),
        put("steps", 0, "message", "accounts", value=5),
        put("steps", 0, "message", "accounts", value=[{}]),
        put("steps", 0, "message", "rulebook", value={}),
        put("steps", 0, "message", "clock", value=DEEP),
        put("steps", 0, "message", "clock", value="yesterday"),
        put("steps", 0, "message", "instruments", value="XBTTOY"),
        put("steps", 0, "answered", value=[1]),
        put("steps", 1, "message", "body", value=[]),
        put("steps", 1, "message", "body", value={}),
        put("steps", 2, "message", "body", value={"account": [], "currency": {}, "amount": "x"}),
        put("steps", 2, "message", "verb", value="../../etc/passwd"),
        put("steps", 4, "message", "path", value="no path at all"),
        put("steps", 4, "message", "account", value="\u001b[31mnobody"),
        put("steps", 4, "kind", value="read"),
        put("policies", value=[]),
        put("policies", value={"MARG-001": "odd", "\u001b": 5}),
        put("first_divergence", value=None),
        put("first_divergence", "step", value="x"),
        put("first_divergence", "step", value=10**30),
        put("first_divergence", "cells", value=[5]),
        put("first_divergence", "cells", value=[{}]),
        put("clauses", value=[{}]),
        put("clauses", value=[{"clause": "NOPE-999"}]),
        put("judge", value=DEEP),
        put("money", value=[1]),
        put("money", value={"difference": "much"}),
        put("seed", value="many"),
        put("original_steps", value=[]),
        put("venue", value=DEEP),
    ],
)
def test_a_counterexample_with_a_nonsense_in_it_is_a_sentence(
    change: Change, tmp_path: Path
) -> None:
    row = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    change(row)
    path = tmp_path / "odd.cex.json"
    path.write_text(json.dumps(row), encoding="utf-8")
    result = CliRunner().invoke(main, ["replay", str(path), "--against", "reference"])
    assert result.exit_code in {0, 1, 2}, result.output
    assert "\x1b[31mnobody" not in result.output
    if result.exit_code == 2:
        assert len(result.output.splitlines()) <= 12, result.output


NO_COUNTEREXAMPLES = ("", "[]", "null", "{", "[" * 10**5, "NaN", '{"format": 1}', "\ud800")


@pytest.mark.parametrize("text", NO_COUNTEREXAMPLES)
def test_a_file_that_is_no_counterexample_is_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.cex.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    result = CliRunner().invoke(main, ["replay", str(path), "--against", "reference"])
    assert result.exit_code == 2, result.output
    assert result.output.startswith("Error: odd.cex.json: ")


def test_a_file_starts_nothing_unless_it_is_trusted(tmp_path: Path) -> None:
    started = tmp_path / "started"
    row = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    program = f"open({str(started)!r}, 'w')"
    row["venue"] = f"stdio:{shlex.join([sys.executable, '-c', program])} \u001b[31m"
    path = tmp_path / "trap.cex.json"
    path.write_text(json.dumps(row), encoding="utf-8")
    refused = CliRunner().invoke(main, ["replay", str(path)])
    assert refused.exit_code == 2
    told = "".join(refused.output.split())
    assert "startedbecauseafilenamesit" in told
    assert "--run-recorded-venue" in told
    assert "\x1b" not in refused.output
    assert not started.exists()
    trusted = CliRunner().invoke(main, ["replay", str(path), "--run-recorded-venue"])
    assert trusted.exit_code == 4, trusted.output
    assert started.exists()
