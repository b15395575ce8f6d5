"""What order-matching does by itself, without Solvent: python confirm.py."""

from datetime import datetime, timedelta
from importlib.metadata import version

from loguru import logger
from order_matching.enums import Side
from order_matching.matching_engine import MatchingEngine
from order_matching.order import LimitOrder, MarketOrder, Order
from order_matching.orders import Orders

NOON = datetime(2019, 6, 3, 12)  # noqa: DTZ001 - the engine's own instants know no zone


class Play:
    """An engine, and orders that come a second apart."""

    def __init__(self) -> None:
        self.engine, self.now = MatchingEngine(seed=1), NOON

    def send(self, side: Side, size: float, price: float | None = None) -> tuple[Order, list]:
        """Place an order and match; the order as it is then, and what was traded."""
        self.now += timedelta(seconds=1)
        terms = {"side": side, "size": size, "timestamp": self.now, "trader_id": "x"}
        terms["order_id"] = str(self.now)
        order = MarketOrder(**terms) if price is None else LimitOrder(**terms, price=price)
        self.engine.place(Orders([order]))
        return order, self.engine.match(self.now).trades


def confirm(what: str, seen: object, *, there: bool) -> None:
    """Print what was seen, and whether the defect is there."""
    print(f"{'CONFIRMED' if there else 'GONE'}  {what}: {seen}")


if __name__ == "__main__":
    logger.remove()
    print("order-matching", version("order-matching"))

    play = Play()
    play.send(Side.BUY, 2)
    rests = play.engine.unprocessed_orders.bids_depth
    confirm("a market order that meets nobody rests", rests, there=bool(rests))
    sold, trades = play.send(Side.SELL, 3, 100.0)
    prices = [trade.price for trade in trades]
    confirm("it trades there later, at the price", prices, there=prices == [float("inf")])

    play = Play()
    play.send(Side.BUY, -1, 100.0)
    rests = play.engine.unprocessed_orders.bids_depth
    confirm("an order for -1 rests", rests, there=rests == [(100.0, -1)])
    sold, trades = play.send(Side.SELL, 5, 100.0)
    confirm("a sell of 5 that meets it leaves", sold.size, there=sold.size > 5)

    play = Play()
    play.send(Side.BUY, 0, 100.0)
    rests = play.engine.unprocessed_orders.bids_depth
    confirm("an order for nothing rests", rests, there=bool(rests))

    play = Play()
    play.send(Side.BUY, 1, 0.0)
    rests = play.engine.unprocessed_orders.bids_depth
    confirm("an order at no price rests", rests, there=bool(rests))
