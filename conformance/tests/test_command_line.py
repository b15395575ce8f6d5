"""The group of subcommands: what it lists, what it loads, and how it says what is missing."""

import sys

import click
import pytest
from click.testing import CliRunner

from solvent_conformance.cli import SUBCOMMANDS, main

PACKAGE = "solvent_conformance.cli"


def test_help_lists_every_subcommand_and_imports_none(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = [f"{PACKAGE}.{name.replace('-', '_')}" for name in SUBCOMMANDS]
    for module in modules:
        monkeypatch.delitem(sys.modules, module, raising=False)
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert [name for name in SUBCOMMANDS if f"  {name} " not in result.output] == []
    assert [module for module in modules if module in sys.modules] == []


def test_version() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("solvent, version ")


def test_an_unknown_subcommand_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["certfy"])
    assert result.exit_code == 2
    assert "certfy" in result.output


def test_a_subcommand_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SUBCOMMANDS, "tides", "Not there.")
    result = CliRunner().invoke(main, ["tides"])
    assert result.exit_code == 2
    assert "`solvent tides` is not part of this installation" in result.output


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ModuleNotFoundError("No module named 'sympy'", name="sympy")

    monkeypatch.setattr(f"{PACKAGE}.import_module", refuse)
    result = CliRunner().invoke(main, ["clauses"])
    assert result.exit_code == 2
    assert "needs the module sympy" in result.output
    assert "pip install" in result.output


def test_a_module_without_a_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{PACKAGE}.import_module", lambda _: click)
    monkeypatch.delattr(click, "command")
    result = CliRunner().invoke(main, ["clauses"])
    assert result.exit_code == 2
    assert "no click command" in result.output
