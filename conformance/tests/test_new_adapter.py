"""A skeleton is certified as it is written, and is written over nothing."""

import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from shlex import quote
from tomllib import loads

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main
from solvent_conformance.cli.new_adapter import SKELETONS, command, skeleton_text

ROOT = Path(__file__).parents[2]
LONGEST = {"python": 60, "stdio": 100, "node": 150, "http": 250}
PYTHON = [kind for kind, skeleton in SKELETONS.items() if skeleton.file.endswith(".py")]
BOOK = {"INST-005", "ORDR-004", "ORDR-005", "ORDR-027", "MTCH-002", "MTCH-003", "MTCH-008"}
SOLVENT = [sys.executable, "-c", "from solvent_conformance.cli import main; main()"]


def write(kind: str, folder: Path) -> None:
    result = CliRunner().invoke(main, ["new-adapter", kind, str(folder)])
    assert result.exit_code == 0, result.output
    assert f"{folder / SKELETONS[kind].file}: " in result.output
    assert f"  {SKELETONS[kind].commands[-1]}\n" in result.output


def certify(venue: str, folder: Path) -> set[str]:
    """Certify a venue in a process of its own, standing in a folder; the clauses that conform."""
    options = ["--profile", "trading", "--seed", "1", "--report", "report"]
    run = subprocess.run(
        [*SOLVENT, "certify", venue, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    report = json.loads((folder / "report" / "report.json").read_text())
    return {row["clause"] for row in report["clauses"] if row["verdict"] == "Conforms"}


def test_a_skeleton_in_process_is_certified(tmp_path: Path) -> None:
    write("python", tmp_path)
    assert certify("python:adapter:Adapter", tmp_path) >= {
        "ORDR-004",
        "MTCH-001",
        "MTCH-002",
        "MTCH-003",
    }


def test_a_skeleton_of_a_python_program_is_certified(tmp_path: Path) -> None:
    write("stdio", tmp_path)
    venue = f"stdio:{quote(sys.executable)} adapter.py"
    assert certify(venue, tmp_path) >= BOOK


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, which is not installed here")
def test_a_skeleton_in_javascript_is_certified(tmp_path: Path) -> None:
    write("node", tmp_path)
    assert certify("stdio:node adapter.js", tmp_path) >= BOOK


def test_a_skeleton_of_a_server_is_certified(tmp_path: Path) -> None:
    write("http", tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "exchange.py", str(port)], cwd=tmp_path)
    try:
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert certify(f"http://127.0.0.1:{port}", tmp_path) >= BOOK
    finally:
        server.kill()
        server.wait()


@pytest.mark.parametrize("kind", SKELETONS)
def test_what_is_there_stays_as_it_is(kind: str, tmp_path: Path) -> None:
    mine = tmp_path / SKELETONS[kind].file
    mine.write_text("mine")
    result = CliRunner().invoke(main, ["new-adapter", kind, str(tmp_path)])
    assert result.exit_code == 2
    assert f"{mine} is there already" in result.output
    assert mine.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [mine]


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (tmp_path / "adapter.py").symlink_to(target)
    result = CliRunner().invoke(main, ["new-adapter", "python", str(tmp_path)])
    assert result.exit_code == 2
    assert not target.exists()


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        result = CliRunner().invoke(main, ["new-adapter", "node", str(folder)])
        assert result.exit_code == 2
        assert str(folder) in result.output


def test_a_folder_is_made_and_without_one_it_is_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("stdio", tmp_path / "a" / "b")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["new-adapter", "stdio"])
    assert result.exit_code == 0
    assert "cd " not in result.output
    assert (tmp_path / "adapter.py").read_bytes() == (tmp_path / "a/b/adapter.py").read_bytes()


@pytest.mark.parametrize("kind", SKELETONS)
def test_a_skeleton_is_short_enough_to_read(kind: str) -> None:
    text = skeleton_text(kind)
    assert len(text.splitlines()) <= LONGEST[kind]
    assert max(map(len, text.splitlines())) <= (120 if kind == "node" else 100)


@pytest.mark.parametrize("kind", SKELETONS)
def test_each_line_of_a_declaration_is_explained(kind: str) -> None:
    """Beside the name, the version and the requests, which say themselves what they are."""
    lines = skeleton_text(kind).splitlines()
    for name in (
        *("profiles", "instruments", "ordTypes", "timeInForce", "execInst"),
        *("controls", "refusals", "tables", "columns"),
    ):
        at = next(i for i, line in enumerate(lines) if line.strip('" ').startswith(name))
        told = " ".join(lines[max(0, at - 1) : at + 1])
        assert "# " in told or "// " in told, f"{kind}: {name}"


@pytest.mark.parametrize("kind", PYTHON)
def test_a_skeleton_is_clean(kind: str, tmp_path: Path) -> None:
    write(kind, tmp_path)
    file = str(tmp_path / SKELETONS[kind].file)
    ruff = [sys.executable, "-m", "ruff"]
    for check in (["check", "--select", "E,F,I,UP,B"], ["format", "--check"]):
        run = subprocess.run(
            [*ruff, *check, "--isolated", "--line-length", "100", file],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_each_kind_is_in_the_help_and_in_the_wheel() -> None:
    told = " ".join((command.help or "").split())
    for kind, skeleton in SKELETONS.items():
        assert f"{kind} {skeleton.file} {skeleton.what}" in told
    build = loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert "conformance/solvent_conformance" in build["packages"], "with all files below it"
    here = ROOT / "conformance" / "solvent_conformance" / "skeletons"
    assert {path.stem for path in here.iterdir()} == set(SKELETONS)
