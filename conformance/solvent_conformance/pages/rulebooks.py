"""The page of rulebooks: parameters of the presets side by side, and the terms of toy contracts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from fractions import Fraction
from typing import Final

from solvent_conformance.pages.markdown import NOTE, code_span, markdown_table
from solvent_conformance.protocol.market import the_catalogue
from solvent_spec.rulebook import PRESETS, iso_instant
from solvent_spec.rulebook.parameter_values import parameter_json, rulebook_parameters
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import price_text, rate_text

_TOY: Final = PRESETS["TOY"]
_PRICES: Final = frozenset({"tick_size", "min_tick", "max_price"})
_INSTANTS: Final = frozenset({"listing", "expiry"})
_SPANS: Final = frozenset({"funding_interval"})

_OPENING: Final = """\
# Rulebooks

{note}
A number in a clause is that of the rulebook of June 2019, where the clause does not say
otherwise. The other presets have other numbers and the same clauses: a clause that speaks of 200
open orders speaks of `max_open_orders`. Every `reset` carries the parameters of its rulebook and
the terms of its contracts in `definitions` ([own-market.md](../own-market.md)), so nobody has to
copy them from here.

Rates are decimals or fractions, spans milliseconds, money satoshi. Most histories are played
under TOY, which keeps the rules of 2019-06 and shrinks its numbers. `solvent rulebook show` and
`diff` print the same.
"""

_CONTRACTS: Final = """\
## Toy contracts

What the histories under TOY trade, beside the contracts of `fixtures/instruments`. Prices and
ticks are in quote currency, `risk_limit` and `risk_step` in minor units, margins and fees shares,
`multiplier` minor units for a contract and unit of price. A `lot_size` and a `max_order_qty` are
contracts.
"""

_INDICES: Final = """\
## Their indices

A constituent prints by the control [spot](controls.md#spot).
"""


def rulebooks_page() -> str:
    """The text of docs/reference/rulebooks.md."""
    heads = ["parameter", "meaning", "is a", *PRESETS]
    contracts = _contracts()
    return "\n".join(
        [
            _OPENING.format(note=NOTE),
            "## Parameters\n",
            markdown_table(heads, _parameters()),
            _CONTRACTS,
            markdown_table(["term", *(str(c.symbol) for c in contracts)], _terms(contracts)),
            _INDICES,
            markdown_table(["index", "grid", "kind", "constituents"], _indices(contracts)),
        ]
    )


def _parameters() -> Iterator[tuple[str, ...]]:
    values = [parameter_json(book) for book in PRESETS.values()]
    for parameter in rulebook_parameters().values():
        kind = ", ".join(map(code_span, parameter.choices)) or parameter.kind
        cells = [code_span(row[parameter.name]) for row in values]
        yield f"`{parameter.name}`", parameter.meaning, kind, *cells


def _contracts() -> list[Instrument]:
    catalogue = the_catalogue()
    toys = sorted(symbol for symbol, venue in catalogue.venues.items() if venue == "toy")
    return [
        catalogue.instrument(symbol, _TOY) for symbol in toys if symbol in catalogue.instruments
    ]


def _terms(contracts: list[Instrument]) -> Iterator[tuple[str, ...]]:
    for term in fields(Instrument):
        if term.name != "symbol":
            cells = [_term_text(term.name, getattr(c, term.name)) for c in contracts]
            yield f"`{term.name}`", *cells


def _term_text(name: str, value: object) -> str:
    """A term as a file of the catalogue writes it; a dash for one that a contract has not."""
    if value is None or value == "":
        return "-"
    if isinstance(value, Enum):
        return str(value.value)
    if name in _PRICES and isinstance(value, int):
        return price_text(value)
    if name in _INSTANTS and isinstance(value, int):
        return iso_instant(value)
    if name in _SPANS:
        return f"{value} ms"
    return rate_text(value) if isinstance(value, Fraction) else str(value)


def _indices(contracts: list[Instrument]) -> Iterator[tuple[str, ...]]:
    catalogue = the_catalogue()
    for symbol in dict.fromkeys(contract.index_symbol for contract in contracts):
        index = catalogue.index(symbol, _TOY)
        named = ", ".join(f"{name} {rate_text(weight)}" for name, weight in index.weights)
        kind = "altcoin" if index.altcoin else "fiat"
        yield f"`{symbol}`", price_text(index.min_tick), kind, named
