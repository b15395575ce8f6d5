"""Terms of a recorded row: the rules of its date and the contract that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from solvent_conformance.audit.rows import Row
from solvent_spec.rulebook import DEFAULT, Rulebook, instant
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import Contracts, Millis, Symbol

NEW_MARGIN_MODEL: Final = instant("2024-01-01")
"""From 2024 on cross positions share unrealised profit: rows of that model are not covered."""

_TEMPLATES: Final = {Payoff.INVERSE: "XBTUSD", Payoff.QUANTO: "ETHUSD", Payoff.LINEAR: "ADAM19"}
_EXECUTIONS: Final = {"Trade", "Funding", "Liquidation", "Deleverage", "Settlement"}
"""What may stand as `kind` beside an execution: it says nothing of the contract."""
_OWN_TERMS: Final = ("lot", "tick", "multiplier", "lotSize", "tickSize")


@dataclass(frozen=True, slots=True)
class RowTerms:
    """Where the terms of rows come from: a rulebook for all of them, or the date of each."""

    book: Rulebook | None = None
    catalogue: Catalogue = field(default_factory=Catalogue.load)

    def book_of(self, row: Row) -> Rulebook:
        """The given rulebook, else the one at the row's date, else the default one."""
        if self.book is not None:
            return self.book
        date = row.date()
        return _book_at(date) if date else DEFAULT

    def rules_of(self, row: Row) -> Rules:
        """The rules under the row's rulebook."""
        return Rules(self.book_of(row))

    def contract_of(self, row: Row) -> Instrument | None:
        """The contract of a row: the catalogue's by symbol, with what the row itself says of it.

        A row that states terms and no kind, of a symbol that is not listed, is taken for an
        inverse contract on XBT unless its multiplier is above zero. None when too little is
        known to value the contract.
        """
        book = self.book_of(row)
        kind = _kind(row)
        symbol = row.text("symbol")
        if symbol in self.catalogue.instruments:
            base = self.catalogue.instrument(symbol, book)
            if kind not in (None, base.payoff):
                raise row.malformed("kind", f"{symbol} is {base.payoff.value}")
        elif any(row.has(c) for c in _OWN_TERMS):
            # Linear and quanto contracts are valued alike, so the sign of the multiplier decides.
            multiplier = row.whole("multiplier") or -1
            kind = kind or (Payoff.INVERSE if multiplier < 0 else Payoff.LINEAR)
            if kind is not Payoff.INVERSE and not row.has("multiplier"):
                return None
            template = self.catalogue.instrument(_TEMPLATES[kind], book)
            base = replace(template, symbol=Symbol(symbol or template.symbol), quote_to_settle=None)
        else:
            return None
        return replace(base, **_stated(row, base))


def is_new_margin_model(row: Row, *, is_cross: bool | None) -> bool:
    """Whether a row was recorded under the margin model of 2024, which no rule here describes."""
    if row.flag("new_margin_model"):
        return True
    date = row.date()
    return bool(date) and instant(date) >= NEW_MARGIN_MODEL and is_cross is not False


def _kind(row: Row) -> Payoff | None:
    name = row.text("kind")
    if name and name not in _EXECUTIONS:
        if name not in {p.value for p in Payoff}:
            names = ", ".join(p.value for p in Payoff)
            raise row.malformed("kind", f"{name!r} is none of {names}")
        return Payoff(name)
    inverse, quanto = row.flag("isInverse"), row.flag("isQuanto")
    if inverse is None or quanto is None:
        return None
    return Payoff.INVERSE if inverse else Payoff.QUANTO if quanto else Payoff.LINEAR


def _stated(row: Row, base: Instrument) -> dict[str, Any]:
    """The terms that the row states, as fields of an instrument."""
    stated: dict[str, Any] = {}
    for column, name in (
        ("lot", "lot_size"),
        ("lotSize", "lot_size"),
        ("multiplier", "multiplier"),
    ):
        value = row.whole(column)
        if value is not None:
            stated[name] = value
    for column, name in (
        ("tick", "tick_size"),
        ("tickSize", "tick_size"),
        ("minTick", "min_tick"),
        ("maxPrice", "max_price"),
    ):
        price = row.price(column)
        if price is not None:
            stated[name] = price
            if price == 0:
                raise row.malformed(column, "must be above zero")
    sign = -1 if base.payoff is Payoff.INVERSE else 1
    if stated.get("multiplier", base.multiplier) * sign <= 0:
        raise row.malformed("multiplier", "its sign is not that of the payoff: inverse below zero")
    if stated.get("lot_size", Contracts(1)) <= 0:
        raise row.malformed("lot", "must be above zero")
    if base.payoff is Payoff.QUANTO:
        stated["quote_to_settle"] = None  # it follows the index, so a row states its own
    maintenance = row.exact("maintMarginReq")
    if maintenance is not None and 0 < maintenance < base.init_margin:
        stated["maint_margin"] = maintenance
    return stated


@lru_cache(maxsize=4096)
def _book_at(date: str) -> Rulebook:
    return Rulebook.at(date)


def timespan(row: Row, column: str) -> Millis | None:
    """A span of time as the exchange writes it: a date-time counted from 2000-01-01."""
    moment = row.instant(column)
    if moment is None:
        return None
    span = moment - instant("2000-01-01")
    if span <= 0:
        raise row.malformed(column, "no span: spans are written from 2000-01-01 on")
    return span
