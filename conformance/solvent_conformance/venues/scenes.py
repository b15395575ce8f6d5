"""Scenes: short histories, each of which brings one chapter to its edges.

A wrong venue differs from the reference in one of them, in a column that its clause
determines. They are played without machines or judges, so that a wrong venue is known to be
wrong, and a benign one to differ in nothing that counts, whatever becomes of the suite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from solvent_conformance.generators.worlds import ACCOUNTS, contract_of, iso, spot_steps
from solvent_conformance.history import Step, ctl, do
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, price_of

Scene: TypeAlias = Callable[[], Iterator[Step]]

XBT: Final = "XBTTOY"
ETH: Final = "ETHTOY"
ADA: Final = "ADATOY"
USD: Final = "USDTOY"
NOON: Final = "2019-06-03T12:00:00.000Z"
RICH: Final = 10**9


def opened(
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
            yield paid(name, money, currency)


def paid(account: str, money: int, currency: str = "XBt") -> Step:
    """A deposit, or a withdrawal of money below zero."""
    body = {"account": account, "currency": currency, "amount": abs(money)}
    return ctl("deposit" if money > 0 else "withdraw", body)


def order(
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


def traded(
    buyer: str, seller: str, qty: int, price: str, symbol: str = XBT, **more: object
) -> Iterator[Step]:
    """The seller's order rests and the buyer's takes it, whole."""
    yield order(seller, "Sell", qty, price, symbol, **more)
    yield order(buyer, "Buy", qty, price, symbol)


def amended(account: str, label: str, **body: object) -> Step:
    """An amendment of a labelled order."""
    return do(account, "PUT /order", {"orderID": f"${label}", **body})


def canceled(account: str, label: str, **body: object) -> Step:
    """A cancel of a labelled order."""
    return do(account, "DELETE /order", {"orderID": f"${label}", **body})


def asked(account: str, what: str, symbol: str = XBT, **body: object) -> Step:
    """A request about a position: leverage, isolate, riskLimit or transferMargin."""
    return do(account, f"POST /position/{what}", {"symbol": symbol, **body})


def moved(symbol: str, price: str, rulebook: str = "TOY") -> Iterator[Step]:
    """The whole index of a contract goes to a price."""
    yield from spot_steps(contract_of(rulebook, symbol), int(price_of(price)))


def spot(index: str, reference: str, price: str) -> Step:
    """One constituent trades."""
    return ctl("spot", {"index": index, "reference": reference, "price": price})


def later(*minutes: int, since: str = NOON) -> Iterator[Step]:
    """Time passes to each of these minutes after `since`."""
    for count in minutes:
        yield ctl("advance", {"to": iso(int(instant(since)) + count * MINUTE)})


SCENES: Final[dict[str, Scene]] = {}
"""Every scene by name."""


def scene(made: Scene) -> Scene:
    """Register a scene under its name."""
    SCENES[made.__name__] = made
    return made


FOR_ANY_PURSE: Final[set[str]] = set()
"""Scenes in which nobody runs out of money, for venues that know none."""


def for_any_purse(made: Scene) -> Scene:
    """Register a scene that means the same where there is no money."""
    FOR_ANY_PURSE.add(made.__name__)
    return scene(made)
