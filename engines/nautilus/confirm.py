"""What the exchange of nautilus_trader does by itself, without Solvent: python confirm.py."""

from decimal import Decimal
from importlib.metadata import version

from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.common.config import LoggingConfig
from nautilus_trader.model.currencies import BTC
from nautilus_trader.model.data import BookOrder, OrderBookDelta
from nautilus_trader.model.enums import AccountType, BookAction, BookType, OmsType, OrderSide
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.model.orders import Order
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy


class Play:
    """An exchange with one account that has one bitcoin, and a market that is told to it."""

    def __init__(self) -> None:
        logging = LoggingConfig(bypass_logging=True)
        self.engine = BacktestEngine(BacktestEngineConfig(logging=logging))
        self.contract = TestInstrumentProvider.xbtusd_bitmex()
        self.venue: Venue = self.contract.id.venue
        self.engine.add_venue(
            venue=self.venue,
            oms_type=OmsType.NETTING,
            account_type=AccountType.MARGIN,
            starting_balances=[Money(1, BTC)],
            default_leverage=Decimal(1),
            book_type=BookType.L3_MBO,
            use_message_queue=False,
        )
        self.engine.add_instrument(self.contract)
        self.strategy = Strategy()
        self.engine.add_strategy(self.strategy)
        self.count = 0

    def offer(self, side: OrderSide, size: int, price: str) -> None:
        """Somebody else's order comes to rest in the market."""
        self.count += 1
        now = self.count * 10**9
        order = BookOrder(side, Price.from_str(price), Quantity.from_int(size), self.count)
        delta = OrderBookDelta(self.contract.id, BookAction.ADD, order, 0, self.count, now, now)
        self.engine.add_data([delta])
        self.engine.run(streaming=True)
        self.engine.clear_data()

    def send(self, side: OrderSide, size: int, price: str) -> Order:
        """An order of the account."""
        terms = (Quantity.from_int(size), Price.from_str(price))
        order = self.strategy.order_factory.limit(self.contract.id, side, *terms)
        self.strategy.submit_order(order)
        return order

    def margin(self) -> str:
        """The initial margin that the account is held to."""
        account = self.engine.portfolio.account(self.venue)
        return str(account.margins()[self.contract.id].initial)


def confirm(what: str, seen: object, *, there: bool) -> None:
    """Print what was seen, and whether the defect is there."""
    print(f"{'CONFIRMED' if there else 'GONE'}  {what}: {seen}")


if __name__ == "__main__":
    print("nautilus_trader", version("nautilus_trader"))

    play = Play()
    play.offer(OrderSide.SELL, 1, "20000.0")
    order = play.send(OrderSide.BUY, 9_000_000, "1800.0")
    seen = f"{order.status.name}, its margin {play.margin()}"
    confirm("an order is taken that needs fifty times the money", seen, there=order.is_open)

    play = Play()
    play.offer(OrderSide.SELL, 60, "10000.0")
    order = play.send(OrderSide.BUY, 60, "10000.0")
    is_missed = int(order.filled_qty) == 0
    confirm("nobody bids: of 60 at the offer are filled", order.filled_qty, there=is_missed)

    play = Play()
    play.offer(OrderSide.SELL, 60, "10000.0")
    play.offer(OrderSide.BUY, 1, "9000.0")
    order = play.send(OrderSide.BUY, 100, "10000.0")
    seen = f"filled {order.filled_qty} of 100, margin {play.margin()}"
    confirm("the margin of the whole stays", seen, there="0.00010000" in play.margin())

    play = Play()
    play.offer(OrderSide.SELL, 1, "20000.0")
    orders = [play.send(OrderSide.SELL, 1, "10000.0"), play.send(OrderSide.SELL, 1, "10000.0")]
    play.offer(OrderSide.BUY, 1, "10000.0")
    filled = [int(order.filled_qty) for order in orders]
    confirm("one bid of 1 fills two offers of 1", filled, there=filled == [1, 1])
