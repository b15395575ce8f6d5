"""Counts: more orders and trades than three digits count, or sixteen bits."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from solvent_conformance.histories.machines.machine import PLENTY, Draws, Purse, VenueMachine
from solvent_conformance.histories.machines.queues import queue_up
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text


class CountMachine(VenueMachine):
    """Two accounts trade a lot to and fro, many times; then orders are queued, amended, canceled.

    What a venue takes for the order of that number was placed by another one long before.
    """

    profile = "trading"
    purse = Purse((PLENTY,))
    most_contracts = 1
    orders: ClassVar[int] = 1_010

    @initialize(data=st.data())
    def begin(self, data: Draws) -> None:
        """Open a world and wear its counters."""
        super().begin(data)
        self.run.opened = False
        contract = self.world.contracts[0]
        body: Row = {"symbol": contract.symbol, "orderQty": int(contract.instrument.lot_size)}
        body["price"] = price_text(int(contract.opening))
        for number in range(self.orders // 2):
            side, opposite = ("Buy", "Sell") if number % 2 else ("Sell", "Buy")
            self.place(self.world.accounts[0], {**body, "side": side}, glances=True)
            self.place(self.world.accounts[1], {**body, "side": opposite}, glances=True)
        self.run.opened = True
        if len(self.placed) > 1:
            order = data.draw(st.sampled_from(self.placed[: len(self.placed) // 2]))
            self.ask(order.account, "DELETE /order", {"orderID": LABEL + order.label})
        queue_up(self, data)

    @rule()
    def rest(self) -> None:
        """Nothing more: each look is at all of it."""


class LongCountMachine(CountMachine):
    """The same past sixteen bits: for budgets of minutes."""

    orders = 66_000
