"""Order margin: what open orders lock."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Rate, ceil_div, ceil_mul


class OrderMarginRules(InstrumentRules):
    """The margin of open orders."""

    __slots__ = ()

    @clause(
        "MARG-007",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.grossOpenCost",
            "position.initMargin",
            "margin.initMargin",
            "margin.grossOpenCost",
            "margin.availableMargin",
        ),
        source="11 of 11 rows, two-sided ones included; the guide's 5 bids and 15 offers",
    )
    def gross_open_cost(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_cost: Money,
        sell_qty: Contracts,
        sell_cost: Money,
    ) -> Money:
        """Open orders are charged net of the position they reduce; where both sides overlap, the
        dearer is charged.

        Bids beyond a short and offers beyond a long count. The overlap of the two counts once,
        at the dearer mean cost; the excess of the larger side at its own. 20 bid at 100 and 15
        offered at 150 cost 5 bids and 15 offers.

        >>> rules.gross_open_cost(0, 20, 2000, 15, 2250)
        2750
        >>> rules.gross_open_cost(-6, 7, 185_213, 0, 0)
        26459
        """
        buys = max(Contracts(0), buy_qty + min(Contracts(0), position_qty))
        sells = max(Contracts(0), sell_qty - max(Contracts(0), position_qty))
        if not sells:
            return Money(ceil_div(buys * buy_cost, buy_qty)) if buys else Money(0)
        if not buys:
            return Money(ceil_div(sells * sell_cost, sell_qty))
        overlap = min(buys, sells)
        buys_dearer = buy_cost * sell_qty >= sell_cost * buy_qty
        buys_charged = buys - overlap + (overlap if buys_dearer else Contracts(0))
        sells_charged = sells - overlap + (Contracts(0) if buys_dearer else overlap)
        numerator = buys_charged * buy_cost * sell_qty + sells_charged * sell_cost * buy_qty
        return Money(ceil_div(numerator, buy_qty * sell_qty))

    @clause(
        "MARG-029",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMargin", "margin.initMargin", "margin.availableMargin"),
        source="API description of POST /order",
    )
    def charged_qty(self, leaves_qty: Contracts, *, waits: bool) -> Contracts:
        """A stop order locks no margin while it waits for its trigger; it may lack margin when it
        is triggered.

        >>> rules.charged_qty(10, waits=True), rules.charged_qty(10, waits=False)
        (0, 10)
        """
        return Contracts(0) if waits else leaves_qty

    @clause(
        "MARG-031",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.openOrderBuyCost", "position.openOrderSellCost"),
        source="rows of 2019 to 2026: -185213 for seven XBTUSD bid, 116640 for eight ETHUSD bid",
    )
    def open_order_cost(self, instrument: Instrument, qty: Contracts, cost: Money) -> Money:
        """The cost of open orders has the sign of the multiplier for both sides: below zero on
        inverse contracts, above on others.

        `cost` is the sum of the absolute values of the orders of one side.

        >>> rules.open_order_cost(XBTUSD, 7, 185_213), rules.open_order_cost(ETHUSD, 8, 116_640)
        (-185213, 116640)
        """
        if qty == 0:
            return Money(0)
        return cost * self.value_sign(instrument.payoff)

    @clause(
        "MARG-008",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.initMargin",
            "margin.initMargin",
            "margin.availableMargin",
            "order.error",
        ),
        source="23 of 23 rows of three eras",
        dialects=("no fee is reserved",),
    )
    def order_margin(self, gross: Money, requirement: Rate, fee: Rate) -> Money:
        """Open orders of a contract lock the initial margin of their gross cost, rounded up, and
        the fees of entry and exit, rounded up as one sum.

        The exit fee is on cost and margin, so the fee counts two and the requirement times.

        >>> rules.order_margin(26_459, Fraction(1), Fraction("0.00075"))
        26519
        """
        if self.policy("MARG-008", "") == "no fee is reserved":
            return ceil_mul(gross, requirement)
        counts = 2 * requirement.denominator + requirement.numerator
        fees = ceil_div(gross * fee.numerator * counts, fee.denominator * requirement.denominator)
        return ceil_mul(gross, requirement) + Money(fees)

    @clause(
        "MARG-022",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.ordStatus", "margin.availableMargin", "execution.lastQty"),
        source=(
            "API description: a market order runs to the account's bankruptcy price; the rest is "
            "silent"
        ),
        alternatives=(
            "not at all",
            "as far as the account can carry it",
        ),
    )
    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """An execution happens only if the wallet afterwards holds the margins of the account's
        positions; one that does more than reduce a position, only if besides it leaves available
        margin at zero or above, or no lower than it was, and its position not due for liquidation.

        The order that wants it is canceled, whichever of the two it is; a venue may trade the part
        that can be carried instead, and cancel the rest. `unbound` is the wallet
        less the margins of all positions: what only orders lock does not keep anybody in a
        position. A long whose loss at the price exceeds its margin and all that is not bound
        elsewhere cannot sell there.

        >>> rules.may_execute(0, -5, 10, 100, 50, reduces=True)
        True
        >>> rules.may_execute(0, -5, 10, 100, 50, reduces=False)
        False
        """
        if unbound < 0:
            return False
        return reduces or ((after >= 0 or after >= before) and equity >= maintenance)

    def executes_in_part(self) -> bool:
        """Whether a part of an execution happens that may not happen whole: see MARG-022."""
        return self.policy("MARG-022", "not at all") == "as far as the account can carry it"
