"""Premiums: what an order locks for being away from the mark."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, ceil_div


class PremiumRules(InstrumentRules):
    """The premium of open orders."""

    __slots__ = ()

    @clause(
        "MARG-009",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.grossOpenPremium", "position.initMargin", "margin.initMargin"),
        source="staff: a close estimate; no row with a premium is known",
        alternatives=(
            "fixed when the order rests",
            "refreshed at each mark as far as is available",
        ),
    )
    def open_premium(
        self, price: Price | None, mark: Price, qty: Contracts, instrument: Instrument
    ) -> Money:
        """An order that buys above the mark or sells below it locks the loss it would have at once.

        The premium is the value between order price and mark when the order comes to rest. A venue
        may refresh it at each mark. It then falls with the gap, and rises only where the rise of
        what the account locks is available, of several orders of an account the oldest first: no
        mark makes available margin negative by it. An order that keeps its old premium for want of
        money is asked when it trades (MARG-022).

        >>> rules.open_premium(price_of("500"), price_of("400"), 10, XBTUSD)
        500000
        >>> rules.refreshes_premium()
        False
        """
        if price is None or (price > mark) != (qty > 0) or price == mark:
            return Money(0)
        gap = self.contract_value(instrument, qty, price) - self.contract_value(
            instrument, qty, mark
        )
        return max(Money(0), gap)

    def refreshes_premium(self) -> bool:
        """Whether the premium of a resting order follows the mark, a choice under MARG-009."""
        choice = self.policy("MARG-009", "fixed when the order rests")
        return choice == "refreshed at each mark as far as is available"

    def may_raise_premium(self, rise: Money, available: Money) -> bool:
        """Whether a premium that is refreshed may make open orders lock so much more (MARG-009).

        >>> rules.may_raise_premium(40, 50), rules.may_raise_premium(60, 50)
        (True, False)
        """
        return rise <= max(Money(0), available)

    @clause(
        "MARG-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.grossOpenPremium", "position.initMargin", "margin.initMargin"),
        source="staff: |buyPremium * net(currentQty, openBuyQty) / openBuyQty| and its mirror",
        alternatives=("net of the position", "gross"),
    )
    def gross_open_premium(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_premium: Money,
        sell_qty: Contracts,
        sell_premium: Money,
    ) -> Money:
        """The premium of open orders is charged for the part of them that does not reduce the
        position, rounded up.

        Ten bid with a premium of 100 against a short of six leave four, and a premium of 40.

        >>> rules.gross_open_premium(-6, 10, 100, 0, 0)
        40
        >>> rules.gross_open_premium(6, 0, 0, 10, 100)
        40
        """
        if self.policy("MARG-010", "net of the position") == "gross":
            return buy_premium + sell_premium
        total = Money(0)
        if buy_premium:
            buys = max(Contracts(0), buy_qty + min(Contracts(0), position_qty))
            total += Money(ceil_div(buys * buy_premium, buy_qty))
        if sell_premium:
            sells = max(Contracts(0), sell_qty - max(Contracts(0), position_qty))
            total += Money(ceil_div(sells * sell_premium, sell_qty))
        return total
