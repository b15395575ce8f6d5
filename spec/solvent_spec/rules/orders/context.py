"""The context of an order: what the guards may know beside it."""

from __future__ import annotations

from dataclasses import dataclass

from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


@dataclass(frozen=True, slots=True)
class OrderCover:
    """What an order asks of its account, and what the account has for it.

    `required` is the margin of the order alone, `available_after` what would be left of the
    available margin with it, `risk_after` the value of position and orders with it. It `increases`
    if with it the open orders of the contract lock more than without, and it may do more than
    reduce. It `liquidates` if its price is worse than the mark and its position, with all of it
    filled at that price, would be due for liquidation. The position has a `liquidation_price` here
    only for an order that reduces it. Money is in minor units of the currency that settles.
    """

    required: Money
    increases: bool
    available_after: Money
    risk_after: Money
    risk_limit: Money
    account_risk_after: Money
    account_risk_limit: Money | None
    liquidation_price: Price | None
    liquidates: bool


@dataclass(frozen=True, slots=True)
class OrderContext:
    """What the guards may know beside the order: the account and the market at this moment.

    There is no `cover` where no margin can be reckoned: without a mark, without a price above zero,
    or without a quantity above zero in whole lots. No guard of margin is asked then.
    """

    now: Millis
    mark: Price | None
    position_qty: Contracts
    open_orders: int
    stop_orders: int
    duplicate: bool
    cover: OrderCover | None
