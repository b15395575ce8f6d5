"""Likeness: what of a state decides the future and the money, and nothing else.

Two states with one likeness answer every history alike. It forgets the names of orders and
trades, instants, what was executed and what is shown of it. Everything else is kept slot by
slot, so a slot that is added to the state is told apart until somebody says that it is history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Final, TypeAlias

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL
from solvent_reference.state.markets import IndexState, Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Account, Position
from solvent_spec.vocabulary.units import MINUTE, Millis

_SHOWN: Final = {
    Position: {
        "account", "currency", "current_comm", "exec_buy_cost", "exec_buy_qty",
        "exec_sell_cost", "exec_sell_qty", "key", "open_orders", "order_margin_memo",
        "prev_realised", "realised_cost", "rebalanced",
    },
    Order: {
        "account", "cl_ord_id", "cum_cost", "exec_inst", "order_id", "rank", "reject_reason",
        "status", "text", "timestamp", "transact_time",
    },
    Market: {
        "book", "fee_rate", "funding_due", "has_liquidity", "holders", "impact_ask",
        "impact_bid", "impact_mid", "instrument", "last_price", "liquidations",
        "open_interest", "stops", "terms", "volume",
    },
}  # fmt: skip # three lists, read as such
"""Slots that are names, instants, history, kept twice, or walked by themselves. The last price
and the funding's instant are among them because they are looked at apart."""

Named: TypeAlias = dict[str, Any]


def _reader(kind: type) -> Callable[[object], tuple[Any, ...]]:
    slots: tuple[str, ...] = getattr(kind, "__slots__")  # noqa: B009 - a type does not tell it
    return attrgetter(*(s for s in slots if s not in _SHOWN[kind]))


_OF_POSITION: Final = _reader(Position)
_OF_ORDER: Final = _reader(Order)
_OF_MARKET: Final = _reader(Market)


def likeness(exchange: Exchange, stale_after: Millis, *, interchangeable: bool = False) -> bytes:
    """Sixteen bytes that are equal where the future and the money are.

    A spot price is as old as it is until it is older than `stale_after`. With `interchangeable`,
    accounts that traded places are taken for each other. They differ then in one thing that the
    state decides by: in a tie, the smaller number goes first.
    """
    engine = [a for a in exchange.accounts.values() if a.is_engine and _stands(a)]
    users = [(_account(exchange, a), a) for a in exchange.accounts.values() if not a.is_engine]
    if interchangeable:
        users.sort(key=lambda pair: repr(pair[0]))
    named: Named = {str(a.account_id): n for n, (_, a) in enumerate(users)}
    named |= {str(a.account_id): -n for n, a in enumerate(engine, start=1)}
    whole = (
        exchange.stopped,
        exchange.now % MINUTE,
        _balances(exchange),
        [account for account, _ in users],
        [_account(exchange, a) for a in engine],
        [_market(exchange, market, named) for market in exchange.markets.values()],
        [_index(exchange, state, stale_after) for state in exchange.indices.values()],
    )
    return hashlib.blake2b(repr(whole).encode(), digest_size=16).digest()


def _stands(account: Account) -> bool:
    return any(p.qty or p.open_orders for p in account.positions.values())


def _balances(exchange: Exchange) -> list[tuple[str, str, int]]:
    """Fees and funds: wallets stand with their accounts, positions are booked at their cost."""
    return [
        (currency, name, balance)
        for currency, balances in exchange.ledger.by_currency.items()
        for name, balance in sorted(balances.items())
        if balance and name != EXTERNAL and not name.startswith(("wallet:", "position:"))
    ]


def _account(exchange: Exchange, account: Account) -> tuple[Any, ...]:
    wallets = [b.get(account.wallet_key, 0) for b in exchange.ledger.by_currency.values()]
    held = []
    for symbol, market in exchange.markets.items():
        position = account.positions.get(symbol)
        # A flat position that nobody has set anything in is none.
        held.append(_OF_POSITION(position or market.open_position(account.account_id)))
    return wallets, held, account.taken_at


def _market(exchange: Exchange, market: Market, named: Named) -> tuple[Any, ...]:
    """The contract, its book in the order of priority, and each account's orders by age."""
    waiting = list(market.stops.values())
    bids, offers = list(market.book.bids.orders()), list(market.book.offers.orders())
    places = {id(o): n for n, o in enumerate((*bids, *offers, *waiting))}
    return (
        _OF_MARKET(market),
        market.last_price if waiting else None,
        market.funding_due - exchange.now,
        list(_orders(bids, named)),
        list(_orders(offers, named)),
        list(_orders(waiting, named)),
        [places[id(o)] for o in market.liquidations.values()],
        [named[h] for h in market.holders],
        sorted(_ages(exchange, market, named, places)),
    )


def _orders(orders: Iterable[Order], named: Named) -> Iterable[tuple[Any, ...]]:
    return ((named[o.account], sorted(i.value for i in o.exec_inst), _OF_ORDER(o)) for o in orders)


def _ages(
    exchange: Exchange, market: Market, named: Named, places: dict[int, int]
) -> Iterable[tuple[int, list[int]]]:
    symbol = market.instrument.symbol
    for account in exchange.accounts.values():
        position = account.positions.get(symbol)
        if position is not None and len(position.open_orders) > 1:
            ages = [places[id(o)] for o in position.open_orders.values()]
            yield named[str(account.account_id)], ages


def _index(exchange: Exchange, state: IndexState, stale_after: Millis) -> tuple[Any, ...]:
    now, eldest = exchange.now, stale_after + 1
    return (
        state.price,
        [
            (
                c.reference,
                c.price,
                min(now - c.updated, eldest),
                c.excluded,
                c.removed,
                None if c.fit_since is None else now - c.fit_since,
            )
            for c in state.constituents.values()
        ],
    )
