"""The README says what is so: its code is the example, its links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]


def test_the_adapter_is_the_example() -> None:
    shown = re.search(r"<!-- adapter: (\S+) -->\n```python\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    source = (ROOT / shown[1]).read_text(encoding="utf-8")
    assert shown[2] in source
    assert len(shown[2].splitlines()) <= 32


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_local_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [t for t in targets if "://" not in t and not t.startswith("mailto:")]
    assert [t for t in local if not (page.parent / t).exists()] == []


COMMANDS = sorted(set(re.findall(r"^solvent ([\w-]+)", README, re.MULTILINE)))


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_exist(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output


def test_the_violation_is_real() -> None:
    shown = re.search(r"<!-- violation: (\S+) -->\n```\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    venue = "python:solvent_conformance.specimens.wrong.margin.position:InitialMarginRoundedDown"
    result = CliRunner().invoke(main, ["replay", str(ROOT / shown[1]), "--against", venue])
    assert result.exit_code == 1
    assert "STILL FAILS" in result.output
    lines = shown[2].splitlines()
    printed = " ".join(result.output.split())
    assert lines[0] in printed
    for step in (line for line in lines if re.match(r"  [2-7]  ", line)):
        assert " ".join(step.split()) in printed
    cells = json.loads((ROOT / shown[1]).read_text(encoding="utf-8"))
    assert lines[3] == cells["clauses"][0]["statement"]


def test_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))
    assert [t for t in named if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []
