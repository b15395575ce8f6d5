"""Decisions about funding: what is exchanged at the instant, and the rate of the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_reference.reckoning.margin import available, margin_of, mark_value, unrealised_profit
from solvent_reference.reckoning.purses import free_fund
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event, FundingExchanged, FundingPayment, FundingRateSet
from solvent_spec.vocabulary.units import Money, Symbol


def roll_funding_rate(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """At a funding instant: the rate made of the interval's premium is charged at the next one."""
    market = exchange.markets[symbol]
    average = rules.average_premium(market.premium_total, market.premium_samples)
    rate = rules.funding_rate(market.instrument, average, market.funding_rate)
    yield FundingRateSet(symbol, rate, rules.next_funding(market.instrument, exchange.now))


def exchange_funding(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """Longs and shorts of a contract exchange funding; nobody pays more than the position can."""
    market = exchange.markets[symbol]
    rate = rules.rate_charged(market.funding_rate, market.indicative_rate)
    if market.mark is None or not market.holders or not rate:
        return
    payers: list[FundingPayment] = []
    receivers: list[FundingPayment] = []
    # What the engine holds pays from the fund, and two of its positions share one.
    left = free_fund(exchange, market)
    for position in market.holders.values():
        value = mark_value(rules, market, position.qty)
        due = rules.funding_payment(value, abs(rate))
        if rules.pays_funding(position.qty, rate):
            payer = _payment(exchange, rules, market, position, value, due, left)
            left -= payer.money if exchange.accounts[position.account].is_engine else Money(0)
            payers.append(payer)
        else:
            receivers.append(
                FundingPayment(position.account, position.qty, value, -abs(rate), -due, Money(0))
            )
    paid = sum((p.money for p in payers), Money(0))
    due = sum((-r.money for r in receivers), Money(0))
    added = rules.funding_from_fund(due - paid, left)
    payments = tuple(payers + _shared(exchange, rules, receivers, paid + added))
    remainder = sum((p.money for p in payments), added)
    owner = rules.remainder_owner()
    yield FundingExchanged(symbol, rate, market.mark, payments, remainder, owner, added)


def _shared(
    exchange: Exchange, rules: Rules, receivers: list[FundingPayment], collected: Money
) -> list[FundingPayment]:
    """What each receiver gets of what was collected; nobody receives what nobody paid."""
    owed = sum((-r.money for r in receivers), Money(0))
    got = [rules.funding_received(-r.money, collected, owed) for r in receivers]
    left = min(collected, owed) - sum(got, Money(0))
    units = rules.last_units(left, len(receivers)) if left > 0 else 0
    numbers = [exchange.accounts[r.account].number for r in receivers]
    for place in sorted(range(len(receivers)), key=numbers.__getitem__):
        if units and got[place] < -receivers[place].money:
            got[place] += Money(1)
            units -= 1
    return [replace(r, money=-money) for r, money in zip(receivers, got, strict=True)]


def _payment(
    exchange: Exchange,
    rules: Rules,
    market: Market,
    position: Position,
    value: Money,
    due: Money,
    left: Money,
) -> FundingPayment:
    """What a payer gives: from available margin, then from the position down to its closing fee.

    The engine pays from what is `left` of the fund.
    """
    # A payer owes 500. The wallet has 200 beyond all margins: they go first. The position holds 250
    # and has to keep 30 for the fee of closing it: 220 more, which it carries as a loss. The other
    # 80 nobody lends: receivers share the 420, and the fund adds what it may. To take the 80 from
    # the margin of another contract would liquidate a position that did nothing.
    account = exchange.accounts[position.account]
    rate = abs(market.funding_rate)
    if account.is_engine:
        paid = min(due, max(Money(0), left))
        return FundingPayment(position.account, position.qty, value, rate, paid, Money(0))
    free = max(Money(0), available(exchange, rules, account, position.currency))
    margin = margin_of(rules, position.margin)
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    equity = rules.position_equity(margin, gain)
    own = max(Money(0), min(margin, equity) - position.margin.commission)
    paid = min(due, free + own)
    carried = rules.funding_from_position(paid, free, own)
    return FundingPayment(position.account, position.qty, value, rate, paid, carried)
