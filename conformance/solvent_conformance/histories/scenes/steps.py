"""Steps: the words that scenes are written in, from a world that opens to time that passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solvent_conformance.histories.generators.worlds import ACCOUNTS, contract_of, iso, spot_steps
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, price_of

XBT: Final = "XBTTOY"
ETH: Final = "ETHTOY"
ADA: Final = "ADATOY"
USD: Final = "USDTOY"
NOON: Final = "2019-06-03T12:00:00.000Z"
RICH: Final = 10**9
YEAR_17: Final = "2017-06-01"
"""Commissions went to the nearest satoshi then, and takeovers stood on a grid of their own."""


def open_world(
    *symbols: str,
    rulebook: str = "TOY",
    clock: str = NOON,
    money: int = RICH,
    accounts: int = 3,
    policies: Row | None = None,
) -> Iterator[Step]:
    """A world with these contracts at their opening prices and accounts with `money` each."""
    contracts = [contract_of(rulebook, symbol) for symbol in symbols]
    names = ACCOUNTS[:accounts]
    setup: Row = {
        "rulebook": rulebook,
        "instruments": list(symbols),
        "accounts": list(names),
        "clock": clock,
        "policies": policies or {},
    }
    yield Step("reset", setup)
    for contract in contracts:
        yield from spot_steps(contract, int(contract.opening))
    for currency in dict.fromkeys(c.currency for c in contracts):
        for name in names:
            yield pay(name, money, currency)


def pay(account: str, money: int, currency: str = "XBt") -> Step:
    """A deposit, or a withdrawal of money below zero."""
    body = {"account": account, "currency": currency, "amount": abs(money)}
    return ctl("deposit" if money > 0 else "withdraw", body)


def new_order(
    account: str,
    side: str | None,
    qty: int | None,
    price: str = "",
    symbol: str = XBT,
    **more: object,
) -> Step:
    """A new order; `label` names it, `stop`, `inst`, `tif` and `name` are short for columns."""
    words = {"stop": "stopPx", "inst": "execInst", "tif": "timeInForce", "name": "clOrdID"}
    label = str(more.pop("label", ""))
    body: Row = {"symbol": symbol, "side": side, "orderQty": qty}
    body |= {"price": price} if price else {}
    body |= {words.get(key, key): value for key, value in more.items()}
    return do(account, "POST /order", {k: v for k, v in body.items() if v is not None}, label)


def make_trade(
    buyer: str, seller: str, qty: int, price: str, symbol: str = XBT, **more: object
) -> Iterator[Step]:
    """The seller's order rests and the buyer's takes it, whole."""
    yield new_order(seller, "Sell", qty, price, symbol, **more)
    yield new_order(buyer, "Buy", qty, price, symbol)


def amend(account: str, label: str, **body: object) -> Step:
    """An amendment of a labelled order."""
    return do(account, "PUT /order", {"orderID": f"${label}", **body})


def cancel(account: str, label: str, **body: object) -> Step:
    """A cancel of a labelled order."""
    return do(account, "DELETE /order", {"orderID": f"${label}", **body})


def position_request(account: str, what: str, symbol: str = XBT, **body: object) -> Step:
    """A request about a position: leverage, isolate, riskLimit or transferMargin."""
    return do(account, f"POST /position/{what}", {"symbol": symbol, **body})


def move_index(symbol: str, price: str, rulebook: str = "TOY") -> Iterator[Step]:
    """The whole index of a contract goes to a price."""
    yield from spot_steps(contract_of(rulebook, symbol), int(price_of(price)))


def constituent_price(index: str, reference: str, price: str) -> Step:
    """One constituent trades."""
    return ctl("spot", {"index": index, "reference": reference, "price": price})


def pass_minutes(*minutes: int, since: str = NOON) -> Iterator[Step]:
    """Time passes to each of these minutes after `since`."""
    for count in minutes:
        yield ctl("advance", {"to": iso(int(instant(since)) + count * MINUTE)})


EXPIRY: Final = "2019-06-07T12:00:00.000Z"
"""When ADATOY expires."""


def filled_fund(qty: int) -> Iterator[Step]:
    """A long of dave is liquidated and sold to carol far above its bankruptcy price."""
    yield position_request("dave", "leverage", leverage=10)
    yield from make_trade("dave", "bob", qty, "100")
    yield new_order("carol", "Buy", qty, "95")
    yield from move_index(XBT, "95")
    yield new_order("bob", "Buy", qty, "95")
    yield new_order("carol", "Sell", qty, "95")
    yield from move_index(XBT, "100")


BEFORE_EXPIRY: Final = "2019-06-07T11:50:00.000Z"
