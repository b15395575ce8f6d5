"""An attacker: a hand that thinks like a thief."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import currently_in_test_context, target
from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.margins import shifts
from solvent_conformance.histories.generators.worlds import Contract, percent_of
from solvent_conformance.histories.machines import gambits
from solvent_conformance.histories.machines.hand import HandMachine
from solvent_conformance.histories.machines.machine import Draws, price_in
from solvent_conformance.histories.machines.moves import advance, mark_of, now_of
from solvent_conformance.protocol.history import ctl
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import DAY, MINUTE, price_text


class AttackerMachine(HandMachine):
    """Tries to take out more than its hand has put in, whatever that costs one of its accounts."""

    profile = "margin"

    def teardown(self) -> None:
        """Say how far it came, so that the next history goes further."""
        super().teardown()
        gauge = self.run.gauge
        if currently_in_test_context() and self.run.opened:
            target(gauge.extremes.values.get("most taken", 0), label="money taken")
            target(-gauge.lowest, label="lowest balance")
            target(-gauge.extremes.values.get("lowest fund", 0), label="distance to no fund")
            target(gauge.extremes.values.get("largest fund", 0), label="money to take")
            target(sum(n > 0 for n in gauge.events.values()), label="kinds of events")

    # The market.

    @rule(data=st.data())
    def move_price(self, data: Draws) -> None:
        """The index moves by a few percent, or by much."""
        contract = self.any_contract(data)
        factor = data.draw(shifts(wild=data.draw(st.booleans())))
        gambits.move(self, contract, percent_of(mark_of(self, contract), factor))

    @rule(data=st.data())
    def move_far(self, data: Draws) -> None:
        """The index goes close to nothing, close to the cap, or to a tenth or ten times itself."""
        contract = self.any_contract(data)
        instrument = contract.instrument
        tick, low = int(instrument.tick_size), int(instrument.min_tick)
        mark = mark_of(self, contract)
        far = (low, tick, 2 * tick, 37 * low, mark // 10, mark * 10, int(instrument.max_price))
        gambits.move(self, contract, data.draw(st.sampled_from(far)))

    @rule(data=st.data())
    def stray(self, data: Draws) -> None:
        """One constituent moves alone, now and then to less than any price on its grid."""
        contract = self.any_contract(data)
        factor = Fraction(data.draw(st.sampled_from(("0.9", "1.1", "0.5", "2", "0.0000001"))))
        price = max(1, percent_of(mark_of(self, contract), factor))
        name = data.draw(st.sampled_from(contract.references))
        body = {"index": contract.index, "reference": name, "price": price_text(price)}
        self.send_all([ctl("spot", body)])

    @rule(data=st.data())
    def pass_time(self, data: Draws) -> None:
        """Time passes: a millisecond, minutes, or until prices are stale."""
        stale = int(self.world.book.index_stale_after)
        advance(self, data.draw(st.sampled_from((1, MINUTE, 3 * MINUTE, stale + 1))))

    @rule(data=st.data())
    def hold(self, data: Draws) -> None:
        """The hand holds over many funding instants."""
        gambits.hold_positions(self, data, self.any_contract(data))

    @rule(data=st.data())
    def split_and_hold(self, data: Draws) -> None:
        """Single contracts on one side, their sum on the other, over many funding instants."""
        contract = self.any_contract(data)
        gambits.hold_apart(self, data, self.hand, contract)
        gambits.hold_positions(self, data, contract)

    @rule(data=st.data())
    def reach_expiry(self, data: Draws) -> None:
        """Time goes to just before the expiry of a contract, or to it, if that is near."""
        expiry = self.any_contract(data).instrument.expiry
        if expiry is None:
            return
        left = int(expiry) - now_of(self) - data.draw(st.sampled_from((0, 0, MINUTE)))
        if 0 < left <= 4 * DAY:
            advance(self, left)

    # Ruin.

    @rule(data=st.data())
    def reach_liquidation(self, data: Draws) -> None:
        """The index goes to the liquidation price of a position, or past it."""
        row = self.any_position(data)
        if row is not None:
            gambits.jump_past(self, data, row, "liquidationPrice")

    @rule(data=st.data())
    def reach_bankruptcy(self, data: Draws) -> None:
        """The index goes to the bankruptcy price of a position, or past it."""
        row = self.any_position(data)
        if row is not None:
            gambits.jump_past(self, data, row, "bankruptPrice")

    @rule(data=st.data())
    def ruin_one(self, data: Draws) -> None:
        """One account goes bankrupt on purpose: what it owes beyond its margin, another gains.

        Both take as much as they can bear and withdraw the rest; a third may leave a junk order
        for the engine.
        """
        contract = self.any_contract(data)
        loser, winner, *others = data.draw(st.permutations(self.hand))
        side = gambits.gear_up(self, data, loser, winner, contract)
        gambits.strip(self, data, (loser, winner))
        if others:
            price = gambits.any_price(self, data, contract)
            qty = gambits.stake(self, data, contract, others[0], price)
            gambits.limit_order(self, others[0], contract, side, qty, price)
        self._jump_past_one(data, loser, contract, ("bankruptPrice", "liquidationPrice"))

    @rule(data=st.data())
    def feed_fund_and_rob_it(self, data: Draws) -> None:
        """The fund gains from one liquidation, and is asked to pay for the next.

        The victim bids near the mark for what the first account loses at its bankruptcy price.
        Then another account goes bankrupt by a little, in an empty book.
        """
        contract = self.any_contract(data)
        first, second, *_ = data.draw(st.permutations(self.hand))
        side = gambits.gear_up(self, data, first, self.victim, contract)
        held = [
            r
            for r in self.open_positions()
            if (r["account"], r["symbol"]) == (first, contract.symbol)
        ]
        if held:
            qty, price = abs(held[0]["currentQty"]), contract.on_tick(mark_of(self, contract))
            gambits.limit_order(self, self.victim, contract, side, qty, price)
            self._jump_past_one(data, first, contract, ("liquidationPrice",))
        self.ask(self.victim, "DELETE /order/all", {})
        gambits.gear_up(
            self, data, second, data.draw(st.sampled_from((first, self.victim))), contract
        )
        if data.draw(st.booleans()):
            self.ask(self.victim, "DELETE /order/all", {})
        self._jump_past_one(data, second, contract, ("bankruptPrice",))

    def _jump_past_one(
        self, data: Draws, account: str, contract: Contract, columns: tuple[str, ...]
    ) -> None:
        for row in self.open_positions():
            if row["account"] == account and row["symbol"] == contract.symbol:
                gambits.jump_past(self, data, row, data.draw(st.sampled_from(columns)))
                return

    @rule(data=st.data())
    def fatten_fund(self, data: Draws) -> None:
        """Somebody bids better than a bankruptcy price, and the index goes to liquidation."""
        row = self.any_position(data)
        price = None if row is None else price_in(row, "bankruptPrice")
        if row is None or price is None:
            return
        contract = self.contract(row["symbol"])
        tick = int(contract.instrument.tick_size)
        side = "Buy" if row["currentQty"] > 0 else "Sell"
        away = tick * data.draw(st.sampled_from((1, 2, 5, 20))) * (1 if side == "Buy" else -1)
        better = max(tick, contract.on_tick(price) + away)
        gambits.limit_order(self, self.victim, contract, side, abs(row["currentQty"]), better)
        gambits.jump_past(self, data, row, "liquidationPrice")

    @rule(data=st.data())
    def meet_engine(self, data: Draws) -> None:
        """Somebody trades with the liquidation engine, at its price or a better one."""
        offered = self.rows("liquidation")
        if not offered:
            return
        row = data.draw(st.sampled_from(offered))
        contract = self.contract(row["symbol"])
        lot = int(contract.instrument.lot_size)
        price = contract.on_tick(price_in(row, "price") or 0)
        qty = data.draw(st.sampled_from((row["leavesQty"], row["leavesQty"], lot)))
        side = gambits.opposite(row["side"])
        gambits.limit_order(self, self.anybody(data), contract, side, qty, price)

    @rule(data=st.data())
    def cash_out(self, data: Draws) -> None:
        """The hand cancels, closes against the victim, and withdraws all that it can."""
        for contract in self.world.contracts:
            gambits.quote(self, data, self.victim, contract)
        for account in self.hand:
            self.ask(account, "DELETE /order/all", {})
        for row in self.open_positions():
            if row["account"] in self.hand:
                body: Row = {"symbol": row["symbol"], "ordType": "Market", "execInst": "Close"}
                body["side"] = "Sell" if row["currentQty"] > 0 else "Buy"
                self.place(row["account"], body)
        gambits.strip(self, data, self.hand)

    @rule()
    def audit(self) -> None:
        """An audit from scratch."""
        self.control("audit")


class RoamingAttacker(AttackerMachine):
    """The same in every contract that a day has, at every price, with every permitted choice."""

    roams = True
