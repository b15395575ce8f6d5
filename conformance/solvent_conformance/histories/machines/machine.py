"""Driving: what every machine shares, which is to send a step and to remember what it placed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from solvent_conformance.histories.generators.amendments import PlacedOrder
from solvent_conformance.histories.generators.orders import Character, MarketPrices, characters
from solvent_conformance.histories.generators.worlds import Contract, World, worlds
from solvent_conformance.histories.machines.sightings import rows_to_steer_by
from solvent_conformance.lockstep.run import Run
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.units import price_of

Draws = Any
"""What `st.data()` hands to a rule."""


class Runs(Protocol):
    """What a machine needs to open a run and to report that it is over."""

    rulebook: str
    names: Mapping[str, str]

    @property
    def capabilities(self) -> Capabilities:
        """What the venue declares."""
        ...

    def open(self) -> Run:
        """A fresh run."""
        ...

    def close(self, run: Run) -> None:
        """Note that a run is over."""
        ...


PLENTY = 10**7
"""Multiples of a usual position's margin with which nobody runs out of anything."""


@dataclass(slots=True)
class Purse:
    """How much money an example hands out, in multiples of a usual position's margin."""

    multiples: tuple[int, ...] = (1, 3, 10, 100)


class VenueMachine(RuleBasedStateMachine):
    """Sends steps. Subclasses add the rules; `runs` is set on the subclass that is used.

    A machine belongs to a `profile`. The chapters and profiles that it `reaches` are those whose
    errors it finds sooner than others do.
    """

    runs: ClassVar[Runs]
    profile: ClassVar[str]
    reaches: ClassVar[tuple[str, ...]] = ()
    purse: ClassVar[Purse] = Purse()
    most_contracts: ClassVar[int] = 2
    often_two: ClassVar[bool] = False
    most_accounts: ClassVar[int] = 4

    def __init__(self) -> None:
        super().__init__()
        self.run = self.runs.open()
        self.placed: list[PlacedOrder] = []
        self.names: list[str] = []
        self.number = 0
        self.over = False
        self.world: World
        self.character: Character

    @initialize(data=st.data())
    def begin(self, data: Draws) -> None:
        """Open a world: contracts, accounts, prices, deposits."""
        runs = self.runs
        self.world = self.draw_world(data)
        self.character = data.draw(characters(runs.capabilities))
        for step in self.world.opening_steps():
            self._send(step)
        for account in self.world.accounts:
            rich = not runs.capabilities.has_money
            multiple = PLENTY if rich else self.draw_multiple(data, account)
            for contract in self.world.contracts:
                money = contract.unit_margin * multiple
                body = {"account": account, "currency": contract.currency, "amount": money}
                self._send(ctl("deposit", body))
        self.run.opened = True

    def draw_world(self, data: Draws) -> World:
        """The world of an example."""
        world: World = data.draw(
            worlds(
                self.runs.rulebook,
                self.runs.capabilities,
                most_contracts=self.most_contracts,
                most_accounts=self.most_accounts,
                often_two=self.often_two,
            )
        )
        return self.renamed(world)

    def renamed(self, world: World) -> World:
        """The world with its accounts under the names that the run has drawn for them."""
        names = self.runs.names
        return replace(world, accounts=tuple(names.get(a, a) for a in world.accounts))

    def draw_multiple(self, data: Draws, account: str) -> int:
        """What an account gets, in multiples of a usual position's margin."""
        return int(data.draw(st.sampled_from(self.purse.multiples)))

    def teardown(self) -> None:
        """Look at every table once more, unless the history broke off, and report."""
        whole = sys.exc_info()[0] is None and self.run.opened and not self.over
        try:
            if whole:
                self._conclude()
        finally:
            self.runs.close(self.run)

    def _conclude(self) -> None:
        """Have every table looked at."""
        self.run.look_at_all()

    # What rules send with.

    def ask(self, account: str, request: str, body: Row, *, glances: bool = False) -> Answer | None:
        """Send a request of an account, unless the venue declares not to have it.

        With `glances` the answers alone are compared: it is one of several steps of a move.
        """
        if request not in self.runs.capabilities.requests:
            return None
        self.number += 1
        return self._send(do(account, request, body, str(self.number)), glances=glances)

    def control(
        self, verb: str, body: Row | None = None, *, glances: bool = False
    ) -> Answer | None:
        """Send a control verb, unless the venue declares not to have it."""
        if verb not in self.runs.capabilities.controls:
            return None
        return self._send(ctl(verb, body), glances=glances)

    def send_all(self, steps: list[Step]) -> None:
        """Send prepared steps whose control verb the venue has."""
        for step in steps:
            if step.kind != "ctl" or step.request in self.runs.capabilities.controls:
                self._send(step, glances=step is not steps[-1])

    def _send(self, step: Step, *, glances: bool = False) -> Answer | None:
        """Send a step, unless the history is over."""
        return None if self.over else self.run.send(step, glances=glances)

    def place(self, account: str, body: Row, *, glances: bool = False) -> Answer | None:
        """Send a new order and remember it."""
        answer = self.ask(account, "POST /order", body, glances=glances)
        if answer is not None and answer.status in {"ok", "queued"}:
            name = str(body.get("clOrdID", ""))
            self.placed.append(PlacedOrder.of(str(self.number), account, body))
            if name:
                self.names.append(name)
        return answer

    # What rules look up, in the reference where there is one: a venue's word steers nothing then.

    def rows(self, table: str, account: str | None = None) -> list[Row]:
        """The reference's rows of a table, with its own identifiers.

        Reading past the session keeps the names of strange orders alike on both sides.
        """
        rows = self.run.reference.venue.read(table, account).rows
        return list(rows_to_steer_by(table, rows, account)) if self.run.is_alone else rows

    def markets(self) -> dict[str, MarketPrices]:
        """Mark and last price of each contract."""
        return {
            row["symbol"]: MarketPrices(_price(row.get("markPrice")), _price(row.get("lastPrice")))
            for row in self.rows("instrument")
        }

    def margin(self, account: str, currency: str) -> Row:
        """The margin row of an account; empty when there is none."""
        for row in self.rows("margin", account):
            if row.get("currency") == currency:
                return row
        return {}

    def open_positions(self) -> list[Row]:
        """The positions that are open, of all accounts."""
        return [
            row
            for account in self.world.accounts
            for row in self.rows("position", account)
            if row.get("currentQty")
        ]

    def resting_orders(self, symbol: str | None = None) -> list[Row]:
        """The orders that rest in the book, of all accounts."""
        return [
            row
            for account in self.world.accounts
            for row in self.rows("order", account)
            if row.get("ordStatus") in {"New", "PartiallyFilled"}
            and row.get("price") is not None
            and (row.get("stopPx") is None or row.get("triggered"))
            and symbol in {None, row.get("symbol")}
        ]

    def open_orders(self) -> list[PlacedOrder]:
        """The orders that steps of this history placed and that are open, as they stand."""
        touches = {
            (row["symbol"], side): price_in(row, column)
            for row in self.rows("instrument")
            for side, column in (("Buy", "askPrice"), ("Sell", "bidPrice"))
        }
        return [
            PlacedOrder.of(label, account, row, touches.get((row["symbol"], row["side"])))
            for account in self.world.accounts
            for row in self.rows("order", account)
            if row["ordStatus"] in {"New", "PartiallyFilled"}
            and (label := self.run.reference.label_of(row["orderID"])) is not None
        ]

    def contract(self, symbol: str) -> Contract:
        """The contract of a symbol in this world."""
        return next(c for c in self.world.contracts if c.symbol == symbol)


def _price(text: object) -> int | None:
    return int(price_of(text)) if isinstance(text, str) else None


def price_in(row: Row, column: str) -> int | None:
    """A price column of a row as a count of the price unit."""
    return _price(row.get(column))
