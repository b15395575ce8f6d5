"""Overload: the engine stands still, the queue fills up to its depth and beyond."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from solvent_conformance.histories.generators.amendments import amendments, cancellations
from solvent_conformance.histories.generators.margins import leverages
from solvent_conformance.histories.machines.machine import Draws, Purse, VenueMachine
from solvent_conformance.histories.machines.moves import advance, lay, take
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_DEPTHS: Final = (0, 1, 2, 3, 5)


class OverloadMachine(VenueMachine):
    """Requests of every kind meet a queue that is empty, nearly full, full."""

    profile = "overload"
    reaches = ("overload", "api")
    purse = Purse((10, 100))
    most_contracts = 1

    def __init__(self) -> None:
        super().__init__()
        self.frozen = False

    @rule(data=st.data())
    def lay_order(self, data: Draws) -> None:
        """A plain order near the mark."""
        lay(self, data)

    @precondition(lambda self: not self.frozen)
    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Meet an order that rests."""
        take(self, data)

    @precondition(lambda self: not self.frozen)
    @rule(data=st.data())
    def freeze(self, data: Draws) -> None:
        """The engine stands still."""
        self.control("freeze")
        self.frozen = "freeze" in self.runs.capabilities.controls

    @precondition(lambda self: not self.frozen)
    @rule(data=st.data())
    def freeze_and_fill(self, data: Draws) -> None:
        """The engine stands still and the queue fills to below, at or above its depth."""
        if "freeze" not in self.runs.capabilities.controls:
            return
        self.control("freeze")
        self.frozen = True
        for _ in range(max(0, self._depth() + data.draw(st.sampled_from((-1, 0, 0, 1))))):
            self._ask_anything(data)

    @precondition(lambda self: self.frozen)
    @rule(data=st.data())
    def ask_while_frozen(self, data: Draws) -> None:
        """One request more, of any kind."""
        self._ask_anything(data)

    @precondition(lambda self: self.frozen)
    @rule(data=st.data())
    def ask_again_while_frozen(self, data: Draws) -> None:
        """And another."""
        self._ask_anything(data)

    @rule(data=st.data())
    def pass_time(self, data: Draws) -> None:
        """Time passes, also while requests wait."""
        advance(self, data.draw(st.sampled_from((1, 1000))))

    @precondition(lambda self: not self.frozen)
    @rule(data=st.data())
    def set_depth(self, data: Draws) -> None:
        """The queue gets another depth."""
        self.control("depth", {"depth": data.draw(st.sampled_from(_DEPTHS))})

    @precondition(lambda self: self.frozen)
    @rule(data=st.data())
    def thaw(self, data: Draws) -> None:
        """The engine goes on and serves what waited."""
        self.control("thaw")
        self.frozen = False

    def _depth(self) -> int:
        for step in reversed(self.run.steps):
            if step.request == "depth":
                return int(step.message["body"]["depth"])
        return self.world.book.queue_depth

    def _ask_anything(self, data: Draws) -> None:
        """A request of any kind, exempt from shedding or not."""
        account = data.draw(st.sampled_from(self.world.accounts))
        contract = data.draw(st.sampled_from(self.world.contracts))
        lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
        kind = data.draw(
            st.sampled_from(("order", "order", "close", "cancel", "amend", "position"))
        )
        side = data.draw(st.sampled_from(("Buy", "Sell")))
        if kind in {"order", "close"}:
            away = data.draw(st.sampled_from((0, 0, 1, -1))) * tick
            body: Row = {"symbol": contract.symbol, "side": side}
            if kind == "order" or data.draw(st.booleans()):
                body["orderQty"] = lot * data.draw(st.sampled_from((1, 2, 5)))
            if kind == "close":
                body["execInst"] = "Close"
            if kind == "order" or data.draw(st.booleans()):
                body["price"] = price_text(contract.on_tick(int(contract.opening)) + away)
            if data.draw(st.booleans()) and self.runs.capabilities.names_orders:
                body["clOrdID"] = f"c{data.draw(st.sampled_from((1, 2, self.number + 1)))}"
            self.place(account, body)
        elif kind == "position":
            self._ask_for_position(data, account, contract.symbol)
        elif not self.placed or data.draw(st.integers(0, 4)) == 0:
            self.ask(account, "DELETE /order/all", {})
        else:
            placed = data.draw(st.sampled_from(self.placed[-6:]))
            contract = self.contract(placed.symbol)
            if kind == "cancel":
                self.ask(placed.account, "DELETE /order", data.draw(cancellations(placed)))
            else:
                number = self.number + 1
                body = data.draw(amendments(contract, placed, self.character, number))
                self.ask(placed.account, "PUT /order", body)

    def _ask_for_position(self, data: Draws, account: str, symbol: str) -> None:
        contract = self.contract(symbol)
        what = data.draw(st.sampled_from(("leverage", "isolate", "riskLimit", "transferMargin")))
        bodies: dict[str, Row] = {
            "leverage": {"leverage": data.draw(leverages(contract, errs=False))},
            "isolate": {"enabled": data.draw(st.booleans())},
            "riskLimit": {"riskLimit": int(contract.instrument.risk_limit)},
            "transferMargin": {"amount": 1},
        }
        self.ask(account, f"POST /position/{what}", {"symbol": symbol, **bodies[what]})
