"""The engines that others wrote: their adapters, their locks, and what confirms their defects."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINES = sorted(path.parent for path in ROOT.glob("engines/*/adapter.py"))
LINES = {"nautilus": 200}
"""Lines that an adapter may have, if not 125 with its imports."""

WORDS = ("version", "Declared", "confirm.py", "make engines", "2026-11-27")


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_an_adapter_is_short_and_its_engine_is_pinned(engine: Path) -> None:
    lines = (engine / "adapter.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LINES.get(engine.name, 125)
    pins = (engine / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^[\w-]+==\S+", pins, re.MULTILINE)
    assert pins.count("==") <= pins.count("--hash=sha256:")


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_the_page_tells_of_the_version_that_is_pinned(engine: Path) -> None:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    pins = (engine / "requirements.txt").read_text(encoding="utf-8")
    name = {"order_matching": "order-matching", "nautilus": "nautilus-trader"}.get(engine.name)
    version = re.search(rf"^{name or engine.name}==(\S+)", pins, re.MULTILINE)
    assert version is not None
    assert version[1] in page
    assert [word for word in WORDS if word not in page] == []


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_the_defects_are_there_without_us(engine: Path) -> None:
    python = ROOT / "build" / "engines" / f"env-{engine.name}" / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{engine.name} is not installed: run `make engines`")
    shown = subprocess.run(
        [python, engine / "confirm.py"], capture_output=True, text=True, check=True, timeout=120
    )
    told = shown.stdout.splitlines()[1:]
    assert told
    assert [line for line in told if not line.startswith("CONFIRMED  ")] == []
