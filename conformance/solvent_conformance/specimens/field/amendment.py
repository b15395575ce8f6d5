"""What an amendment may not do because placing may not, and does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_conformance.specimens.alterations import AlteredCourse, UnauditedRules
from solvent_conformance.specimens.registry import fault
from solvent_spec.rules.orders.context import OrderCover
from solvent_spec.vocabulary.commands import AmendOrder, OrdType, Side
from solvent_spec.vocabulary.events import Event, OrderAmended
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Price


class _Amending(UnauditedRules):
    """Rules that are told what is served."""

    @property
    def amends(self) -> bool:
        """Whether it is an amendment."""
        return isinstance(self.__dict__.get("serving"), AmendOrder)


class _LeavesCrossed(_Amending):
    """Nothing crosses while an order is amended."""

    def crosses(self, side: Side, price: Price | None, opposite: Price) -> bool:
        """Not now."""
        return not self.amends and super().crosses(side, price, opposite)


@fault("MTCH-001", "trading")
class AmendedPriceDoesNotMatch(AlteredCourse):
    """orderbook-rs #9: an amended price goes into the book unmatched, which stays crossed."""

    rules_type_of = _LeavesCrossed


class _ForgetsName(_Amending):
    """A name is new to every amendment."""

    def duplicate_cl_ord_id(self, *, duplicate: bool) -> Reject | None:
        """Not looked up."""
        return super().duplicate_cl_ord_id(duplicate=duplicate and not self.amends)


@fault("ORDR-009", "trading")
class AmendedToAUsedName(AlteredCourse):
    """em-ledger #129: replacing an order takes a client order id that is in use."""

    rules_type_of = _ForgetsName


class _ForgetsInstruction(_Amending):
    """Whoever amends may take."""

    def post_only_is_canceled(self, *, would_trade: bool) -> bool:
        """Not now."""
        return not self.amends and super().post_only_is_canceled(would_trade=would_trade)


@fault("ORDR-020", "trading")
class AmendedPostOnlyTakes(AlteredCourse):
    """bitfinex-api-node #392: an order that may only make is amended to a price that crosses, and
    trades.
    """

    rules_type_of = _ForgetsInstruction


@fault("ORDR-048", "trading")
class AmendedPriceForgetsFill(AlteredCourse):
    """opexdev/core #688: an order that was filled in part and gets another price rests by as much
    less as it was filled.
    """

    def happens(self, event: Event) -> Iterator[Event]:
        """What has traded is taken off twice."""
        if isinstance(event, OrderAmended):
            order = self.exchange.orders[event.order_id]
            if event.price != order.price and 0 < order.cum_qty < event.leaves_qty:
                left = Contracts(event.leaves_qty - order.cum_qty)
                event = replace(event, leaves_qty=left)
        yield event


class _SkipsTick(_Amending):
    """Any price will do for an amendment."""

    def bad_price(
        self, instrument: Instrument, ord_type: OrdType, price: Price | None
    ) -> Reject | None:
        """Not looked at."""
        return None if self.amends else super().bad_price(instrument, ord_type, price)


@fault("ORDR-005", "trading")
class AmendedOffTheTick(AlteredCourse):
    """Tick and largest price are for new orders; an amended one has any."""

    rules_type_of = _SkipsTick


class _SkipsLot(_Amending):
    """Any quantity will do for an amendment."""

    def bad_quantity(self, instrument: Instrument, qty: Contracts) -> Reject | None:
        """Not looked at, if there is one at all."""
        return None if self.amends and qty > 0 else super().bad_quantity(instrument, qty)


@fault("ORDR-004", "trading")
class AmendedBeyondTheLargest(AlteredCourse):
    """The largest quantity of an order is for new ones; an amended one has any."""

    rules_type_of = _SkipsLot


class _SkipsMoney(_Amending):
    """An amendment costs nothing."""

    def insufficient_balance(self, cover: OrderCover) -> Reject | None:
        """Not looked at."""
        return None if self.amends else super().insufficient_balance(cover)


@fault("ORDR-013", "trading")
class AmendedWithoutMoney(AlteredCourse):
    """An order is amended to more than its account can margin."""

    rules_type_of = _SkipsMoney


class _ForgetsReduceOnly(_Amending):
    """Whoever amends may open."""

    def reducible_qty(self, side: Side, qty: Contracts, position_qty: Contracts) -> Contracts:
        """All of it."""
        return qty if self.amends else super().reducible_qty(side, qty, position_qty)


@fault("ORDR-021", "trading")
class AmendedReduceOnlyOpens(AlteredCourse):
    """An order that only reduces is amended to more than the position, and keeps all of it."""

    rules_type_of = _ForgetsReduceOnly
