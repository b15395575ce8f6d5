"""Exits: an account below zero available leaves what it holds, and does nothing else.

Orders lock what their account has, and a part of its position is closed for less than its margin
bears. What is available then is below zero while a position is still there: whoever only reduces
is not refused, and whatever is paid is at most what there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, percent_of
from solvent_conformance.histories.machines.machine import Draws, VenueMachine
from solvent_conformance.histories.machines.moves import advance, mark_of, provide
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, price_text

_WAYS: Final = (
    "part", "part", "plain", "limit", "rest", "rest", "close", "more", "turn", "amend", "amend",
    "cancel", "settings", "money", "funding",
)  # fmt: skip # how often each of them comes is read off the lines


@dataclass(slots=True)
class Exit:
    """An account that wants to leave a contract, beside one that trades with it."""

    machine: VenueMachine
    data: Draws
    contract: Contract
    holder: str
    other: str
    side: str

    @property
    def opposite(self) -> str:
        """The side that reduces."""
        return "Sell" if self.side == "Buy" else "Buy"

    @property
    def mark(self) -> int:
        """The mark on the tick."""
        return self.contract.on_tick(mark_of(self.machine, self.contract))

    def beside(self, share: Fraction) -> int:
        """A price that is worse for the holder than the mark, by a share of it."""
        worse = 1 - share if self.side == "Buy" else 1 + share
        return self.contract.on_tick(percent_of(self.mark, worse))

    @property
    def lot(self) -> int:
        """The lot size."""
        return int(self.contract.instrument.lot_size)

    @property
    def held(self) -> int:
        """How much the holder has, whichever side."""
        return sum(
            abs(row["currentQty"])
            for row in self.machine.open_positions()
            if (row["account"], row["symbol"]) == (self.holder, self.contract.symbol)
        )

    def pick(self, *things: int) -> int:
        """One of some numbers."""
        return int(self.data.draw(st.sampled_from(things)))

    def order(
        self,
        account: str,
        side: str,
        qty: int,
        price: int | None,
        *,
        inst: str = "",
        glances: bool = False,
    ) -> None:
        """An order at a price, or at any."""
        body: Row = {"symbol": self.contract.symbol, "side": side, "orderQty": qty}
        if price is None:
            body["ordType"] = "Market"
        else:
            body["price"] = price_text(price)
        if inst:
            body["execInst"] = inst
        self.machine.place(account, body, glances=glances)

    def meet_far(self, qty: int) -> None:
        """The other one offers to take so much, at a price beyond the holder's bankruptcy."""
        share = self.contract.instrument.init_margin + Fraction(self.pick(2, 3, 5), 100)
        self.order(self.other, self.side, qty, self.beside(share), glances=True)

    def strip(self) -> None:
        """The holder takes out what it can."""
        currency = self.contract.currency
        spare = self.machine.margin(self.holder, currency).get("withdrawableMargin") or 0
        if spare > 0:
            body = {"account": self.holder, "currency": currency, "amount": int(spare)}
            self.machine.control("withdraw", body, glances=True)

    def go(self, way: str) -> None:
        """One attempt to leave, to stay, or to do more."""
        held = self.held
        part = max(self.lot, held // 2 // self.lot * self.lot)
        ask, holder = self.machine.ask, self.holder
        if way in {"part", "plain", "close"}:
            self.meet_far(self.pick(self.lot, part, max(self.lot, held)))
            inst = {"part": "ReduceOnly", "close": "Close"}.get(way, "")
            self.order(holder, self.opposite, held or self.lot, None, inst=inst)
        elif way == "limit":
            self.order(self.other, self.side, part, self.mark, glances=True)
            self.order(holder, self.opposite, part, self.mark, inst="ReduceOnly")
        elif way == "rest":
            self.order(holder, self.opposite, max(self.lot, held), self.mark, inst="ReduceOnly")
            self.order(self.other, self.side, self.lot, self.mark)
        elif way == "more":
            self.order(holder, self.side, self.lot, self.mark)
        elif way == "turn":
            self.meet_far(held + 2 * self.lot)
            self.order(holder, self.opposite, held + self.lot, None)
        elif way in {"amend", "cancel"}:
            self._change_order(cancels=way == "cancel")
        elif way == "settings":
            body: Row = {"symbol": self.contract.symbol, "leverage": str(self.pick(0, 1, 2, 5))}
            ask(holder, "POST /position/leverage", body)
        elif way == "money":
            verb = self.data.draw(st.sampled_from(("withdraw", "deposit", "transfer")))
            money = {"account": holder, "currency": self.contract.currency, "amount": 1}
            if verb == "transfer":
                body = {"symbol": self.contract.symbol, "amount": self.pick(1, -1)}
                ask(holder, "POST /position/transferMargin", body)
            else:
                self.machine.control(verb, money)
        else:
            advance(self.machine, int(self.machine.world.book.funding_interval) + MINUTE)

    def _change_order(self, *, cancels: bool) -> None:
        mine = [o for o in self.machine.open_orders() if o.account == self.holder]
        if not mine:
            return
        order = self.data.draw(st.sampled_from(mine))
        body: Row = {"orderID": LABEL + order.label}
        if cancels:
            self.machine.ask(self.holder, "DELETE /order", body)
            return
        tick = int(self.contract.instrument.tick_size)
        price = order.price or self.mark
        terms: tuple[Row, ...] = (
            {"orderQty": max(self.lot, order.qty - self.lot)},
            {"orderQty": order.qty + self.lot},
            {"price": price_text(max(tick, price - tick * order.toward))},
            {"price": price_text(max(tick, price + tick * order.toward))},
        )
        self.machine.ask(
            self.holder, "PUT /order", {**body, **self.data.draw(st.sampled_from(terms))}
        )


def leave_poor(machine: VenueMachine, data: Draws) -> None:
    """An account with less than nothing available reduces, turns, amends, pays."""
    can = machine.runs.capabilities
    if not can.has_money or "ReduceOnly" not in can.exec_inst or "Market" not in can.ord_types:
        return
    contract = data.draw(st.sampled_from(machine.world.contracts))
    holder, other = data.draw(st.permutations(machine.world.accounts))[:2]
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    way = Exit(machine, data, contract, holder, other, side)
    for account in machine.world.accounts:
        machine.ask(account, "DELETE /order/all", {"symbol": contract.symbol}, glances=True)
    for account in (holder, other):
        provide(machine, account, contract)
    qty = contract.unit * way.pick(2, 4)
    way.order(other, way.opposite, qty, way.mark, glances=True)
    way.order(holder, side, qty, way.mark, glances=True)
    # Far from the mark on the side of the position: nobody meets them, and they lock much.
    for _ in range(way.pick(1, 2)):
        way.order(holder, side, qty, way.beside(Fraction(1, 2)))
    way.strip()
    way.meet_far(qty)
    way.order(holder, way.opposite, way.pick(qty // 2, qty // 4) or qty, None, inst="ReduceOnly")
    for _ in range(way.pick(2, 3, 4)):
        way.go(str(data.draw(st.sampled_from(_WAYS))))
