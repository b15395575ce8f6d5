"""The exchanges of `nautilus_trader`, one for each account, and what each is told of the others.

The simulated exchange has one account, and meets its orders with a market that is data. So each
account gets an exchange of its own, and the orders that rest with the others are that exchange's
market, order by order. Whether and at what price an order trades the exchange says that it was
sent to; whom it has met of those that wait at that price is said here, by time.
"""

from __future__ import annotations

from decimal import Decimal

from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.backtest.modules import SimulationModule, SimulationModuleConfig
from nautilus_trader.common.config import LoggingConfig
from nautilus_trader.model.currencies import BTC, USD, USDT
from nautilus_trader.model.data import BookOrder, OrderBookDelta
from nautilus_trader.model.enums import AccountType, BookAction, BookType, OmsType, OrderSide
from nautilus_trader.model.events import OrderFilled
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CryptoPerpetual
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.model.orders import Order
from nautilus_trader.risk.config import RiskEngineConfig
from nautilus_trader.trading.strategy import Strategy

from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import price_text

NOBODY = "NOBODY"
MINOR = {"XBt": (BTC, 10**8), "USDt": (USDT, 10**6)}


class Door(SimulationModule):
    """How an exchange is reached from outside; it does nothing of its own."""

    def process(self, ts_now: int) -> None:
        """Let time pass."""


class Exchanges:
    """One engine with an exchange for each account, each with the same contracts."""

    def __init__(self, accounts: list[str], terms: dict[str, Instrument]) -> None:
        self.accounts, self.clock = accounts, 0
        self.owners: dict[str, tuple[str, Order]] = {}
        self.doors: dict[str, Door] = {}
        # How many orders are sent in a second is no matter here.
        config = BacktestEngineConfig(
            logging=LoggingConfig(bypass_logging=True),
            risk_engine=RiskEngineConfig(max_order_submit_rate="1000000/00:00:01"),
        )
        self.engine = BacktestEngine(config)
        currencies = {MINOR[str(one.settl_currency)][0] for one in terms.values()}
        for number, account in enumerate((*accounts, NOBODY)):
            self.doors[account] = Door(SimulationModuleConfig(component_id=f"DOOR-{number}"))
            self.engine.add_venue(
                venue=Venue(account.upper()),
                oms_type=OmsType.NETTING,
                account_type=AccountType.MARGIN,
                base_currency=None,
                starting_balances=[Money(0, currency) for currency in currencies],
                default_leverage=Decimal(1),
                book_type=BookType.L3_MBO,
                modules=[self.doors[account]],
                use_message_queue=False,
            )
            for one in terms.values():
                self.engine.add_instrument(contract_of(account, one))
        self.strategy = Strategy()
        self.engine.add_strategy(self.strategy)
        # The accounts are open from the first data on: some that concern none of them.
        first = where(NOBODY, next(iter(terms)))
        self.tell(first, BookAction.ADD, 1, OrderSide.BUY, Price.from_str("1"), 1)

    def deposit(self, account: str, money: int, code: str) -> None:
        """Add to what an account has."""
        currency, scale = MINOR[code]
        self.doors[account].exchange.adjust_account(Money(Decimal(money) / scale, currency))

    def place(self, name: str, account: str, order: Order) -> None:
        """Tell of an order that its exchange has taken, and of whom it has met."""
        self.owners[name] = (account, order)
        for event in order.events:
            if isinstance(event, OrderFilled):
                self.meet(order, event)
        if order.is_open:
            self.show(name, BookAction.ADD)

    def meet(self, taker: Order, fill: OrderFilled) -> None:
        """Let those that wait at the price of a fill meet it, the first first."""
        left = int(fill.last_qty)
        for name, (_, maker) in list(self.owners.items()):
            same = maker.instrument_id.symbol == taker.instrument_id.symbol
            if same and maker.side != taker.side and maker.is_open and maker.price == fill.last_px:
                size = min(left, int(maker.leaves_qty))
                left -= size
                for action in (BookAction.ADD, BookAction.DELETE) if size else ():
                    self.tell(maker.instrument_id, action, 10**6, taker.side, maker.price, size)
                if size:
                    self.show(name, BookAction.UPDATE if maker.is_open else BookAction.DELETE)

    def show(self, name: str, action: BookAction) -> None:
        """Tell the exchanges of the others of an order that rests or no longer does."""
        owner, order = self.owners[name]
        size = int(order.leaves_qty if order.is_open else order.quantity)
        for account in self.accounts:
            if account != owner:
                there = where(account, str(order.instrument_id.symbol))
                self.tell(there, action, int(name[-12:], 16), order.side, order.price, size)

    def tell(
        self,
        there: InstrumentId,
        action: BookAction,
        number: int,
        side: OrderSide,
        price: Price,
        size: int,
    ) -> None:
        """One change of an exchange's market, a microsecond after the last."""
        self.clock += 1000
        order = BookOrder(side, price, Quantity.from_int(size), number)
        delta = OrderBookDelta(there, action, order, 0, self.clock, self.clock, self.clock)
        self.engine.add_data([delta])
        self.engine.run(streaming=True)
        self.engine.clear_data()


def where(account: str, symbol: str) -> InstrumentId:
    """A contract at an account's exchange."""
    return InstrumentId(Symbol(symbol), Venue(account.upper()))


def price_of(text: str, tick: str) -> Price:
    """A price with as many places as the tick, or with more if it has more."""
    places = max(len(one.partition(".")[2]) for one in (text, tick))
    return Price.from_str(f"{Decimal(text):.{places}f}")


def contract_of(account: str, terms: Instrument) -> CryptoPerpetual:
    """A contract of one account's exchange, on the terms of the catalogue."""
    tick, inverse = price_text(terms.tick_size), terms.payoff is Payoff.INVERSE
    currency, scale = MINOR[str(terms.settl_currency)]
    size = Decimal(abs(terms.multiplier)) / scale
    return CryptoPerpetual(
        instrument_id=where(account, terms.symbol),
        raw_symbol=Symbol(terms.symbol),
        base_currency=BTC,
        quote_currency=USD if inverse else USDT,
        settlement_currency=currency,
        is_inverse=inverse,
        price_precision=len(tick.partition(".")[2]),
        size_precision=0,
        price_increment=Price.from_str(tick),
        size_increment=Quantity.from_int(1),
        multiplier=Quantity.from_str(f"{size.normalize():f}"),
        max_quantity=Quantity.from_int(int(terms.max_order_qty)),
        min_quantity=Quantity.from_int(1),
        margin_init=Decimal(str(float(terms.init_margin))),
        margin_maint=Decimal(str(float(terms.maint_margin))),
        maker_fee=Decimal(str(float(terms.maker_fee))),
        taker_fee=Decimal(str(float(terms.taker_fee))),
        ts_event=0,
        ts_init=0,
    )
