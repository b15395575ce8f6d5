"""The catalogue: the contracts and indices that fixtures/ lists, under any rulebook.

A file holds the terms of one contract at one date. What changed later is a dated change of the
rulebook, applied here, so that a contract has one file and a function never asks for a year.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn, TypeVar

from solvent_spec.rulebook import Rulebook, instant
from solvent_spec.vocabulary.indices import Index
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import Contracts, Currency, Millis, Money, Rate, Symbol, price_of

T = TypeVar("T")

_HERE = Path(__file__).resolve().parents[1]
FIXTURE_FOLDERS: Final = (_HERE.parents[1] / "fixtures", _HERE / "_fixtures")
"""Where fixtures are looked for: the checkout, then the copy that a wheel carries."""

_READERS: Final[dict[str, Any]] = {
    "symbol": Symbol,
    "payoff": Payoff,
    "settl_currency": Currency,
    "lot_size": Contracts,
    "max_order_qty": Contracts,
    "tick_size": price_of,
    "min_tick": price_of,
    "max_price": price_of,
    "init_margin": Rate,
    "maint_margin": Rate,
    "maker_fee": Rate,
    "taker_fee": Rate,
    "settlement_fee": Rate,
    "risk_limit": Money,
    "risk_step": Money,
    "reference_symbol": Symbol,
    "index_symbol": Symbol,
    "listing": instant,
    "expiry": instant,
}
"""How a field of a file becomes a field of an instrument; one that is not here stays as it is."""


def fixtures_folder() -> Path:
    """The folder with the fixtures.

    Raises:
        FileNotFoundError: when neither a checkout nor the installed package has it.
    """
    for folder in FIXTURE_FOLDERS:
        if (folder / "instruments").is_dir():
            return folder
    message = f"no fixtures: looked in {' and '.join(map(str, FIXTURE_FOLDERS))}"
    raise FileNotFoundError(message)


@dataclass(frozen=True, slots=True)
class DatedWeights:
    """From `since` on, each constituent counts with its weight; the weights sum to one."""

    since: Millis
    weights: tuple[tuple[str, Rate], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every contract with the terms of its file, every index with all its dated weights."""

    instruments: Mapping[Symbol, Instrument]
    indices: Mapping[Symbol, Index]
    weights: Mapping[Symbol, tuple[DatedWeights, ...]]
    venues: Mapping[Symbol, str]

    @classmethod
    def load(cls, path: Path | None = None) -> Catalogue:
        """The catalogue in a fixtures folder, by default the project's own.

        Raises:
            FileNotFoundError: when there is no such folder.
            ValueError: when a file is not what it should be; the message names it.
        """
        folder = path or fixtures_folder()
        instruments: dict[Symbol, Instrument] = {}
        venues: dict[Symbol, str] = {}
        for file in _files(folder / "instruments"):
            row = _row(file)
            instrument = _read(file, instrument_of, row)
            instruments[instrument.symbol] = instrument
            venues[instrument.symbol] = str(row.get("_info", {}).get("venue", ""))
        indices: dict[Symbol, Index] = {}
        weights: dict[Symbol, tuple[DatedWeights, ...]] = {}
        for file in _files(folder / "indices"):
            dated = _read(file, dated_weights_of, row := _row(file))
            symbol = Symbol(row["symbol"])
            indices[symbol] = Index(
                symbol, price_of(row["min_tick"]), bool(row["altcoin"]), dated[-1].weights
            )
            weights[symbol] = dated
        return cls(*map(MappingProxyType, (instruments, indices, weights, venues)))  # type: ignore[arg-type] # four mappings in the order of the fields

    def at(self, book: Rulebook) -> Mapping[Symbol, Instrument]:
        """Every contract with the terms it has under a rulebook, in the order of symbols.

        Contracts that are not listed yet, or expired, are there too: a guard of orders refuses
        them, and a recorded row of another date can still be checked.
        """
        return MappingProxyType({s: _under(i, book) for s, i in self.instruments.items()})

    def instrument(self, symbol: str, book: Rulebook) -> Instrument:
        """One contract under a rulebook.

        Raises:
            KeyError: when the catalogue does not list it.
        """
        return _under(self.instruments[Symbol(symbol)], book)

    def index(self, symbol: str, book: Rulebook) -> Index:
        """One index with the weights in force at the date of a rulebook.

        Raises:
            KeyError: when the catalogue does not list it.
        """
        dated = self.weights[Symbol(symbol)]
        in_force = [d for d in dated if d.since <= book.date] or [dated[0]]
        return replace(self.indices[Symbol(symbol)], weights=in_force[-1].weights)


def instrument_of(row: Mapping[str, Any]) -> Instrument:
    """The contract in the words of a catalogue file.

    Raises:
        KeyError, TypeError, ValueError: when a field lacks or cannot be read.
    """
    values: dict[str, Any] = {}
    for field in fields(Instrument):
        if field.name == "funding_interval":
            continue
        value = row[field.name]
        read = _READERS.get(field.name)
        values[field.name] = value if read is None or value is None else read(value)
    return Instrument(**values, funding_interval=Rulebook.at("2019-06-01").funding_interval)


def dated_weights_of(row: Mapping[str, Any]) -> tuple[DatedWeights, ...]:
    """The weights in the words of a catalogue file, oldest first.

    Raises:
        KeyError, TypeError, ValueError: when a field lacks or cannot be read.
    """
    dated: list[DatedWeights] = []
    for change in row["weights"]:
        shares = tuple((name, Fraction(w)) for name, w in change["constituents"].items())
        if sum((w for _, w in shares), Fraction(0)) != 1:
            message = f"the weights since {change['since']} do not sum to one"
            raise ValueError(message)
        dated.append(DatedWeights(instant(change["since"]), shares))
    if not dated:
        message = "an index needs weights"
        raise ValueError(message)
    return tuple(sorted(dated, key=lambda d: d.since))


def _under(instrument: Instrument, book: Rulebook) -> Instrument:
    """The contract with the rulebook's terms in place of its file's."""
    changes: dict[str, Any] = {"funding_interval": book.funding_interval}
    for name, value in book.terms.get(instrument.symbol, {}).items():
        read = _READERS.get(name)
        changes[name] = value if read is None or not isinstance(value, str) else read(value)
    return replace(instrument, **changes)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        message = f"no folder {folder.name!r} in {folder.parent}"
        raise FileNotFoundError(message)
    return sorted(folder.glob("*.json"))


def _row(file: Path) -> dict[str, Any]:
    def refuse(text: str) -> NoReturn:
        message = f"{file.name}: {text} is a float; write a decimal string"
        raise ValueError(message)

    row = json.loads(file.read_text(encoding="utf-8"), parse_float=refuse, parse_constant=refuse)
    if not isinstance(row, dict):
        message = f"{file.name}: not an object"
        raise ValueError(message)  # noqa: TRY004 - every fault of a file is a ValueError that names it
    return row


def _read(file: Path, reader: Callable[[Mapping[str, Any]], T], row: Mapping[str, Any]) -> T:
    try:
        return reader(row)
    except KeyError as missing:
        message = f"{file.name}: no field {missing}"
        raise ValueError(message) from None
    except (TypeError, ValueError) as fault:
        message = f"{file.name}: {fault}"
        raise ValueError(message) from None
