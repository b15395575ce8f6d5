"""`make bench`: how fast the reference is, beside a bare book on the same machine.

Absolute times of a shared machine say little; the ratio of the audited engine to a book with
no money in it, run in turns in one process, says how much the rules cost.
"""

from __future__ import annotations

import argparse
import gc
import random
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from solvent_reference.state.book import Book
from solvent_reference.state.orders import Order
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import Engine
from solvent_spec.vocabulary.commands import (
    CancelOrder,
    Command,
    OrdType,
    PlaceOrder,
    Remargin,
    Side,
    TimeInForce,
)
from solvent_spec.vocabulary.events import OrderAccepted
from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Millis,
    OrderId,
    Price,
    Symbol,
    price_of,
)

SYMBOL = Symbol("XBTUSD")
HALF = price_of("0.5")
MIDDLE = 17_000
"""8,500 dollars in half-dollar ticks."""


def open_engine(accounts: int, resting: int) -> Engine:
    """An engine with funded accounts and resting orders around the mark."""
    venue = ReferenceVenue()
    names = [f"account{n}" for n in range(accounts)]
    setup = {"rulebook": "2019-06", "instruments": [str(SYMBOL)], "accounts": names}
    venue.reset({**setup, "clock": "2019-06-03T12:00:00.000Z"})
    for name in names:
        venue.ctl("deposit", {"account": name, "currency": "XBt", "amount": 10**12})
    for reference in ("BSTP", "GDAX", "KRKN"):
        venue.ctl("spot", {"index": ".BXBT", "reference": reference, "price": "8500"})
    engine = venue.engine
    chance = random.Random(1)
    placed = 0
    while engine.exchange.open_orders < resting and placed < 3 * resting:
        engine.execute(resting_order(chance, AccountId(names[placed % accounts]), placed))
        placed += 1
    return engine


def resting_order(chance: random.Random, account: AccountId, number: int) -> PlaceOrder:
    """A limit order that does not cross; most accounts keep to one side."""
    buys = number % 2 == 0
    distance = chance.randint(1, 400)
    price = Price((MIDDLE - distance if buys else MIDDLE + distance) * HALF)
    side = Side.BUY if buys else Side.SELL
    return PlaceOrder(account, SYMBOL, side, Contracts(100), price)


def day(engine: Engine, count: int) -> list[Command]:
    """Commands in the proportions of a busy day: 45 % place, 45 % cancel, 10 % take."""
    chance = random.Random(2)
    exchange = engine.exchange
    accounts = list(exchange.accounts)
    commands: list[Command] = []
    first = int(exchange.next_order)
    for number in range(count):
        account = chance.choice(accounts)
        draw = chance.random()
        if draw < 0.45:
            commands.append(resting_order(chance, account, number))
        elif draw < 0.9:
            order_id = OrderId(chance.randrange(1, first))
            owner = exchange.orders[order_id].account
            commands.append(CancelOrder(owner, (order_id,)))
        else:
            side = chance.choice((Side.BUY, Side.SELL))
            commands.append(PlaceOrder(account, SYMBOL, side, Contracts(100)))
    return commands


def seconds_of_engine(accounts: int, resting: int, count: int) -> float:
    """Seconds that the engine needs for a day of commands, audits included."""
    engine = open_engine(accounts, resting)
    commands = day(engine, count)
    gc.collect()
    start = perf_counter()
    for command in commands:
        engine.execute(command)
    spent = perf_counter() - start
    if engine.exchange.stopped or engine.audit():
        message = f"the audit failed: {engine.exchange.stopped or engine.audit()}"
        raise RuntimeError(message)
    return spent


def seconds_of_book(resting: int, count: int) -> float:
    """Seconds that a bare book needs to take in and give out as many orders."""
    book = Book()
    chance = random.Random(3)
    kept: list[Order] = []
    start = perf_counter()
    for number in range(resting + count):
        command = resting_order(chance, AccountId("nobody"), number)
        order = Order(acceptance(command, number + 1), Millis(0))
        rank = -order.limit if order.side is Side.BUY else int(order.limit)
        book.side(order.side).add(order, rank)
        kept.append(order)
        if number == resting:
            start = perf_counter()
        if number > resting:
            gone = kept[number - resting]
            book.side(gone.side).remove(gone)
    return perf_counter() - start


def acceptance(command: PlaceOrder, number: int) -> OrderAccepted:
    """The acceptance of a plain limit order."""
    return OrderAccepted(
        order_id=OrderId(number),
        account=command.account,
        symbol=command.symbol,
        side=command.side or Side.BUY,
        order_qty=command.order_qty or Contracts(0),
        price=command.price,
        stop_px=None,
        display_qty=None,
        ord_type=OrdType.LIMIT,
        time_in_force=TimeInForce.GOOD_TILL_CANCEL,
        exec_inst=frozenset(),
        trigger=None,
        cl_ord_id="",
        text="",
    )


def nanoseconds_per_position(positions: int) -> float:
    """Nanoseconds of margining one position again after a change of mark."""
    engine = open_engine(positions, 0)
    accounts = list(engine.exchange.accounts)
    for number in range(0, positions - 1, 2):
        price = Price((MIDDLE + number % 7 - 3) * HALF)
        buy = PlaceOrder(accounts[number], SYMBOL, Side.BUY, Contracts(100), price)
        sell = PlaceOrder(accounts[number + 1], SYMBOL, Side.SELL, Contracts(100), price)
        engine.execute(buy)
        engine.execute(sell)
    held = len(engine.exchange.markets[SYMBOL].holders)
    gc.collect()
    start = perf_counter()
    engine.execute(Remargin(SYMBOL))
    return (perf_counter() - start) * 1e9 / max(held, 1)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of the reference, in ratios.")
    parser.add_argument("--commands", type=int, default=20_000, help="commands of one run")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, taken in turns")
    options = parser.parse_args(arguments)
    console = Console()
    engine_runs: list[float] = []
    book_runs: list[float] = []
    with console.status("commands"):
        for _ in range(options.runs):
            engine_runs.append(seconds_of_engine(1_000, 10_000, options.commands))
            book_runs.append(seconds_of_book(10_000, options.commands))
    engine, book = median(engine_runs), median(book_runs)
    table = Table("what", "figure", title="Reference, interpreted, one core")
    table.add_row("audited commands a second", f"{options.commands / engine:,.0f}")
    table.add_row("bare book, add and remove a second", f"{options.commands / book:,.0f}")
    table.add_row("one audited command in bare-book operations", f"{engine / book:.1f}")
    for positions in (1_000, 10_000, 100_000):
        with console.status(f"{positions:,} positions"):
            spent = nanoseconds_per_position(positions)
        table.add_row(f"ns per re-margined position, {positions:,} positions", f"{spent:,.0f}")
    console.print(table)


if __name__ == "__main__":
    main()
