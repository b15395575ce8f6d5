"""Counterparts: a user's contracts in the places of the toy ones, grid by grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from solvent_conformance.histories.generators.worlds import Contract, contract_of
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.market import book_of, own_symbols
from solvent_spec.rulebook import PRESETS
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import price_of, price_text, rate_text

TOY: Final = PRESETS["TOY"]
_WORKHORSE: Final = "XBTTOY"
"""The contract that most scenes trade because they have to trade some."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A user's contract in the place of a toy one."""

    toy: Contract
    own: Contract
    lots: int
    """Lots of the own contract for one of the toy."""
    worth: Fraction
    """Minor units of money for one of the toy."""
    squeeze: Fraction = Fraction(1)
    """What part of a distance from the opening price is left."""

    def price(self, text: str) -> str:
        """A price as far from the opening one, on the grid if it was; an odd text as it is."""
        try:
            price = int(price_of(text))
        except ValueError:
            return text
        toy, own = self.toy.instrument, self.own.instrument
        if price <= 0:
            return text
        if price >= toy.max_price:
            above = -(-(price - int(toy.max_price)) // int(toy.tick_size))
            return price_text(int(own.max_price) + above * int(own.tick_size))
        near = _nearest(self._scaled(price), int(own.tick_size))
        return price_text(near if price % toy.tick_size == 0 else near + int(own.tick_size) // 2)

    def index_price(self, text: str) -> str:
        """A price of a constituent, on the grid of the index."""
        return price_text(
            _nearest(self._scaled(int(price_of(text))), int(self.own.instrument.min_tick))
        )

    def _scaled(self, price: int) -> Fraction:
        away = (price - int(self.toy.opening)) * self.squeeze
        return (int(self.toy.opening) + away) * Fraction(
            int(self.own.opening), int(self.toy.opening)
        )

    def quantity(self, qty: int) -> int:
        """As many lots, times `lots`; what was no whole number of lots is none."""
        toy, own = self.toy.instrument, self.own.instrument
        size, sign = abs(qty), -1 if qty < 0 else 1
        whole, rest = divmod(size, int(toy.lot_size))
        if size >= toy.max_order_qty:
            beyond = size - int(toy.max_order_qty)
            return sign * (int(own.max_order_qty) + beyond * int(own.lot_size))
        odd = 1 if rest and own.lot_size > 1 else 0
        return sign * (whole * self.lots * int(own.lot_size) + odd)

    def money(self, amount: int) -> int:
        """Money that pays for as much; a little stays a little and nothing nothing."""
        exact = amount * self.worth
        return exact.numerator // exact.denominator or (amount > 0) - (amount < 0)

    def risk_limit(self, limit: int) -> int:
        """As many steps above the base limit."""
        toy, own = self.toy.instrument, self.own.instrument
        steps, rest = divmod(limit - int(toy.risk_limit), int(toy.risk_step))
        if rest or steps < 0:
            return self.money(limit)
        return int(own.risk_limit) + steps * int(own.risk_step)

    def leverage(self, leverage: object) -> object:
        """A leverage that is as near to the largest one."""
        if isinstance(leverage, bool) or not isinstance(leverage, int | str):
            return leverage
        try:
            told = Fraction(leverage) / self.squeeze
        except (ValueError, ZeroDivisionError):
            return leverage
        return int(told) if told.denominator == 1 else rate_text(told.limit_denominator(100))

    def as_leveraged(self) -> Counterpart:
        """The same, where prices move and purses hold less by what the contract asks of margin.

        A tenth of a contract's worth is what a toy position locks, and a move of a tenth ends it:
        where a contract locks a hundredth, that is a move of a hundredth.
        """
        squeeze = Fraction(self.own.instrument.init_margin / self.toy.instrument.init_margin)
        return replace(self, squeeze=squeeze, worth=self.worth * squeeze)


def _nearest(exact: Fraction, grid: int) -> int:
    return max(grid, round(exact / grid) * grid)


def counterparts(
    toys: Iterable[str], rulebook: str, capabilities: Capabilities
) -> Mapping[str, Counterpart] | None:
    """An own contract for each toy: of its kind, or, for the workhorse, any that is left."""
    listed, rules = capabilities.instruments, Rules(book_of(rulebook))
    left = [
        contract
        for contract in (contract_of(rulebook, symbol) for symbol in own_symbols(rulebook))
        if contract.instrument.payoff.value in capabilities.payoffs
        and (not listed or contract.symbol in listed)
    ]
    found: dict[str, Counterpart] = {}
    # Who needs a certain kind chooses before the workhorse does.
    for name in sorted(toys, key=lambda toy: toy == _WORKHORSE):
        toy = contract_of(TOY.name, name)
        fit = [c for c in left if _is_alike(c, toy)] or (left if name == _WORKHORSE else [])
        if not fit:
            return None
        own = fit[0]
        left.remove(own)
        found[name] = _counterpart(toy, own, rules)
    return {name: found[name] for name in toys}


def _is_alike(one: Contract, other: Contract) -> bool:
    a, b = one.instrument, other.instrument
    return a.payoff is b.payoff and a.is_perpetual == b.is_perpetual


def _counterpart(toy: Contract, own: Contract, rules: Rules) -> Counterpart:
    a, b = toy.instrument, own.instrument
    share = Fraction(own.unit * int(a.lot_size), int(b.lot_size) * toy.unit)
    most = Fraction(int(b.max_order_qty) * int(a.lot_size), int(b.lot_size * a.max_order_qty))
    lots = max(1, round(min(share, most)))
    each = int(rules.unit_value(b, own.opening)) * lots
    was = int(rules.unit_value(a, toy.opening))
    return Counterpart(toy, own, lots, Fraction(max(1, abs(each)), max(1, abs(was))))
