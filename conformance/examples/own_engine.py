"""Somebody's engine: one book in price-time priority, with an interface of its own."""

# ruff: noqa: INP001 - a script beside its adapter, not a package

from dataclasses import dataclass
from decimal import Decimal

LARGEST = 10_000_000
HIGHEST = 1_000_000
MOST_OPEN = 200


class Refused(Exception):
    """The engine does not take an order; the text says why, and `kind` who found out."""

    def __init__(self, why: str, kind: str = "HTTPError") -> None:
        super().__init__(why)
        self.kind = kind


@dataclass
class Entry:
    """An order: `left` of `lots` are still wanted at `price`."""

    number: int
    owner: str
    side: str
    lots: int
    price: Decimal
    left: int


class Engine:
    """Orders for XBTUSD, in the order in which they came."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def enter(self, owner: str, symbol: str, side: str, lots: int, price: Decimal) -> Entry:
        """Take an order, and trade what can be traded at once."""
        if symbol != "XBTUSD":
            raise Refused("Invalid symbol")
        if not 0 < lots <= LARGEST:
            raise Refused("Invalid orderQty")
        if not 0 < price <= HIGHEST:
            raise Refused("Invalid price")
        if price % Decimal("0.5"):
            raise Refused("Invalid price tickSize")
        if sum(1 for e in self.entries if e.left and e.owner == owner) >= MOST_OPEN:
            raise Refused("Too many open orders", "ValidationError")
        entry = Entry(len(self.entries) + 1, owner, side, lots, price, lots)
        sign = 1 if side == "Buy" else -1
        others = [e for e in self.entries if e.left and e.side != side]
        for other in sorted(others, key=lambda e: (sign * e.price, e.number)):
            traded = min(entry.left, other.left) if sign * other.price <= sign * price else 0
            entry.left -= traded
            other.left -= traded
        self.entries.append(entry)
        return entry
