"""Distress: margin runs out; takeover, fund and deleveraging follow."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import leverages, shifts
from solvent_conformance.histories.generators.worlds import Contract, percent_of, spot_steps
from solvent_conformance.histories.machines.exits import leave_poor
from solvent_conformance.histories.machines.machine import Draws, Purse, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import advance, lay, mark_of, take, trade_at_mark
from solvent_conformance.histories.machines.ruins import ruin_two
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, price_text


class DistressMachine(VenueMachine):
    """Small purses, large positions, and an index that goes where it hurts."""

    profile = "margin"
    reaches = ("liquidation", "insurance", "deleveraging")
    purse = Purse((1, 1, 2, 5, 1000))
    often_two = True

    @rule(data=st.data())
    def trade_units(self, data: Draws) -> None:
        """A trade as large as the smaller purse bears."""
        trade_at_mark(self, data, (10, 20, 50, 90, 100))

    @rule(data=st.data())
    def trade_more(self, data: Draws) -> None:
        """The same again."""
        trade_at_mark(self, data, (10, 30, 50, 95, 100))

    @rule(data=st.data())
    def lay_order(self, data: Draws) -> None:
        """A plain order near the mark, which a liquidation will have to cancel."""
        lay(self, data)

    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Meet an order that rests."""
        take(self, data)

    @rule(data=st.data())
    def set_leverage(self, data: Draws) -> None:
        """Choose leverage, so that positions rank differently."""
        contract = data.draw(st.sampled_from(self.world.contracts))
        body = {
            "symbol": contract.symbol,
            "leverage": data.draw(leverages(contract, errs=False)),
        }
        self.ask(data.draw(st.sampled_from(self.world.accounts)), "POST /position/leverage", body)

    @rule(data=st.data())
    def reach_liquidation(self, data: Draws) -> None:
        """The index goes to the liquidation or bankruptcy price of a position, or beside it."""
        self._reach(data, ("liquidationPrice", "liquidationPrice", "bankruptPrice"))

    @rule(data=st.data())
    def reach_bankruptcy(self, data: Draws) -> None:
        """The same, further."""
        self._reach(data, ("bankruptPrice",))

    @rule(data=st.data())
    def rescue(self, data: Draws) -> None:
        """Somebody takes what the liquidation engine offers, at its price or a better one."""
        offered = self.rows("liquidation")
        if not offered:
            self._reach(data, ("liquidationPrice",))
            offered = self.rows("liquidation")
        if not offered:
            return
        row = data.draw(st.sampled_from(offered))
        tick = int(self.contract(row["symbol"]).instrument.tick_size)
        price = price_in(row, "price")
        side = "Buy" if row["side"] == "Sell" else "Sell"
        away = data.draw(st.sampled_from((0, 0, 1, 5))) * tick * (1 if side == "Buy" else -1)
        lot = int(self.contract(row["symbol"]).instrument.lot_size)
        qty = data.draw(st.sampled_from((row["leavesQty"], row["leavesQty"], lot)))
        body: Row = {"symbol": row["symbol"], "side": side, "orderQty": qty}
        body["price"] = price_text(max(tick, (price or tick) + away))
        self.place(data.draw(st.sampled_from(self.world.accounts)), body)

    @rule(data=st.data())
    def support(self, data: Draws) -> None:
        """Bids and offers a few ticks better than a bankruptcy price."""
        self._support(data)

    @rule(data=st.data())
    def fatten_fund(self, data: Draws) -> None:
        """The same, and then the index goes to the liquidation price: the fund gains the ticks."""
        row = self._support(data)
        if row is not None:
            contract = self.contract(row["symbol"])
            price = price_in(row, "liquidationPrice")
            if price is not None and price < 20 * int(contract.opening):
                self.send_all(spot_steps(contract, price - self._toward(row, contract)))

    @rule(data=st.data())
    def empty_fund(self, data: Draws) -> None:
        """A position is lost beyond its margin, with only worse orders to meet it in the book.

        The fund pays what it has, then others are deleveraged.
        """
        rows = [row for row in self.rows("insurance") if row.get("walletBalance")]
        symbols = {row["symbol"] for row in rows}
        held = [row for row in self.open_positions() if row["symbol"] in symbols]
        held = held or self.open_positions()
        if not held:
            trade_at_mark(self, data, (50, 90, 100))
            return
        row = data.draw(st.sampled_from(held))
        contract = self.contract(row["symbol"])
        price = price_in(row, "bankruptPrice")
        if price is None or price >= 20 * int(contract.opening):
            return
        tick = self._toward(row, contract)
        for account in self.world.accounts:
            self.ask(account, "DELETE /order/all", {})
        body: Row = {
            "symbol": row["symbol"],
            "side": "Buy" if row["currentQty"] > 0 else "Sell",
            "orderQty": abs(row["currentQty"]),
            "price": price_text(max(abs(tick), price - data.draw(st.sampled_from((1, 2))) * tick)),
        }
        self.place(self.richest(row), body)
        steps = data.draw(st.sampled_from((1, 2, 5)))
        self.send_all(spot_steps(contract, price - steps * tick))

    def _support(self, data: Draws) -> Row | None:
        held = self.open_positions()
        if not held:
            trade_at_mark(self, data, (50, 100))
            held = self.open_positions()
        if not held:
            return None
        row: Row = data.draw(st.sampled_from(held))
        contract = self.contract(row["symbol"])
        price = price_in(row, "bankruptPrice")
        if price is None or price > 20 * int(contract.opening):
            return None
        away = data.draw(st.sampled_from((1, 2, 5))) * self._toward(row, contract)
        body: Row = {
            "symbol": row["symbol"],
            "side": "Buy" if row["currentQty"] > 0 else "Sell",
            "orderQty": abs(row["currentQty"]),
            "price": price_text(max(int(contract.instrument.tick_size), price + away)),
        }
        self.place(self.richest(row), body)
        return row

    def richest(self, row: Row) -> str:
        """The account with the most available margin beside the one that holds a position."""
        others = [a for a in self.world.accounts if a != row["account"]]
        return max(
            others, key=lambda a: self.margin(a, row["currency"]).get("availableMargin") or 0
        )

    def _toward(self, row: Row, contract: Contract) -> int:
        """One tick in the direction that a position gains by."""
        tick = int(contract.instrument.tick_size)
        return tick if row["currentQty"] > 0 else -tick

    @rule(data=st.data())
    def ruin_two(self, data: Draws) -> None:
        """An account is ruined in two contracts at once."""
        ruin_two(self, data)

    @rule(data=st.data())
    def leave_poor(self, data: Draws) -> None:
        """An account with less than nothing available leaves what it holds."""
        leave_poor(self, data)

    @rule(data=st.data())
    def crash(self, data: Draws) -> None:
        """The whole index crashes or leaps."""
        contract = data.draw(st.sampled_from(self.world.contracts))
        self._move(contract, data.draw(shifts(wild=True)))

    @rule(data=st.data())
    def recover(self, data: Draws) -> None:
        """The index goes back to where it was in the beginning."""
        contract = data.draw(st.sampled_from(self.world.contracts))
        self.send_all(spot_steps(contract, int(contract.opening)))

    @rule()
    def audit(self) -> None:
        """An audit from scratch."""
        self.control("audit")

    @rule(data=st.data())
    def pass_time(self, data: Draws) -> None:
        """A minute passes."""
        advance(self, data.draw(st.sampled_from((1, MINUTE))))

    def _reach(self, data: Draws, columns: tuple[str, ...]) -> None:
        held = self.open_positions()
        if not held:
            trade_at_mark(self, data, (50, 90, 100))
            return
        row = data.draw(st.sampled_from(held))
        contract = self.contract(row["symbol"])
        price = price_in(row, data.draw(st.sampled_from(columns)))
        if price is None or price >= 20 * int(contract.opening):
            self._move(contract, data.draw(shifts(wild=True)))
            return
        away = data.draw(st.sampled_from((0, 0, 1, -1, 3, -3, 20, -20)))
        step = away * int(contract.instrument.tick_size)
        self.send_all(spot_steps(contract, max(int(contract.instrument.min_tick), price + step)))

    def _move(self, contract: Contract, factor: Fraction) -> None:
        price = contract.on_tick(percent_of(mark_of(self, contract), factor))
        self.send_all(spot_steps(contract, min(price, 20 * int(contract.opening))))
