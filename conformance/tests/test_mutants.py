"""Mutants: what may be changed, that only a child is changed, and what is said of a survivor."""

import ast
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pytest
from click.testing import CliRunner

from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.choices.policies import Policy
from solvent_conformance.cli import main
from solvent_conformance.histories.scenes.steps import new_order, open_world
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.session import Session
from solvent_conformance.strength.mutants import trial as trials
from solvent_conformance.strength.mutants.alternatives import alternatives
from solvent_conformance.strength.mutants.equivalents import equivalents, stale
from solvent_conformance.strength.mutants.figures import MutantFigures
from solvent_conformance.strength.mutants.loader import mutant_stdio
from solvent_conformance.strength.mutants.operators import OPERATORS
from solvent_conformance.strength.mutants.sites import (
    NO_BEHAVIOUR,
    draw,
    every_site,
    is_played,
    modules,
    path_of,
    site,
)
from solvent_conformance.strength.mutants.source import changed_tree, changes
from solvent_conformance.strength.mutants.trial import End, MutantTrial, mutant_trial
from solvent_conformance.strength.searches import play_scenes
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import Price

PRIORITY = "solvent_spec.rules.matching.priority"
WORST_FIRST = f"{PRIORITY}:PriorityRules.level_rank:arithmetic:1"
# Only a venue that deleverages the larger of two equals first plays this; the reference does not.
NEVER_PLAYED = "solvent_spec.rules.deleveraging.ranking:RankingRules.deleverage_rank:arithmetic:2"


def after(body: str, operator: str) -> list[str]:
    source = f"def rule(self, a, b):\n    {body}\n    return None\n"
    return [c.texts()[1] for c in changes(ast.parse(source)) if c.operator == operator]


@pytest.mark.parametrize(
    ("operator", "body", "expected"),
    [
        ("arithmetic", "x = a + b", ["x = a - b"]),
        ("arithmetic", "x = -a", ["x = a"]),
        ("arithmetic", "self.x -= a", ["self.x += a"]),
        ("arithmetic", "x = 'a text' + b", []),
        ("comparison", "if a < b: x = 1", ["if a <= b:"]),
        ("comparison", "x = a is b", ["x = a is not b"]),
        ("comparison", "x = 0 < a <= b", ["x = 0 <= a <= b", "x = 0 < a < b"]),
        ("comparison", "x = min(a, b)", ["x = max(a, b)"]),
        ("constant", "x = a + 1", ["x = a + 2", "x = a + 0"]),
        ("constant", "x = True", ["x = False"]),
        ("constant", "x = 'a text'", []),
        ("constant", "x = zip(a, b, strict=True)", []),
        ("rounding", "x = ceil_mul(a, b)", ["x = trunc_mul(a, b)"]),
        ("rounding", "x = floor_div(a, b)", ["x = ceil_div(a, b)", "x = round_half_up_div(a, b)"]),
        ("negation", "if a: x = 1", ["if not a:"]),
        ("negation", "while not a: x = 1", ["while a:"]),
        ("negation", "x = a and b", ["x = a or b"]),
        ("negation", "if a == b: x = 1", []),
        ("negation", "x = [c for c in b if c]", ["x = [c for c in b if not c]"]),
        ("deletion", "self.post(a)", ["pass"]),
        ("deletion", "yield a", ["yield from ()"]),
        ("deletion", "self.x = a", ["pass"]),
        ("deletion", "x = a", []),
        ("deletion", "if a: return b", ["pass"]),
        ("deletion", "'a docstring'", []),
        ("swap", "x = self.rule(a, b)", ["x = self.rule(b, a)"]),
        ("swap", "x = Fill(qty=a, cost=b)", ["x = Fill(qty=b, cost=a)"]),
        ("swap", "x = max(a, b)", []),
        ("swap", "x = decide(exchange, rules, a)", []),
    ],
)
def test_an_operator_changes_what_it_says(operator: str, body: str, expected: list[str]) -> None:
    assert after(body, operator) == expected


SAMPLE = '''
from solvent_spec.vocabulary.units import ceil_mul, exact_div
LIMIT = 3
class Sample(Chapter):
    """Three of four.

    >>> 1 + 1
    2
    """
    __slots__ = ("a", "b")
    @clause("FUND-001", level="MUST", alternatives=("x", 1 + 1))
    def rule(self, a: Literal[1], b: int = 7) -> "Literal[2]":
        """A rule of 4 and 5.

        >>> 2 + 2
        4
        """
        assert a < b, f"{a + 1}"
        total: dict[Literal[3], int] = {}
        if a:
            raise ValueError(f"{a + b} is not {1 + 1}")
        return ceil_mul(a, b)
    @clause("FUND-002", unseen="nobody sees it")
    def other(self, a: int) -> int:
        return a + 1
'''


