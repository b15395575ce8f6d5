"""Trading: orders of every kind by several accounts, amended, canceled, triggered, refused."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from solvent_conformance.histories.generators.amendments import amendments, cancellations
from solvent_conformance.histories.generators.margins import shifts
from solvent_conformance.histories.generators.orders import orders
from solvent_conformance.histories.generators.worlds import percent_of, spot_steps
from solvent_conformance.histories.machines.machine import Draws, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import advance, afford, reach_stop, take
from solvent_conformance.histories.machines.queues import queue_up
from solvent_conformance.histories.machines.replacements import amend_anew
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text


class TradingMachine(VenueMachine):
    """Accounts place, take, amend and cancel; prices move a little so that stops trigger."""

    profile = "trading"
    reaches = ("trading", "api")

    def _draw_order(self, data: Draws) -> Row:
        names = tuple(self.names[-3:])
        body: Row = data.draw(
            orders(self.world, self.character, self.markets(), names, self.number + 1)
        )
        return body

    def _account(self, data: Draws) -> str:
        return str(data.draw(st.sampled_from(self.world.accounts)))

    @rule(data=st.data())
    def place_order(self, data: Draws) -> None:
        """Any order by any account."""
        self.place(self._account(data), self._draw_order(data))

    @rule(data=st.data())
    def place_another_order(self, data: Draws) -> None:
        """The same again: a book needs orders before anything else can happen."""
        self.place(self._account(data), self._draw_order(data))

    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Meet an order that rests: all of it, less or more."""
        take(self, data)

    @rule(data=st.data())
    def take_another_order(self, data: Draws) -> None:
        """The same again."""
        take(self, data)

    @precondition(lambda self: bool(self.placed))
    @rule(data=st.data())
    def amend_order(self, data: Draws) -> None:
        """Amend an order, mostly one that is open, one's own or now and then another's."""
        self._amend(data)

    @precondition(lambda self: bool(self.placed))
    @rule(data=st.data())
    def amend_another_order(self, data: Draws) -> None:
        """The same again."""
        self._amend(data)

    def _amend(self, data: Draws) -> None:
        waiting = self.open_orders() if data.draw(st.integers(0, 4)) else []
        placed = data.draw(st.sampled_from(waiting or self.placed[-6:]))
        account = placed.account
        if self.character.errs and data.draw(st.integers(0, 5)) == 0:
            account = self._account(data)
        names = tuple(self.names[-3:])
        contract = self.contract(placed.symbol)
        body = data.draw(amendments(contract, placed, self.character, self.number + 1, names))
        answer = self.ask(account, "PUT /order", body)
        name = body.get("clOrdID")
        if answer is not None and answer.status == "ok" and isinstance(name, str):
            self.names.append(name)

    @precondition(lambda self: bool(self.placed))
    @rule(data=st.data())
    def cancel_order(self, data: Draws) -> None:
        """Cancel an order, mostly one that is open, one's own or now and then another's."""
        waiting = self.open_orders() if data.draw(st.integers(0, 2)) else []
        placed = data.draw(st.sampled_from(waiting or self.placed[-6:]))
        account = placed.account
        if data.draw(st.integers(0, 5)) == 0:
            account = self._account(data)
        self.ask(account, "DELETE /order", data.draw(cancellations(placed)))

    @rule(data=st.data())
    def queue_up(self, data: Draws) -> None:
        """Several accounts wait at one price, are disturbed, and are met."""
        queue_up(self, data)

    @rule(data=st.data())
    def queue_up_again(self, data: Draws) -> None:
        """The same again: who trades first is seen by nobody who waits alone."""
        queue_up(self, data)

    @rule(data=st.data())
    def amend_anew(self, data: Draws) -> None:
        """An order becomes by amendment what it would have to be placed as."""
        amend_anew(self, data)

    @rule(data=st.data())
    def amend_another_anew(self, data: Draws) -> None:
        """The same again."""
        amend_anew(self, data)

    @rule(data=st.data())
    def cancel_all_orders(self, data: Draws) -> None:
        """Cancel all orders of an account, in one contract or in all."""
        symbols = [None, *(c.symbol for c in self.world.contracts)]
        symbol = data.draw(st.sampled_from(symbols))
        self.ask(self._account(data), "DELETE /order/all", {"symbol": symbol} if symbol else {})

    @rule(data=st.data())
    def close_position(self, data: Draws) -> None:
        """Close what an account holds, with or without a quantity, at a price or at any."""
        if "Close" not in self.runs.capabilities.exec_inst:
            return
        held = self.open_positions()
        if not held:
            take(self, data)
            return
        row = data.draw(st.sampled_from(held))
        body: Row = {"symbol": row["symbol"], "execInst": "Close"}
        body["side"] = "Sell" if row["currentQty"] > 0 else "Buy"
        if data.draw(st.booleans()):
            lot = int(self.contract(row["symbol"]).instrument.lot_size)
            body["orderQty"] = max(lot, abs(row["currentQty"]) // 2 // lot * lot)
        resting = self.resting_orders(row["symbol"])
        if resting and data.draw(st.booleans()):
            body["price"] = data.draw(st.sampled_from(resting))["price"]
        elif "Market" not in self.runs.capabilities.ord_types:
            return
        self.place(row["account"], body)

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """All constituents of an index trade a little higher or lower, or at the opening price."""
        contract = data.draw(st.sampled_from(self.world.contracts))
        factor = data.draw(shifts(wild=False))
        price = contract.on_tick(percent_of(int(contract.opening), factor))
        self.send_all(spot_steps(contract, price))

    @rule(data=st.data())
    def reach_stop_price(self, data: Draws) -> None:
        """The index goes to the stop price of an order that waits, or a tick beside it."""
        reach_stop(self, data)

    @rule(data=st.data())
    def pass_time(self, data: Draws) -> None:
        """Time passes: a millisecond, a second, a minute."""
        # A venue without margin exchanges no funding: no history of it comes to such an instant.
        spans = (1, 1000, 60_000, 780_000) if self.character.has_money else (1, 10)
        advance(self, data.draw(st.sampled_from(spans)))

    @rule()
    def audit(self) -> None:
        """An audit from scratch."""
        self.control("audit")

    @rule(data=st.data())
    def afford_order(self, data: Draws) -> None:
        """An account with nothing to spare gets just what an order needs, one short first."""
        afford(self, data)

    @rule(data=st.data())
    def reduce_position(self, data: Draws) -> None:
        """A reduce-only order against a position, for as much, less or more than it holds."""
        held = self.open_positions()
        if not held or "ReduceOnly" not in self.runs.capabilities.exec_inst:
            take(self, data)
            return
        row = data.draw(st.sampled_from(held))
        contract = self.contract(row["symbol"])
        lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
        factor = data.draw(st.sampled_from((1, 1, 2, 3)))
        mark = price_in(row, "markPrice") or int(contract.opening)
        side = data.draw(st.sampled_from(("Sell", "Buy", "opposite", "opposite", "opposite")))
        if side == "opposite":
            side = "Sell" if row["currentQty"] > 0 else "Buy"
        away = data.draw(st.sampled_from((0, 1, 2, 3))) * tick * (1 if side == "Sell" else -1)
        body: Row = {
            "symbol": row["symbol"],
            "side": side,
            "orderQty": max(lot, abs(row["currentQty"]) * factor // 2 // lot * lot),
            "price": price_text(max(tick, contract.on_tick(mark) + away)),
            "execInst": "ReduceOnly",
        }
        self.place(row["account"], body)
