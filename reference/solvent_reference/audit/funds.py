"""Funds: what the engine holds is offered and covered."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.margin import NOTHING, unrealised_profit
from solvent_reference.reckoning.purses import free_fund
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Contracts


def check_fund(exchange: Exchange, rules: Rules, market: Market) -> Iterator[Mismatch]:
    """Each position of the engine in a contract has its order, and the fund covers its loss."""
    offered = {order.account: order for order in market.liquidations.values()}
    for account in {*offered, *(a for a in market.holders if exchange.accounts[a].is_engine)}:
        position = exchange.accounts[account].positions[market.instrument.symbol]
        order = offered.get(account)
        live = Contracts(0) if order is None or not order.is_open else order.leaves_qty
        if not rules.engine_offers_all(position.qty, live):
            detail = f"{position.key} holds {position.qty}, its order offers {live}"
            yield Mismatch("engine_offers_all", detail)
        loss = -min(NOTHING, unrealised_profit(rules, market, position.qty, position.cost))
        if not rules.fund_covers(free_fund(exchange, market), position.margin.cross, loss):
            free = free_fund(exchange, market)
            detail = f"{position.key} loses {loss}, held {position.margin.cross}, free {free}"
            yield Mismatch("fund_covers", detail)
