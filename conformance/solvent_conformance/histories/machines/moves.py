"""Scenes: short sequences of steps that lead a history to an edge, shared by the machines."""

from __future__ import annotations

import re
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, iso, spot_steps
from solvent_conformance.histories.machines.machine import Draws, VenueMachine, price_in
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_REQUIRED: Final = re.compile(r"(\d+) \w+ required")


def now_of(machine: VenueMachine) -> int:
    """The instant of the last advance, or the opening instant."""
    for step in reversed(machine.run.steps):
        if step.request == "advance":
            return int(instant(step.message["body"]["to"]))
    return int(machine.world.clock)


def advance(machine: VenueMachine, millis: int) -> None:
    """Let time pass."""
    machine.control("advance", {"to": iso(now_of(machine) + millis)})


def take(machine: VenueMachine, data: Draws) -> None:
    """Meet an order that rests, from another account if there is one: all of it, less or more."""
    resting = machine.resting_orders()
    if not resting:
        lay(machine, data)
        return
    row = data.draw(st.sampled_from(resting))
    lot = int(machine.contract(row["symbol"]).instrument.lot_size)
    leaves = int(row["leavesQty"])
    qty = data.draw(st.sampled_from((leaves, leaves, leaves + lot, max(lot, leaves - lot), lot)))
    others = [a for a in machine.world.accounts if a != row["account"]]
    takers = others if data.draw(st.integers(0, 7)) else list(machine.world.accounts)
    body: Row = {
        "symbol": row["symbol"],
        "side": "Sell" if row["side"] == "Buy" else "Buy",
        "orderQty": qty,
    }
    kinds = machine.runs.capabilities.ord_types
    if "Market" in kinds and data.draw(st.integers(0, 3)) == 0:
        body["ordType"] = "Market"
    else:
        body["price"] = row["price"]
        _add_terms(machine, data, body)
    machine.place(data.draw(st.sampled_from(takers)), body)


def _add_terms(machine: VenueMachine, data: Draws, body: Row) -> None:
    """Now and then the order that meets another may not trade, or only whole, or only at once."""
    if data.draw(st.integers(0, 2)):
        return
    tif = data.draw(st.sampled_from(machine.character.time_in_force))
    if tif != "GoodTillCancel":
        body["timeInForce"] = tif
    elif "ParticipateDoNotInitiate" in machine.character.exec_inst:
        body["execInst"] = "ParticipateDoNotInitiate"


def lay(machine: VenueMachine, data: Draws) -> None:
    """Place a plain limit order near the mark."""
    contract = data.draw(st.sampled_from(machine.world.contracts))
    tick, lot = int(contract.instrument.tick_size), int(contract.instrument.lot_size)
    mark = mark_of(machine, contract)
    side = data.draw(st.sampled_from(("Buy", "Sell")))
    away = data.draw(st.sampled_from((0, 0, 0, 1, 2, -1)))
    units = (contract.unit, contract.unit, lot, 3 * lot, 2 * contract.unit)
    qty = data.draw(st.sampled_from(units if machine.character.has_money else (lot, 3 * lot)))
    price = contract.on_tick(mark) + (away * tick if side == "Sell" else -away * tick)
    body: Row = {
        "symbol": contract.symbol,
        "side": side,
        "orderQty": qty,
        "price": price_text(max(tick, price)),
    }
    machine.place(data.draw(st.sampled_from(machine.world.accounts)), body)


def trade_at_mark(machine: VenueMachine, data: Draws, percents: tuple[int, ...]) -> None:
    """Two accounts trade at the mark: a share of what the margin of a usual position buys."""
    contract = data.draw(st.sampled_from(machine.world.contracts))
    lot, tick = int(contract.instrument.lot_size), int(contract.instrument.tick_size)
    maker, taker = data.draw(st.permutations(machine.world.accounts))[:2]
    share = data.draw(st.sampled_from(percents))
    qty = max(lot, contract.unit * share // 100 // lot * lot)
    side = data.draw(st.sampled_from(("Buy", "Sell")))
    away = data.draw(st.sampled_from((0, 0, 0, 1, -1))) * tick
    price = max(tick, contract.on_tick(mark_of(machine, contract)) + away)
    body: Row = {
        "symbol": contract.symbol,
        "side": side,
        "orderQty": qty,
        "price": price_text(price),
    }
    machine.place(maker, body)
    machine.place(taker, {**body, "side": "Sell" if side == "Buy" else "Buy"})


def mark_of(machine: VenueMachine, contract: Contract) -> int:
    """The mark price of a contract, or its opening price while it has none."""
    market = machine.markets().get(contract.symbol)
    return market.mark if market is not None and market.mark is not None else int(contract.opening)


def reach_stop(machine: VenueMachine, data: Draws) -> None:
    """Move the index to the stop price of an order that waits, or a tick beside it."""
    waiting = [
        row
        for account in machine.world.accounts
        for row in machine.rows("order", account)
        if row.get("ordStatus") == "New" and row.get("stopPx") and not row.get("triggered")
    ]
    if not waiting:
        return
    row = data.draw(st.sampled_from(waiting))
    contract = machine.contract(row["symbol"])
    stop = price_in(row, "stopPx") or int(contract.opening)
    tick = int(contract.instrument.tick_size)
    away = data.draw(st.sampled_from((0, 0, 1, -1))) * tick
    machine.send_all(spot_steps(contract, max(tick, stop + away)))


ENOUGH: Final = 20
"""Multiples of a usual position's margin with which an account bears what a move asks of it."""


def provide(machine: VenueMachine, account: str, contract: Contract) -> None:
    """An account that could not bear a move in a contract gets money for it."""
    if not machine.runs.capabilities.has_money:
        return
    spare = machine.margin(account, contract.currency).get("availableMargin") or 0
    if int(spare) < ENOUGH * contract.unit_margin:
        money = 2 * ENOUGH * contract.unit_margin
        body = {"account": account, "currency": contract.currency, "amount": money}
        machine.control("deposit", body, glances=True)


def afford(machine: VenueMachine, data: Draws) -> None:
    """Take everything from an account, then give it just what an order needs, one short first."""
    can = machine.runs.capabilities
    if not can.has_money or not {"deposit", "withdraw"} <= set(can.controls):
        return
    contract = data.draw(st.sampled_from(machine.world.contracts))
    account = data.draw(st.sampled_from(machine.world.accounts))
    currency = contract.currency
    spare = machine.margin(account, currency).get("withdrawableMargin")
    if not isinstance(spare, int):
        return
    purse = {"account": account, "currency": currency}
    if spare > 0:
        machine.control("withdraw", {**purse, "amount": spare})
    tick = int(contract.instrument.tick_size)
    side = data.draw(st.sampled_from(("Buy", "Sell")))
    away = data.draw(st.sampled_from((0, 1, 5))) * tick * (1 if side == "Sell" else -1)
    body: Row = {
        "symbol": contract.symbol,
        "side": side,
        "orderQty": contract.unit,
        "price": price_text(max(tick, contract.on_tick(mark_of(machine, contract)) + away)),
    }
    answer = machine.place(account, body)
    message = (answer.error or {}).get("message", "") if answer is not None else ""
    found = _REQUIRED.search(str(message))
    if found is None:
        return
    short = int(found[1]) - int(machine.margin(account, currency).get("availableMargin") or 0)
    if short > 1:
        machine.control("deposit", {**purse, "amount": short - 1})
        machine.place(account, body)
    if short > 0:
        machine.control("deposit", {**purse, "amount": 1})
        machine.place(account, body)
