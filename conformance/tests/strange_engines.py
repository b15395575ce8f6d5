"""Engines with margin of their own, right and wrong, for the tests of the solvency profile."""

from collections.abc import Iterator
from dataclasses import replace

from solvent_conformance.specimens.alterations import (
    AlteredCourse,
    AlteredPostings,
    DivertedLedger,
    UnauditedRules,
)
from solvent_reference.state.ledger import FEES, wallet
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import CancelOrder
from solvent_spec.vocabulary.events import (
    Event,
    FundingExchanged,
    OrderEnded,
    PositionTakenOver,
    TradeExecuted,
)
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.units import Currency, Money, Rate


class _NoFees(DivertedLedger):
    __slots__ = ()

    def post(self, currency: Currency, account: str, change: Money) -> None:
        if account != FEES:
            super().post(currency, account, change)


class FeeToNobody(AlteredPostings):
    """Commissions leave the wallets and arrive nowhere."""

    ledger_type = _NoFees


class FundingMadeUp(AlteredCourse):
    """Who receives funding receives three units more than anybody pays."""

    def happens(self, event: Event) -> Iterator[Event]:
        if isinstance(event, FundingExchanged):
            payments = tuple(
                replace(p, money=Money(p.money - 3)) if p.money < 0 else p for p in event.payments
            )
            event = replace(event, payments=payments)
        yield event


class CanceledOrderWaits(AlteredCourse):
    """A cancel is answered and the order stays where it is, until somebody trades with it."""

    def happens(self, event: Event) -> Iterator[Event]:
        order = self.exchange.orders[event.order_id] if isinstance(event, OrderEnded) else None
        is_asked = isinstance(self.rules.__dict__.get("serving"), CancelOrder)
        if order is None or not is_asked or not order.resting:
            yield event

    def do(self, request: Request) -> Answer:
        answer = super().do(request)
        if request.method != "DELETE":
            return answer
        rows = [{**r, "ordStatus": "Canceled", "leavesQty": 0} for r in answer.rows]
        return Answer(answer.status, rows, answer.error, answer.code, answer.ticket)


class RefusalCosts(AlteredCourse):
    """Whoever is refused an order pays a unit to the exchange."""

    def do(self, request: Request) -> Answer:
        answer = super().do(request)
        if answer.status == "rejected":
            ledger = self.exchange.ledger
            for currency, balances in ledger.by_currency.items():
                if balances.get(wallet(request.account), 0) > 0:
                    ledger.post(currency, wallet(request.account), Money(-1))
                    ledger.post(currency, FEES, Money(1))
        return answer


class MakerKeepsHis(AlteredCourse):
    """The position of who waited stays as it was: half of the trade is lost."""

    def happens(self, event: Event) -> Iterator[Event]:
        if isinstance(event, TradeExecuted):
            held = self.exchange.kept_position(event.maker.account, event.symbol)
            maker = replace(event.maker, position_qty=held.qty, position_cost=held.cost)
            event = replace(event, maker=maker)
        yield event


class DepositTwice(AlteredCourse):
    """A deposit is booked twice, on both sides of the books."""

    def ctl(self, verb: str, body: Row) -> Answer:
        answer = super().ctl(verb, body)
        return super().ctl(verb, body) if verb == "deposit" else answer


class TakeoverLoses(AlteredCourse):
    """With every takeover five units are gone."""

    def happens(self, event: Event) -> Iterator[Event]:
        yield event
        if isinstance(event, PositionTakenOver):
            ledger = self.exchange.ledger
            currency = next(c for c, held in ledger.by_currency.items() if held)
            ledger.post(currency, FEES, Money(-5))


class ReadingCosts(AlteredCourse):
    """Whoever looks at a position pays a unit for it."""

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        answer = super().read(table, account, symbol)
        if table == "position" and account is not None:
            for currency, balances in self.exchange.ledger.by_currency.items():
                if balances.get(wallet(account), 0) > 0:
                    self.exchange.ledger.post(currency, wallet(account), Money(-1))
                    self.exchange.ledger.post(currency, FEES, Money(1))
        return answer


class LongNamesWait(AlteredCourse):
    """An account with a long name is refused every order."""

    def do(self, request: Request) -> Answer:
        if len(request.account) > 10 and request.path == "/order":
            error = {"message": "Account not ready", "name": "HTTPError"}
            return Answer("rejected", error=error, code=400)
        return super().do(request)


class PortfolioOffsets(Rules):
    """Open orders lock half, and profit that is not realised yet pays for new positions."""

    def order_margin(self, gross: Money, requirement: Rate, fee: Rate) -> Money:
        return Money(super().order_margin(gross, requirement, fee) // 2)


class TieredLeverage(Rules):
    """Every step of size asks for twice the steps of margin."""

    def risk_steps(self, instrument: Instrument, risk_limit: Money) -> int:
        return 2 * super().risk_steps(instrument, risk_limit)


class GreatFeeReserve(Rules):
    """A position reserves three times the fee."""

    def position_fee_rate(self, instrument: Instrument) -> Rate:
        return 3 * super().position_fee_rate(instrument)


class EarlyLiquidation(Rules):
    """A position is liquidated at half as much again as its maintenance margin."""

    def is_liquidated(self, equity: Money, maintenance: Money) -> bool:
        return super().is_liquidated(equity, Money(maintenance * 3 // 2))

    def nobody_stands_failed(self, *, failed: bool) -> bool:
        """Who has opened a position on the edge stands until the next mark."""
        return True


class FlatFunding(UnauditedRules):
    """Funding is a fixed rate, whatever the premium, and what is left of it goes to the fund."""

    def funding_rate(self, instrument: Instrument, premium: Rate, previous: Rate) -> Rate:
        return Rate(7, 10_000)

    def remainder_owner(self) -> str:
        return "fund"
