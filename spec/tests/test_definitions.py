"""Definitions: what a reset says that its names mean."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from solvent_spec.rulebook import PRESETS, Rulebook
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.rulebook.parameter_values import (
    parameter_json,
    parameters_of,
    rulebook_parameters,
)

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize("name", [*PRESETS, "2017-03-01", "2024-01-01"])
def test_every_contract_comes_back_as_it_was(name: str) -> None:
    book = Rulebook.named(name)
    listed = Definitions.listed(CATALOGUE, book, CATALOGUE.instruments)
    again = Definitions.of(json.loads(json.dumps(listed.row())))
    assert dict(again.catalogue.at(again.book)) == dict(listed.instruments)
    for symbol, index in listed.indices.items():
        assert again.catalogue.index(symbol, again.book) == index
    assert all(getattr(again.book, n) == getattr(book, n) for n in rulebook_parameters())
    assert (again.book.name, again.book.date) == (book.name, book.date)


def test_every_parameter_says_what_it_means() -> None:
    assert all(parameter.meaning for parameter in rulebook_parameters().values())


def toy() -> dict[str, Any]:
    row: dict[str, Any] = Definitions.listed(CATALOGUE, PRESETS["TOY"], ["XBTTOY"]).row()
    return row


@pytest.mark.parametrize(
    ("part", "name", "value", "said"),
    [
        ("rulebook", "comission_rounding", "up", "did you mean commission_rounding?"),
        ("rulebook", "commission_rounding", "down", "one of truncate, nearest, even, up"),
        ("rulebook", "funding_interval", 0, "milliseconds above zero"),
        ("rulebook", "funding_clamp", "1e999999", "a decimal string"),
        ("rulebook", "sheds", 1, "true or false"),
        ("XBTTOY", "multiplier", 5, "an inverse contract, and no other"),
        ("XBTTOY", "lot_size", 0, "lot_size is 0"),
        ("XBTTOY", "maker_fee", "-0.01", "would pay for trades"),
        ("XBTTOY", "tick_size", "0.015", "whole number"),
        ("XBTTOY", "init_margin", "x", "contract XBTTOY"),
        ("XBTTOY", "index_symbol", ".NONE", "which is not defined"),
        (".XBTTOY", "constituents", {"A": "1/2"}, "sum to one"),
    ],
)
def test_what_nobody_can_mean_is_refused(part: str, name: str, value: object, said: str) -> None:
    row = toy()
    home = (
        row["rulebook"]
        if part == "rulebook"
        else row["indices" if "." in part else "instruments"][part]
    )
    home[name] = value
    with pytest.raises(ValueError, match=said.replace("?", r"\?")):
        Definitions.of(row)


def test_what_a_rulebook_leaves_out_is_as_in_june_2019() -> None:
    book = parameters_of({"name": "mine", "max_leverage": 20})
    assert book.max_leverage == Fraction(20)
    assert parameter_json(book)["funding_interval"] == 28_800_000
