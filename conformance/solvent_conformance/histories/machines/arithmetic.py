"""Arithmetic: a few trades at any price, quantity and leverage, for the money that they make."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import leverages
from solvent_conformance.histories.generators.worlds import percent_of, spot_steps
from solvent_conformance.histories.machines.machine import PLENTY, Draws, Purse, VenueMachine
from solvent_conformance.histories.machines.widths import raise_limits, trade_much
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_FEW: Final = 100_000
"""The largest quantity of an order in a toy's contracts, of which nothing is wide."""


class ArithmeticMachine(VenueMachine):
    """Two accounts with much money trade one contract at prices of any shape."""

    profile = "arithmetic"
    reaches = ("arithmetic",)
    purse = Purse((1000, PLENTY, PLENTY))
    most_contracts = 1
    most_accounts = 2

    @rule(data=st.data())
    def trade(self, data: Draws) -> None:
        """One account's order meets the other's, whole."""
        self._trade(data, Fraction(data.draw(st.integers(95, 105)), 100))

    @rule(data=st.data())
    def trade_odd(self, data: Draws) -> None:
        """The same at a price with many digits, and a quantity that divides nothing."""
        self._trade(data, Fraction(data.draw(st.integers(9_000, 11_000)), 10_000))

    @rule(data=st.data())
    def trade_much(self, data: Draws) -> None:
        """As much as there can be: products of it are beyond every width of a machine's word."""
        self._trade_much(data)

    @rule(data=st.data())
    def trade_much_again(self, data: Draws) -> None:
        """The same again."""
        self._trade_much(data)

    def _trade_much(self, data: Draws) -> None:
        contract = self.world.contracts[0]
        if contract.instrument.max_order_qty <= _FEW:
            self.trade_odd(data)
            return
        raise_limits(self, contract)
        trade_much(self, data, contract)

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """The index moves, and with it the mark."""
        contract = self.world.contracts[0]
        factor = Fraction(data.draw(st.integers(8_000, 12_500)), 10_000)
        price = percent_of(int(contract.opening), factor)
        grid = int(contract.instrument.min_tick)
        self.send_all(spot_steps(contract, max(grid, price - price % grid)))

    @rule(data=st.data())
    def set_leverage(self, data: Draws) -> None:
        """Choose leverage."""
        contract = self.world.contracts[0]
        account = data.draw(st.sampled_from(self.world.accounts))
        leverage = data.draw(leverages(contract, errs=False))
        body = {"symbol": contract.symbol, "leverage": leverage}
        self.ask(account, "POST /position/leverage", body)

    def _trade(self, data: Draws, factor: Fraction) -> None:
        contract = self.world.contracts[0]
        lot = int(contract.instrument.lot_size)
        most = max(1, min(contract.unit * 20, int(contract.instrument.max_order_qty)) // lot)
        price = contract.on_tick(percent_of(int(contract.opening), factor))
        maker, taker = data.draw(st.permutations(self.world.accounts[:2]))
        side = data.draw(st.sampled_from(("Buy", "Sell")))
        body: Row = {
            "symbol": contract.symbol,
            "side": side,
            "orderQty": lot * data.draw(st.integers(1, most)),
            "price": price_text(price),
        }
        self.place(maker, body)
        self.place(taker, {**body, "side": "Sell" if side == "Buy" else "Buy"})
