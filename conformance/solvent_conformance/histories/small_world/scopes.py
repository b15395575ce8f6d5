"""Scopes: how small a small world is. What is not listed here is not in it.

A world closes by itself where its actions only go to and fro. Orders, fundings and deposits
leave their trace in the money each time, so a scope gives a stock of them; when a stock is used
up, the rest goes on until nothing new is reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from solvent_spec.vocabulary.messages import Row

PLAIN: Final[Row] = {}
REDUCE_ONLY: Final[Row] = {"execInst": "ReduceOnly"}
CLOSE_STOP: Final[Row] = {"side": "Sell", "stopPx": "95"}
"""A protective stop of a long position, between two index prices."""
OUTSIDE: Final = ("freeze", "thaw", "depth", "audit")
"""Controls that no scope has: three are about the queue alone, the audit is made in each state."""


@dataclass(frozen=True, slots=True)
class ScopedContract:
    """What is done in one contract: prices as texts, quantities, settings."""

    symbol: str
    index_prices: tuple[str, ...]
    bids: tuple[str, ...]
    offers: tuple[str, ...]
    quantities: tuple[int, ...] = (1,)
    instructions: tuple[Row, ...] = (PLAIN,)
    closes: tuple[Row, ...] = ()
    markets: bool = False
    amends: tuple[str, ...] = ()
    cancels: bool = True
    leverages: tuple[int, ...] = ()
    isolations: tuple[bool, ...] = ()
    transfers: tuple[int, ...] = ()
    risk_limits: tuple[int, ...] = ()
    reference: str = "C"
    opening_price: str = "100"
    opening_leverage: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A small world.

    `opening` is what every account has at first, `deposits` what each may add. `stock` says how
    often the actions of a kind may be taken in one history, by request, control or `funding`;
    a kind that is not named there may be taken without end.
    """

    name: str
    says: str
    accounts: tuple[str, ...]
    trades: tuple[ScopedContract, ...]
    opening: tuple[tuple[str, int], ...] = ()
    deposits: tuple[tuple[str, int], ...] = ()
    withdrawals: bool = True
    minutes: tuple[int, ...] = ()
    fundings: bool = True
    interchangeable: bool = False
    stock: tuple[tuple[str, int], ...] = field(default=())
    rulebook: str = "TOY"
    policies: tuple[tuple[str, str], ...] = ()
    clock: str = "2019-06-03T12:00:00.000Z"


SMALL: Final = ScopedContract(
    "XBTTOY",
    index_prices=("90", "100"),
    bids=("90", "100"),
    offers=("100",),
    closes=(PLAIN,),
    leverages=(0, 10),
    transfers=(50_000, -50_000),
)
CLOSED: Final = Scope(
    "closed",
    "two accounts in an inverse contract, until nothing new is reached",
    ("alice", "bob"),
    (SMALL,),
    opening=(("XBt", 200_000),),
    stock=(
        ("POST /order", 4),
        ("POST /position/transferMargin", 2),
        ("funding", 1),
        ("withdraw", 1),
    ),
)
DEEP: Final = replace(
    CLOSED,
    name="deep",
    says="the same with one order more: over a million transitions, until nothing new is reached",
    stock=(("POST /order", 5), *CLOSED.stock[1:]),
)
LINEAR: Final = Scope(
    "linear",
    "the same in a linear contract",
    ("alice", "bob"),
    (
        ScopedContract(
            "USDTOY",
            index_prices=("92", "100"),
            bids=("92", "100"),
            offers=("100",),
            quantities=(10,),
            closes=(PLAIN,),
            leverages=(0, 20),
            transfers=(2_000, -2_000),
        ),
    ),
    opening=(("USDt", 20_000),),
    stock=CLOSED.stock,
)
TINY: Final = Scope(
    "tiny",
    "two accounts, three prices and three orders in an inverse contract: a few seconds",
    ("alice", "bob"),
    (
        replace(
            SMALL,
            index_prices=("85", "90", "100"),
            bids=("100",),
            cancels=False,
            leverages=(),
            transfers=(),
        ),
    ),
    opening=(("XBt", 150_000),),
    withdrawals=False,
    stock=(("POST /order", 3), ("funding", 2)),
)
CROWD: Final = Scope(
    "crowd",
    "three accounts and three prices, so that somebody is deleveraged and somebody is not",
    ("alice", "bob", "carol"),
    (
        ScopedContract(
            "XBTTOY",
            index_prices=("90", "100", "111"),
            bids=("100",),
            offers=("100",),
            closes=(PLAIN,),
            cancels=False,
        ),
    ),
    opening=(("XBt", 110_000),),
    withdrawals=False,
    stock=(("POST /order", 5), ("funding", 2)),
)
WIDE: Final = Scope(
    "wide",
    "two accounts in an inverse contract, every request and every control",
    ("alice", "bob"),
    (
        ScopedContract(
            "XBTTOY",
            index_prices=("90", "100", "111"),
            bids=("90", "100"),
            offers=("100", "111"),
            quantities=(1, 2),
            instructions=(PLAIN, REDUCE_ONLY),
            closes=(PLAIN, CLOSE_STOP),
            markets=True,
            amends=("100",),
            leverages=(0, 10),
            isolations=(True, False),
            transfers=(50_000, -50_000),
            risk_limits=(300_000_000,),
            opening_leverage=10,
        ),
    ),
    opening=(("XBt", 300_000),),
    deposits=(("XBt", 300_000),),
    minutes=(1,),
    interchangeable=True,
)
PAIR: Final = Scope(
    "pair",
    "two accounts in an inverse contract and a quanto, which share their wallets",
    ("alice", "bob"),
    (
        replace(SMALL, leverages=(10,), transfers=()),
        ScopedContract(
            "ETHTOY",
            index_prices=("18", "20"),
            bids=("18", "20"),
            offers=("20",),
            quantities=(5,),
            closes=(PLAIN,),
            leverages=(10,),
            opening_price="20",
        ),
    ),
    opening=(("XBt", 250_000),),
)
SCOPES: Final = {s.name: s for s in (CLOSED, DEEP, LINEAR, CROWD, WIDE, PAIR, TINY)}
"""The scopes by name: the first is complete in two minutes, `tiny` in seconds."""
