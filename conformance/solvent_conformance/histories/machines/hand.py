"""A hand: several accounts of one person, beside a victim that makes the market."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from solvent_conformance.histories.generators.arenas import arenas
from solvent_conformance.histories.generators.margins import leverages, risk_limits, transfers
from solvent_conformance.histories.generators.worlds import Contract, World
from solvent_conformance.histories.machines import gambits
from solvent_conformance.histories.machines.machine import Draws, Purse, VenueMachine
from solvent_conformance.histories.machines.moves import advance, reach_stop, take
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, price_text


class HandMachine(VenueMachine):
    """What one person does with several accounts: trade, protect, margin, deposit, withdraw."""

    purse = Purse((1, 1, 2, 5, 50, 10_000))
    roams: ClassVar[bool] = False

    def draw_world(self, data: Draws) -> World:
        """An arena."""
        runs = self.runs
        arena = data.draw(arenas(runs.rulebook, runs.capabilities, roams=self.roams))
        world = self.renamed(arena)
        *hand, self.victim = world.accounts
        self.hand = tuple(hand)
        self.run.gauge.hand = frozenset(self.hand)
        return world

    def draw_multiple(self, data: Draws, account: str) -> int:
        """The victim has plenty."""
        return 1000 if account == self.victim else super().draw_multiple(data, account)

    def mine(self, data: Draws) -> str:
        """An account of the hand."""
        return str(data.draw(st.sampled_from(self.hand)))

    def anybody(self, data: Draws) -> str:
        """Any account."""
        return str(data.draw(st.sampled_from(self.world.accounts)))

    def any_contract(self, data: Draws) -> Contract:
        """A contract of the arena."""
        contract: Contract = data.draw(st.sampled_from(self.world.contracts))
        return contract

    def any_position(self, data: Draws) -> Row | None:
        """A position that is open, of the hand or of the victim; a wash trade where there is none.

        Nothing can be taken from whoever holds nothing.
        """
        if not self.open_positions():
            self.wash(data)
        held = self.open_positions()
        return data.draw(st.sampled_from(held)) if held else None

    def wash(self, data: Draws) -> None:
        """Two accounts of the hand trade with each other."""
        one, other = data.draw(st.permutations(self.hand))[:2]
        gambits.wash(self, data, one, other, self.any_contract(data))

    # Trades.

    @rule(data=st.data())
    def make_market(self, data: Draws) -> None:
        """The victim bids and offers."""
        gambits.quote(self, data, self.victim, self.any_contract(data))

    @rule(data=st.data())
    def lean_on_book(self, data: Draws) -> None:
        """The hand bids and offers beside the mark or far from it, and waits a minute."""
        gambits.quote(self, data, self.mine(data), self.any_contract(data))
        advance(self, MINUTE)

    @rule(data=st.data())
    def wash_trade(self, data: Draws) -> None:
        """Two accounts of the hand trade with each other at any price."""
        self.wash(data)

    @rule(data=st.data())
    def trade_with_victim(self, data: Draws) -> None:
        """An account of the hand trades with the victim."""
        contract = self.any_contract(data)
        pair = data.draw(st.permutations((self.mine(data), self.victim)))
        gambits.wash(self, data, pair[0], pair[1], contract)

    @rule(data=st.data())
    def take_order(self, data: Draws) -> None:
        """Anybody meets an order that rests."""
        take(self, data)

    @rule(data=st.data())
    def split_position(self, data: Draws) -> None:
        """One account of the hand holds what the others hold in single contracts."""
        gambits.hold_apart(self, data, self.hand, self.any_contract(data))

    @rule(data=st.data())
    def leave_junk(self, data: Draws) -> None:
        """An order far from the mark, for the engine to run into."""
        contract, account = self.any_contract(data), self.mine(data)
        price = gambits.any_price(self, data, contract)
        side = data.draw(st.sampled_from(("Buy", "Sell")))
        qty = gambits.stake(self, data, contract, account, price)
        gambits.limit_order(self, account, contract, side, qty, price)

    @rule(data=st.data())
    def close_position(self, data: Draws) -> None:
        """Close a position, or reduce it."""
        row = self.any_position(data)
        if row is not None:
            gambits.close_position(self, data, row)

    @rule(data=st.data())
    def protect_position(self, data: Draws) -> None:
        """A stop that closes or reduces a position, or adds to it."""
        row = self.any_position(data)
        if row is None:
            return
        contract = self.contract(row["symbol"])
        body: Row = {
            "symbol": row["symbol"],
            "side": data.draw(st.sampled_from(("Buy", "Sell"))),
            "stopPx": price_text(gambits.any_price(self, data, contract)),
        }
        trigger = data.draw(st.sampled_from(("MarkPrice", "LastPrice", "IndexPrice")))
        kind = data.draw(st.sampled_from(("Close", "ReduceOnly", "")))
        body["execInst"] = ",".join(filter(None, (kind, trigger)))
        body["orderQty"] = abs(row["currentQty"])
        if data.draw(st.booleans()):
            body["price"] = price_text(gambits.any_price(self, data, contract))
        self.place(row["account"], body)

    @rule(data=st.data())
    def reach_stop_price(self, data: Draws) -> None:
        """The index goes to a stop price."""
        reach_stop(self, data)

    @rule(data=st.data())
    def cancel_all(self, data: Draws) -> None:
        """An account cancels all its orders."""
        self.ask(self.anybody(data), "DELETE /order/all", {})

    # Margin.

    @rule(data=st.data())
    def set_leverage(self, data: Draws) -> None:
        """Choose leverage."""
        contract = self.any_contract(data)
        leverage = data.draw(leverages(contract, errs=self.character.errs))
        body = {"symbol": contract.symbol, "leverage": leverage}
        self.ask(self.mine(data), "POST /position/leverage", body)

    @rule(data=st.data())
    def isolate(self, data: Draws) -> None:
        """Move between isolated and cross margin."""
        body = {"symbol": self.any_contract(data).symbol, "enabled": data.draw(st.booleans())}
        self.ask(self.mine(data), "POST /position/isolate", body)

    @rule(data=st.data())
    def set_risk_limit(self, data: Draws) -> None:
        """Choose a risk limit."""
        contract = self.any_contract(data)
        limit = data.draw(risk_limits(contract, errs=self.character.errs))
        body = {"symbol": contract.symbol, "riskLimit": limit}
        self.ask(self.mine(data), "POST /position/riskLimit", body)

    @rule(data=st.data())
    def transfer_margin(self, data: Draws) -> None:
        """Move margin into a position or out of it."""
        row = self.any_position(data)
        if row is not None:
            spare = self.margin(row["account"], row["currency"]).get("availableMargin") or 0
            body = {"symbol": row["symbol"], "amount": data.draw(transfers(row, int(spare)))}
            self.ask(row["account"], "POST /position/transferMargin", body)

    @rule(data=st.data())
    def strip(self, data: Draws) -> None:
        """The hand withdraws all that it can."""
        gambits.strip(self, data, self.hand)

    @rule(data=st.data())
    def strip_one(self, data: Draws) -> None:
        """One account withdraws all that it can."""
        gambits.strip(self, data, (self.mine(data),))

    @rule(data=st.data())
    def deposit(self, data: Draws) -> None:
        """One account gets a little, or much."""
        contract = self.any_contract(data)
        money = data.draw(st.sampled_from((1, contract.unit_margin, 100 * contract.unit_margin)))
        body = {"account": self.mine(data), "currency": contract.currency, "amount": money}
        self.control("deposit", body)
