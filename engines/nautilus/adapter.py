"""The simulated exchange of `nautilus_trader` as a venue."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import ClassVar

from exchanges import MINOR, Exchanges, price_of, where
from nautilus_trader.model.enums import BookAction, OrderSide, OrderStatus, TimeInForce
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Quantity

from solvent_adapter.setup import Setup
from solvent_adapter.stdio import serve_stdio
from solvent_conformance.adapters import partial
from solvent_conformance.adapters.columns import canonical_number
from solvent_spec.vocabulary.commands import PlaceOrder
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import price_text

SIDES = {"Buy": OrderSide.BUY, "Sell": OrderSide.SELL}
TERMS = {
    "GoodTillCancel": TimeInForce.GTC,
    "ImmediateOrCancel": TimeInForce.IOC,
    "FillOrKill": TimeInForce.FOK,
}
STATUSES = {
    OrderStatus.ACCEPTED: "New",
    OrderStatus.PARTIALLY_FILLED: "PartiallyFilled",
    OrderStatus.FILLED: "Filled",
    OrderStatus.CANCELED: "Canceled",
}


class Adapter(partial.PartialVenue):
    """Limit orders, what an account has, and what it holds. There is no mark and no liquidation."""

    declares: ClassVar[Row] = {
        "name": "nautilus_trader",
        "version": version("nautilus_trader"),
        "profiles": ["trading", "margin"],
        "instruments": ["XBTTOY", "USDTOY", "XBTUSD", "XBTUSDT"],
        "payoffs": ["inverse", "linear"],
        "requests": ["POST /order", "DELETE /order"],
        "ordTypes": ["Limit"],
        "timeInForce": list(TERMS),
        "execInst": [],
        "controls": ["spot", "deposit"],
        "refusals": ["maxOrderQty", "owner"],
        "tables": ["order", "position", "margin"],
        "columns": {
            "order": [
                *("orderID", "account", "symbol", "side", "price"),
                *("orderQty", "leavesQty", "cumQty", "ordStatus"),
            ],
            "position": ["account", "symbol", "currentQty"],
            "margin": ["account", "currency", "walletBalance"],
        },
    }

    exchanges: Exchanges | None = None

    def open(self, setup: Setup) -> None:
        """Start an exchange for each account, with the contracts of the setup."""
        if self.exchanges is not None:
            self.exchanges.engine.dispose()
        self.terms = setup.contracts
        self.accounts = setup.accounts
        self.exchanges = Exchanges(self.accounts, self.terms)
        self.orders = self.exchanges.owners

    def control(self, verb: str, body: Row) -> None:
        """A deposit; prices of indices mean nothing to the exchange."""
        if verb == "deposit":
            self.exchanges.deposit(body["account"], body["amount"], body["currency"])

    def place_order(self, order: PlaceOrder) -> list[Row]:
        """Send an order to its account's exchange."""
        if order.order_qty is None or order.price is None:
            raise partial.Refusal("the exchange has no such order")
        side, qty = partial.side_and_quantity(order)
        try:
            placed = self.exchanges.strategy.order_factory.limit(
                where(order.account, order.symbol),
                SIDES[side],
                Quantity.from_int(qty),
                price_of(price_text(order.price), price_text(self.terms[order.symbol].tick_size)),
                TERMS[order.time_in_force.value] if order.time_in_force else TimeInForce.GTC,
            )
        except (ValueError, OverflowError) as error:
            raise partial.Refusal(str(error)) from None
        self.exchanges.strategy.submit_order(placed)
        if placed.status not in STATUSES:
            raise partial.Refusal(str(placed.last_event.reason))
        name = order_uuid(len(self.orders) + 1)
        self.exchanges.place(name, order.account, placed)
        return [self.row(name)]

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        """Cancel an order of an account; the exchange refuses what is not open."""
        owner, order = self.orders.get(order_id, ("", None))
        if order is None or owner != account:
            return partial.unknown_order(order_id)
        if not order.is_open:
            return partial.finished_order(self.row(order_id), STATUSES[order.status])
        self.exchanges.strategy.cancel_order(order)
        self.exchanges.show(order_id, BookAction.DELETE)
        return self.row(order_id)

    def row(self, name: str) -> Row:
        """An order as the exchange knows it."""
        account, order = self.orders[name]
        row = {"orderID": name, "account": account, "symbol": str(order.instrument_id.symbol)}
        row |= {"side": next(word for word, side in SIDES.items() if side == order.side)}
        row |= {
            "price": canonical_number(order.price.as_decimal()),
            "orderQty": int(order.quantity),
        }
        row |= {"cumQty": int(order.filled_qty), "ordStatus": STATUSES[order.status]}
        return {**row, "leavesQty": int(order.leaves_qty) if order.is_open else 0}

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        """Orders, balances and positions."""
        rows = {"order": self.accepted, "margin": self.balances, "position": self.positions}
        return partial.rows_of(rows[name](), account, symbol)

    def accepted(self) -> Iterable[Row]:
        """Every order that was accepted."""
        return [self.row(name) for name in self.orders]

    def balances(self) -> Iterable[Row]:
        """What each account has in each currency."""
        for account in self.accounts:
            state = self.exchanges.engine.portfolio.account(Venue(account.upper()))
            for code, (currency, scale) in MINOR.items():
                total = state.balance_total(currency) if state else None
                if total is not None:
                    wallet = int(total.as_decimal() * scale)
                    yield {"account": account, "currency": code, "walletBalance": wallet}

    def positions(self) -> Iterable[Row]:
        """What each account holds of each contract."""
        for account in self.accounts:
            for symbol in self.terms:
                there = where(account, symbol)
                held = int(self.exchanges.engine.portfolio.net_position(there))
                yield {"account": account, "symbol": symbol, "currentQty": held}


if __name__ == "__main__":
    serve_stdio(Adapter())
