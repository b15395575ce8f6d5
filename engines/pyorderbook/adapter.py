"""The book of `pyorderbook` as a venue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.metadata import version
from typing import ClassVar

from pyorderbook import Book, Order, Side

from solvent_adapter.setup import Setup
from solvent_adapter.stdio import serve_stdio
from solvent_conformance.adapters import partial
from solvent_conformance.adapters.columns import canonical_number
from solvent_spec.vocabulary.commands import PlaceOrder
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import price_text

SIDES = {"Sell": Side.ASK, "Buy": Side.BID}
ORDER = ("orderID", "symbol", "side", "price", "orderQty", "leavesQty")


class Adapter(partial.PartialVenue):
    """Limit orders, canceled by id. The book knows no accounts: whose is what is noted here.

    Its average of prices is that of linear contracts, and stands in the report on an incoming
    order alone.
    """

    declares: ClassVar[Row] = {
        "name": "pyorderbook",
        "version": version("pyorderbook"),
        "profiles": ["trading"],
        "instruments": ["USDTOY", "XBTUSDT"],
        "payoffs": ["linear"],
        "requests": ["POST /order", "DELETE /order"],
        "ordTypes": ["Limit"],
        "timeInForce": ["GoodTillCancel"],
        "execInst": [],
        "controls": [],
        "refusals": [],
        "tables": ["order", "trade", "orderBookL2"],
        "columns": {
            "order": [*ORDER, "account"],
            "POST /order": [*ORDER, "avgPx"],
            "trade": ["symbol", "side", "price", "size"],
            "orderBookL2": ["symbol", "side", "price", "size"],
        },
    }

    def open(self, setup: Setup) -> None:
        """Start one book for all contracts."""
        self.symbols = setup.instruments
        self.book = Book()
        self.orders: dict[str, tuple[str, Order]] = {}
        self.trades: list[Row] = []

    def place_order(self, order: PlaceOrder) -> list[Row]:
        """Hand an order to the book, and tell what its report says."""
        if order.order_qty is None or order.price is None:
            raise partial.Refusal("the book has no such order")
        side, qty = partial.side_and_quantity(order)
        try:
            placed = Order(SIDES[side], order.symbol, Decimal(price_text(order.price)), qty)
        except ValueError as error:
            raise partial.Refusal(str(error)) from None
        name = order_uuid(len(self.orders) + 1)
        self.orders[name] = (order.account, placed)
        report = self.book.match(placed)
        for trade in report.trades:
            fill = {"price": canonical_number(trade.fill_price), "size": trade.fill_quantity}
            self.trades.append({"symbol": order.symbol, "side": side, **fill})
        average = canonical_number(Decimal(str(report.average_price)))
        return [{**self.row(name), "avgPx": average if report.trades else None}]

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        """Cancel one order, whoever asks; what the book does not know it refuses."""
        if order_id not in self.orders:
            return partial.unknown_order(order_id)
        try:
            self.book.cancel(self.orders[order_id][1])
        except KeyError:
            return {**self.row(order_id), "error": "the order is not in the book"}
        return self.row(order_id)

    def row(self, name: str) -> Row:
        """An order as it stands: nothing is left of one that the book does not know."""
        account, order = self.orders[name]
        side = next(word for word, side in SIDES.items() if side is order.side)
        row = {"orderID": name, "account": account, "symbol": order.symbol, "side": side}
        row |= {"price": canonical_number(order.price), "orderQty": order.original_quantity}
        return {**row, "leavesQty": order.quantity if self.book.get_order(order.id) else 0}

    def levels(self) -> Iterator[Row]:
        """The levels that the book holds: offers, then bids, the best of each first."""
        for symbol, side in ((one, side) for one in self.symbols for side in SIDES):
            for level in sorted(self.book.levels[symbol][SIDES[side]]):
                size = sum(order.quantity for order in level.orders.values())
                row = {"symbol": symbol, "side": side, "price": canonical_number(level.price)}
                yield {**row, "size": size}

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        """Orders, trades and levels."""
        orders = (self.row(one) for one in self.orders)
        rows = {"order": orders, "trade": self.trades, "orderBookL2": self.levels()}[name]
        return partial.rows_of(rows, account, symbol)


if __name__ == "__main__":
    serve_stdio(Adapter())
