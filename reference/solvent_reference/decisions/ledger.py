"""Decisions about money that arrives and leaves."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.refusals import rejection
from solvent_reference.reckoning.purses import withdrawable
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Deposit, Withdraw
from solvent_spec.vocabulary.events import Deposited, Event, Withdrawn
from solvent_spec.vocabulary.reasons import Reject


def deposit(exchange: Exchange, rules: Rules, command: Deposit) -> Iterator[Event]:
    """Money arrives in a wallet, in minor units; nothing or less is refused, as is a currency in
    which no contract here settles.
    """
    if command.money <= 0 or command.currency not in exchange.ledger.by_currency:
        yield rejection(rules, command.account, Reject.INVALID_DEPOSIT)
        return
    yield Deposited(command.account, command.currency, command.money)


def withdraw(exchange: Exchange, rules: Rules, command: Withdraw) -> Iterator[Event]:
    """Money leaves, if it is the account's to take."""
    if command.money <= 0 or command.currency not in exchange.ledger.by_currency:
        yield rejection(rules, command.account, Reject.INVALID_WITHDRAWAL)
        return
    if command.money > withdrawable(exchange, rules, command.account, command.currency):
        yield rejection(rules, command.account, Reject.INSUFFICIENT_WITHDRAWABLE)
        return
    yield Withdrawn(command.account, command.currency, command.money)
