"""Positions: what they hold, what they lock for it, and that they may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.liquidation import fails
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Account, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import AccountId, Contracts


def check_position(exchange: Exchange, rules: Rules, position: Position) -> Iterator[Mismatch]:
    """One position: booked at its cost, made of its executions, margined as it has to be."""
    booked = exchange.ledger.balance(position.currency, position.key)
    if booked != -position.cost:
        detail = f"{position.key} cost {position.cost}, booked {booked}"
        yield Mismatch("open_positions_are_booked", detail)
    bought, sold = position.exec_buy_qty, position.exec_sell_qty
    if not rules.quantity_follows(position.qty, bought, sold):
        detail = f"{position.key} holds {position.qty}, bought {bought} and sold {sold}"
        yield Mismatch("quantity_follows", detail)
    account = exchange.accounts[position.account]
    if account.is_engine:
        return
    due = rules.position_initial_margin(position.cost, position.initial_requirement)
    margin = position.margin
    if not rules.margin_is_due(margin.initial, due, margin.cross, margin.loss):
        kept = f"initial {margin.initial}, cross {margin.cross}, loss {margin.loss}"
        yield Mismatch("margin_is_due", f"{position.key} has {kept}; due initial {due}")
    yield from _stands(rules, exchange.markets[position.symbol], position)


def check_stands(
    rules: Rules, market: Market, accounts: Mapping[AccountId, Account]
) -> Iterator[Mismatch]:
    """Every position of a contract may stand at its mark."""
    for position in market.holders.values():
        if not accounts[position.account].is_engine:
            yield from _stands(rules, market, position)


def _stands(rules: Rules, market: Market, position: Position) -> Iterator[Mismatch]:
    if not position.qty or market.mark is None:
        return
    if not rules.nobody_stands_failed(failed=fails(rules, market, position)):
        detail = f"{position.key} should have been liquidated at {market.mark}"
        yield Mismatch("nobody_stands_failed", detail)


def check_open_interest(rules: Rules, market: Market) -> Iterator[Mismatch]:
    """Longs and shorts of a contract, at one mark."""
    symbol = market.instrument.symbol
    held = [p.qty for p in market.holders.values()]
    if not rules.open_interest_is_balanced(held):
        yield Mismatch("open_interest_is_balanced", f"{symbol} positions sum to {sum(held)}")
    if market.mark is not None:
        worth = rules.unit_value(market.instrument, market.mark)
        if not rules.one_mark_for_all((worth, market.mark_unit)):
            detail = f"{symbol} lots are worth {worth}, valued at {market.mark_unit}"
            yield Mismatch("one_mark_for_all", detail)
    longs = sum((q for q in held if q > 0), Contracts(0))
    if longs != market.open_interest:
        detail = f"{symbol} longs {longs}, kept {market.open_interest}"
        yield Mismatch("open_interest_is_balanced", detail)
