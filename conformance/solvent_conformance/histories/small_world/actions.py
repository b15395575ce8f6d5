"""Actions: everything that can be done in a small world, each one thing that a venue is asked.

An action is written as the protocol has it and read once into a command, so that a trace of
actions is a history that any venue can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from solvent_conformance.histories.generators.worlds import iso
from solvent_conformance.histories.small_world.scopes import Scope, ScopedContract
from solvent_conformance.protocol.history import LABEL, Step, ctl, do
from solvent_reference.reckoning.orders import open_orders
from solvent_reference.reckoning.purses import withdrawable
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import AdvanceClock, Command, Deposit, SetSpotPrice, Withdraw
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import command_of, order_uuid
from solvent_spec.vocabulary.units import (
    AccountId,
    Currency,
    Millis,
    Money,
    OrderId,
    Symbol,
    price_of,
)

Ask: TypeAlias = Callable[[Exchange, Rules], "ActionStep | None"]


@dataclass(frozen=True, slots=True)
class ActionStep:
    """What an action asks in a state. `named` is the order that its step names, if any."""

    command: Command
    step: Step
    named: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done. `kind` is the request or control, whose stock it draws on."""

    name: str
    kind: str
    account: str
    ask: Ask


def actions_of(scope: Scope) -> tuple[Action, ...]:
    """Every action of a scope, those of prices and time first."""
    return (*_market_actions(scope), *(a for n in scope.accounts for a in _of_account(scope, n)))


def _market_actions(scope: Scope) -> Iterator[Action]:
    for trade in scope.trades:
        for price in trade.index_prices:
            body = {"index": f".{trade.symbol}", "reference": trade.reference, "price": price}
            moved = SetSpotPrice(Symbol(f".{trade.symbol}"), trade.reference, price_of(price))
            yield _fixed(f"{trade.symbol} index to {price}", "spot", "", moved, ctl("spot", body))
    for minutes in scope.minutes:
        yield Action(f"{minutes} min pass", "advance", "", _advance(minutes))
    if scope.fundings:
        yield Action("a funding passes", "funding", "", _to_funding)


def _of_account(scope: Scope, account: str) -> Iterator[Action]:
    for currency, amount in scope.deposits:
        body = {"account": account, "currency": currency, "amount": amount}
        command = Deposit(AccountId(account), Currency(currency), Money(amount))
        yield _fixed(
            f"{account} deposits {amount} {currency}",
            "deposit",
            account,
            command,
            ctl("deposit", body),
        )
        if scope.withdrawals:
            name = f"{account} withdraws all {currency}"
            yield Action(name, "withdraw", account, _withdraw_all(account, currency))
    for trade in scope.trades:
        yield from _orders(account, trade)
        yield from _settings(account, trade)


def _orders(account: str, trade: ScopedContract) -> Iterator[Action]:
    request = "POST /order"
    for side, prices in (("Buy", trade.bids), ("Sell", trade.offers)):
        for qty in trade.quantities:
            for price in prices:
                body: Row = {"symbol": trade.symbol, "side": side, "orderQty": qty, "price": price}
                for extra in trade.instructions:
                    told = "".join(f" {v}" for v in extra.values())
                    name = f"{account} {side} {qty} {trade.symbol} at {price}{told}"
                    yield _request(name, account, request, {**body, **extra})
            if trade.markets:
                body = {"symbol": trade.symbol, "side": side, "orderQty": qty, "ordType": "Market"}
                yield _request(
                    f"{account} {side} {qty} {trade.symbol} at market", account, request, body
                )
    for extra in trade.closes:
        told = "".join(f" {v}" for v in extra.values())
        body = {"symbol": trade.symbol, "execInst": "Close", **extra}
        yield _request(f"{account} closes {trade.symbol}{told}", account, request, body)
    for price in trade.amends:
        name = f"{account} amends oldest {trade.symbol} to {price}"
        yield Action(name, "PUT /order", account, _amend(account, trade.symbol, price))
    if trade.cancels:
        name = f"{account} cancels oldest {trade.symbol}"
        yield Action(name, "DELETE /order", account, _cancel(account, trade.symbol))
        all_of = {"symbol": trade.symbol}
        name = f"{account} cancels all {trade.symbol}"
        yield _request(name, account, "DELETE /order/all", all_of)


