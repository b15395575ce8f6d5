"""Definitions: what the names in a setup mean, as a value and as JSON.

A venue is told names such as XBTTOY. What each of them means travels with the reset, so that
nobody who writes a venue has to look a contract up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from solvent_spec.rulebook.catalogue import Catalogue, DatedWeights, instrument_of
from solvent_spec.rulebook.parameter_values import parameter_json, parameters_of
from solvent_spec.rulebook.parameters import Rulebook, instant, iso_instant
from solvent_spec.vocabulary.indices import Index
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import (
    PRICE_SCALE,
    Rate,
    Symbol,
    price_of,
    price_text,
    rate_text,
)

_COIN: Final = Symbol(".BXBT")
"""The index that says what a coin of margin currency is worth, which quantos ask for."""
_PRICES: Final = frozenset({"tick_size", "min_tick", "max_price"})
_ONE_OR_MORE: Final = (*sorted(_PRICES), "lot_size", "max_order_qty", "risk_limit", "risk_step")
_NAMES: Final = frozenset(field.name for field in fields(Instrument))
_OPTIONAL: Final = frozenset(
    {"expiry", "underlying_to_position", "underlying_to_settle", "quote_to_settle"}
)
_CURRENCIES: Final = ("XBt", "USDt")


@dataclass(frozen=True, slots=True)
class Definitions:
    """A rulebook, contracts and the indices that they are marked from, by their names."""

    book: Rulebook
    instruments: Mapping[Symbol, Instrument]
    indices: Mapping[Symbol, Index]

    @classmethod
    def listed(cls, catalogue: Catalogue, book: Rulebook, symbols: Iterable[str]) -> Definitions:
        """What some contracts of a catalogue mean under a rulebook.

        Raises:
            KeyError: when the catalogue does not list one.
        """
        instruments = {Symbol(s): catalogue.instrument(s, book) for s in symbols}
        names = {i.index_symbol for i in instruments.values()}
        if any(i.payoff is Payoff.QUANTO for i in instruments.values()):
            names |= {_COIN} & set(catalogue.indices)
        return cls(book, instruments, {n: catalogue.index(n, book) for n in sorted(names)})

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Definitions:
        """The definitions in the words of a setup.

        Raises:
            ValueError: says which value of what is wrong.
        """
        extra = set(row) - {"rulebook", "instruments", "indices"}
        if extra:
            message = f"definitions: {min(extra)!r} is none of rulebook, instruments, indices"
            raise ValueError(message)
        book = parameters_of(_object(row.get("rulebook"), "rulebook"))
        instruments = {
            Symbol(symbol): instrument_from(_object(terms, symbol), symbol)
            for symbol, terms in _object(row.get("instruments"), "instruments").items()
        }
        indices = {
            Symbol(symbol): index_from(_object(terms, symbol), symbol)
            for symbol, terms in _object(row.get("indices"), "indices").items()
        }
        for instrument in instruments.values():
            if instrument.index_symbol not in indices:
                message = f"definitions: {instrument.symbol} is marked from"
                raise ValueError(f"{message} {instrument.index_symbol}, which is not defined")
        return cls(book, instruments, indices)

    def row(self) -> dict[str, Any]:
        """The definitions as JSON: decimal strings, fractions such as `1/3`, ISO instants."""
        return {
            "rulebook": parameter_json(self.book),
            "instruments": {str(s): instrument_json(i) for s, i in self.instruments.items()},
            "indices": {str(s): index_json(i) for s, i in self.indices.items()},
        }

    @property
    def catalogue(self) -> Catalogue:
        """The same as a catalogue, whose terms no date changes."""
        always = instant("1970-01-01")
        weights = {s: (DatedWeights(always, i.weights),) for s, i in self.indices.items()}
        return Catalogue(
            MappingProxyType(dict(self.instruments)),
            MappingProxyType(dict(self.indices)),
            MappingProxyType(weights),
            MappingProxyType({}),
        )


def instrument_json(instrument: Instrument) -> dict[str, Any]:
    """The terms of a contract in the words of a catalogue file."""
    terms: dict[str, Any] = {}
    for field in fields(Instrument):
        value = getattr(instrument, field.name)
        if field.name == "funding_interval":
            continue  # a parameter of the rulebook
        if isinstance(value, Payoff):
            value = value.value
        elif isinstance(value, Fraction):
            value = rate_text(value)
        elif field.name in _PRICES:
            value = price_text(value)
        elif field.name in {"listing", "expiry"} and value is not None:
            value = iso_instant(value)
        terms[field.name] = value
    return terms


def instrument_from(terms: Mapping[str, Any], symbol: str) -> Instrument:
    """A contract in the words of a catalogue file.

    Raises:
        ValueError: a term lacks, cannot be read, or contradicts another one; says which.
    """
    nothing = [n for n, v in terms.items() if v is None and n in _NAMES and n not in _OPTIONAL]
    if nothing:
        message = f"contract {symbol}: {nothing[0]} is null"
        raise ValueError(message)
    try:
        instrument = instrument_of({**terms, "symbol": symbol})
    except KeyError as missing:
        message = f"contract {symbol}: no term {missing}"
        raise ValueError(message) from None
    except (TypeError, ValueError, ArithmeticError) as fault:
        message = f"contract {symbol}: {fault}"
        raise ValueError(message) from None
    problem = contradiction(instrument)
    if problem:
        message = f"contract {symbol}: {problem}"
        raise ValueError(message)
    return instrument


def contradiction(instrument: Instrument) -> str:
    """Why nobody can trade a contract with such terms; empty if one can."""
    for name in _ONE_OR_MORE:
        value = getattr(instrument, name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            return f"{name} is {value!r:.40}, and has to be above zero"
    if isinstance(instrument.multiplier, bool) or not isinstance(instrument.multiplier, int):
        return f"multiplier is {instrument.multiplier!r:.40}, and has to be a whole number"
    return next((text for text, holds in _sense(instrument).items() if not holds), "")


def _sense(i: Instrument) -> Mapping[str, bool]:
    return {
        "an inverse contract, and no other, has a multiplier below zero": (
            (i.payoff is Payoff.INVERSE) == (i.multiplier < 0)
        ),
        "multiplier is zero: the contract is worth nothing": i.multiplier != 0,
        "maint_margin lies between zero and init_margin, which is at most 1": (
            0 < i.maint_margin < i.init_margin <= 1
        ),
        "max_price is a whole number of ticks": i.max_price % i.tick_size == 0,
        "tick_size is a whole number of min_tick": i.tick_size % i.min_tick == 0,
        "max_order_qty is a whole number of lots": i.max_order_qty % i.lot_size == 0,
        "maker_fee and taker_fee together are below zero: the venue would pay for trades": (
            i.maker_fee + i.taker_fee >= 0
        ),
        f"settl_currency is one of {', '.join(_CURRENCIES)}": i.settl_currency in _CURRENCIES,
        "expiry comes after listing": i.expiry is None or i.expiry > i.listing,
    }


def index_json(index: Index) -> dict[str, Any]:
    """An index with the weights that are in force."""
    return {
        "min_tick": price_text(index.min_tick),
        "altcoin": index.altcoin,
        "constituents": {name: rate_text(weight) for name, weight in index.weights},
    }


def index_from(terms: Mapping[str, Any], symbol: str) -> Index:
    """An index in the words of a setup.

    Raises:
        ValueError: a term lacks or cannot be read, or the weights do not sum to one.
    """
    try:
        weights = tuple((str(n), Rate(str(w))) for n, w in terms["constituents"].items())
        index = Index(Symbol(symbol), price_of(terms["min_tick"]), bool(terms["altcoin"]), weights)
    except KeyError as missing:
        message = f"index {symbol}: no term {missing}"
        raise ValueError(message) from None
    except (AttributeError, TypeError, ValueError, ArithmeticError) as fault:
        message = f"index {symbol}: {fault}"
        raise ValueError(message) from None
    if sum((w for _, w in weights), Fraction(0)) != 1 or any(w <= 0 for _, w in weights):
        message = f"index {symbol}: the weights are above zero and sum to one"
        raise ValueError(message)
    if not 0 < index.min_tick <= PRICE_SCALE * PRICE_SCALE:
        message = f"index {symbol}: min_tick is above zero"
        raise ValueError(message)
    return index


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(k, str) for k in value):
        message = f"definitions: {name} is an object, not {str(value)[:40]!r}"
        raise ValueError(message)
    return value
