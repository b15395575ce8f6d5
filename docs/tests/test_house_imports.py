"""Who may import whom: the contracts in pyproject.toml, and what they cannot say."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "solvent_spec"
REFERENCE = ROOT / "reference" / "solvent_reference"
CONFORMANCE = ROOT / "conformance" / "solvent_conformance"

# The parts that model messages or solve formulas; the rest needs the standard library alone.
SPEC_PARTS = {"wire": {"pydantic"}, "symbolic": {"sympy"}, "theorems": {"z3"}}
REFERENCE_SHELL = ("server", "__main__")
# An accountant who used the formulas of the specification would confirm its errors.
ACCOUNTING_MAY_READ = {"solvent_spec.vocabulary"}


def modules(folder: Path) -> list[Path]:
    return (
        sorted(folder.rglob("*.py"))
        if folder.is_dir()
        else sorted(folder.parent.glob(f"{folder.name}.py"))
    )


def part(path: Path, package: Path) -> str:
    """The first name below the package: `wire` of `solvent_spec/wire/orders.py`."""
    return path.relative_to(package).parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    root = next(p for p in (SPEC, REFERENCE, CONFORMANCE) if path.is_relative_to(p))
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Every absolute module name that a module imports, anywhere in it."""
    package = dotted(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, node.module] if node.module else base)
            yield name
            # `from solvent_spec import units` imports the module `solvent_spec.vocabulary.units`.
            yield from (f"{name}.{alias.name}" for alias in node.names)


def top_levels(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def test_the_import_contracts_hold() -> None:
    # In a process of its own: the linter sets up logging anew, and every logger that this
    # process has by then would be silent from there on.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", modules(SPEC), ids=dotted)
def test_the_specification_needs_the_standard_library_only(path: Path) -> None:
    allowed = {"solvent_spec"} | SPEC_PARTS.get(part(path, SPEC), set())
    assert top_levels(path) - sys.stdlib_module_names - allowed == set()


@pytest.mark.parametrize(
    "path", [p for p in modules(SPEC) if part(p, SPEC) not in SPEC_PARTS], ids=dotted
)
def test_no_rule_reaches_for_the_parts_that_need_libraries(path: Path) -> None:
    parts = tuple(f"solvent_spec.{name}" for name in SPEC_PARTS)
    assert [name for name in imported(path) if name.startswith(parts)] == []


@pytest.mark.parametrize(
    "path",
    [p for p in modules(REFERENCE) if part(p, REFERENCE) not in REFERENCE_SHELL],
    ids=dotted,
)
def test_the_core_of_the_reference_knows_the_specification_only(path: Path) -> None:
    assert (
        # A venue reads its setup as every venue in Python does.
        top_levels(path)
        - sys.stdlib_module_names
        - {"solvent_spec", "solvent_adapter", "solvent_reference"}
        == set()
    )
    shell = tuple(f"solvent_reference.{name}" for name in REFERENCE_SHELL)
    assert [name for name in imported(path) if name.startswith(shell)] == []


def test_an_adapter_meets_a_stranger() -> None:
    """Whoever runs a venue in process is handed it, or finds it by a name."""
    adapters = modules(CONFORMANCE / "adapters")
    assert [dotted(p) for p in adapters if "solvent_reference" in top_levels(p)] == []


def test_the_accountant_uses_no_formula_of_the_specification() -> None:
    judges = CONFORMANCE / "judges"
    for path in (judges / "accounting.py", judges / "solvency.py"):
        assert "solvent_reference" not in top_levels(path)
        names = [name.split(".") for name in imported(path) if name.startswith("solvent_spec.")]
        assert {".".join(name[:2]) for name in names} <= ACCOUNTING_MAY_READ


def test_the_suite_has_no_loose_module() -> None:
    """Each module stands in the folder that says which question it answers."""
    assert [path.name for path in CONFORMANCE.glob("*.py") if path.name != "__init__.py"] == []
