"""The audit: what must hold after every command, reckoned two ways with the same answer.

`audit_changes` costs what a command changed: the running totals of the ledger and the
positions that were touched. `audit_everything` trusts no running total and costs what exists.
"""

from __future__ import annotations

from typing import NamedTuple

from solvent_reference.state import Exchange
from solvent_spec.events import TradeExecuted
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Money


class Mismatch(NamedTuple):
    """The sentence that does not hold, and the figures that show it."""

    sentence: str
    detail: str


def audit_changes(exchange: Exchange, rules: Rules) -> Mismatch | None:
    """Check what the last command touched."""
    ledger = exchange.ledger
    writes = 0
    for currency, balances in ledger.by_currency.items():
        writes += balances.writes
        if not rules.money_is_conserved((balances.total,)):
            return Mismatch("money_is_conserved", f"{currency} balances sum to {balances.total}")
    if writes != ledger.postings:
        return Mismatch(
            "every_balance_is_posted", f"{writes} writes of balances, {ledger.postings} postings"
        )
    if ledger.overdrawn:
        currency, account = min(ledger.overdrawn)
        return Mismatch(
            "no_balance_is_negative",
            f"{account} is at {ledger.balance(currency, account)} {currency}",
        )
    for _, event in exchange.history[exchange.audited :]:
        if isinstance(event, TradeExecuted) and not rules.trade_sums_to_zero(
            event.maker.cost, event.taker.cost
        ):
            detail = f"{event.symbol} {event.maker.cost} and {event.taker.cost}"
            return Mismatch("trade_sums_to_zero", detail)
    for key, position in exchange.touched.items():
        booked = ledger.balance(position.currency, key)
        if booked != -position.cost:
            return Mismatch(
                "open_positions_are_booked", f"{key} cost {position.cost}, booked {booked}"
            )
    return None


def audit_everything(exchange: Exchange, rules: Rules) -> Mismatch | None:
    """Check all of it from scratch."""
    return _money(exchange, rules) or _open_interest(exchange, rules) or _bookings(exchange)


def _money(exchange: Exchange, rules: Rules) -> Mismatch | None:
    ledger = exchange.ledger
    writes = 0
    for currency, balances in ledger.by_currency.items():
        writes += balances.writes
        if not rules.money_is_conserved(balances.values()):
            total = sum(balances.values(), Money(0))
            return Mismatch("money_is_conserved", f"{currency} balances sum to {total}")
        kept: dict[str, Money] = {currency: balances.total}
        scratch: dict[str, Money] = {currency: sum(balances.values(), Money(0))}
        if not rules.audits_agree(kept, scratch):
            detail = f"{currency} adds up to {scratch[currency]}, kept {balances.total}"
            return Mismatch("audits_agree", detail)
        purses = {k: b for k, b in balances.items() if k.startswith(("wallet:", "fund:"))}
        if not rules.no_balance_is_negative(purses):
            purse = min(purses, key=lambda k: purses[k])
            detail = f"{purse} is at {purses[purse]} {currency}"
            return Mismatch("no_balance_is_negative", detail)
    if writes != ledger.postings:
        detail = f"{writes} writes of balances, {ledger.postings} postings"
        return Mismatch("every_balance_is_posted", detail)
    return None


def _open_interest(exchange: Exchange, rules: Rules) -> Mismatch | None:
    for symbol, market in exchange.markets.items():
        held = [p.qty for p in market.holders.values()]
        if not rules.open_interest_is_balanced(held):
            detail = f"{symbol} positions sum to {sum(held)}"
            return Mismatch("open_interest_is_balanced", detail)
        if market.mark is not None:
            worth = rules.unit_value(market.instrument, market.mark)
            if not rules.one_mark_for_all((worth, market.mark_unit)):
                detail = f"{symbol} lots are worth {worth}, valued at {market.mark_unit}"
                return Mismatch("one_mark_for_all", detail)
        longs = sum((q for q in held if q > 0), Contracts(0))
        if longs != market.open_interest:
            detail = f"{symbol} longs {longs}, kept {market.open_interest}"
            return Mismatch("open_interest_is_balanced", detail)
    return None


def _bookings(exchange: Exchange) -> Mismatch | None:
    for account in exchange.accounts.values():
        for position in account.positions.values():
            booked = exchange.ledger.balance(position.currency, position.key)
            if booked != -position.cost:
                detail = f"{position.key} cost {position.cost}, booked {booked}"
                return Mismatch("open_positions_are_booked", detail)
    return None