def test_nothing_is_changed_that_is_no_behaviour() -> None:
    found = [(c.owner, c.operator, *c.texts()) for c in changes(ast.parse(SAMPLE))]
    assert found == [
        ("LIMIT", "constant", "LIMIT = 3", "LIMIT = 4"),
        ("LIMIT", "constant", "LIMIT = 3", "LIMIT = 2"),
        ("Sample.rule", "negation", "if a:", "if not a:"),
        ("Sample.rule", "deletion", "raise ValueError(f'{a + b} is not {1 + 1}')", "pass"),
        ("Sample.rule", "rounding", "return ceil_mul(a, b)", "return trunc_mul(a, b)"),
        ("Sample.rule", "swap", "return ceil_mul(a, b)", "return ceil_mul(b, a)"),
    ]


def test_a_rounding_that_is_called_instead_is_imported() -> None:
    tree = changed_tree(SAMPLE, "Sample.rule", "rounding", 1)
    assert "import ceil_mul, exact_div, trunc_mul" in ast.unparse(tree)
    with pytest.raises(LookupError):
        changed_tree(SAMPLE, "Sample.rule", "rounding", 2)


def test_each_change_is_one_and_can_be_compiled() -> None:
    for module in modules()[::12]:
        source = path_of(module).read_text()
        whole = ast.dump(ast.parse(source))
        for change in islice(changes(ast.parse(source)), 0, None, 25):
            tree = changed_tree(source, change.owner, change.operator, change.number)
            compile(tree, module, "exec")
            assert ast.dump(tree) != whole


def test_every_mutant_has_a_name_of_its_own() -> None:
    every = every_site()
    assert len({one.identity for one in every}) == len(every)
    assert {one.operator for one in every} == set(OPERATORS)
    assert not {one.module for one in every} & NO_BEHAVIOUR
    assert site(every[7].identity) == every[7]
    with pytest.raises(LookupError):
        site(f"{PRIORITY}:Nobody:swap:1")


def test_a_rule_that_no_venue_plays_has_no_mutant() -> None:
    weights = "solvent_spec.rules.index.prices"
    assert not is_played(weights, "IndexPriceRules.volume_weight")
    assert is_played(weights, "IndexPriceRules.floored_index")
    assert is_played(PRIORITY, "PriorityRules.level_rank")
    assert not is_played("solvent_spec.rules.instruments.terms", "_NOON")
    assert is_played("solvent_spec.rules.margin.prices", "_NO_RATE")
    owners = {one.owner for one in every_site()}
    assert "IndexPriceRules.volume_weight" not in owners


def test_a_mutant_is_tried_under_the_choices_that_its_function_asks_for() -> None:
    assert alternatives(site(NEVER_PLAYED)) == (("ADLV-002", "larger position first"),)
    calls_it = site("solvent_reference.reckoning.deleveraging:first_in_line:comparison:1")
    assert ("ADLV-002", "larger position first") in alternatives(calls_it)
    assert alternatives(site(WORST_FIRST)) == ()


def test_a_draw_is_the_same_for_the_same_seed_and_goes_round() -> None:
    every = every_site()
    drawn = draw(70, 5, every)
    assert drawn == draw(70, 5, every)
    assert drawn != draw(70, 6, every)
    assert drawn[:20] == draw(20, 5, every)
    assert set(Counter(one.operator for one in drawn).values()) == {10}
    assert len({one.module for one in drawn}) > 35
    assert sorted(draw(10**6, 5, every[:99]), key=every.index) == list(every[:99])


CHILD = """
import sys
from solvent_conformance.strength.mutants.loader import MutantFinder, MutantLoader
sys.meta_path.insert(0, MutantFinder(sys.argv[1]))
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
print(Rules.level_rank(None, Side.BUY, 5))
modules = [m for m in sys.modules.values() if getattr(m, "__spec__", None)]
print([m.__name__ for m in modules if isinstance(m.__spec__.loader, MutantLoader)])
"""


