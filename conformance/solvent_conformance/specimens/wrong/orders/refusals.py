"""Venues that are wrong about which orders they refuse."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderContext, OrderCover
from solvent_spec.vocabulary.commands import OrdType, PlaceOrder, Side, TimeInForce
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Millis, Price, floor_div


@wrong("ORDR-001")
class StopPriceMakesNoStop(Rules):
    """An order without a type is Limit or Market, also when it has a stop price."""

    def default_ord_type(self, price: Price | None, stop_px: Price | None) -> OrdType:
        """By its price."""
        return super().default_ord_type(price, None)


@wrong("ORDR-002")
class LimitOrdersDoNotWait(Rules):
    """An order without a time in force is ImmediateOrCancel."""

    def default_time_in_force(self, ord_type: OrdType) -> TimeInForce:
        """At once or not at all."""
        return TimeInForce.IMMEDIATE_OR_CANCEL


@wrong("ORDR-003")
class TradesAfterExpiry(Rules):
    """Orders are accepted before listing and after expiry."""

    def not_trading(self, instrument: Instrument, now: Millis) -> Reject | None:
        """Always open."""
        return None


@wrong("ORDR-004")
class AnyQuantity(Rules):
    """An order may be for more than the contract's maximum."""

    def bad_quantity(self, instrument: Instrument, qty: Contracts) -> Reject | None:
        """As if for one lot."""
        return super().bad_quantity(instrument, instrument.lot_size) if qty > 0 else None


@wrong("ORDR-005")
class AnyPrice(Rules):
    """A limit price may be above the contract's maximum."""

    def bad_price(
        self, instrument: Instrument, ord_type: OrdType, price: Price | None
    ) -> Reject | None:
        """As if at the maximum."""
        capped = price if price is None else min(price, instrument.max_price)
        return super().bad_price(instrument, ord_type, capped)


@wrong("ORDR-006")
class StopPriceOnLimitOrder(Rules):
    """A limit order may have a stop price, which means nothing."""

    def bad_stop(
        self, instrument: Instrument, ord_type: OrdType, stop_px: Price | None
    ) -> Reject | None:
        """Only stops are looked at."""
        is_stop = ord_type in {OrdType.STOP, OrdType.STOP_LIMIT}
        return super().bad_stop(instrument, ord_type, stop_px) if is_stop else None


@wrong("ORDR-007")
class AnyDisplayQuantity(Rules):
    """Any display quantity is accepted."""

    def bad_display(
        self, ord_type: OrdType, qty: Contracts, display_qty: Contracts | None
    ) -> Reject | None:
        """Never bad."""
        return None


@wrong("ORDR-008")
class PostOnlyAtOnceAccepted(Rules):
    """Contradicting instructions are accepted."""

    def bad_exec_inst(
        self, order: PlaceOrder, ord_type: OrdType, tif: TimeInForce
    ) -> Reject | None:
        """Never bad."""
        return None


@wrong("ORDR-009", named="duplicate clOrdID accepted")
class DuplicateAccepted(Rules):
    """A client order id may be used again."""

    def duplicate_cl_ord_id(self, *, duplicate: bool) -> Reject | None:
        """Never refused."""
        return None


@wrong("ORDR-010")
class OneOrderTooMany(Rules):
    """An account may have one open order more than the limit."""

    def too_many_orders(
        self, open_orders: int, stop_orders: int, *, is_stop: bool
    ) -> Reject | None:
        """One less counts."""
        return super().too_many_orders(open_orders - 1, stop_orders - 1, is_stop=is_stop)


@wrong("ORDR-011")
class ReducesBeyondLiquidation(Rules):
    """An order may reduce a position at a price beyond its liquidation price."""

    def beyond_liquidation(
        self, side: Side, price: Price | None, position_qty: Contracts, cover: OrderCover
    ) -> Reject | None:
        """Never refused."""
        return None


@wrong("ORDR-012")
class LiquidatedAtOnceAccepted(Rules):
    """An order is accepted although its fill would be liquidated at once."""

    def immediate_liquidation(self, cover: OrderCover) -> Reject | None:
        """Never refused."""
        return None


@wrong("ORDR-013")
class UncoveredOrderAccepted(Rules):
    """An order is accepted although its account has not the margin for it."""

    def insufficient_balance(self, cover: OrderCover) -> Reject | None:
        """Never refused."""
        return None


@wrong("ORDR-052")
class UnpricedBetweenTheTwo(Rules):
    """An order without a price is reckoned midway between the best price and the mark."""

    def reckoned_price(
        self, price: Price | None, touch: Price | None, mark: Price | None
    ) -> Price | None:
        """Half way."""
        if price is not None or touch is None or mark is None:
            return super().reckoned_price(price, touch, mark)
        return Price(floor_div(touch + mark, 2))


@wrong("ORDR-014")
class ReasonsInNoOrder(Rules):
    """Of several reasons to refuse an order now the first is given, now a lack of money."""

    def refusal(
        self,
        order: PlaceOrder,
        instrument: Instrument,
        context: OrderContext,
        qty: Contracts,
        side: Side,
    ) -> Reject | None:
        """Every other time money comes first."""
        self.__dict__["turn"] = turn = not self.__dict__.get("turn", False)
        cover = context.cover
        money = self.insufficient_balance(cover) if turn and cover is not None else None
        return money or super().refusal(order, instrument, context, qty, side)


@wrong("ORDR-015")
class RiskLimitExceeded(Rules):
    """An order is accepted although it lifts the account above its risk limit."""

    def exceeds_risk_limit(self, cover: OrderCover) -> Reject | None:
        """Never refused."""
        return None


@wrong("ORDR-030")
class NoSideBuys(Rules):
    """An order without a side buys, also when its quantity is below zero."""

    def default_side(self, qty: Contracts) -> Side:
        """Always."""
        return Side.BUY


@wrong("ORDR-036")
class MarketOrdersRunAway(Rules):
    """A market order trades at any price, also after the bound was introduced."""

    def fat_finger_bound(self, side: Side, touch: Price, mark: Price) -> Price | None:
        """No bound."""
        return None


@wrong("ORDR-040")
class LongClientOrderId(Rules):
    """A client order id may have any length."""

    def is_cl_ord_id(self, cl_ord_id: str) -> bool:
        """Always."""
        return True
