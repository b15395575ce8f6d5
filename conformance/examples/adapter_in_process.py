"""An adapter: somebody's engine as a venue. Try it in this folder:

solvent certify python:adapter_in_process:Adapter --profile trading
"""

# ruff: noqa: ANN001, ANN201, D101, D102, D103, INP001, RUF012 - an example is read at a glance

from decimal import Decimal

import own_engine

from solvent_conformance.adapters.partial import PartialVenue, Refusal, rows_of, side_and_quantity
from solvent_spec.vocabulary.units import price_text


class Adapter(PartialVenue):
    declares = {
        "name": "own-engine",
        "profiles": ["trading"],
        "instruments": ["XBTUSD"],
        "requests": ["POST /order"],
        "ordTypes": ["Limit"],
        "timeInForce": ["GoodTillCancel"],
        "execInst": [],
        "controls": ["spot", "deposit"],
        "tables": ["order"],
        "columns": {
            "order": ["orderID", "account", "symbol", "side", "price", "orderQty", "leavesQty"],
        },
    }

    def open(self, setup):
        if setup.book.name != "2019-06":
            raise Refusal("the ticks of this engine are those of 2019")
        self.engine = own_engine.Engine()

    def place_order(self, order):
        side, qty = side_and_quantity(order)
        price = Decimal(price_text(order.price or 0))
        try:
            return [row(self.engine.enter(order.account, order.symbol, side, qty, price))]
        except own_engine.Refused as refused:
            raise Refusal(str(refused), refused.kind) from None

    def table(self, name, account, symbol):
        return rows_of(map(row, self.engine.entries), account, symbol)


def row(entry):
    return {
        "orderID": f"00000000-0000-4000-8000-{entry.number:012x}",
        "account": entry.owner,
        "symbol": "XBTUSD",
        "side": entry.side,
        "orderQty": entry.lots,
        "leavesQty": entry.left,
        "price": f"{entry.price.normalize():f}",
    }
