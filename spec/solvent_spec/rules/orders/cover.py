"""Cover: whether an account can afford an order."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.orders.context import OrderCover
from solvent_spec.rules.risk_limits import RiskLimitRules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Price


class OrderCoverRules(RiskLimitRules):
    """Which orders are refused for want of margin."""

    __slots__ = ()

    @clause(
        "ORDR-011",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error",),
        source=(
            "'Order price is below the liquidation price of current long position' and its mirror"
        ),
    )
    def beyond_liquidation(
        self, side: Side, price: Price | None, position_qty: Contracts, cover: OrderCover
    ) -> Reject | None:
        """An order that reduces a position is refused when its price is worse than the liquidation
        price that the position shows.

        That one is on the tick, on the side of the entry price (MARG-017). At marks less than a
        tick beyond it the position may still live; but no order has a price between the two, so
        none is refused that would trade before the liquidation. A long that is due below a mark of
        98.6 shows 99 on a tick of half a dollar: it may offer at 99, and 98.5 comes too late.

        >>> long = replace(cover, liquidation_price=price_of("99"))
        >>> [
        ...     rules.beyond_liquidation(Side.SELL, price_of(price), 10, long) is None
        ...     for price in ("99", "98.5")
        ... ]
        [True, False]
        """
        liquidation = cover.liquidation_price
        if price is None or liquidation is None:
            return None
        if position_qty > 0 and side is Side.SELL and price < liquidation:
            return Reject.BELOW_LIQUIDATION
        if position_qty < 0 and side is Side.BUY and price > liquidation:
            return Reject.ABOVE_LIQUIDATION
        return None

    @clause(
        "ORDR-012",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("order.error",),
        source="'Executing at order price would lead to immediate liquidation'",
    )
    def immediate_liquidation(self, cover: OrderCover) -> Reject | None:
        """An order that is priced worse than the mark and makes open orders lock more is refused
        when its position, with all of it filled at its price, would be due for liquidation.

        It would hand the engine a position that it has to take over at the next mark. An order
        without a price is not asked, nor one for which nothing more is locked, nor one that only
        reduces (ORDR-050): what they trade is asked when they trade (MARG-022).

        >>> doomed = replace(cover, increases=True, liquidates=True)
        >>> rules.immediate_liquidation(doomed).value
        'Executing at order price would lead to immediate liquidation'
        >>> rules.immediate_liquidation(replace(doomed, increases=False)) is None
        True
        """
        due = cover.increases and cover.liquidates
        return Reject.IMMEDIATE_LIQUIDATION if due else None

    @clause(
        "ORDR-013",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("order.error", "order.ordStatus"),
        source=(
            "rows of 2018 and 2022: the number is the margin of the new order alone, not the "
            "shortfall"
        ),
    )
    def insufficient_balance(self, cover: OrderCover) -> Reject | None:
        """An order is refused when the open orders of its contract would lock more with it than
        without, and the difference is more than is available; the text names its own margin.

        Its own margin is what MARG-008 and MARG-009 make of it alone, as if the account held
        nothing in the contract: the initial margin and both fees of its cost, and its premium. It
        is not what is missing, and may be more than the difference. An order without a price counts
        as ORDR-052 says. A change of leverage or of risk limit has no order: where it is refused
        with this text, the number is what is missing.

        >>> short = replace(cover, increases=True, required=72_778, available_after=-1)
        >>> rules.insufficient_balance(short) is Reject.INSUFFICIENT_BALANCE
        True
        >>> rules.insufficient_balance(replace(short, available_after=0)) is None
        True
        """
        short = cover.increases and cover.available_after < 0
        return Reject.INSUFFICIENT_BALANCE if short else None

    @clause(
        "ORDR-015",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error",),
        source="'Value of position and orders exceeds position Risk Limit'; manual limits",
    )
    def exceeds_risk_limit(self, cover: OrderCover) -> Reject | None:
        """An order that lifts position and orders beyond the account's risk limit in the contract
        is refused.

        So is one that lifts all its positions and orders in XBT above 10,000 XBT. What limit an
        account in another currency has is not known, and none is asked. The limit of the contract
        is the position's `riskLimit`; the toy rulebook's limit of an account is 10 XBT.

        An order within both is not refused for them:

        >>> rules.book.account_risk_limit == 10_000 * 10**8
        True
        >>> beyond = replace(cover, increases=True, risk_after=201, risk_limit=200)
        >>> rules.exceeds_risk_limit(beyond) is Reject.POSITION_RISK_LIMIT
        True
        """
        if not cover.increases:
            return None
        if not self.fits_risk_limit(cover.risk_after, cover.risk_limit):
            return Reject.POSITION_RISK_LIMIT
        most = cover.account_risk_limit
        over = most is not None and cover.account_risk_after > most
        return Reject.ACCOUNT_RISK_LIMIT if over else None

    @relation(
        "ORDR-050",
        judged_by="replay, by orders that reduce in an account without available margin",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error", "order.ordStatus", "order.text"),
        source=(
            "API description: a Close cancels what would keep it from closing; a reduce-only order "
            "can only reduce"
        ),
    )
    def is_charged(self, *, reduces_only: bool) -> bool:
        """A Close or reduce-only order is refused neither for want of margin, nor for a risk limit,
        nor for immediate liquidation, when it arrives and when it is triggered.

        All it can do is to make a position smaller, and what is in its way is canceled. A
        protective stop beside an offer of the whole position has to work when it is needed.

        >>> rules.is_charged(reduces_only=True), rules.is_charged(reduces_only=False)
        (False, True)
        """
        return not reduces_only

    @clause(
        "ORDR-051",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.ordStatus", "order.leavesQty", "margin.initMargin"),
        source="no text says which orders make room",
        alternatives=("newest first", "oldest first"),
    )
    def room_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """Where an account cannot afford a reduce-only order beside its others, those of its side
        that may open a position are canceled, the newest first, until it can.

        Beside the reduce-only order they no longer only reduce, and would lock margin. Without
        any of them nothing is locked for the side.

        >>> sell = Side.SELL
        >>> rules.room_rank(sell, price_of("99"), 2) < rules.room_rank(sell, price_of("98"), 1)
        True
        """
        del side, price
        newest = self.policy("ORDR-051", "newest first") == "newest first"
        return (-sequence if newest else sequence, 0)

    @clause(
        "ORDR-052",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.error", "order.ordStatus"),
        source="the refusal names a margin also for orders without a price; no text says at which",
        alternatives=("at the best price of the other side", "at the mark"),
    )
    def reckoned_price(
        self, price: Price | None, touch: Price | None, mark: Price | None
    ) -> Price | None:
        """For its margin and its risk an order without a price counts at the best price of the
        other side.

        It will trade there, or at worse. Where the other side is empty it counts at the mark. It
        has no premium (MARG-009).

        >>> price_text(rules.reckoned_price(None, price_of("101"), price_of("100")))
        '101'
        >>> price_text(rules.reckoned_price(None, None, price_of("100")))
        '100'
        """
        if price is not None:
            return price
        at_mark = self.policy("ORDR-052", "at the best price of the other side") == "at the mark"
        return mark if at_mark or touch is None else touch
