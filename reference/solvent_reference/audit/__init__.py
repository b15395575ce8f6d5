"""The audit: what must hold after every command, reckoned two ways with the same answer.

`audit_seal` sees what was written since the last command, `audit_changes` costs what a command
changed, and `audit_everything` trusts no running total: it folds all that happened from the first
deposit on, and looks at everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.audit import funds, money, orders, positions, wallets
from solvent_reference.audit.history import check_history
from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.audit.orders import follow as follow_orders
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules

__all__ = ["Mismatch", "audit_changes", "audit_everything", "audit_seal", "follow_orders"]


def audit_seal(exchange: Exchange, rules: Rules) -> Mismatch | None:
    """Check that nobody wrote between two commands."""
    written = [
        *exchange.changed,
        *(f"order {number}" for number in exchange.changed_orders),
        *exchange.changed_markets,
        *["the counts"] * (exchange.counts != exchange.sealed_counts),
    ]
    posted = exchange.ledger.postings - exchange.sealed
    if rules.nothing_is_written_between(len(written), posted):
        return None
    what = ", ".join(written[:3]) or f"{posted} postings"
    return Mismatch("nothing_is_written_between", f"{what} since the last command")


def audit_changes(exchange: Exchange, rules: Rules) -> Mismatch | None:
    """Check what the last command touched."""
    follow_orders(exchange, rules)
    return next(_changed(exchange, rules), None)


def audit_everything(exchange: Exchange, rules: Rules) -> Mismatch | None:
    """Check all of it from scratch."""
    return next(_everything(exchange, rules), None)


def _changed(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    yield from money.check_running_totals(exchange, rules)
    touched = dict(exchange.changed)
    for order in exchange.changed_orders.values():
        position = exchange.accounts[order.account].positions.get(order.symbol)
        if position is not None:  # a refused order is kept by accounts that hold nothing
            touched[position.key] = position
        yield from orders.check_order_value(rules, exchange.markets[order.symbol], order)
    for position in touched.values():
        yield from positions.check_position(exchange, rules, position)
        yield from orders.check_running_order_totals(exchange, rules, position)
    for market in exchange.remarked.values():
        yield from positions.check_stands(rules, market, exchange.accounts)
    yield from wallets.check_touched_wallets(exchange, rules, touched.values())
    for market in exchange.markets.values():
        if market.liquidations:
            yield from funds.check_fund(exchange, rules, market)


def _everything(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    yield from money.check_balances(exchange, rules)
    for account in exchange.accounts.values():
        for position in account.positions.values():
            yield from positions.check_position(exchange, rules, position)
            yield from orders.check_order_totals(exchange, rules, position)
    for order in exchange.orders.values():
        yield from orders.check_order_value(rules, exchange.markets[order.symbol], order)
    for market in exchange.markets.values():
        yield from positions.check_open_interest(rules, market)
        yield from orders.check_book(market, exchange.orders.values())
        yield from positions.check_stands(rules, market, exchange.accounts)
        yield from funds.check_fund(exchange, rules, market)
    yield from wallets.check_wallets(exchange, rules)
    yield from check_history(exchange, rules)
