"""One-price histories: everybody trades at one price, so that buys and sells can change places."""

from __future__ import annotations

from random import Random

from solvent_conformance.histories.generators.worlds import (
    ACCOUNTS,
    World,
    contract_of,
    iso,
    opening_instant,
    percent_of,
    spot_steps,
)
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_conformance.protocol.market import book_of
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Rate, price_text


def one_price_history(
    rulebook: str, symbol: str, seed: int, controls: tuple[str, ...]
) -> tuple[Step, ...]:
    """Three accounts with much money trade a contract at its opening price; the mark moves.

    The last request, labelled `taker`, takes an even number of lots of one resting order.
    """
    chance = Random(seed)
    contract, clock = contract_of(rulebook, symbol), opening_instant(rulebook)
    world = World(book_of(rulebook), (contract,), ACCOUNTS[:3], clock)
    steps = [Step("reset", world.setup()), *spot_steps(contract, int(contract.opening))]
    for account in world.accounts:
        money = 1000 * contract.unit_margin
        body: Row = {"account": account, "currency": contract.currency, "amount": money}
        steps.append(ctl("deposit", body))
    lot = int(contract.instrument.lot_size)
    price = price_text(contract.opening)
    for number in range(chance.randint(2, 8)):
        body = {
            "symbol": symbol,
            "side": chance.choice(("Buy", "Sell")),
            "orderQty": lot * chance.randint(1, 9),
            "price": price,
        }
        steps.append(do(chance.choice(world.accounts), "POST /order", body, str(number + 1)))
        if chance.random() < 0.4:
            share = Rate(chance.randint(97, 103), 100)
            steps += spot_steps(
                contract, contract.on_tick(percent_of(int(contract.opening), share))
            )
    if "advance" in controls and chance.random() < 0.5:
        steps.append(ctl("advance", {"to": iso(int(clock) + chance.randint(1, 60_000))}))
    steps += [
        do(account, "DELETE /order/all", {}, f"clear-{account}") for account in world.accounts
    ]
    qty = 2 * lot * chance.randint(1, 5)
    body = {"symbol": symbol, "side": "Sell", "orderQty": qty, "price": price}
    steps.append(do("alice", "POST /order", body, "maker"))
    steps.append(do("bob", "POST /order", {**body, "side": "Buy"}, "taker"))
    return tuple(steps)
