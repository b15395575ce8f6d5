"""Ruins: one account is ruined in two contracts at once, and each pays for its own."""

from __future__ import annotations

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, spot_steps
from solvent_conformance.histories.machines.machine import Draws, VenueMachine, price_in
from solvent_conformance.histories.machines.moves import mark_of, provide, trade_at_mark
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text


def ruin_two(machine: VenueMachine, data: Draws) -> None:
    """An account loses all in two contracts: one's fund gains or has gained, the other's is short.

    Where there is one contract, two accounts trade in it.
    """
    contracts = data.draw(st.permutations(machine.world.contracts))
    if len(contracts) == 1:
        trade_at_mark(machine, data, (50, 100))
        return
    loser, winner = data.draw(st.permutations(machine.world.accounts))[:2]
    for contract in contracts:
        _lend(machine, data, loser, winner, contract)
    rich, poor = contracts
    # A fund gains; the other gains too or is short while that one has something; then both, with no
    # look between the two, so that the second fails while the first is hardly settled.
    _fall(machine, data, loser, winner, rich, supported=True)
    _fall(machine, data, loser, winner, poor, supported=bool(data.draw(st.integers(0, 2))))
    for contract in contracts:
        _lend(machine, data, loser, winner, contract)
    for contract in (poor, rich):
        _fall(machine, data, loser, winner, contract, supported=bool(data.draw(st.booleans())))
    machine.control("audit")


def _lend(machine: VenueMachine, data: Draws, loser: str, winner: str, contract: Contract) -> None:
    """The two take opposite sides with the leverage of the base tier; an order waits besides."""
    most = 1 / contract.instrument.init_margin
    leverage = data.draw(st.sampled_from((most.numerator // most.denominator, 5, 0)))
    body: Row = {"symbol": contract.symbol, "leverage": str(leverage)}
    machine.ask(loser, "POST /position/leverage", body, glances=True)
    side = str(data.draw(st.sampled_from(("Buy", "Sell"))))
    opposite = "Sell" if side == "Buy" else "Buy"
    qty = contract.unit * int(data.draw(st.sampled_from((1, 2, 5))))
    opening = int(contract.opening)
    if not opening < 2 * mark_of(machine, contract) < 4 * opening:
        # Where earlier ruin has left the mark, a tick is nothing or everything.
        machine.send_all(spot_steps(contract, opening))
    price = contract.on_tick(mark_of(machine, contract))
    for account in (loser, winner):
        provide(machine, account, contract)
    order: Row = {"symbol": contract.symbol, "orderQty": qty, "price": price_text(price)}
    machine.place(winner, {**order, "side": opposite}, glances=True)
    machine.place(loser, {**order, "side": side}, glances=True)
    if data.draw(st.booleans()):
        tick = int(contract.instrument.tick_size)
        away = price - tick if side == "Buy" else price + tick
        machine.place(loser, {**order, "side": side, "price": price_text(max(tick, away))})


def _fall(
    machine: VenueMachine,
    data: Draws,
    loser: str,
    winner: str,
    contract: Contract,
    *,
    supported: bool,
) -> None:
    """The index goes to where the position of an account fails: a better price than that of its
    bankruptcy waits in the book, or none does and the index goes past it.
    """
    row = next(
        (
            r
            for r in machine.open_positions()
            if (r["account"], r["symbol"]) == (loser, contract.symbol)
        ),
        None,
    )
    price = None if row is None else price_in(row, "bankruptPrice")
    aimed = None if row is None else price_in(row, "liquidationPrice")
    if row is None or price is None or aimed is None or price > 20 * int(contract.opening):
        return
    tick = int(contract.instrument.tick_size)
    better = tick if row["currentQty"] > 0 else -tick
    for account in (loser, winner):
        machine.ask(account, "DELETE /order/all", {"symbol": contract.symbol}, glances=True)
    if supported:
        body: Row = {"symbol": contract.symbol, "orderQty": abs(row["currentQty"])}
        body["side"] = "Buy" if row["currentQty"] > 0 else "Sell"
        near = contract.on_tick(price) + better * int(data.draw(st.sampled_from((1, 2, 5))))
        machine.place(winner, {**body, "price": price_text(max(tick, near))}, glances=True)
        # At the price itself a position just holds; a tick past it fails, if that is not too far.
        failing = aimed - better if abs(aimed - price) > abs(better) else aimed
        machine.send_all(spot_steps(contract, max(1, failing)))
    else:
        past = price - better * int(data.draw(st.sampled_from((1, 3, 10))))
        machine.send_all(spot_steps(contract, max(int(contract.instrument.min_tick), past)))
