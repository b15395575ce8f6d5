"""An adapter: somebody's engine as a venue. Try it in this folder:

solvent certify python:adapter_in_process:Adapter --profile trading
"""

# ruff: noqa: ANN001, ANN201, D102, D103, INP001 - an example is read at a glance; the methods are
# those of solvent_spec.messages.Venue, and described there

from decimal import Decimal

from own_engine import Engine, Refused

from solvent_spec.messages import Answer
from solvent_spec.requests import Malformed, command_of
from solvent_spec.units import price_text

HELLO = {
    "protocol": 1,
    "name": "own-engine",
    "version": "1",
    "profiles": ["trading"],
    "instruments": ["XBTUSD"],
    "payoffs": ["inverse"],
    "controls": ["spot", "deposit"],
    "requests": ["POST /order"],
    "ordTypes": ["Limit"],
    "timeInForce": ["GoodTillCancel"],
    "execInst": [],
    "tables": ["order"],
    "columns": {"order": ["account", "symbol", "side", "price", "orderQty", "leavesQty"]},
}  # fmt: skip - a declaration reads best in few lines


def no(status, message):
    return Answer(status, [], {"message": message, "name": "HTTPError"}, 400)


class Adapter:
    """What the engine has not is `unsupported`; what it refuses is `rejected`."""

    def hello(self):
        return HELLO

    def reset(self, setup):
        self.engine = Engine()
        return Answer("ok", [setup])

    def do(self, request):
        if f"{request.method} {request.path}" not in HELLO["requests"]:
            return no("unsupported", "no such request")
        try:
            order = command_of(request.account, request.method, request.path, request.body)
            lots = order.order_qty or 0
            side, lots = (order.side.value, lots) if order.side else sided(lots)
            price = Decimal(price_text(order.price or 0))
            entry = self.engine.enter(request.account, order.symbol, side, lots, price)
        except (Malformed, Refused) as refused:
            return no("rejected", str(refused))
        return Answer("ok", [row(entry)])

    def ctl(self, verb, body):
        return Answer("ok") if verb in HELLO["controls"] else no("unsupported", "no such control")

    def read(self, table, account=None, symbol=None):
        if table != "order":
            return no("unsupported", "no such table")
        return Answer("ok", [row(e) for e in self.engine.entries if account in {None, e.owner}])

    def events(self, cursor=0):
        return no("unsupported", "no feed")

    def bye(self):
        pass


def sided(quantity):
    return ("Sell", -quantity) if quantity < 0 else ("Buy", quantity)


def row(entry):
    return {
        "orderID": f"00000000-0000-4000-8000-{entry.number:012x}",
        "account": entry.owner,
        "symbol": "XBTUSD",
        "side": entry.side,
        "orderQty": entry.lots,
        "leavesQty": entry.left,
        "price": f"{entry.price.normalize():f}",
    }  # fmt: skip - a row reads best in few lines
