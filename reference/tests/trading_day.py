"""A day at the venue for the tests of the reference: seeded requests that reach every corner."""

from __future__ import annotations

import random
from collections.abc import Iterator

from solvent_reference.tables.values import instant_text
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.units import MINUTE, Millis, price_text

ACCOUNTS = ("alice", "bob", "carol", "dave")
SYMBOLS = ("XBTTOY", "ETHTOY", "USDTOY", "ADATOY")
CLOCK = "2019-06-03T12:00:00.000Z"


def open_venue(
    seed: int = 0,
    *,
    rules: type[Rules] = Rules,
    symbols: tuple[str, ...] = SYMBOLS,
    money: tuple[int, ...] = (10**5, 10**7, 10**9, 10**10),
) -> ReferenceVenue:
    """A venue under the TOY rulebook with funded accounts and a mark for each contract."""
    chance = random.Random(seed)
    venue = ReferenceVenue(rules, journal=True)
    setup = {"rulebook": "TOY", "instruments": list(symbols), "accounts": list(ACCOUNTS)}
    assert venue.reset({**setup, "clock": CLOCK}).status == "ok"
    exchange = venue.engine.exchange
    for account in ACCOUNTS:
        for currency in exchange.ledger.by_currency:
            body = {"account": account, "currency": currency, "amount": chance.choice(money)}
            assert venue.ctl("deposit", body).status == "ok"
    for symbol in symbols:
        move_mark(venue, symbol, exchange.markets[symbol].instrument.tick_size * 100)
    return venue


def move_mark(venue: ReferenceVenue, symbol: str, price: int) -> None:
    """Let every constituent of the contract's index trade at a price."""
    index = venue.engine.exchange.markets[symbol].instrument.index_symbol
    for name, _ in venue.engine.exchange.indices[index].index.weights:
        body = {"index": index, "reference": name, "price": price_text(price)}
        assert venue.ctl("spot", body).status == "ok"


def place(venue: ReferenceVenue, account: str, symbol: str, **body: object) -> Answer:
    """`POST /order`."""
    return venue.do(Request(account, "POST", "/order", {"symbol": symbol, **body}))


def advance(venue: ReferenceVenue, span: int) -> Answer:
    """Move the clock on by milliseconds."""
    to = instant_text(Millis(venue.engine.exchange.now + span))
    return venue.ctl("advance", {"to": to})


def trade(venue: ReferenceVenue, chance: random.Random, steps: int) -> Iterator[Answer]:
    """Seeded steps; each yields its answer."""
    for _ in range(steps):
        yield _step(venue, chance)


def _step(venue: ReferenceVenue, chance: random.Random) -> Answer:
    exchange = venue.engine.exchange
    symbol = chance.choice(list(exchange.markets))
    account = chance.choice(ACCOUNTS)
    draw = chance.random()
    if draw < 0.55:
        return place(venue, account, symbol, **_order(venue, chance, symbol))
    if draw < 0.7 and exchange.orders:
        return _amend_or_cancel(venue, chance, symbol)
    if draw < 0.8:
        return venue.do(Request(account, *_setting(venue, chance, symbol)))
    if draw < 0.95:
        mark = exchange.markets[symbol].mark or 0
        instrument = exchange.markets[symbol].instrument
        scaled = mark * chance.choice((50, 80, 95, 98, 99, 101, 102, 105, 120, 200)) // 100
        bounded = max(instrument.tick_size * 4, min(instrument.max_price // 3, scaled))
        move_mark(venue, symbol, bounded - bounded % instrument.min_tick)
        return Answer("ok")
    return advance(venue, chance.choice((1000, MINUTE, 4 * MINUTE, 8 * MINUTE)))


def _order(venue: ReferenceVenue, chance: random.Random, symbol: str) -> Row:
    market = venue.engine.exchange.markets[symbol]  # type: ignore[index] # a Symbol by construction
    tick = market.instrument.tick_size
    near = ((market.mark or tick) // tick + chance.randint(-6, 6)) * tick
    price = price_text(max(near, tick))
    lots = chance.choice((1, 2, 5, 10, 100, 1000))
    body: Row = {
        "side": chance.choice(("Buy", "Sell")),
        "orderQty": int(market.instrument.lot_size) * lots,
        "price": price,
    }
    kind = chance.randrange(12)
    if kind == 0:
        body["execInst"] = "ParticipateDoNotInitiate"
    elif kind == 1:
        body["execInst"] = "ReduceOnly"
    elif kind == 2:
        body["timeInForce"] = chance.choice(("ImmediateOrCancel", "FillOrKill"))
    elif kind == 3:
        del body["price"]
    elif kind == 4:
        body |= {"stopPx": price, "execInst": chance.choice(("MarkPrice", "LastPrice"))}
    elif kind == 5:
        body["displayQty"] = 0
    elif kind == 6:
        body["execInst"] = "Close"
        del body["orderQty"]
    return body


def _amend_or_cancel(venue: ReferenceVenue, chance: random.Random, symbol: str) -> Answer:
    exchange = venue.engine.exchange
    order = exchange.orders[chance.choice(list(exchange.orders))]
    owner = order.account if order.account in ACCOUNTS else ACCOUNTS[0]
    row = venue.read("order", owner).rows
    body: Row = {"orderID": chance.choice(row)["orderID"] if row else "0" * 8}
    if chance.random() < 0.5:
        return venue.do(Request(owner, "DELETE", "/order", body))
    body |= {"price": _order(venue, chance, symbol).get("price", "1")}
    return venue.do(Request(owner, "PUT", "/order", body))


def _setting(venue: ReferenceVenue, chance: random.Random, symbol: str) -> tuple[str, str, Row]:
    instrument = venue.engine.exchange.markets[symbol].instrument  # type: ignore[index] # a Symbol by construction
    limit = int(instrument.risk_limit + instrument.risk_step * chance.randint(0, 3))
    paths: list[tuple[str, Row]] = [
        ("/position/leverage", {"leverage": chance.choice((0, 1, 2, 5, 10, "0.5"))}),
        ("/position/riskLimit", {"riskLimit": limit}),
        ("/position/transferMargin", {"amount": chance.choice((1, 100, -1, -100, 10**5))}),
        ("/position/isolate", {"enabled": chance.choice((True, False))}),
    ]
    path, body = chance.choice(paths)
    return "POST", path, {"symbol": symbol, **body}
