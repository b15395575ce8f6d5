"""Setting up a venue: which rulebook, contracts, accounts and clock it starts with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.positions import Settings, Terms
from solvent_reference.tables.values import instant_text
from solvent_spec.rulebook import Rulebook, instant
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.orders.refusals import precedence
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import AccountId, Millis, Symbol

ACCOUNTS_MAX: Final = 100_000


NAME_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Setup:
    """What a reset asks for, checked."""

    book: Rulebook
    instruments: tuple[Symbol, ...]
    accounts: tuple[AccountId, ...]
    clock: Millis
    policies: dict[str, str]

    def row(self) -> Row:
        """The effective setup as the answer to a reset shows it."""
        return {
            "rulebook": self.book.name,
            "instruments": [str(s) for s in self.instruments],
            "accounts": [str(a) for a in self.accounts],
            "clock": instant_text(self.clock),
            "policies": dict(self.policies),
        }


def read_setup(catalogue: Catalogue, setup: Row) -> Setup:
    """Read a reset's body; what it leaves out has a default.

    Raises:
        ValueError: for a rulebook, contract, account or instant that is none; says which.
    """
    book = Rulebook.named(_text(setup.get("rulebook", "2019-06"), "rulebook"))
    symbols = _names(setup.get("instruments", ["XBTUSD"]), "instruments")
    for symbol in symbols:
        if symbol not in catalogue.instruments:
            message = f"instruments: {symbol!r} is not in the catalogue"
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
    )


def _policies(value: object) -> dict[str, str]:
    """What the venue shall do where a clause leaves it a choice."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        message = "policies: an object of clause to choice"
        raise ValueError(message)
    for identity, choice in value.items():
        clause = CLAUSES.get(identity)
        if clause is None or not clause.alternatives:
            message = f"policies: {str(identity)[:NAME_MAX]!r} is no clause that leaves a choice"
            raise ValueError(message)
        if identity == "ORDR-014":
            precedence(choice)
        elif choice not in clause.alternatives:
            known = ", ".join(map(repr, clause.alternatives))
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


def open_exchange(catalogue: Catalogue, setup: Setup, rules: Rules) -> Exchange:
    """A fresh state for a setup."""
    listed = catalogue.at(setup.book)
    instruments = {s: listed[s] for s in setup.instruments}
    wanted = {i.index_symbol for i in instruments.values()}
    if any(i.payoff.value == "quanto" for i in instruments.values()):
        wanted |= {Symbol(".BXBT")} & set(catalogue.indices)
    indices = {s: catalogue.index(s, setup.book) for s in sorted(wanted)}
    due = {s: rules.next_funding(i, setup.clock) for s, i in instruments.items()}
    terms = {s: opening_terms(rules, i) for s, i in instruments.items()}
    funds = {s: rules.fund_of(s) for s in instruments}
    marking = rules.marking_order(instruments)
    return Exchange(instruments, indices, setup.accounts, setup.clock, due, terms, funds, marking)


def opening_terms(rules: Rules, instrument: Instrument) -> Terms:
    """With what every position in a contract starts."""
    leverage = rules.default_leverage()
    steps = rules.risk_steps(instrument, instrument.risk_limit)
    tier = rules.tier_initial_margin(instrument, steps)
    settings = Settings(
        leverage,
        instrument.risk_limit,
        rules.initial_requirement(leverage, tier),
        rules.tier_maintenance_margin(instrument, steps),
    )
    return Terms(settings, rules.position_fee_rate(instrument))
