"""The engine of `order-matching` as a venue: one of its books for each contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from math import isfinite
from typing import ClassVar

from loguru import logger
from order_matching.enums import Side
from order_matching.matching_engine import MatchingEngine
from order_matching.order import LimitOrder, MarketOrder, Order
from order_matching.orders import Orders

from solvent_adapter.setup import Setup
from solvent_adapter.stdio import serve_stdio
from solvent_conformance.adapters import partial
from solvent_conformance.adapters.columns import canonical_number
from solvent_spec.vocabulary.commands import PlaceOrder
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import price_text

DIGITS = 10  # places to which the engine is told to round prices: no tick has more
NOON = datetime(2019, 6, 3, 12)  # noqa: DTZ001 - the engine's own instants know no zone


class Adapter(partial.PartialVenue):
    """Limit and market orders, canceled by id. An account is a label to the engine."""

    declares: ClassVar[Row] = {
        "name": "order-matching",
        "version": version("order-matching"),
        "profiles": ["trading"],
        "requests": ["POST /order", "DELETE /order"],
        "ordTypes": ["Limit", "Market"],
        "timeInForce": ["GoodTillCancel"],
        "execInst": [],
        "controls": [],
        "refusals": [],
        "tables": ["order", "trade", "orderBookL2"],
        "columns": {
            "order": ["orderID", "account", "symbol", "side", "price", "leavesQty"],
            "trade": ["symbol", "side", "price", "size"],
            "orderBookL2": ["symbol", "side", "price", "size"],
        },
    }

    def open(self, setup: Setup) -> None:
        """Start a book for each contract."""
        self.books = {symbol: MatchingEngine(seed=1) for symbol in setup.instruments}
        self.orders: dict[str, tuple[str, Order]] = {}
        self.trades: list[Row] = []

    def place_order(self, order: PlaceOrder) -> list[Row]:
        """Place an order and match at once, a millisecond after the last one."""
        if order.order_qty is None:
            raise partial.Refusal("the engine has no such order")
        symbol, (side, qty) = order.symbol, partial.side_and_quantity(order)
        now = NOON + timedelta(milliseconds=len(self.orders))
        name = order_uuid(len(self.orders) + 1)
        terms = {"timestamp": now, "order_id": name, "trader_id": order.account}
        terms |= {"side": Side[side.upper()], "size": float(qty), "price_number_of_digits": DIGITS}
        price = None if order.price is None else float(price_text(order.price))
        placed = MarketOrder(**terms) if price is None else LimitOrder(**terms, price=price)
        self.orders[name] = (symbol, placed)
        self.books[symbol].place(Orders([placed]))
        for trade in self.books[symbol].match(now):
            row = {"symbol": symbol, "side": trade.side.name.title(), "size": int(trade.size)}
            self.trades.append({**row, "price": decimal(trade.price)})
        return [self.row(name)]

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        """Cancel one order, whoever asks; what the engine does not find it refuses."""
        known = order_id in self.orders
        symbol = self.orders[order_id][0] if known else next(iter(self.books))
        try:
            self.books[symbol].cancel_order(order_id)
        except ValueError as error:
            told = self.row(order_id) if known else partial.unknown_order(order_id)
            return {**told, "error": str(error)}
        return self.row(order_id)

    def row(self, name: str) -> Row:
        """An order as it stands: nothing is left of one that its book does not know."""
        symbol, order = self.orders[name]
        rests = self.books[symbol].unprocessed_orders.find_order_by_id(name)
        row = {"orderID": name, "account": order.trader_id, "symbol": symbol}
        row |= {"side": order.side.name.title(), "price": decimal(order.price)}
        return {**row, "leavesQty": int(order.size) if rests else 0}

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        """Orders, trades, and the levels of the books as the engine counts them."""
        rows = [self.row(one) for one in self.orders] if name == "order" else self.trades
        if name == "orderBookL2":
            rows = []
            for one, engine in self.books.items():
                book = engine.unprocessed_orders
                sides = (("Sell", book.asks_depth), ("Buy", book.bids_depth))
                levels = [(side, *level) for side, depth in sides for level in depth]
                keyed = [(s, {"price": decimal(p), "size": int(q)}) for s, p, q in levels]
                rows += [{"symbol": one, "side": side, **level} for side, level in keyed]
        return partial.rows_of(rows, account, symbol)


def decimal(price: float) -> str | None:
    """A price as the protocol writes it; the protocol has no infinity."""
    return canonical_number(Decimal(str(price))) if isfinite(price) else None


if __name__ == "__main__":
    logger.remove()
    serve_stdio(Adapter())
