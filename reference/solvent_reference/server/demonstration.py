"""A demonstration: accounts with money and a small book, so that trading works at once.

The venue's clock starts at the date of the rulebook and runs with the computer's; spot prices
stand still and are quoted again every minute, so that no index grows stale.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from solvent_reference.server.gateway import Gateway
from solvent_spec.rulebook import Rulebook
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.units import (
    PRICE_SCALE,
    Contracts,
    Price,
    Symbol,
    decimal_text,
    floor_div,
    price_text,
)

log = logging.getLogger("solvent.server")

ACCOUNTS = ("demo1", "demo2", "demo3")
DEPOSITS = {"XBt": 100 * 10**8, "USDt": 1_000_000 * 10**6}
USUAL = ("XBTUSD", "ETHUSD", "XBTM19", "ETHM19", "ADAM19", "XBTUSDT", "ETHUSDT")
TOYS = ("XBTTOY", "ETHTOY", "USDTOY")
"""What is offered unless told otherwise, as far as it trades at the date of the rulebook; the
contracts with tiny numbers under the rulebook with tiny numbers."""

DOLLARS = {
    "USD": Fraction(1),
    "USDT": Fraction(1),
    "JPY": Fraction(1, 108),
    "KRW": Fraction(1, 1180),
    "XBT": Fraction(8550),
    "ETH": Fraction(265),
    "ADA": Fraction("0.085"),
    "BCH": Fraction(430),
    "DASH": Fraction(160),
    "EOS": Fraction("7.4"),
    "LINK": Fraction("1.1"),
    "LTC": Fraction(113),
    "TRX": Fraction("0.035"),
    "XRP": Fraction("0.43"),
}
"""What a coin is worth, in dollars of June 2019."""

LEVELS = 5
STEP = Fraction(1, 1000)
REQUOTE_SECONDS = 60


class Demonstration:
    """A market that somebody can trade on at once.

    Raises:
        KeyError: an instrument is not in the catalogue.
    """

    def __init__(
        self,
        gateway: Gateway,
        rulebook: str,
        symbols: tuple[str, ...] = (),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.gateway = gateway
        self.book = Rulebook.named(rulebook)
        catalogue = Catalogue.load()
        listed = catalogue.at(self.book)
        usual = TOYS if self.book.name == "TOY" else USUAL
        names = symbols or tuple(s for s in usual if self._trades(listed[Symbol(s)]))
        self.instruments = [listed[Symbol(name)] for name in names]
        self.catalogue = catalogue
        self._seconds = seconds
        self._started = self._quoted = seconds()
        self._origin = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            milliseconds=int(self.book.date)
        )

    def open(self) -> None:
        """Set the venue up, pay the deposits, quote the spot prices and place the book.

        Raises:
            RuntimeError: the venue refuses a part of it.
        """
        setup: Row = {
            "rulebook": self.book.name,
            "instruments": [str(i.symbol) for i in self.instruments],
            "accounts": list(ACCOUNTS),
            "clock": self.now(),
            "policies": {},
        }
        self._demand(self.gateway.reset(setup))
        for account in ACCOUNTS:
            for currency in sorted({str(i.settl_currency) for i in self.instruments}):
                body = {"account": account, "currency": currency, "amount": DEPOSITS[currency]}
                self._demand(self.gateway.control("deposit", body))
        self.quote()
        for instrument in self.instruments:
            self._place_levels(instrument)
        self.gateway.before_request = self.run

    def run(self) -> None:
        """Bring the venue's clock up to the computer's, with fresh spot prices every minute."""
        seconds = self._seconds()
        if seconds - self._quoted >= REQUOTE_SECONDS:
            self._quoted = seconds
            self.quote()
        self._demand(self.gateway.control("advance", {"to": self.now()}))

    def now(self) -> str:
        """The venue's instant: the date of the rulebook and as long as we have been running."""
        moment = self._origin + timedelta(seconds=self._seconds() - self._started)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def quote(self) -> None:
        """Let every constituent of every index trade at its price."""
        for symbol, price in sorted({(str(i.index_symbol), spot(i)) for i in self.instruments}):
            for reference, _ in self.catalogue.index(symbol, self.book).weights:
                body = {"index": symbol, "reference": reference, "price": decimal_text(price, 10)}
                self._demand(self.gateway.control("spot", body))

    def _trades(self, instrument: Instrument) -> bool:
        now, expiry = self.book.date, instrument.expiry
        return instrument.listing <= now and (expiry is None or now < expiry)

    def _place_levels(self, instrument: Instrument) -> None:
        for level in range(1, min(LEVELS, floor_div(self.book.max_open_orders, 2)) + 1):
            for side, sign in (("Buy", -1), ("Sell", 1)):
                price = on_tick(instrument, spot(instrument) * (1 + sign * level * STEP))
                body = {
                    "symbol": str(instrument.symbol),
                    "side": side,
                    "orderQty": int(order_quantity(instrument, price) * level),
                    "price": price_text(price),
                    "execInst": "ParticipateDoNotInitiate",
                }
                request = Request(ACCOUNTS[0], "POST", "/order", body)
                self._demand(self.gateway.venue.do(request))

    def _demand(self, answer: Answer) -> None:
        if answer.status != "ok":
            message = f"the venue does not play along: {answer.status}, {answer.error}"
            raise RuntimeError(message)


def spot(instrument: Instrument) -> Fraction:
    """What one unit of the underlying costs in the quote currency, far below the maximum price."""
    price = DOLLARS[instrument.underlying] / DOLLARS[instrument.quote_currency]
    return min(price, Fraction(int(instrument.max_price), 10 * PRICE_SCALE))


def on_tick(instrument: Instrument, price: Fraction) -> Price:
    """The tick at or below a price, at least one."""
    ticks = floor_div(int(price * PRICE_SCALE), int(instrument.tick_size))
    return instrument.tick_size * max(1, ticks)


def order_quantity(instrument: Instrument, price: Price) -> Contracts:
    """Whole lots that are worth about a thousandth of the risk limit."""
    value = max(1, unit_value(instrument, price))
    lots = max(1, floor_div(int(instrument.risk_limit), 1000 * value))
    return instrument.lot_size * lots


def unit_value(instrument: Instrument, price: Price) -> int:
    """The value of a lot, roughly: only the size of a demonstration's orders hangs on it."""
    if instrument.multiplier < 0:
        return floor_div(-instrument.multiplier * instrument.lot_size * PRICE_SCALE, int(price))
    return floor_div(instrument.multiplier * instrument.lot_size * int(price), PRICE_SCALE)
