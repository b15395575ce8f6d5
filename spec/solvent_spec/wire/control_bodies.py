"""Control bodies: what each control verb is given, what it answers, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import Field

from solvent_spec.wire.columns import Instant, MinorUnits, Number, WireFields

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class AdvanceBody(WireFields):
    """`advance`: where the clock goes."""

    to: Instant = Field(description="not before now, and at most 31 days after it")


class SpotBody(WireFields):
    """`spot`: what a spot market prints now."""

    index: str = Field(description="symbol of an index of a listed contract, such as `.XBTTOY`")
    reference: str = Field(description="name of a constituent of that index")
    price: Number = Field(
        description="above zero, at most ten decimals, below a hundred million; the index follows"
        " by clauses INDX-001 to INDX-005",
        json_schema_extra={"exclusiveMinimum": 0},
    )


class MoneyBody(WireFields):
    """`deposit` and `withdraw`: whose money, and how much of it."""

    account: str = Field(description="name of an account of the setup")
    currency: Literal["XBt", "USDt"] = Field(
        "XBt", description="one in which a listed contract settles"
    )
    amount: MinorUnits = Field(description="minor units of the currency, above zero")


class DepthBody(WireFields):
    """`depth`: how many requests wait before the next one is shed."""

    depth: int = Field(description="0 to 1000000; it replaces the `queue_depth` of the rulebook")


class NoBody(WireFields):
    """Nothing: the body is an empty object."""


@dataclass(frozen=True, slots=True)
class ControlVerb:
    """One control verb of the harness.

    `does` says what it brings about, `answers` what the rows of the answer are. `example` is a body
    that is granted, `refusals` maps what is wrong to a body that is refused for it.
    """

    verb: str
    body: type[WireFields]
    does: str
    answers: str
    example: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    refusals: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NOTHING)


_CLOCK = "one row `clock`, the instant that it is now"
_MONEY: Final = {"account": "alice", "currency": "XBt", "amount": 100_000_000}
_SPOT: Final = {"index": ".XBTTOY", "reference": "A", "price": "100.5"}

CONTROL_VERBS: Final = (
    ControlVerb(
        "advance",
        AdvanceBody,
        "The clock goes forward. Whatever is due on the way happens at its own instant and in its"
        " order: marks every minute, funding, expiries, and what follows from them (FUND-019)."
        " Time moves by nothing else.",
        _CLOCK,
        {"to": "2019-06-03T12:01:00.000Z"},
        {
            "an instant in the past": {"to": "2019-06-03T11:59:00.000Z"},
            "an instant too far away": {"to": "2020-12-31T00:00:00.000Z"},
            "no instant": {"to": "tomorrow"},
        },
    ),
    ControlVerb(
        "spot",
        SpotBody,
        "A constituent of an index trades at a price. Its time is now, which is what staleness is"
        " measured from (INDX-004). Before each constituent has printed once, those that have make"
        " the index.",
        _CLOCK,
        _SPOT,
        {
            "an index that is not there": {**_SPOT, "index": ".NONE"},
            "no constituent of it": {**_SPOT, "reference": "Z"},
            "a price of zero": {**_SPOT, "price": "0"},
            "a price that is no number": {**_SPOT, "price": "dear"},
        },
    ),
    ControlVerb(
        "deposit",
        MoneyBody,
        "Money arrives in the wallet of an account from outside.",
        _CLOCK,
        _MONEY,
        {
            "nothing, or less": {**_MONEY, "amount": 0},
            "a currency in which nothing settles": {**_MONEY, "currency": "USDt"},
            "an account that is not there": {**_MONEY, "account": "zoe"},
            "no whole number": {**_MONEY, "amount": "1.5"},
        },
    ),
    ControlVerb(
        "withdraw",
        MoneyBody,
        "Money leaves the wallet of an account, as far as MARG-013 lets it.",
        _CLOCK,
        {**_MONEY, "amount": 5_000_000},
        {
            "nothing, or less": {**_MONEY, "amount": 0},
            "more than the account may take out": {**_MONEY, "amount": 10**12},
            "a currency in which nothing settles": {**_MONEY, "currency": "USDt"},
            "an account that is not there": {**_MONEY, "account": "zoe"},
        },
    ),
    ControlVerb(
        "freeze",
        NoBody,
        "Requests are admitted and wait: each is answered `queued` with a ticket, or `shed`."
        " Controls are served all the same.",
        "one row `frozen`",
    ),
    ControlVerb(
        "thaw",
        NoBody,
        "What waits is served in the order of its arrival (ADMN-004), and the engine is no longer"
        " frozen.",
        "a row for each request that waited: `ticket`, `status`, `rows`, `error` and `code`, which"
        " is what its answer would have been",
    ),
    ControlVerb(
        "depth",
        DepthBody,
        "The queue has another depth from here on.",
        "one row `depth`",
        {"depth": 2},
        {"no whole number from zero": {"depth": -1}},
    ),
    ControlVerb(
        "audit",
        NoBody,
        "Everything is added up from scratch. A venue that finds money missing answers `errored`"
        " and serves nothing more.",
        "the rows of the table `ledger`",
    ),
)
"""The control verbs, in the order of the protocol."""
