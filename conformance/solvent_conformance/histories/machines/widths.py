"""Widths: quantities, costs and their products beyond 2^31, 2^53 and 2^63."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import leverages, shifts
from solvent_conformance.histories.generators.worlds import Contract, percent_of, spot_steps
from solvent_conformance.histories.machines.machine import (
    PLENTY,
    Draws,
    Purse,
    VenueMachine,
    price_in,
)
from solvent_conformance.histories.machines.moves import advance, mark_of
from solvent_conformance.histories.machines.periods import lean_on_both_sides
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, Money, Price, price_text

MOST_ORDERS: Final = 6
"""Orders of the largest quantity that one position is made of."""

_STEPS: Final = (1000, 300, 190, 98, 38, 18, 8, 4, 2, 1, 0)
_SHARES: Final = tuple(map(Fraction, ("1", "1", "9/10", "1/2", "1/3", "1/7")))


def highest_limit(machine: VenueMachine, contract: Contract) -> int:
    """The highest risk limit of some that a contract permits."""
    rules, instrument = Rules(machine.world.book), contract.instrument
    base, step = int(instrument.risk_limit), int(instrument.risk_step)
    limits = (base + number * step for number in _STEPS)
    return next((n for n in limits if rules.is_within_tiers(instrument, Money(n))), base)


def raise_limits(machine: VenueMachine, contract: Contract) -> None:
    """Everybody may hold as much of a contract as anybody."""
    body = {"symbol": contract.symbol, "riskLimit": highest_limit(machine, contract)}
    for account in machine.world.accounts:
        machine.ask(account, "POST /position/riskLimit", body, glances=True)


def trade_much(machine: VenueMachine, data: Draws, contract: Contract) -> None:
    """Two accounts trade as much as their limit bears, in a few orders, and one reduces it again:
    by a part that divides nothing, to a single lot, or to the other side.
    """
    maker, taker = data.draw(st.permutations(machine.world.accounts))[:2]
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    lot = int(contract.instrument.lot_size)
    largest = int(contract.instrument.max_order_qty) // lot * lot
    lots = _bearable(machine, contract)
    whole = lot * max(1, percent_of(lots, data.draw(st.sampled_from(_SHARES))))
    left = whole = min(whole, MOST_ORDERS * largest)
    while left:
        part = min(left, largest)
        _trade(machine, data, contract, (maker, taker), side, part, glances=left > part)
        left -= part
    kept = data.draw(st.sampled_from((whole // 2, whole // 3, whole - lot, lot, whole // 7)))
    back = min(largest, max(lot, kept // lot * lot))
    opposite = "Sell" if side == "Buy" else "Buy"
    turn = data.draw(st.sampled_from((largest, largest - lot, 3 * lot)))
    for qty in (back, lot * data.draw(st.sampled_from((1, 3, 7))), turn):
        _trade(machine, data, contract, (maker, taker), opposite, qty)


def _bearable(machine: VenueMachine, contract: Contract) -> int:
    """How many lots the highest risk limit bears at the mark, less a little for the price."""
    worth = Rules(machine.world.book).unit_value
    value = abs(int(worth(contract.instrument, Price(mark_of(machine, contract))))) or 1
    return max(1, percent_of(highest_limit(machine, contract), Fraction(49, 50)) // value)


def _trade(
    machine: VenueMachine,
    data: Draws,
    contract: Contract,
    pair: tuple[str, str],
    side: str,
    qty: int,
    *,
    glances: bool = False,
) -> None:
    """The first account of a pair waits on a side, the second meets it whole."""
    tick = int(contract.instrument.tick_size)
    away = tick * data.draw(st.sampled_from((0, 0, 1, -1, 3)))
    price = max(tick, contract.on_tick(mark_of(machine, contract)) + away)
    body: Row = {"symbol": contract.symbol, "orderQty": qty, "price": price_text(price)}
    machine.place(pair[0], {**body, "side": side}, glances=True)
    machine.place(pair[1], {**body, "side": "Sell" if side == "Buy" else "Buy"}, glances=glances)


class WidthMachine(VenueMachine):
    """Accounts that have plenty hold as much as their limits bear, and reduce, fail, pay."""

    profile = "margin"
    purse = Purse((PLENTY, PLENTY, 10 * PLENTY))
    most_contracts = 1
    most_accounts = 3

    def _contract(self) -> Contract:
        return self.world.contracts[0]

    def _begin_wide(self) -> Contract:
        """The contract, in which everybody has the highest limit from the first move on."""
        contract = self._contract()
        if not any(step.request == "POST /position/riskLimit" for step in self.run.steps):
            raise_limits(self, contract)
        return contract

    @rule(data=st.data())
    def trade_much(self, data: Draws) -> None:
        """Hold as much as can be held, and reduce it."""
        trade_much(self, data, self._begin_wide())

    @rule(data=st.data())
    def trade_much_again(self, data: Draws) -> None:
        """The same again."""
        trade_much(self, data, self._begin_wide())

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """The index moves: by a few percent, or so far that somebody fails."""
        contract = self._contract()
        factor = data.draw(shifts(wild=data.draw(st.booleans())))
        price = contract.on_tick(percent_of(mark_of(self, contract), factor))
        self.send_all(spot_steps(contract, min(price, 20 * int(contract.opening))))

    @rule(data=st.data())
    def reach_bankruptcy(self, data: Draws) -> None:
        """The index goes to a price at which much is taken over."""
        held = self.open_positions()
        if not held:
            trade_much(self, data, self._begin_wide())
            return
        row = data.draw(st.sampled_from(held))
        contract = self._contract()
        price = price_in(row, data.draw(st.sampled_from(("bankruptPrice", "liquidationPrice"))))
        if price is not None and price < 20 * int(contract.opening):
            tick = int(contract.instrument.tick_size) * (-1 if row["currentQty"] > 0 else 1)
            lowest = int(contract.instrument.min_tick)
            self.send_all(spot_steps(contract, max(lowest, price + tick)))

    @rule(data=st.data())
    def set_leverage(self, data: Draws) -> None:
        """Choose leverage."""
        contract = self._contract()
        body = {"symbol": contract.symbol, "leverage": data.draw(leverages(contract, errs=False))}
        self.ask(data.draw(st.sampled_from(self.world.accounts)), "POST /position/leverage", body)

    @rule(data=st.data())
    def transfer_margin(self, data: Draws) -> None:
        """Move much margin into a position."""
        held = [row for row in self.open_positions() if not row.get("crossMargin")]
        if held:
            row = data.draw(st.sampled_from(held))
            money = abs(int(row["posInit"])) * 3 + 1
            body = {"symbol": row["symbol"], "amount": money}
            self.ask(row["account"], "POST /position/transferMargin", body)

    @rule(data=st.data())
    def reach_funding(self, data: Draws) -> None:
        """Much is charged, once a history: the book leans, and two funding instants pass."""
        contract = self._contract()
        lean_on_both_sides(self, data, contract)
        advanced = any(step.request == "advance" for step in self.run.steps)
        if contract.instrument.is_perpetual and not advanced:
            advance(self, int(self.world.book.funding_interval) + 11 * MINUTE)
