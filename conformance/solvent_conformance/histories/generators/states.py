"""States: any valid state of a venue, reached in the ordinary run of things or not.

A state is laid out by messages of the protocol that no trader would send in this order: everybody
is rich first and trades with anybody at prices far from each other, the index goes along, funds
are filled by somebody who is liquidated into a better bid; then every account takes out all it
may. What is left stands at the edge of its maintenance, so one more price makes a cascade. That
it is valid is what the audit says of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, World, iso, percent_of
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, Price, floor_div, price_of, price_text

Draws: TypeAlias = Any
"""What `st.data()` gives: a thing with `draw`."""

NAMES: Final = ("alice", "bob", "carol", "dave", "erin", "frank")
RICH: Final = 2_000
"""How many usual initial margins everybody has at first."""

_SHARES: Final = tuple(
    map(Fraction, ("1/2", "3/4", "9/10", "99/100", "1", "101/100", "11/10", "2"))
)
_LOTS: Final = (1, 2, 7, 20, 50, 100, 100, 300)
_PAIRS: Final = (("alice", "bob"), ("bob", "carol"), ("carol", "alice"))
_ENDS: Final = ("liquidationPrice", "bankruptPrice")
_TAKEN_OUT: Final = (Fraction(1), Fraction(1), Fraction(1), Fraction(99, 100), Fraction(1, 2))


@dataclass(slots=True)
class Layout:
    """A state that is being laid out before a venue. Mutable: steps are added as they are sent."""

    tell: Callable[[Step], object]
    read: Callable[[str, str | None], list[Row]]
    world: World
    data: Draws
    steps: list[Step] = field(default_factory=list)

    def send(self, step: Step) -> None:
        """Send a step and keep it, whatever the venue answers."""
        self.steps.append(step)
        self.tell(step)

    def pick(self, *things: Any) -> Any:  # noqa: ANN401 - one of the things
        """One of some things."""
        return self.data.draw(st.sampled_from(things))

    def rows(self, table: str, account: str | None = None) -> list[Row]:
        """The rows of a table."""
        return self.read(table, account)

    def open_positions(self) -> list[Row]:
        """The positions of all accounts."""
        rows = (row for a in self.world.accounts for row in self.rows("position", a))
        return [row for row in rows if row.get("currentQty")]

    def mark(self, contract: Contract) -> Price:
        """The mark of a contract as it is shown."""
        for row in self.rows("instrument"):
            if row["symbol"] == contract.symbol and row.get("markPrice"):
                return price_of(str(row["markPrice"]))
        return contract.opening

    def index_to(self, contract: Contract, price: int) -> None:
        """The index goes to a price: one constituent counts, the others never traded.

        Where a single one may not move an index by itself, all of them do.
        """
        alone = not self.world.book.index_reintroduction
        for reference in contract.references[:1] if alone else contract.references:
            body = {"index": contract.index, "reference": reference}
            self.send(ctl("spot", {**body, "price": price_text(max(1, price))}))

    def order(self, account: str, contract: Contract, side: str, lots: int, price: int) -> None:
        """A limit order at the nearest tick."""
        body: Row = {
            "symbol": contract.symbol,
            "side": side,
            "orderQty": lots * int(contract.instrument.lot_size),
            "price": price_text(contract.on_tick(price)),
        }
        self.send(do(account, "POST /order", body, str(len(self.steps))))

    def advance(self, minutes: int) -> None:
        """Time passes."""
        self.send(ctl("advance", {"to": iso(self.now + minutes * MINUTE)}))

    def to_funding(self) -> None:
        """Time passes until the next funding of any contract, or for an hour where none is."""
        due = [
            int(instant(str(row["fundingTimestamp"])))
            for row in self.rows("instrument")
            if row.get("fundingTimestamp")
        ]
        wait = floor_div(min(due, default=self.now + 60 * MINUTE) - self.now, MINUTE)
        self.advance(max(1, wait))

    @property
    def now(self) -> int:
        """The instant of the last advance, or the opening instant."""
        for step in reversed(self.steps):
            if step.request == "advance":
                return int(instant(step.message["body"]["to"]))
        return int(self.world.clock)

    def lots_of(self, contract: Contract) -> int:
        """A quantity in lots: one, a few, or as many as the base risk limit bears."""
        unit = max(1, floor_div(contract.unit, int(contract.instrument.lot_size)))
        return max(1, floor_div(unit * int(self.pick(*_LOTS)), int(self.pick(1, 3, 10))))


def lay_out(layout: Layout) -> None:
    """Lay a state out: money, settings, funds, positions, resting orders; then take it away."""
    layout.send(Step("reset", layout.world.setup()))
    for contract in layout.world.contracts:
        layout.index_to(contract, int(contract.opening))
        _enrich(layout, contract)
    _repeat(layout, (0, 0, 1, 2), fill_fund)
    if layout.pick(True, False):
        layout.to_funding()
    _repeat(layout, (2, 3, 4, 6, 9), trade_once)
    _repeat(layout, (0, 0, 1, 2, 4), rest)
    for account in layout.world.accounts:
        take_out(layout, account)


def _repeat(
    layout: Layout, times: tuple[int, ...], act: Callable[[Layout, Contract], None]
) -> None:
    for contract in layout.world.contracts:
        for _ in range(layout.pick(*times)):
            act(layout, contract)


def _enrich(layout: Layout, contract: Contract) -> None:
    """Everybody gets much money, and chooses a leverage."""
    for account in layout.world.accounts:
        money = {"currency": contract.currency, "amount": contract.unit_margin * RICH}
        layout.send(ctl("deposit", {"account": account, **money}))
        _choose_leverage(layout, account, contract)


def _choose_leverage(layout: Layout, account: str, contract: Contract) -> None:
    most = 1 / contract.instrument.init_margin
    top = floor_div(most.numerator, most.denominator)
    leverage = layout.pick(None, 0, 1, 2, top, top, top)
    if leverage is not None:
        body = {"symbol": contract.symbol, "leverage": leverage}
        layout.send(do(account, "POST /position/leverage", body))


def trade_once(layout: Layout, contract: Contract) -> None:
    """Two accounts trade at a price; mostly the index goes there first."""
    price = contract.on_tick(percent_of(int(contract.opening), layout.pick(*_SHARES)))
    if layout.pick(True, True, True, False):
        layout.index_to(contract, price)
    maker = layout.pick(*layout.world.accounts)
    taker = layout.pick(*(a for a in layout.world.accounts if a != maker))
    side = layout.pick("Buy", "Sell")
    lots = layout.lots_of(contract)
    layout.order(maker, contract, side, lots, price)
    layout.order(taker, contract, "Sell" if side == "Buy" else "Buy", lots, price)


def fill_fund(layout: Layout, contract: Contract) -> None:
    """Somebody is taken over where a better price waits in the book: the fund gets the rest."""
    loser, winner = layout.pick(*_PAIRS)
    most = 1 / contract.instrument.init_margin
    top = floor_div(most.numerator, most.denominator)
    settings = {"symbol": contract.symbol, "leverage": top}
    layout.send(do(loser, "POST /position/leverage", settings))
    is_long = layout.pick(True, False)
    entry, exit_ = ("Buy", "Sell") if is_long else ("Sell", "Buy")
    lots = layout.lots_of(contract)
    layout.order(winner, contract, exit_, lots, int(contract.opening))
    layout.order(loser, contract, entry, lots, int(contract.opening))
    rows = [r for r in layout.rows("position", loser) if r["symbol"] == contract.symbol]
    aimed, bankrupt = (rows[0].get(c) if rows else None for c in _ENDS)
    if aimed is None or bankrupt is None:
        return
    better = percent_of(int(price_of(str(bankrupt))), Fraction(layout.pick(1, 3, 10), 100))
    price = int(price_of(str(bankrupt))) + (better if is_long else -better)
    layout.order(winner, contract, entry, lots, price)
    layout.index_to(contract, int(price_of(str(aimed))))
    layout.send(do(winner, "DELETE /order/all", {}))
    layout.index_to(contract, int(contract.opening))


def rest(layout: Layout, contract: Contract) -> None:
    """An order rests at the mark or far from it."""
    side = layout.pick("Buy", "Sell")
    near = (Fraction(1), Fraction(99, 100), Fraction(19, 20), Fraction(1, 2))
    share = layout.pick(*near) if side == "Buy" else 1 / layout.pick(*near)
    price = percent_of(int(layout.mark(contract)), share)
    account = layout.pick(*layout.world.accounts)
    layout.order(account, contract, side, layout.lots_of(contract), price)


def _empty(layout: Layout, account: str) -> None:
    """Take margin out of isolated positions, then money out of the wallet: all that is granted."""
    for row in layout.rows("position", account):
        if row.get("currentQty") and not row.get("crossMargin"):
            spare = min(int(row["posCross"]), int(row["posMargin"] - row["posInit"]))
            if spare > 0:
                body = {"symbol": row["symbol"], "amount": -spare}
                layout.send(do(account, "POST /position/transferMargin", body))
    for row in layout.rows("margin", account):
        spare = int(row.get("withdrawableMargin") or 0)
        if spare > 0:
            money = {"currency": row["currency"], "amount": spare}
            layout.send(ctl("withdraw", {"account": account, **money}))


def take_out(layout: Layout, account: str) -> None:
    """An account takes out what it may: mostly all of it."""
    share = layout.pick(*_TAKEN_OUT)
    if share == 1:
        _empty(layout, account)
        return
    for row in layout.rows("margin", account):
        spare = percent_of(int(row.get("withdrawableMargin") or 0), share)
        if spare > 0:
            money = {"currency": row["currency"], "amount": spare}
            layout.send(ctl("withdraw", {"account": account, **money}))
