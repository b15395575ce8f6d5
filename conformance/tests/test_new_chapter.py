"""A chapter that nobody wrote yet: what CONTRIBUTING asks for is all that it needs.

In a copy of the project a chapter is added as CONTRIBUTING shows: its folder of rules, its prose,
its decisions, its wrong venue, its scene, and three entries in lists. The reference is then
certified for its clause, and the wrong venue is caught by a check that cites it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("spec", "reference", "conformance", "fixtures", "docs")

RULES = '''"""Curfew: an order does not rest for ever."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import MINUTE, Millis


class CurfewRules(Chapter):
    """How long an order may rest. Chapter: curfew."""

    __slots__ = ()

    @clause(
        "CRFW-001",
        level="MUST",
        profile="arithmetic",
        evidence="official",
        observable=("order.ordStatus", "order.leavesQty"),
        source="made up for a test",
    )
    def is_past_curfew(self, rested_since: Millis, now: Millis) -> bool:
        """An order that has rested for ten minutes is canceled at the next whole minute.

        >>> [rules.is_past_curfew(0, minutes * MINUTE) for minutes in (9, 10)]
        [False, True]
        """
        return now - rested_since >= 10 * MINUTE
'''
PROSE = """# 18. Curfew

Code `CRFW`, folder `solvent_spec/rules/curfew`.

## What it is about

How long an order may rest.

## How the clauses hang together

{{CRFW-001}}

## What nobody knows

Whether anybody ever wanted this.

## What is not there yet

Everything else.
"""
DECISIONS = '''"""Decisions about orders that have rested too long."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.endings import end
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event
from solvent_spec.vocabulary.units import Symbol


def end_old_orders(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """Cancel what accounts left resting, the oldest first; the engine's orders have to stay."""
    book = exchange.markets[symbol].book
    resting = (*book.bids.orders(), *book.offers.orders())
    for order in sorted(resting, key=lambda order: order.order_id):
        is_engine = exchange.accounts[order.account].is_engine
        if not is_engine and rules.is_past_curfew(order.timestamp, exchange.now):
            yield end(rules, order, "Order rested past its curfew")
'''
WRONG = '''"""Venues that are wrong about the curfew."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Millis


@wrong("CRFW-001")
class OrdersRestForEver(Rules):
    """No order is ever past its curfew."""

    def is_past_curfew(self, rested_since: Millis, now: Millis) -> bool:
        """Never."""
        return False
'''
SCENES = '''"""Scenes of the curfew."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, new_order, open_world
from solvent_conformance.protocol.history import Step, ctl


@scene
def out_after_curfew() -> Iterator[Step]:
    """An order rests for a quarter of an hour."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 5, "90")
    yield ctl("advance", {"to": "2019-06-03T12:15:00.000Z"})
'''
FILES = {
    "spec/solvent_spec/rules/curfew/__init__.py": (
        '"""How long an order may rest."""\n\n'
        "from solvent_spec.rules.curfew.orders import CurfewRules\n\n"
        '__all__ = ["CurfewRules"]\n'
    ),
    "spec/solvent_spec/rules/curfew/orders.py": RULES,
    "spec/chapters/18-curfew.md": PROSE,
    "reference/solvent_reference/decisions/curfew.py": DECISIONS,
    "conformance/solvent_conformance/specimens/wrong/curfew.py": WRONG,
    "conformance/solvent_conformance/histories/scenes/curfew.py": SCENES,
}
IMPORT = "from solvent_reference.decisions.curfew import end_old_orders\n"
# The three lists: (file, what stands there, what stands there then). An import goes with its entry.
ENTRIES = (
    (
        "spec/solvent_spec/registry/chapters.py",
        ('    Heading(17, "APIC", "api"),\n',),
        ('    Heading(17, "APIC", "api"),\n    Heading(18, "CRFW", "curfew"),\n',),
    ),
    (
        "spec/solvent_spec/rules/__init__.py",
        ("class Rules(\n", "\n\nP = ParamSpec"),
        (
            "class Rules(\n    CurfewRules,\n",
            "\nfrom solvent_spec.rules.curfew import CurfewRules\n\nP = ParamSpec",
        ),
    ),
    (
        "reference/solvent_reference/decisions/clock.py",
        ('    "expiries": expire,\n', "from solvent_reference.decisions.expiry"),
        (
            '    "expiries": expire,\n    "curfews": end_old_orders,\n',
            IMPORT + "from solvent_reference.decisions.expiry",
        ),
    ),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one chapter more."""
    copy = tmp_path_factory.mktemp("project")
    for folder in COPIED:
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("conftest.py", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy)
    for name, text in FILES.items():
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for name, before, after in ENTRIES:
        path = copy / name
        text = path.read_text()
        for old, new in zip(before, after, strict=True):
            assert text.count(old) == 1, f"{name} has no single {old!r}"
            text = text.replace(old, new)
        path.write_text(text)
    solvent(copy, "clauses", "freeze")
    solvent(copy, "clauses", "affirm", "CRFW-001")
    return copy


def run(copy: Path, *command: str) -> str:
    """What a program prints that imports the copy and not the checkout."""
    roots = (copy / name for name in ("spec", "reference", "conformance"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, roots))}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def solvent(copy: Path, *arguments: str) -> str:
    return run(copy, "-c", "from solvent_conformance.cli import main; main()", *arguments)


def test_the_reference_is_certified_for_the_new_clause(project: Path) -> None:
    solvent(project, "certify", "--profile", "arithmetic", "--seed", "1", "--report", "build")
    report = json.loads((project / "build" / "report.json").read_text())
    assert report["certified"]
    [verdict] = [row for row in report["clauses"] if row["clause"] == "CRFW-001"]
    assert (verdict["verdict"], verdict["chapter"]) == ("Conforms", "curfew")
    assert verdict["fired"] > 0


def test_the_wrong_venue_is_caught_by_the_new_clause(project: Path) -> None:
    told = solvent(project, "strength", "--venue", "OrdersRestForEver", "--seeds", "1")
    assert "CRFW-001" in told


def test_the_house_takes_the_chapter_for_its_own(project: Path) -> None:
    tests = [
        "docs/tests/test_chapter_prose.py",
        "docs/tests/test_house_names.py",
        "spec/tests/test_rules_tower.py",
        "spec/tests/test_clause_register.py",
        "conformance/tests/test_worked_examples.py",
        "spec/solvent_spec/rules/curfew/orders.py",
    ]
    run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
