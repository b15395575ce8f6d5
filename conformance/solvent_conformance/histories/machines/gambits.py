"""Gambits: what a thief tries, step by step, with accounts that are all his own."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, percent_of, spot_steps
from solvent_conformance.histories.machines.machine import Draws, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import advance, mark_of, now_of
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import HOUR, MINUTE, Price, price_text

_FACTORS: Final = ("1", "1", "1", "1.01", "0.99", "1.1", "0.9", "2", "0.5", "10", "0.1", "0.001")
_SHARES: Final = (1, 1, 2, 3, 10)
MOST_HELD: Final = 24
"""Funding instants of one hold."""


def stake(machine: VenueMachine, data: Draws, contract: Contract, account: str, price: int) -> int:
    """A quantity: single lots, odd ones, what the account's money bears, one more, the largest."""
    instrument = contract.instrument
    lot, largest = int(instrument.lot_size), int(instrument.max_order_qty)
    kind = data.draw(st.sampled_from(("few", "few", "unit", "bears", "bears", "beyond", "largest")))
    if kind == "few":
        return lot * int(data.draw(st.sampled_from((1, 1, 2, 3, 7, 9))))
    if kind == "unit":
        return min(largest, contract.unit * int(data.draw(st.sampled_from((1, 1, 3, 20)))))
    if kind == "largest":
        return largest
    value = abs(int(Rules(machine.world.book).unit_value(instrument, Price(price)))) or 1
    spare = machine.margin(account, contract.currency).get("availableMargin") or 0
    required = requirement(machine, account, contract) + 4 * abs(instrument.taker_fee)
    lots = Fraction(int(spare)) / (value * required)
    most = max(1, lots.numerator // lots.denominator)
    if kind == "beyond":
        return min(largest, lot * (most + 1))
    return min(largest, lot * max(1, most // int(data.draw(st.sampled_from(_SHARES)))))


def requirement(machine: VenueMachine, account: str, contract: Contract) -> Fraction:
    """The initial margin that a position of an account wants, as its row says."""
    for row in machine.rows("position", account):
        if row.get("symbol") == contract.symbol and row.get("initMarginReq"):
            return Fraction(str(row["initMarginReq"]))
    return contract.instrument.init_margin


def any_price(machine: VenueMachine, data: Draws, contract: Contract) -> int:
    """A price on the tick: at the mark, beside it, far off, the lowest or the highest there is."""
    tick, cap = int(contract.instrument.tick_size), int(contract.instrument.max_price)
    mark = contract.on_tick(mark_of(machine, contract))
    kind = data.draw(st.sampled_from(("mark", "mark", "beside", "off", "lowest", "highest")))
    if kind == "beside":
        mark += data.draw(st.sampled_from((1, -1, 2, -2, 5, -5))) * tick
    if kind == "off":
        mark = percent_of(mark, Fraction(data.draw(st.sampled_from(_FACTORS))))
    if kind in {"lowest", "highest"}:
        mark = tick if kind == "lowest" else cap
    return max(tick, min(cap, contract.on_tick(mark)))


def limit_order(
    machine: VenueMachine, account: str, contract: Contract, side: str, qty: int, price: int
) -> None:
    """Place a plain limit order."""
    body: Row = {"symbol": contract.symbol, "side": side, "orderQty": qty}
    machine.place(account, {**body, "price": price_text(price)})


def opposite(side: str) -> str:
    """The other side."""
    return "Sell" if side == "Buy" else "Buy"


def quote(machine: VenueMachine, data: Draws, account: str, contract: Contract) -> None:
    """Bid and offer a few ticks beside the mark: one lot, a usual quantity, or very much."""
    lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
    mark = contract.on_tick(mark_of(machine, contract))
    away = data.draw(st.sampled_from((1, 1, 2, 5))) * tick
    qty = data.draw(st.sampled_from((lot, contract.unit, contract.unit, 60 * contract.unit)))
    qty = min(qty, int(contract.instrument.max_order_qty))
    lean = data.draw(st.sampled_from((0, 0, 0, 1, -1, 10, -10)))
    middle = contract.on_tick(mark + mark * lean // 100)
    for side, price in (("Buy", middle - away), ("Sell", middle + away)):
        limit_order(machine, account, contract, side, qty, max(tick, price))


def wash(machine: VenueMachine, data: Draws, one: str, other: str, contract: Contract) -> None:
    """Two accounts trade with each other at any price."""
    price = any_price(machine, data, contract)
    side = data.draw(st.sampled_from(("Buy", "Sell")))
    qty = stake(machine, data, contract, data.draw(st.sampled_from((one, other))), price)
    limit_order(machine, one, contract, side, qty, price)
    limit_order(machine, other, contract, opposite(side), qty, price)


def hold_apart(
    machine: VenueMachine, data: Draws, hand: tuple[str, ...], contract: Contract
) -> None:
    """One account holds alone what the others hold in parts of few contracts each."""
    lot = int(contract.instrument.lot_size)
    share = lot * data.draw(st.sampled_from((1, 1, 1, 2, 3, 5, 9)))
    whole, *parts = data.draw(st.permutations(hand))
    price = any_price(machine, data, contract)
    side = data.draw(st.sampled_from(("Buy", "Sell")))
    limit_order(machine, whole, contract, side, share * len(parts), price)
    for account in parts:
        limit_order(machine, account, contract, opposite(side), share, price)


def gear_up(machine: VenueMachine, data: Draws, loser: str, winner: str, contract: Contract) -> str:
    """Two accounts take opposite sides at the mark, with what leverage there is; the loser's."""
    most = 1 / contract.instrument.init_margin
    top = data.draw(st.sampled_from((most.numerator // most.denominator, 10, 3, 1, 0)))
    for account in (loser, winner):
        body = {"symbol": contract.symbol, "leverage": str(top)}
        machine.ask(account, "POST /position/leverage", body)
    price = contract.on_tick(mark_of(machine, contract))
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    qty = stake(machine, data, contract, loser, price)
    limit_order(machine, winner, contract, opposite(side), qty, price)
    limit_order(machine, loser, contract, side, qty, price)
    return side


def hold_positions(machine: VenueMachine, data: Draws, contract: Contract) -> None:
    """Time passes over many funding instants, with fresh prices before each."""
    book = machine.world.book
    interval, offset = int(book.funding_interval), int(book.funding_offset)
    # A day of eight-hour intervals costs as much as three hours of a toy's, sixty times as long.
    times = (1, 2, 6, 12, MOST_HELD) if interval < HOUR else (1, 1, 2, 6, 12)
    for _ in range(data.draw(st.sampled_from(times))):
        if machine.over:
            return
        left = interval - (now_of(machine) - offset) % interval
        if left > 2 * MINUTE:
            advance(machine, left - MINUTE)
        mark = contract.on_tick(mark_of(machine, contract))
        machine.send_all(spot_steps(contract, machine_price(machine, contract) or mark))
        advance(machine, interval - (now_of(machine) - offset) % interval)


def machine_price(machine: VenueMachine, contract: Contract) -> int | None:
    """What the index of a contract was last told, if anything."""
    for step in reversed(machine.run.steps):
        body = step.message.get("body", {})
        if step.request == "spot" and body.get("index") == contract.index:
            return price_in(body, "price")
    return None


def strip(machine: VenueMachine, data: Draws, accounts: tuple[str, ...]) -> None:
    """Withdraw all that can be withdrawn, and now and then one minor unit more."""
    beyond = data.draw(st.sampled_from((0, 0, 0, 1)))
    for account in accounts:
        for currency in machine.world.currencies:
            spare = machine.margin(account, currency).get("withdrawableMargin") or 0
            if spare + beyond > 0:
                body = {"account": account, "currency": currency, "amount": int(spare) + beyond}
                machine.control("withdraw", body)


def move(machine: VenueMachine, contract: Contract, price: int) -> None:
    """All constituents of the index go to a price between its lowest and the cap."""
    instrument = contract.instrument
    low, cap = int(instrument.min_tick), int(instrument.max_price)
    machine.send_all(spot_steps(contract, max(low, min(cap, price))))


def jump_past(machine: VenueMachine, data: Draws, row: Row, column: str) -> None:
    """The index goes to a price of a position, or past it by ticks or by much."""
    contract = machine.contract(row["symbol"])
    price = price_in(row, column)
    if price is None:
        return
    tick = int(contract.instrument.tick_size)
    toward = -1 if row["currentQty"] > 0 else 1
    ticks = data.draw(st.sampled_from((0, 0, 1, -1, 2, 5)))
    percent = data.draw(st.sampled_from((0, 0, 0, 1, 5, 20, 60)))
    move(machine, contract, price + toward * (ticks * tick + price * percent // 100))


def close_position(machine: VenueMachine, data: Draws, row: Row) -> None:
    """Close a position: at any price, at a price, whole or a part, or by an order that reduces."""
    contract = machine.contract(row["symbol"])
    held, lot = abs(row["currentQty"]), int(contract.instrument.lot_size)
    side = "Sell" if row["currentQty"] > 0 else "Buy"
    body: Row = {"symbol": row["symbol"], "side": side}
    kind = data.draw(st.sampled_from(("Close", "Close", "ReduceOnly", "plain")))
    if kind != "plain":
        body["execInst"] = kind
    if kind != "Close" or data.draw(st.booleans()):
        body["orderQty"] = data.draw(st.sampled_from((held, held, max(lot, held // 2), held + lot)))
    if data.draw(st.booleans()):
        body["price"] = price_text(any_price(machine, data, contract))
    else:
        body["ordType"] = "Market"
    machine.place(row["account"], body)
