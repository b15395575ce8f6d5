"""Queues: orders of several accounts at one price, what disturbs them, and who meets them then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.amendments import PlacedOrder
from solvent_conformance.histories.generators.worlds import Contract
from solvent_conformance.histories.machines.machine import Draws, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import mark_of, provide
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_DISTURBANCES: Final = (
    "meet", "meet", "meet", "cancel", "cancel", "amend", "amend", "amend", "amend", "stop", "join",
)  # fmt: skip # how often each of them comes is read off the line
_SHAPES: Final = ("more", "less", "less", "away", "away", "back", "back", "alike", "name")


@dataclass(slots=True)
class PriceQueue:
    """One level of a book, to which a machine sends orders. Mutable: `labels` are of those that
    joined, in their order.
    """

    machine: VenueMachine
    data: Draws
    contract: Contract
    side: str
    price: int
    labels: list[str]

    @property
    def opposite(self) -> str:
        """The side of whoever meets the queue."""
        return "Sell" if self.side == "Buy" else "Buy"

    def lots(self, *numbers: int) -> int:
        """One of some numbers of lots, as a quantity; few where no limit of risk may be met."""
        if not self.machine.runs.capabilities.has_money:
            numbers = tuple(min(number, 2) for number in numbers)
        return int(self.contract.instrument.lot_size) * int(self.pick(*numbers))

    def pick(self, *things: int) -> int:
        """One of some numbers."""
        return int(self.data.draw(st.sampled_from(things)))

    def waiting(self) -> list[PlacedOrder]:
        """The orders of the queue that are open, in the order in which they joined."""
        places = {label: place for place, label in enumerate(self.labels)}
        mine = [o for o in self.machine.open_orders() if o.label in places]
        return sorted(mine, key=lambda order: places[order.label])

    def join(self, account: str, *, glances: bool = True) -> None:
        """An order joins at the back."""
        body: Row = {
            "symbol": self.contract.symbol,
            "side": self.side,
            "orderQty": self.lots(2, 3, 4, 5),
            "price": price_text(self.price),
        }
        can = self.machine.runs.capabilities
        if can.hides and self.pick(0, 0, 0, 0, 0, 0, 1):
            body["displayQty"] = 0
        if "ParticipateDoNotInitiate" in can.exec_inst and self.pick(0, 0, 0, 0, 1):
            body["execInst"] = "ParticipateDoNotInitiate"
        self._place(account, body, glances=glances)

    def wait_behind(self, account: str) -> None:
        """A stop waits for the price of the queue to trade, and joins it then."""
        can = self.machine.runs.capabilities
        if not {"StopLimit"} <= set(can.ord_types) or "LastPrice" not in can.exec_inst:
            return
        body: Row = {
            "symbol": self.contract.symbol,
            "side": self.side,
            "orderQty": self.lots(1, 2),
            "price": price_text(self.price),
            "stopPx": price_text(self.price),
            "ordType": "StopLimit",
            "execInst": "LastPrice",
        }
        self._place(account, body)

    def offer_beyond(self, account: str) -> None:
        """Somebody waits on the other side, where nobody trades yet."""
        tick = int(self.contract.instrument.tick_size) * self.pick(1, 2, 3)
        price = self.price + (tick if self.side == "Buy" else -tick)
        body: Row = {"symbol": self.contract.symbol, "side": self.opposite}
        body["orderQty"] = self.lots(1, 2)
        self.machine.place(account, {**body, "price": price_text(max(1, price))})

    def wait_deeper(self, account: str) -> None:
        """Somebody waits a tick or two behind the queue, for whoever takes more than all of it."""
        tick = int(self.contract.instrument.tick_size) * self.pick(1, 2)
        price = self.price - (tick if self.side == "Buy" else -tick)
        body: Row = {"symbol": self.contract.symbol, "side": self.side}
        body["orderQty"] = self.lots(2, 4)
        self.machine.place(account, {**body, "price": price_text(max(1, price))}, glances=True)

    def _place(self, account: str, body: Row, *, glances: bool = False) -> None:
        answer = self.machine.place(account, body, glances=glances)
        if answer is not None and answer.status == "ok":
            self.labels.append(str(self.machine.number))

    def meet(self, *, partly: bool) -> None:
        """Somebody trades with the front of the queue: a part of one order, or with several."""
        waiting = self.waiting()
        if not waiting:
            return
        lot = int(self.contract.instrument.lot_size)
        front = waiting[0].qty - waiting[0].cum
        whole = sum(order.qty - order.cum for order in waiting)
        if partly:
            qty = self.pick(lot, lot, max(lot, front - lot))
        else:
            most = max(lot, whole - lot)
            qty = self.pick(front, front + lot, most, most, whole, whole + 2 * lot)
        accounts = self.machine.world.accounts
        others = [a for a in accounts if a != waiting[0].account]
        taker = str(self.data.draw(st.sampled_from(others if self.pick(0, 1, 1, 1) else accounts)))
        body: Row = {"symbol": self.contract.symbol, "side": self.opposite, "orderQty": qty}
        can = self.machine.runs.capabilities
        if "Market" in can.ord_types and self.pick(0, 0, 0, 0, 1):
            body["ordType"] = "Market"
        else:
            body["price"] = price_text(self.price)
            if "ImmediateOrCancel" in can.time_in_force and self.pick(0, 0, 1):
                body["timeInForce"] = "ImmediateOrCancel"
        self.machine.place(taker, body)

    def cancel(self) -> None:
        """One of the queue is canceled, mostly in the middle of it."""
        waiting = self.waiting()
        if waiting:
            order = self.data.draw(st.sampled_from(waiting[1:] or waiting))
            self.machine.ask(order.account, "DELETE /order", {"orderID": LABEL + order.label})

    def amend(self) -> None:
        """One of the queue gets another quantity, goes away, or goes away and comes back."""
        waiting = self.waiting()
        if not waiting:
            return
        # What has traded in part is where an old quantity is taken for a new one.
        traded = [order for order in waiting if order.cum]
        order: PlacedOrder = self.data.draw(st.sampled_from([*waiting, *3 * traded]))
        lot, tick = int(self.contract.instrument.lot_size), int(self.contract.instrument.tick_size)
        away = max(tick, self.price - tick * order.toward * self.pick(1, 2))
        shape = self.data.draw(st.sampled_from(_SHAPES))
        bodies: dict[str, Row] = {
            "more": {"orderQty": order.qty + lot},
            "less": {"orderQty": max(order.cum + lot, order.qty - lot)},
            "away": {"price": price_text(away)},
            "back": {"price": price_text(away)},
            "alike": {"orderQty": order.qty, "price": price_text(self.price)},
            "name": {"clOrdID": f"q{self.machine.number}"},
        }
        body = bodies[shape]
        if shape == "name" and not self.machine.runs.capabilities.names_orders:
            body = bodies["more"]
        self._amend(order, body)
        if shape == "back":
            self._amend(order, {"price": price_text(self.price)})

    def _amend(self, order: PlacedOrder, body: Row) -> None:
        self.machine.ask(order.account, "PUT /order", {"orderID": LABEL + order.label, **body})

    def disturb(self, what: str) -> None:
        """One thing happens to the queue."""
        accounts = self.machine.world.accounts
        if what == "meet":
            self.meet(partly=True)
        elif what == "cancel":
            self.cancel()
        elif what == "amend":
            if not any(order.cum for order in self.waiting()):
                self.meet(partly=True)
            self.amend()
        elif what == "stop":
            self.wait_behind(str(self.data.draw(st.sampled_from(accounts))))
            if self.pick(0, 1):
                self.offer_beyond(str(self.data.draw(st.sampled_from(accounts))))
            self.meet(partly=True)
        else:
            self.join(str(self.data.draw(st.sampled_from(accounts))), glances=False)


def queue_up(machine: VenueMachine, data: Draws) -> None:
    """Several accounts wait at one price, something happens to them, and others meet them."""
    contract = data.draw(st.sampled_from(machine.world.contracts))
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    queue = PriceQueue(machine, data, contract, side, level_inside(machine, contract, side), [])
    accounts = data.draw(st.permutations(machine.world.accounts))
    for account in accounts:
        provide(machine, account, contract)
    if queue.pick(0, 1):
        queue.wait_deeper(accounts[-1])
    for place in range(queue.pick(3, 3, 4)):
        queue.join(accounts[place % len(accounts)])
    for _ in range(queue.pick(1, 2, 2, 3)):
        queue.disturb(str(data.draw(st.sampled_from(_DISTURBANCES))))
    queue.meet(partly=False)
    queue.meet(partly=bool(queue.pick(0, 1)))


def level_inside(machine: VenueMachine, contract: Contract, side: str) -> int:
    """A price at which an order of a side rests in front of its book: at the mark, or beside what
    offers or bids there.
    """
    tick = int(contract.instrument.tick_size)
    price = contract.on_tick(mark_of(machine, contract))
    row = next((r for r in machine.rows("instrument") if r["symbol"] == contract.symbol), {})
    bid, ask = price_in(row, "bidPrice"), price_in(row, "askPrice")
    if side == "Buy":
        price = price if ask is None else min(price, ask - tick)
        return max(tick, price if bid is None else max(price, bid))
    price = price if bid is None else max(price, bid + tick)
    return max(tick, price if ask is None else min(price, ask))
