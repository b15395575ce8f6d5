"""A folder holds the report of one run: whole, or none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.cli import main
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.whole_files import write_whole
from solvent_conformance.reports import page
from solvent_conformance.reports.folder import FILES, LOCK, FolderTaken, sole_use, write_report
from solvent_reference.venue import ReferenceVenue


@pytest.fixture
def certification() -> Certification:
    hello = ReferenceVenue().hello()
    outcome = Outcome(Plan((), BUDGETS["quick"], 1), hello, Capabilities.of(hello))
    return Certification(outcome, "in process", "", ())


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_an_earlier_report_is_gone_before_a_run(
    tmp_path: Path, certification: Certification
) -> None:
    stale = {*FILES, "MARG-001-00000000.cex.json"}
    for name in (*stale, "mine.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / ".solvent-half").mkdir()
    with sole_use(tmp_path):
        assert names(tmp_path) == {LOCK, "mine.txt"}
        write_report(certification, tmp_path)
    assert names(tmp_path) == {*FILES, "mine.txt"}


def test_a_report_that_cannot_be_written_is_absent(
    tmp_path: Path, certification: Certification, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(page, "write_page", full)
    with pytest.raises(OSError, match="No space"), sole_use(tmp_path):
        write_report(certification, tmp_path)
    assert names(tmp_path) == set()


def test_a_report_that_is_moved_by_half_is_absent(
    tmp_path: Path, certification: Certification
) -> None:
    with sole_use(tmp_path):
        (tmp_path / "certificate.json").mkdir()
        with pytest.raises(OSError, match="certificate"):
            write_report(certification, tmp_path)
        assert "report.json" not in names(tmp_path)


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with sole_use(tmp_path):
        with (
            pytest.raises(FolderTaken, match=f"another run, process {os.getpid()}"),
            sole_use(tmp_path),
        ):
            pass
        result = CliRunner().invoke(main, ["certify", "--report", str(tmp_path)])
        assert result.exit_code == 2
        assert "another run" in result.output
    with sole_use(tmp_path):
        pass


def test_a_lock_that_nobody_holds_any_more_is_none(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys; from solvent_conformance.reports.folder import sole_use\n"
        "held = sole_use(pathlib.Path(sys.argv[1])); held.__enter__(); os._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert died.returncode == 9
    assert names(tmp_path) == {LOCK}
    with sole_use(tmp_path):
        pass
    assert names(tmp_path) == set()


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert (path.read_text(), names(tmp_path)) == ("old", {"file"})