def _settings(account: str, trade: ScopedContract) -> Iterator[Action]:
    symbol: Row = {"symbol": trade.symbol}
    for leverage in trade.leverages:
        name = f"{account} sets {trade.symbol} leverage {leverage}"
        body = {**symbol, "leverage": leverage}
        yield _request(name, account, "POST /position/leverage", body)
    for enabled in trade.isolations:
        name = f"{account} {'isolates' if enabled else 'crosses'} {trade.symbol}"
        yield _request(name, account, "POST /position/isolate", {**symbol, "enabled": enabled})
    for amount in trade.transfers:
        name = f"{account} transfers {amount} to {trade.symbol}"
        body = {**symbol, "amount": amount}
        yield _request(name, account, "POST /position/transferMargin", body)
    for limit in trade.risk_limits:
        name = f"{account} sets {trade.symbol} risk limit {limit}"
        body = {**symbol, "riskLimit": limit}
        yield _request(name, account, "POST /position/riskLimit", body)


def _fixed(name: str, kind: str, account: str, command: Command, step: Step) -> Action:
    asked = ActionStep(command, step)
    return Action(name, kind, account, lambda _exchange, _rules: asked)


def _request(name: str, account: str, request: str, body: Row) -> Action:
    method, path = request.split(" ")
    command = command_of(account, method, path, body)
    return _fixed(name, request, account, command, do(account, request, body))


def _oldest(exchange: Exchange, account: str, symbol: str) -> Order | None:
    found = open_orders(exchange, AccountId(account), Symbol(symbol))
    return found[0] if found else None


def _amend(account: str, symbol: str, price: str) -> Ask:
    def ask(exchange: Exchange, _rules: Rules) -> ActionStep | None:
        order = _oldest(exchange, account, symbol)
        return None if order is None else _naming(account, "PUT /order", order, {"price": price})

    return ask


def _cancel(account: str, symbol: str) -> Ask:
    def ask(exchange: Exchange, _rules: Rules) -> ActionStep | None:
        order = _oldest(exchange, account, symbol)
        return None if order is None else _naming(account, "DELETE /order", order, {})

    return ask


def _naming(account: str, request: str, order: Order, body: Row) -> ActionStep:
    """A request about an order; its step names it by the label that the trace will give it."""
    named = {"orderID": order_uuid(order.order_id), **body}
    method, path = request.split(" ")
    command = command_of(account, method, path, named)
    step = do(account, request, {"orderID": f"{LABEL}{order.order_id}", **body})
    return ActionStep(command, step, order.order_id)


def _advance(minutes: int) -> Ask:
    def ask(exchange: Exchange, _rules: Rules) -> ActionStep:
        return _until(Millis(exchange.now + minutes * _MINUTE))

    return ask


def _to_funding(exchange: Exchange, _rules: Rules) -> ActionStep:
    return _until(min(m.funding_due for m in exchange.markets.values()))


def _until(to: Millis) -> ActionStep:
    return ActionStep(AdvanceClock(to), ctl("advance", {"to": iso(to)}))


def _withdraw_all(account: str, currency: str) -> Ask:
    def ask(exchange: Exchange, rules: Rules) -> ActionStep | None:
        left = withdrawable(exchange, rules, AccountId(account), Currency(currency))
        if left <= 0:
            return None
        body = {"account": account, "currency": currency, "amount": int(left)}
        command = Withdraw(AccountId(account), Currency(currency), left)
        return ActionStep(command, ctl("withdraw", body))

    return ask


_MINUTE: Final = 60_000
