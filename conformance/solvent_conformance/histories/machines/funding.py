"""Funding: books that lean to one side, odd positions, and one funding instant after the other."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import edges, shifts
from solvent_conformance.histories.generators.worlds import Contract, percent_of, spot_steps
from solvent_conformance.histories.machines.machine import Draws, Purse, VenueMachine
from solvent_conformance.histories.machines.moves import (
    advance,
    mark_of,
    now_of,
    take,
    trade_at_mark,
)
from solvent_conformance.histories.machines.periods import lean_on_both_sides, pass_period
from solvent_spec.vocabulary.units import MINUTE, price_text


class FundingMachine(VenueMachine):
    """Perpetuals are held over funding instants while the impact prices stray from the mark."""

    profile = "margin"
    reaches = ("funding", "index", "mark")
    purse = Purse((1, 3, 100, 1000))
    most_contracts = 1

    @rule(data=st.data())
    def trade_odd(self, data: Draws) -> None:
        """A trade of a few odd lots."""
        trade_at_mark(self, data, (1, 2, 3, 5, 7, 13))

    @rule(data=st.data())
    def trade_units(self, data: Draws) -> None:
        """A trade that matters."""
        trade_at_mark(self, data, (10, 50, 101))

    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Meet an order that rests."""
        take(self, data)

    @rule(data=st.data())
    def lean(self, data: Draws) -> None:
        """The book leans: its impact prices lie above or below the mark, for a minute or more."""
        contract = self.world.contracts[0]
        mark = contract.on_tick(mark_of(self, contract))
        tick = int(contract.instrument.tick_size)
        share = data.draw(st.sampled_from((0, 1, -1, 2, -2, 5, -5, 10, -10)))
        middle = contract.on_tick(mark + mark * share // 100)
        account = data.draw(st.sampled_from(self.world.accounts))
        for side, away in (("Buy", -tick), ("Sell", tick)):
            body = {
                "symbol": contract.symbol,
                "side": side,
                "orderQty": 60 * contract.unit,
                "price": price_text(max(tick, middle + away)),
            }
            self.place(account, body)
        advance(self, data.draw(st.sampled_from((MINUTE, 2 * MINUTE, 5 * MINUTE))))

    @rule(data=st.data())
    def reach_funding(self, data: Draws) -> None:
        """Time goes to the next funding instant, or just beside it."""
        self._advance_to_funding(data)

    @rule(data=st.data())
    def reach_next_funding(self, data: Draws) -> None:
        """The same again: a rate is charged an interval after it was computed."""
        self._advance_to_funding(data)

    @rule(data=st.data())
    def pass_period(self, data: Draws) -> None:
        """One step of the clock goes over several funding instants."""
        pass_period(self, data)

    @rule(data=st.data())
    def lean_and_pass_period(self, data: Draws) -> None:
        """The same while the book leans: each instant has a rate of its own."""
        lean_on_both_sides(self, data, self.world.contracts[0])
        pass_period(self, data)

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """The index moves a little."""
        contract = self.world.contracts[0]
        price = contract.on_tick(percent_of(mark_of(self, contract), data.draw(shifts(wild=False))))
        self.send_all(spot_steps(contract, price))

    @rule(data=st.data())
    def withdraw(self, data: Draws) -> None:
        """Withdraw nearly all, so that funding is paid from the position's own margin."""
        contract: Contract = self.world.contracts[0]
        account = data.draw(st.sampled_from(self.world.accounts))
        spare = self.margin(account, contract.currency).get("withdrawableMargin") or 0
        money = data.draw(edges(int(spare)))
        body = {"account": account, "currency": contract.currency, "amount": money}
        self.control("withdraw", body)

    @rule(data=st.data())
    def cancel_all(self, data: Draws) -> None:
        """An account cancels everything: orders lock margin no more."""
        self.ask(data.draw(st.sampled_from(self.world.accounts)), "DELETE /order/all", {})

    def _advance_to_funding(self, data: Draws) -> None:
        book = self.world.book
        since = (now_of(self) - int(book.funding_offset)) % int(book.funding_interval)
        left = int(book.funding_interval) - since
        advance(self, max(1, left + data.draw(st.sampled_from((0, 0, 0, -1, 1)))))
