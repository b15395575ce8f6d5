"""Digests of the state: equal states have equal digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from solvent_reference.state.book import BookSide
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Account, Position

_DERIVED = {"order_margin_memo", "book", "holders", "liquidations", "open_orders", "positions"}
"""What is kept twice for speed, or is walked by itself."""


_SLOTS = {"order": Order.__slots__, "position": Position.__slots__, "market": Market.__slots__}


def digest(exchange: Exchange) -> str:
    """The SHA-256 of everything that decides what the venue does next."""
    state = hashlib.sha256()
    for line in _lines(exchange):
        state.update(line.encode())
        state.update(b"\n")
    return state.hexdigest()


def _lines(exchange: Exchange) -> Iterator[str]:
    yield f"now {exchange.now} {exchange.next_order} {exchange.next_trade} {exchange.stopped}"
    for currency, balances in exchange.ledger.by_currency.items():
        for name in sorted(balances):
            yield f"balance {currency} {name} {balances[name]}"
    for account in exchange.accounts.values():
        yield from _account(account)
    for order in exchange.orders.values():
        yield _slots("order", order)
    for market in exchange.markets.values():
        yield from _market(market)
    for symbol, state in exchange.indices.items():
        yield f"index {symbol} {state.price} {sorted(map(repr, state.constituents.values()))}"


def _account(account: Account) -> Iterator[str]:
    yield f"account {account.account_id} {account.number} {sorted(account.cl_ord_ids.items())}"
    for position in account.positions.values():
        yield _slots("position", position) + f" orders {list(position.open_orders)}"


def _market(market: Market) -> Iterator[str]:
    yield _slots("market", market)
    yield f"holders {list(market.holders)} liquidations {list(market.liquidations)}"
    for side in (market.book.bids, market.book.offers):
        yield f"book {_levels(side)}"


def _levels(side: BookSide) -> list[tuple[int, list[int]]]:
    return [(rank, list(map(int, side.levels[rank]))) for rank in side.ranks]


def _slots(name: str, thing: Order | Position | Market) -> str:
    def shown(value: object) -> str:
        if isinstance(value, frozenset):
            return repr(sorted(map(str, value)))
        return repr(list(value)) if isinstance(value, dict) else repr(value)

    kept = [s for s in _SLOTS[name] if s not in _DERIVED]
    return name + " " + " ".join(f"{s}={shown(getattr(thing, s))}" for s in kept)
