"""What a side of a trade costs its account in fees. Reads state, changes none."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from solvent_reference.reckoning.purses import unbound
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import FEES
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import MarginState
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate


class Leg(NamedTuple):
    """One account's side of a trade to come; `order` is none for takeovers and deleveraging.

    The liquidation engine pays no fee, so a trade `with_engine` has none to pay a rebate from.
    """

    side: Side
    qty: Contracts
    price: Price
    rate: Rate
    is_maker: bool
    order: Order | None = None
    text: str = ""
    with_engine: bool = False


def commission_of(
    exchange: Exchange, rules: Rules, position: Position, leg: Leg, cost: Money
) -> Money:
    """The commission of a leg; a rebate that no counterparty pays for is paid out of fees."""
    commission = rules.commission(cost, leg.rate)
    if commission >= 0 or not leg.with_engine:
        return commission
    return -rules.rebate_paid(-commission, exchange.ledger.balance(position.currency, FEES))


def borne(
    exchange: Exchange,
    rules: Rules,
    after: Position,
    margin: MarginState,
    change: tuple[Money, Money],
) -> tuple[Money, MarginState]:
    """The commission and the margin of a position that was closed by force, at most what its
    account has left.

    `change` is what the wallet gains without the commission, and the commission. What is missing
    even without it, a satoshi of rounding, the rest of the position carries.
    """
    gained, commission = change
    after.margin = margin
    account = exchange.accounts[after.account]
    left = unbound(exchange, rules, account, after, gained - max(Money(0), commission))
    if left >= 0:
        return commission, margin
    paid = max(Money(0), commission + left) if commission > 0 else commission
    missing = -left - max(Money(0), commission - paid)
    if missing > 0 and after.qty:
        margin = replace(margin, loss=margin.loss + missing)
    return paid, margin
