"""Venues that are wrong about margin of orders and of accounts."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.venues.altered import Unaudited
from solvent_conformance.venues.registry import wrong
from solvent_reference.venue import ReferenceVenue
from solvent_spec.commands import PlaceOrder, Side
from solvent_spec.instruments import Instrument
from solvent_spec.messages import Answer, Request
from solvent_spec.orders import OrderContext
from solvent_spec.refusals import Checked
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Money, Price, Rate, ceil_mul, floor_div


@wrong("MARG-007")
class BothSidesCharged(Rules):
    """Bids and offers are both charged, with no netting of any kind."""

    def gross_open_cost(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_cost: Money,
        sell_qty: Contracts,
        sell_cost: Money,
    ) -> Money:
        """The sum."""
        return buy_cost + sell_cost


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


@wrong("MARG-008")
class OrderMarginWithoutFees(Rules):
    """Open orders lock no fee."""

    def order_margin(self, gross: Money, requirement: Rate, fee: Rate) -> Money:
        """The initial margin."""
        return ceil_mul(gross, requirement)


@wrong("MARG-009")
class PremiumNotCharged(Rules):
    """An order that buys above the mark locks no premium."""

    def open_premium(
        self, price: Price | None, mark: Price, qty: Contracts, instrument: Instrument
    ) -> Money:
        """None."""
        return Money(0)


@wrong("MARG-009", named="refreshed premium beyond available margin")
class PremiumBeyondAvailable(Rules):
    """The premium of resting orders follows the mark, also beyond available margin."""

    def refreshes_premium(self) -> bool:
        """At each mark."""
        return True

    def may_raise_premium(self, rise: Money, available: Money) -> bool:
        """Whatever is left."""
        return True


@wrong("MARG-010")
class PremiumOfBidsAlone(Rules):
    """The premium of offers below the mark is not charged."""

    def gross_open_premium(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_premium: Money,
        sell_qty: Contracts,
        sell_premium: Money,
    ) -> Money:
        """Of bids."""
        nothing = Money(0)
        return super().gross_open_premium(position_qty, buy_qty, buy_premium, sell_qty, nothing)


@wrong("MARG-011")
class BalanceWithoutProfit(Rules):
    """The margin balance leaves out unrealised profit."""

    def margin_balance(self, wallet: Money, unrealised: Money) -> Money:
        """The wallet."""
        return wallet


@wrong("MARG-023")
class MarginUsedByPositions(Rules):
    """The share of margin used leaves out what orders lock."""

    def margin_used(
        self, order_margin: Money, position_equity: Money, margin_balance: Money
    ) -> Fraction:
        """Of positions."""
        return super().margin_used(Money(0), position_equity, margin_balance)


@wrong("MARG-024")
class LeverageInWholeNumbers(Rules):
    """The leverage of an account is shown without decimals."""

    def margin_leverage(self, gross_mark_value: Money, margin_balance: Money) -> Fraction:
        """Floored."""
        exact = super().margin_leverage(gross_mark_value, margin_balance)
        return Fraction(floor_div(exact.numerator, exact.denominator))


@wrong("MARG-027")
class LossNotCovered(Rules):
    """Setting a leverage gives a losing position no extra margin."""

    def cross_after_leverage(
        self, cross: Money, loss: Money, unrealised: Money, *, isolated: bool, changed: bool
    ) -> Money:
        """None."""
        return cross if not changed else Money(0)


@wrong("MARG-026")
class DrawsWithoutReserve(Rules):
    """A cross position that draws margin reserves no closing fee on what it drew."""

    def commission_after_top_up(self, commission: Money, drawn: Money, fee: Rate) -> Money:
        """As before."""
        return commission


@wrong("MARG-027", named="added margin taken by a risk limit")
class AddedMarginTaken(Rules):
    """Setting a risk limit, or the same leverage again, takes the margin that was added."""

    def cross_after_leverage(
        self, cross: Money, loss: Money, unrealised: Money, *, isolated: bool, changed: bool
    ) -> Money:
        """Whatever is set."""
        return super().cross_after_leverage(
            cross, loss, unrealised, isolated=isolated, changed=True
        )


@wrong("MARG-029")
class WaitingStopCharged(Rules):
    """A stop order locks margin while it waits."""

    def charged_qty(self, leaves_qty: Contracts, *, waits: bool) -> Contracts:
        """All of it."""
        return leaves_qty


@wrong("MARG-030")
class IsolatedByDefault(Rules):
    """A position is isolated, at a leverage of one, until its account chooses."""

    def default_leverage(self) -> Rate:
        """One."""
        return Rate(1)


@wrong("MARG-031")
class OpenOrderCostUnsigned(Rules):
    """The cost of open orders of an inverse contract is above zero."""

    def open_order_cost(self, instrument: Instrument, qty: Contracts, cost: Money) -> Money:
        """Without sign."""
        return abs(super().open_order_cost(instrument, qty, cost))


@wrong("ORDR-054")
class AmendedForNothing(Unaudited):
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
