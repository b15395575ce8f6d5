"""`pytest --clause ID` runs what tests a clause, and nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RULES = '''
def marked(rule):
    rule.__clause__ = "UNIT-001"
    return rule


class Rules:
    @marked
    def doubled(self):
        """
        >>> 1 + 1
        2
        """

    def tripled(self):
        """
        >>> 1 + 2
        3
        """
'''
TESTS = """
import pytest

@pytest.mark.tests("UNIT-001", "UNIT-002")
def test_of_two():
    pass

@pytest.mark.tests("UNIT-003")
def test_of_another():
    pass

def test_of_none():
    pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "rules.py").write_text(RULES)
    (tmp_path / "test_rules.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\n"
        "addopts = --doctest-modules --import-mode=importlib -p no:cacheprovider\n"
        "pythonpath = .\n"
        "markers = tests: what a test tests\n"
    )
    return tmp_path


def collected(project: Path, *clauses: str) -> tuple[int, set[str]]:
    options = [option for clause in clauses for option in ("--clause", clause)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", *options],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, {
        line.split("::")[1] for line in done.stdout.splitlines() if "::" in line
    }


def test_without_an_id_everything_runs(project: Path) -> None:
    assert len(collected(project)[1]) == 5


def test_an_id_selects_marked_tests_and_the_examples_of_its_rule(project: Path) -> None:
    assert collected(project, "UNIT-001") == (0, {"rules.Rules.doubled", "test_of_two"})


def test_two_ids_select_what_tests_either(project: Path) -> None:
    assert collected(project, "UNIT-002", "UNIT-003") == (0, {"test_of_two", "test_of_another"})


def test_an_id_that_nothing_tests_is_no_success(project: Path) -> None:
    assert collected(project, "UNIT-009") == (pytest.ExitCode.NO_TESTS_COLLECTED, set())


def test_an_id_that_is_none_is_refused(project: Path) -> None:
    assert collected(project, "unit-1") == (pytest.ExitCode.USAGE_ERROR, set())
