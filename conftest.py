"""What every test of the three packages shares: selection by clause, one Hypothesis profile."""

import os
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

# The theorems are decided where z3 is installed, and their modules cannot be imported elsewhere.
collect_ignore = [] if find_spec("z3") else ["spec/solvent_spec/theorems"]

CLAUSE_ID = re.compile(r"[A-Z]{4}-\d{3}")
BUILD = Path(__file__).parent / "build"

# A shared machine is slow at times, and a deadline would turn that into a failure.
settings.register_profile(
    "house",
    deadline=None,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(BUILD / "hypothesis"),
)
# The same examples every time: for a run that somebody else has to repeat.
settings.register_profile(
    "repeat", parent=settings.get_profile("house"), derandomize=True, database=None
)
settings.load_profile(os.environ.get("SOLVENT_HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--clause ID`, which may be given more than once."""
    parser.addoption(
        "--clause",
        action="append",
        default=[],
        metavar="ID",
        help="run only what tests this clause: marked tests, and the doctests of its rule",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an id that is none, before a run that would select nothing and seem to pass."""
    for identity in config.getoption("--clause"):
        if not CLAUSE_ID.fullmatch(identity):
            message = f"--clause {identity}: a clause id is four capitals, a dash, three digits"
            raise pytest.UsageError(message)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the items that test one of the clauses asked for."""
    wanted = set(config.getoption("--clause"))
    if not wanted:
        return
    kept = [item for item in items if not wanted.isdisjoint(clauses_tested_by(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def clauses_tested_by(item: pytest.Item) -> Iterable[str]:
    """The clauses that a test names, or whose rule a doctest belongs to."""
    for marker in item.iter_markers("tests"):
        yield from marker.args
    if isinstance(item, pytest.DoctestItem):
        yield from clauses_of_rule(item.name)


def clauses_of_rule(dotted: str) -> Iterator[str]:
    """The clause of `package.module.function` or `package.module.Class.method`, if it has one."""
    try:
        rule = resolve_name(dotted)
    except (AttributeError, ImportError):  # a text file, or a `__test__` entry: no object at all
        return
    identity = getattr(rule, "__clause__", None)
    if isinstance(identity, str):
        yield identity


@pytest.fixture(autouse=True)
def _doctest_names(request: pytest.FixtureRequest) -> None:
    """Give doctests the names in `DOCTEST_NAMES` of their package, if it defines any.

    A chapter's example then need not repeat the imports that every example needs: the
    specification lists them in `solvent_spec.rules.example_names.DOCTEST_NAMES`.
    """
    if isinstance(request.node, pytest.DoctestItem):
        request.getfixturevalue("doctest_namespace").update(doctest_names())


def doctest_names() -> dict[str, object]:
    """What the specification offers to its doctests; nothing as long as it offers nothing."""
    try:
        module = import_module("solvent_spec.rules.example_names")
    except ModuleNotFoundError:
        return {}
    names: dict[str, object] = module.DOCTEST_NAMES
    return names
