"""Setup: what a reset asks for, typed and checked.

`read_setup` is what a venue written in Python calls with the body of a reset. It needs no file:
what each name means is in the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from solvent_spec.rulebook import Rulebook, instant, iso_instant
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.rules import CLAUSES
from solvent_spec.rules.orders.refusals import precedence
from solvent_spec.vocabulary.indices import Index
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import AccountId, Millis, Symbol

ACCOUNTS_MAX: Final = 100_000
CONTRACTS_MAX: Final = 1_000
NAME_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reset asks for, checked.

    `catalogue` holds the terms of the contracts and indices, `book` the parameters of the
    rulebook: rates are fractions, spans milliseconds, prices counts of 1e-10, money minor units.
    """

    book: Rulebook
    instruments: tuple[Symbol, ...]
    accounts: tuple[AccountId, ...]
    clock: Millis
    policies: dict[str, str]
    catalogue: Catalogue

    def row(self) -> Row:
        """The effective setup as the answer to a reset shows it."""
        return {
            "rulebook": self.book.name,
            "instruments": [str(s) for s in self.instruments],
            "accounts": [str(a) for a in self.accounts],
            "clock": iso_instant(self.clock),
            "policies": dict(self.policies),
        }

    @property
    def contracts(self) -> Mapping[Symbol, Instrument]:
        """The terms of each contract, in the order of the setup."""
        return {s: self.catalogue.instrument(s, self.book) for s in self.instruments}

    @property
    def indices(self) -> Mapping[Symbol, Index]:
        """The indices that these contracts are marked from, with their constituents."""
        named = dict.fromkeys(i.index_symbol for i in self.contracts.values())
        return {s: self.catalogue.index(s, self.book) for s in named}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The project's catalogue, read once: for a setup that says nothing of what its names mean."""
    return Catalogue.load()


def read_setup(setup: Row) -> Setup:
    """Read a reset's body; what it leaves out has a default.

    Without `definitions` names mean what the project's own catalogue says.

    Raises:
        ValueError: for a rulebook, contract, account or instant that is none; says which.
    """
    name = _text(setup.get("rulebook", "2019-06"), "rulebook")
    symbols = _names(setup.get("instruments", ["XBTUSD"]), "instruments")
    if len(symbols) > CONTRACTS_MAX:
        message = f"instruments: {len(symbols)} are more than {CONTRACTS_MAX}"
        raise ValueError(message)
    defined = setup.get("definitions")
    if defined is None:
        book, known, where = Rulebook.named(name), catalogue(), "in the catalogue"
    elif isinstance(defined, dict):
        definitions = Definitions.of(defined)
        book, known, where = definitions.book, definitions.catalogue, "defined"
    else:
        raise ValueError("definitions: an object of rulebook, instruments and indices")
    if book.name != name:
        message = f"rulebook: {name!r} is asked for and {book.name!r} is defined"
        raise ValueError(message)
    for symbol in symbols:
        if symbol not in known.instruments:
            message = f"instruments: {symbol!r} is not {where}"
            raise ValueError(message)
    accounts = _names(setup.get("accounts", []), "accounts")
    if len(accounts) > ACCOUNTS_MAX:
        message = f"accounts: {len(accounts)} are more than {ACCOUNTS_MAX}"
        raise ValueError(message)
    for account in accounts:
        if not account or account.startswith("#") or ":" in account or len(account) > NAME_MAX:
            message = f"accounts: {account[:NAME_MAX]!r} is no name (no leading #, no colon)"
            raise ValueError(message)
    clock = setup.get("clock")
    return Setup(
        book,
        tuple(Symbol(s) for s in symbols),
        tuple(AccountId(a) for a in accounts),
        book.date if clock is None else Millis(instant(_text(clock, "clock"))),
        _policies(setup.get("policies") or {}),
        known,
    )


def _policies(value: object) -> dict[str, str]:
    """What the venue shall do where a clause leaves it a choice."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        message = "policies: an object of clause to choice"
        raise ValueError(message)
    for identity, choice in value.items():
        clause = CLAUSES.get(identity)
        if clause is None or not (clause.alternatives or clause.dialects):
            message = f"policies: {str(identity)[:NAME_MAX]!r} is no clause that leaves a choice"
            raise ValueError(message)
        if identity == "ORDR-014":
            precedence(choice)
        elif choice not in (*clause.alternatives, *clause.dialects):
            known = ", ".join(map(repr, (*clause.alternatives, *clause.dialects)))
            message = f"policies: {identity} is {choice[:NAME_MAX]!r}; choose one of {known}"
            raise ValueError(message)
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > NAME_MAX:
        message = f"{name}: a short text, not {str(value)[:NAME_MAX]!r}"
        raise ValueError(message)
    return value


def _names(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        message = f"{name}: a list of texts"
        raise ValueError(message)
    if len(set(value)) != len(value):
        message = f"{name}: a name stands twice"
        raise ValueError(message)
    return tuple(value)
