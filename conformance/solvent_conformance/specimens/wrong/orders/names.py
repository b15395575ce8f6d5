"""Venues that are wrong about the states and names of orders, and about what their change costs."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import AlteredRows, UnauditedRules
from solvent_conformance.specimens.registry import wrong
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderContext
from solvent_spec.rules.orders.refusals import Checked
from solvent_spec.vocabulary.commands import OrdStatus, OrdType, PlaceOrder, Side, TimeInForce
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Answer, Request
from solvent_spec.vocabulary.units import Contracts


@wrong("ORDR-045")
class MarketOrderBlamesItsTime(Rules):
    """A market order that finds nobody is canceled for its time in force."""

    def unfilled_reason(self, ord_type: OrdType, tif: TimeInForce) -> str:
        """As if it had a price."""
        return super().unfilled_reason(OrdType.LIMIT, tif)


@wrong("ORDR-046")
class CanceledOrderIsNew(AlteredRows):
    """An order that was canceled without a trade is read as New a moment later."""

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The state changes at every second look."""
        answer = super().read(table, account, symbol)
        if table != "order":
            return answer
        for row in answer.rows:
            seen = self.__dict__.setdefault("seen", {})
            identity = str(row["orderID"])
            seen[identity] = seen.get(identity, 0) + (row["ordStatus"] == "Canceled")
            if seen[identity] > 1 and not row["cumQty"]:
                row["ordStatus"] = "New"
        return answer


@wrong("ORDR-047")
class RefusedStopIsCanceled(Rules):
    """A stop that is refused when it is triggered is shown as Canceled."""

    def status_of_refused_stop(self) -> OrdStatus:
        """Like any other end."""
        return OrdStatus.CANCELED


@wrong("ORDR-048")
class AmendmentForgetsTrades(Rules):
    """An amended order quantity is taken for what is left open."""

    def amended_leaves(
        self, cum_qty: Contracts, order_qty: Contracts | None, leaves_qty: Contracts | None
    ) -> Contracts:
        """Without what has traded."""
        return super().amended_leaves(Contracts(0), order_qty, leaves_qty)


@wrong("ORDR-049")
class NamedOrdersAreNotFound(Rules):
    """No order is found by its client order id."""

    def is_found_by(self, cl_ord_id: str, named: str) -> bool:
        """Never."""
        return False


@wrong("ORDR-027", named="margin not released on cancel")
class MarginNotReleased(ReferenceVenue):
    """What an order locked stays locked when it is canceled."""

    def do(self, request: Request) -> Answer:
        """A cancel leaves the totals of open orders as they were."""
        account = self.engine.exchange.accounts.get(request.account)  # type: ignore[call-overload] # a text by chance
        totals = [(p, p.buys) for p in account.positions.values()] if account else []
        answer = super().do(request)
        if request.method == "DELETE" and answer.status == "ok":
            for position, buys in totals:
                premium = position.buys.premium
                position.keep_orders_of(Side.BUY, buys._replace(premium=premium))
        return answer


@wrong("ORDR-054")
class AmendedForNothing(UnauditedRules):
    """Whoever has an order that rests may amend it to what the account cannot pay."""

    def checked_of_amend(
        self,
        amended: PlaceOrder,
        instrument: Instrument,
        context: OrderContext,
        qty: Contracts,
        side: Side,
        *,
        resting: bool,
    ) -> Checked:
        """As if it did not rest."""
        return super().checked_of_amend(amended, instrument, context, qty, side, resting=False)
