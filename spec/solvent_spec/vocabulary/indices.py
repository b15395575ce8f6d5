"""Indices: their definition and their constituents."""

from __future__ import annotations

from dataclasses import dataclass

from solvent_spec.vocabulary.units import Millis, Price, Rate, Symbol


@dataclass(frozen=True, slots=True)
class Constituent:
    """One spot exchange of an index: its name, its weight, its last price and when it came.

    `excluded` ones do not count for whatever reason; `removed` ones strayed and wait to be
    reintroduced, being fit for it without a break since `fit_since`.
    """

    reference: str
    weight: Rate
    price: Price
    updated: Millis
    excluded: bool = False
    removed: bool = False
    fit_since: Millis | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The definition of an index: its grid and whether it prices a coin in coins or in fiat."""

    symbol: Symbol
    min_tick: Price
    altcoin: bool
    weights: tuple[tuple[str, Rate], ...]
