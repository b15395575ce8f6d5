"""The page of a hostile venue, opened in a real browser."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
HOSTILE = "python:solvent_conformance.specimens.hostile:Hostile"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    arguments = ["certify", HOSTILE, "--profile", "trading", "--seed", "1", "--report", str(folder)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "\x1b]0;owned" not in result.output
    return folder / "report.html"


def test_what_a_venue_sent_is_text(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert "<script" not in source
    assert "<img" not in source
    assert "&lt;script&gt;" in source
    assert "\x1b" not in source
    assert len(source) < 1_000_000


@pytest.mark.skipif(not BROWSER, reason="no chromium here: the page was not opened in a browser")
@pytest.mark.parametrize("width", [420, 1200])
def test_a_browser_shows_it_and_runs_nothing(page: Path, tmp_path: Path, width: int) -> None:
    shot = tmp_path / "page.png"
    common = [
        BROWSER,
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--window-size={width},900",
    ]
    dumped = subprocess.run(
        [*common, "--virtual-time-budget=2000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert "<title>violations" in dumped
    assert "<title>owned</title>" not in dumped
    subprocess.run(
        [*common, f"--screenshot={shot}", page.as_uri()],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert shot.read_bytes().startswith(b"\x89PNG")
    assert shot.stat().st_size > 10_000
