"""Leverage: marks, funding, transfers, limits, and what happens when margin runs out."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import (
    edges,
    leverages,
    risk_limits,
    shifts,
    transfers,
)
from solvent_conformance.histories.generators.worlds import Contract, percent_of, spot_steps
from solvent_conformance.histories.machines.exits import leave_poor
from solvent_conformance.histories.machines.machine import Draws, Purse, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import advance, afford, lay, mark_of, now_of, take
from solvent_conformance.histories.machines.periods import pass_period
from solvent_conformance.protocol.history import ctl
from solvent_spec.vocabulary.units import MINUTE, price_text


class LeverageMachine(VenueMachine):
    """Accounts hold leveraged positions while prices move and funding comes due."""

    profile = "margin"
    reaches = ("margin", "arithmetic", "funding", "index", "mark")
    purse = Purse((1, 1, 2, 3, 10, 100))

    def _account(self, data: Draws) -> str:
        return str(data.draw(st.sampled_from(self.world.accounts)))

    def _contract(self, data: Draws) -> Contract:
        contract: Contract = data.draw(st.sampled_from(self.world.contracts))
        return contract

    @rule(data=st.data())
    def lay_order(self, data: Draws) -> None:
        """A plain order near the mark."""
        lay(self, data)

    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Meet an order that rests."""
        take(self, data)

    @rule(data=st.data())
    def take_another_order(self, data: Draws) -> None:
        """The same again."""
        take(self, data)

    @rule(data=st.data())
    def set_leverage(self, data: Draws) -> None:
        """Choose leverage, before or while a position is held."""
        contract = self._contract(data)
        leverage = data.draw(leverages(contract, errs=self.character.errs))
        body = {"symbol": contract.symbol, "leverage": leverage}
        self.ask(self._account(data), "POST /position/leverage", body)

    @rule(data=st.data())
    def isolate(self, data: Draws) -> None:
        """Switch between isolated and cross margin."""
        body = {"symbol": self._contract(data).symbol, "enabled": data.draw(st.booleans())}
        self.ask(self._account(data), "POST /position/isolate", body)

    @rule(data=st.data())
    def set_risk_limit(self, data: Draws) -> None:
        """Choose a risk limit."""
        contract = self._contract(data)
        limit = data.draw(risk_limits(contract, errs=self.character.errs))
        body = {"symbol": contract.symbol, "riskLimit": limit}
        self.ask(self._account(data), "POST /position/riskLimit", body)

    @rule(data=st.data())
    def transfer_margin(self, data: Draws) -> None:
        """Move margin into a position or out of it, up to the edge and one beyond."""
        held = self.open_positions()
        if not held:
            take(self, data)
            return
        row = data.draw(st.sampled_from(held))
        available = self.margin(row["account"], row["currency"]).get("availableMargin") or 0
        money = data.draw(transfers(row, int(available)))
        body = {"symbol": row["symbol"], "amount": money}
        self.ask(row["account"], "POST /position/transferMargin", body)

    @rule(data=st.data())
    def withdraw(self, data: Draws) -> None:
        """Withdraw up to what is withdrawable and one beyond."""
        account, currency = self._account(data), self._contract(data).currency
        spare = self.margin(account, currency).get("withdrawableMargin") or 0
        money = data.draw(edges(int(spare)))
        self.control("withdraw", {"account": account, "currency": currency, "amount": money})

    @rule(data=st.data())
    def deposit(self, data: Draws) -> None:
        """Deposit a little or a lot."""
        contract = self._contract(data)
        money = data.draw(st.sampled_from((1, contract.unit_margin, 10 * contract.unit_margin)))
        body = {"account": self._account(data), "currency": contract.currency, "amount": money}
        self.control("deposit", body)

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """The whole index moves by a few percent."""
        self._move(self._contract(data), data.draw(shifts(wild=False)))

    @rule(data=st.data())
    def crash(self, data: Draws) -> None:
        """The whole index moves so far that margin runs out, past every order in the book."""
        self._move(self._contract(data), data.draw(shifts(wild=True)))

    @rule(data=st.data())
    def stray(self, data: Draws) -> None:
        """One constituent moves alone; far enough, it no longer counts."""
        contract = self._contract(data)
        name = data.draw(st.sampled_from(contract.references))
        factor = data.draw(shifts(wild=data.draw(st.booleans())))
        price = contract.on_tick(percent_of(mark_of(self, contract), factor))
        body = {"index": contract.index, "reference": name, "price": price_text(price)}
        self.send_all([ctl("spot", body)])

    @rule(data=st.data())
    def reach_liquidation(self, data: Draws) -> None:
        """The index goes to the liquidation or bankruptcy price of a position, or beside it."""
        held = self.open_positions()
        if not held:
            take(self, data)
            return
        row = data.draw(st.sampled_from(held))
        contract = self.contract(row["symbol"])
        column = data.draw(
            st.sampled_from(("liquidationPrice", "liquidationPrice", "bankruptPrice"))
        )
        price = price_in(row, column)
        if price is None or price >= 20 * int(contract.opening):
            self._move(contract, data.draw(shifts(wild=True)))
            return
        tick = int(contract.instrument.min_tick)
        away = data.draw(st.sampled_from((0, 0, 1, -1, 5, -5))) * int(contract.instrument.tick_size)
        self.send_all(spot_steps(contract, max(tick, price + away)))

    @rule(data=st.data())
    def reach_funding(self, data: Draws) -> None:
        """Time goes to the next funding instant, a millisecond before it, or past it."""
        book = self.world.book
        now = now_of(self)
        since = (now - int(book.funding_offset)) % int(book.funding_interval)
        left = int(book.funding_interval) - since
        advance(self, max(1, left + data.draw(st.sampled_from((0, 0, -1, 1, MINUTE)))))

    @rule(data=st.data())
    def pass_time(self, data: Draws) -> None:
        """Time passes: milliseconds, minutes, and as long as makes a price stale."""
        stale = int(self.world.book.index_stale_after)
        spans = (1, 1000, MINUTE, MINUTE, 3 * MINUTE, stale, stale + 1)
        advance(self, data.draw(st.sampled_from(spans)))

    @rule(data=st.data())
    def pass_period(self, data: Draws) -> None:
        """One step of the clock goes over several funding instants."""
        pass_period(self, data)

    @rule(data=st.data())
    def leave_poor(self, data: Draws) -> None:
        """An account with less than nothing available leaves what it holds."""
        leave_poor(self, data)

    @rule()
    def audit(self) -> None:
        """An audit from scratch."""
        self.control("audit")

    @rule(data=st.data())
    def afford_order(self, data: Draws) -> None:
        """An account with nothing to spare gets just what an order needs, one short first."""
        afford(self, data)

    @rule(data=st.data())
    def thicken_book(self, data: Draws) -> None:
        """Both sides of the book fill up beside the mark, so that impact prices mean something."""
        contract = self._contract(data)
        mark = contract.on_tick(mark_of(self, contract))
        tick = int(contract.instrument.tick_size)
        skew = data.draw(st.sampled_from((0, 0, 3, -3, 10, -10))) * tick
        for side, away in (("Buy", -tick), ("Sell", tick)):
            body = {
                "symbol": contract.symbol,
                "side": side,
                "orderQty": 20 * contract.unit,
                "price": price_text(max(tick, mark + skew + away)),
            }
            self.place(self._account(data), body)
        advance(self, MINUTE)

    def _move(self, contract: Contract, factor: Fraction) -> None:
        price = contract.on_tick(percent_of(mark_of(self, contract), factor))
        highest = 20 * int(contract.opening)
        self.send_all(spot_steps(contract, min(price, highest)))