def test_a_child_is_changed_in_one_module_and_this_process_in_none() -> None:
    path = path_of(PRIORITY)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, WORST_FIRST], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["5", f"['{PRIORITY}']"]
    assert Rules.level_rank(None, Side.BUY, Price(5)) == -5  # type: ignore[arg-type] # reads no self
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few scenes alone: whatever is not found by them survives."""

    def few(lockstep: Lockstep) -> Iterator[tuple[Violation | None, int]]:
        return islice(play_scenes(lockstep), 6)

    monkeypatch.setattr(trials, "infer_policies", lambda *_, **__: ())
    monkeypatch.setattr(trials, "alternatives", lambda _: ())
    monkeypatch.setattr(trials, "play_scenes", few)
    monkeypatch.setattr(trials, "PROFILES", ())
    monkeypatch.setattr(trials, "retell_histories", lambda *_: (None, 0))


@pytest.mark.usefixtures("short")
def test_a_mutant_is_killed_over_stdio_by_a_violation() -> None:
    tried = mutant_trial(site(WORST_FIRST), 1)
    assert tried.end == "violation"
    assert tried.told.startswith("MTCH-")
    again = mutant_trial(site(WORST_FIRST), 1)
    assert (again.told, again.commands) == (tried.told, tried.commands)


@pytest.mark.usefixtures("short")
def test_a_mutant_that_fails_is_killed_and_it_is_said() -> None:
    tried = mutant_trial(site("solvent_reference.decisions:decide:deletion:5"), 1)
    assert tried.end == "failure"
    assert "engine failed" in tried.told


@pytest.mark.usefixtures("short")
def test_a_mutant_in_what_is_never_played_survives_and_is_named() -> None:
    arguments = ["strength", "--mutant", NEVER_PLAYED, "--seed", "3", "--jobs", "1"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "survived: solvent_spec.rules.deleveraging.ranking (ranking.py:" in result.stdout
    assert "- return (-score, -abs(int(qty)), sequence)" in result.stdout
    assert "+ return (-score, abs(int(qty)), sequence)" in result.stdout
    assert f"solvent strength --mutant {NEVER_PLAYED} --seed 3" in result.stdout
    assert "0 of 1 mutants killed" in result.stdout


def test_a_mutant_that_chooses_otherwise_is_another_venue() -> None:
    steps = list(open_world("XBTTOY"))
    steps += [new_order("alice", "Buy", 1, "99"), new_order("alice", "Sell", 1, "99")]
    statuses = []
    for choices in ((), ("MTCH-005=cancel incoming",)):
        with open_venue(mutant_stdio(NEVER_PLAYED, *choices)) as venue:
            can = Capabilities.of(venue.hello())
            session = Session(venue, can)
            answers = [session.send(step) for step in steps]
        statuses.append(answers[-1].rows[0]["ordStatus"])
    assert statuses == ["Filled", "Canceled"]


@pytest.mark.usefixtures("short")
def test_a_mutant_that_chooses_otherwise_is_not_killed_for_its_choice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = (Policy("MTCH-005", "cancel incoming", seen=True),)
    monkeypatch.setattr(trials, "infer_policies", lambda *_, **__: chosen)
    told = ("MTCH-005", "cancel incoming")
    assert trials.judge_mutant(NEVER_PLAYED, 1, told)[0] == "survived"


@pytest.mark.usefixtures("short")
def test_a_mutant_that_does_what_a_clause_permits_is_equivalent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = "what the engine refuses is a Rejected row"
    found = (Policy("APIC-006", kept, seen=True),)
    monkeypatch.setattr(trials, "infer_policies", lambda *_, **__: found)
    keeps = "solvent_spec.rules.api.answers:AnswerRules.keeps_refused_order:comparison:1"
    tried = mutant_trial(site(keeps), 1)
    assert (tried.end, tried.told) == ("equivalent", f"it does what APIC-006 permits: {kept!r}")


def test_an_equivalent_mutant_is_listed_by_what_it_changes_and_why() -> None:
    assert [one.key for one in stale(every_site())] == []
    assert [one.key for one in equivalents() if len(one.reason) < 20] == []
    keys = [one.key for one in equivalents()]
    assert len(set(keys)) == len(keys)


def test_an_equivalent_mutant_is_not_tried() -> None:
    key = equivalents()[0].key
    named = next(
        s for s in every_site() if (s.module, s.owner, s.operator, s.before, s.after) == key
    )
    result = CliRunner().invoke(main, ["strength", "--mutant", named.identity, "--json"])
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert row["ends"] == {"violation": 0, "failure": 0, "survived": 0, "equivalent": 1}
    assert row["stale"] == []


def figures(*ends: End) -> MutantFigures:
    return MutantFigures(1, tuple(MutantTrial(site(WORST_FIRST), end) for end in ends))


def test_the_share_is_of_those_that_are_not_equivalent() -> None:
    enough = figures(*["violation"] * 18, "failure", "survived", *["equivalent"] * 5)
    assert (enough.judged, enough.percent, enough.is_enough) == (20, "95.0 %", True)
    too_few = figures(*["violation"] * 18, "survived", "equivalent")
    assert (too_few.judged, too_few.percent, too_few.is_enough) == (19, "94.7 %", False)


@pytest.mark.parametrize(
    "options",
    [
        ("--mutants", "0"),
        ("--mutants", "3", "--clause", "FEES-001"),
        ("--mutants", "3", "--mutant", WORST_FIRST),
        ("--mutant", "nobody"),
    ],
)
def test_what_is_no_mutant_is_wrong_usage(options: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["strength", *options]).exit_code == 2
