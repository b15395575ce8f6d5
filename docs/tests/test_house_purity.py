"""The rules and the core of the reference are exact and repeatable.

No float, no clock, no chance, no input and output: whoever replays a journal gets the same bytes.
A slash between fractions is exact, a slash between integers is not. Only types tell them apart, so
that check is a plugin of the type checker, `exact_division`, and is tried here on a small module.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from mypy import api as mypy

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "solvent_spec"
REFERENCE = ROOT / "reference" / "solvent_reference"

# First name below the package -> why it is not pure.
SPEC_EXEMPT = {
    "wire": "models of messages: what arrives as a JSON float is refused there",
    "symbolic": "expressions, in which a slash builds a fraction",
    "theorems": "sentences for a solver, and how long it takes over them",
}
REFERENCE_EXEMPT = {
    "server": "the shell: it owns the clock and the sockets",
    "__main__": "starts the shell",
}
# Modules that may do one impure thing: (module, what is found) -> why.
ALLOWED: dict[tuple[str, str], str] = {
    ("spec/solvent_spec/rulebook/catalogue.py", "open()"): "reads the catalogue of contracts",
}
IMPURE_MODULES = {
    "asyncio",
    "io",
    "os",
    "random",
    "secrets",
    "socket",
    "sys",
    "threading",
    "time",
    "uuid",
}
IMPURE_CALLS = {"float", "input", "open", "print"}
CLOCKS = {"now", "today", "utcnow"}
FILE_METHODS = {"read_bytes", "read_text", "write_bytes", "write_text"}


def pure_modules() -> list[Path]:
    roots = ((SPEC, SPEC_EXEMPT), (REFERENCE, REFERENCE_EXEMPT))
    return [
        path
        for package, exempt in roots
        for path in sorted(package.rglob("*.py"))
        if path.relative_to(package).parts[0].removesuffix(".py") not in exempt
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def impurities(source: str) -> Iterator[tuple[int, str]]:
    """Line and description of everything that a pure module may not contain."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                yield node.lineno, "a float literal"
            case ast.Import(names=names):
                yield from (
                    (node.lineno, f"import {alias.name}")
                    for alias in names
                    if alias.name.split(".")[0] in IMPURE_MODULES
                )
            case ast.ImportFrom(module=str(module), level=0) if (
                module.split(".")[0] in IMPURE_MODULES
            ):
                yield node.lineno, f"import {module}"
            case ast.Call(func=ast.Name(id=called)) if called in IMPURE_CALLS:
                yield node.lineno, f"{called}()"
            case ast.Call(func=ast.Attribute(attr=called)) if called in FILE_METHODS:
                yield node.lineno, "open()"
            case ast.Call(func=ast.Attribute(value=owner, attr=called)) if called in CLOCKS:
                if ast.unparse(owner).split(".")[-1] in {"datetime", "date"}:
                    yield node.lineno, f"{called}()"


@pytest.mark.parametrize("path", pure_modules(), ids=name_of)
def test_the_rules_and_the_core_are_exact_and_repeatable(path: Path) -> None:
    found = [
        f"{name_of(path)}:{line}: {what}"
        for line, what in impurities(path.read_text())
        if (name_of(path), what) not in ALLOWED
    ]
    assert found == []


def test_what_is_allowed_is_needed() -> None:
    for name, what in ALLOWED:
        found = {impurity for _, impurity in impurities((ROOT / name).read_text())}
        assert what in found, f"{name} has no {what} any more"
    for package, exempt in ((SPEC, SPEC_EXEMPT), (REFERENCE, REFERENCE_EXEMPT)):
        rooms = {path.name.removesuffix(".py") for path in package.iterdir()}
        assert set(exempt) <= rooms


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("x = 0.5", "a float literal"),
        ("import time", "import time"),
        ("from os import path", "import os"),
        ("import os.path", "import os.path"),
        ("float(x)", "float()"),
        ("print(x)", "print()"),
        ("Path(x).read_text()", "open()"),
        ("datetime.datetime.now()", "now()"),
        ("date.today()", "today()"),
    ],
)
def test_the_check_sees_each_impurity(source: str, what: str) -> None:
    assert [found for _, found in impurities(source)] == [what]


@pytest.mark.parametrize(
    "source",
    ["x = a // b", "x = Fraction(1) / 3", "x = Fraction(1, 2)", "now = state.now", "x = 5"],
)
def test_the_check_lets_exact_code_pass(source: str) -> None:
    assert list(impurities(source)) == []


def test_the_type_checker_refuses_a_division_that_gives_a_float(tmp_path: Path) -> None:
    package = tmp_path / "solvent_spec"
    package.mkdir()
    module = package / "sums.py"
    module.write_text(
        "from fractions import Fraction\n"
        "from typing import NewType\n"
        "Sats = NewType('Sats', int)\n"
        "exact = Fraction(1) / 3\n"
        "plain = 1 / 3\n"
        "named = Sats(1) / 3\n"
    )
    config = tmp_path / "mypy.ini"
    config.write_text(f"[mypy]\nplugins = {Path(__file__).parent / 'exact_division.py'}\n")
    out, _, _ = mypy.run(["--config-file", str(config), "--cache-dir", str(tmp_path), str(module)])
    refused = [line.split(":")[1] for line in out.splitlines() if "[inexact]" in line]
    assert refused == ["5", "6"]
