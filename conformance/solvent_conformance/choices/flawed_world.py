"""The world in which orders are refused for two reasons at once (ORDR-014)."""

from __future__ import annotations

from typing import Final

from solvent_conformance.histories.generators.worlds import (
    contract_of,
    rulebook_symbols,
    spot_steps,
)
from solvent_conformance.histories.scenes.steps import EXPIRY
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_spec.vocabulary.units import price_of

_CLOCK: Final = "2019-06-07T11:59:00.000Z"  # a minute before ADATOY expires

_MONEY: Final = {
    "alice": 10**9,
    "bob": 10**9,
    "carol": 113_000,  # all of it in one open order
    "dave": 10**9,
    "erin": 10**9,
    "frank": 678_000,  # all of it in six
    "gina": 1_140_000,  # all of it in an order and a position
    "hank": 10**9,
}
PRICES: Final = {
    "XBTTOY": ("90", "90.3"),
    "ADATOY": ("0.0001", "0.00010005"),
    "ETHTOY": ("20", "20.03"),
}
"""A price of each contract, and one off its tick."""


def opening(capabilities: Capabilities) -> list[Step]:
    """A world in which every check can refuse: one contract expired, one without a mark."""
    symbols = [s for s in PRICES if s in rulebook_symbols("TOY", capabilities)]
    setup = {"rulebook": "TOY", "instruments": symbols, "accounts": list(_MONEY), "clock": _CLOCK}
    steps = [Step("reset", setup)]
    for symbol in symbols:
        if symbol != "ETHTOY":
            contract = contract_of("TOY", symbol)
            steps += spot_steps(contract, int(contract.opening))
    for account, money in _MONEY.items():
        steps.append(ctl("deposit", {"account": account, "currency": "XBt", "amount": money}))
    if "POST /position/leverage" in capabilities.requests:
        steps += [_leverage(account, "XBTTOY", 10) for account in _MONEY]
        both = ("alice", "dave") if "ADATOY" in symbols else ()
        steps += [_leverage(account, "ADATOY", 5) for account in both]
    long = ("dave", "gina", "hank")
    steps += [_placed("erin", "Sell", 10 * len(long), "100")]
    steps += [_placed(account, "Buy", 10, "100") for account in long]
    steps += [_placed(account, "Buy", 1, "90", clOrdID="one") for account in _MONEY]
    six = ("bob", "frank", "hank")
    steps += [_placed(account, "Buy", 1, "90") for account in six for _ in range(5)]
    steps += spot_steps(contract_of("TOY", "XBTTOY"), int(price_of("97")))
    if "ADATOY" in symbols:
        steps += [
            _placed(a, s, 10, "0.0001", "ADATOY") for a, s in (("erin", "Sell"), ("dave", "Buy"))
        ]
    if "advance" in capabilities.controls:
        steps.append(ctl("advance", {"to": EXPIRY}))
    return steps


def _leverage(account: str, symbol: str, leverage: int) -> Step:
    return do(account, "POST /position/leverage", {"symbol": symbol, "leverage": leverage})


def _placed(
    account: str, side: str, qty: int, price: str, symbol: str = "XBTTOY", **more: str
) -> Step:
    body = {"symbol": symbol, "side": side, "orderQty": qty, "price": price, **more}
    return do(account, "POST /order", body)
