"""The rules of docs/style.md that a machine can check."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLE = ROOT / "docs" / "style.md"
PACKAGES = [
    ROOT / "spec" / "solvent_spec",
    ROOT / "reference" / "solvent_reference",
    ROOT / "conformance" / "solvent_adapter",
    ROOT / "conformance" / "solvent_conformance",
]
MODULES = sorted(path for package in PACKAGES for path in package.rglob("*.py"))
TESTS = sorted(ROOT.glob("*/tests/**/*.py"))

LONGEST_MODULE = 250
NO_NOUN = {"common", "handler", "handlers", "helper", "helpers", "manager", "misc", "util", "utils"}
# Words of no field, or of two: amount of what, info about what, and a formula is a noun.
BANNED = NO_NOUN | {"amount", "calculate", "calculator", "info", "trader"}

# The names of the roundings themselves, and the two rules that define one.
ROUNDINGS = {
    "spec/solvent_spec/vocabulary/units.py",
    "spec/solvent_spec/rules/units/rounding.py",
}

SUPPRESSION = re.compile(
    r"#\s*(?P<kind>type: ignore|noqa|pragma: no cover|fmt: off|fmt: skip)(?P<rest>.*)"
)
CODES = re.compile(r"^(\[[\w, -]+\]|:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?")
REASON = re.compile(r"[A-Za-z]{2,}.*\s+\S{2,}")

# Written in pieces, so that this file passes its own test.
FOREIGN = {
    "".join(pieces): why
    for pieces, why in {
        ("/wo", "rk/"): "a path of one machine",
        ("/ro", "ot/"): "a path of one machine",
        ("/ho", "me/"): "a path of one machine",
        ("py", "pi.org"): "the address of a package index",
        ("pythonho", "sted.org"): "the address of a package index",
        ("registry.npm", "js.org"): "the address of a package index",
        ("--extra-index", "-url"): "the choice of a package index",
        ("--trusted", "-host"): "the choice of a package index",
    }.items()
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def admitted(rule: str) -> set[str]:
    """The modules that docs/style.md admits to violate a rule: ``- `path.py` (rule): reason``."""
    _, _, tail = STYLE.read_text().partition("## Today's violations")
    return set(re.findall(rf"^- `([^`]+\.py)` \({rule}\): \S", tail, flags=re.MULTILINE))


def bare_floors(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.FloorDiv)
    ]


def unclear_names(path: Path) -> list[str]:
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    names = [n.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, definitions)]
    return [name for name in names if words(name) & BANNED]


def excess(path: Path) -> int:
    return max(0, length(path) - LONGEST_MODULE)


VIOLATIONS = {"length": excess, "floor division": bare_floors, "name": unclear_names}


def test_a_long_module_is_listed_with_its_reason() -> None:
    too_long = {name_of(p): length(p) for p in MODULES if excess(p)}
    assert {name: n for name, n in too_long.items() if name not in admitted("length")} == {}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_the_list_of_violations_is_not_stale(rule: str) -> None:
    paths = {name: ROOT / name for name in admitted(rule)}
    assert [n for n, p in paths.items() if not p.is_file() or not VIOLATIONS[rule](p)] == []


def test_a_module_is_a_noun_of_the_field() -> None:
    parts = {name_of(p): set(p.with_suffix("").relative_to(ROOT).parts) for p in MODULES}
    assert [name for name, words in parts.items() if words & NO_NOUN] == []


def words(identifier: str) -> set[str]:
    """The words of a name in either case: `initial_margin`, `InitialMargin`."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_say_what_they_mean(path: Path) -> None:
    assert unclear_names(path) == [] or name_of(path) in admitted("name")


def silent_suppressions(source: str) -> Iterator[str]:
    """The comments that switch a check off and give no code or no reason."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match = SUPPRESSION.match(token.string) if token.type == tokenize.COMMENT else None
        if match is None:
            continue
        codes = CODES.match(match["rest"])
        coded = codes is not None and codes[0] != ""
        reason = match["rest"][codes.end() if codes else 0 :]
        needs_code = match["kind"] in {"type: ignore", "noqa"}
        if (needs_code and not coded) or not REASON.search(reason):
            yield f"{token.start[0]}: {token.string}"


@pytest.mark.parametrize("path", [*MODULES, *TESTS, ROOT / "conftest.py"], ids=name_of)
def test_a_suppression_carries_its_code_and_its_reason(path: Path) -> None:
    assert list(silent_suppressions(path.read_text())) == []


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# noqa", True),
        ("# noqa: E501", True),
        ("# noqa: E501 - a table reads best in one line", False),
        ("# type: ignore", True),
        ("# type: ignore[arg-type]", True),
        ("# type: ignore[arg-type]  # the stub is wrong", False),
        ("# pragma: no cover", True),
        ("# pragma: no cover - only on Windows", False),
    ],
)
def test_the_check_of_suppressions_sees_the_difference(comment: str, *, silent: bool) -> None:
    assert bool(list(silent_suppressions(f"x = 1  {comment}\n"))) is silent


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p.is_relative_to(PACKAGES[0]) and name_of(p) not in ROUNDINGS],
    ids=name_of,
)
def test_a_rule_names_its_rounding(path: Path) -> None:
    """A bare floor division hides who bears the remainder; `units` has a name for each rounding."""
    assert bare_floors(path) == [] or name_of(path) in admitted("floor division")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: there is no list of tracked files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image or an archive
        found += [f"{name_of(path)}: {why}" for needle, why in FOREIGN.items() if needle in text]
    assert found == []


def test_no_two_test_files_share_a_name() -> None:
    """Tests of different packages meet in one run, where a name stands for one module."""
    names = [path.name for path in TESTS if path.name not in {"__init__.py", "conftest.py"}]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
