"""Venues whose books are wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from solvent_conformance.specimens.alterations import (
    AlteredEvents,
    AlteredPostings,
    AlteredRows,
    DivertedLedger,
)
from solvent_conformance.specimens.registry import wrong
from solvent_reference.state.ledger import EXTERNAL, wallet
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event, TradeExecuted
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.units import DAY, HOUR, Contracts, Currency, Millis, Money


class _SatoshiAstray(DivertedLedger):
    """A ledger that books one minor unit of what a wallet gains to the first wallet."""

    __slots__ = ()

    def post(self, currency: Currency, account: str, change: Money) -> None:
        """All but one, and one to somebody else."""
        wallets = [name for name in self.by_currency[currency] if name.startswith("wallet:")]
        if account in wallets[1:] and change > 1:
            super().post(currency, wallets[0], Money(1))
            change -= Money(1)
        super().post(currency, account, change)


@wrong("LEDG-001", named="a satoshi to the wrong account")
class SatoshiToWrongAccount(AlteredPostings):
    """Of what an account gains, one minor unit is booked to another account."""

    ledger_type = _SatoshiAstray


class _Minting(DivertedLedger):
    """A ledger that credits a wallet one more than was paid in."""

    __slots__ = ()

    def post(self, currency: Currency, account: str, change: Money) -> None:
        """One more for who gains."""
        made = account.startswith("wallet:") and change > 0
        super().post(currency, account, change + Money(1) if made else change)


@wrong("LEDG-004")
class GoesOnUnbalanced(AlteredPostings):
    """Every credit makes a minor unit from nothing, and the venue goes on."""

    ledger_type = _Minting


@wrong("LEDG-002")
class OpenInterestOfBothSides(AlteredRows):
    """The open interest counts longs and shorts."""

    def alter(self, table: str, row: Row) -> Row:
        """Twice."""
        return row | {"openInterest": 2 * row["openInterest"]} if table == "instrument" else row


@wrong("LEDG-003")
class WalletBelowZero(AlteredEvents):
    """A withdrawal that was refused leaves the wallet all the same, which falls below zero."""

    def ctl(self, verb: str, body: Row) -> Answer:
        """The money goes out whatever is there."""
        answer = super().ctl(verb, body)
        if verb == "withdraw" and answer.status == "rejected" and body["amount"] > 0:
            ledger = self.engine.exchange.ledger
            ledger.post(body["currency"], wallet(body["account"]), Money(-body["amount"]))
            ledger.post(body["currency"], EXTERNAL, Money(body["amount"]))
        return answer


@wrong("LEDG-005")
class MakerPaysOneMore(AlteredEvents):
    """The maker's execution costs one minor unit more than the taker's brings."""

    def alter_event(self, event: Event) -> Event:
        """The maker's cost and position cost."""
        if not isinstance(event, TradeExecuted):
            return event
        maker = event.maker
        dearer = replace(maker, cost=maker.cost + Money(1))
        return replace(event, maker=dearer)


@wrong("LEDG-006")
class TwoMarks(AlteredRows):
    """Shorts are valued at another mark price than longs."""

    def alter(self, table: str, row: Row) -> Row:
        """A thousandth more."""
        is_short = table == "position" and row["currentQty"] < 0
        return row | {"markValue": row["markValue"] + row["markValue"] // 1000} if is_short else row


@wrong("LEDG-007")
class WalletWithoutProfit(Rules):
    """The wallet balance shows what was paid in, without the profit realised since."""

    def wallet_balance(self, paid_in: Money, realised: Money) -> Money:
        """What was paid in."""
        return paid_in


@wrong("LEDG-008")
class AuditsDisagree(ReferenceVenue):
    """The audit from scratch finds another balance than the books hold."""

    def ctl(self, verb: str, body: Row) -> Answer:
        """An audit that is one off."""
        answer = super().ctl(verb, body)
        if verb == "audit":
            for row in answer.rows:
                row["balance"] += 1 if row["account"] == EXTERNAL else 0
        return answer


@wrong("LEDG-011", shown_by="vectors")
class EquityOfWallets(Rules):
    """Equity that was never paid in passes the audit."""

    def equity_is_paid_in(self, equity: Money, paid_in: Money) -> bool:
        """Whatever it is."""
        return True


@wrong("LEDG-012", shown_by="vectors")
class TotalsOfNothing(Rules):
    """What a position keeps of its orders is believed."""

    def totals_are_sums(self, kept: tuple[int, ...], sums: tuple[int, ...]) -> bool:
        """As it stands."""
        return True


@wrong("LEDG-013", shown_by="vectors")
class MarginAsItStands(Rules):
    """The margin of a position is believed."""

    def margin_is_due(self, initial: Money, due: Money, cross: Money, loss: Money) -> bool:
        """As it stands."""
        return True


@wrong("LEDG-014", shown_by="vectors")
class QuantitiesAsTheyStand(Rules):
    """The contracts of a position are believed."""

    def quantity_follows(self, held: Contracts, bought: Contracts, sold: Contracts) -> bool:
        """As they stand."""
        return True


@wrong("LEDG-015", shown_by="vectors")
class EngineOffersNothing(Rules):
    """The engine may hold what it does not offer."""

    def engine_offers_all(self, held: Contracts, offered: Contracts) -> bool:
        """Either way."""
        return True


@wrong("LEDG-016", shown_by="vectors")
class FailedPositionsStand(Rules):
    """A position that should have been liquidated may stand."""

    def nobody_stands_failed(self, *, failed: bool) -> bool:
        """It may."""
        return True


@wrong("LEDG-017", shown_by="vectors")
class WalletsWithoutMargins(Rules):
    """A wallet may hold less than the margins of its positions."""

    def wallet_covers_margins(self, wallet: Money, margins: Money) -> bool:
        """It may."""
        return True


@wrong("LEDG-018", shown_by="vectors")
class FundsThatOwe(Rules):
    """A fund need not hold what the engine loses."""

    def fund_covers(self, free: Money, held: Money, loss: Money) -> bool:
        """It need not."""
        return True


@wrong("LEDG-019", shown_by="vectors")
class WrittenByAnybody(Rules):
    """What was written between two commands passes the audit."""

    def nothing_is_written_between(self, written: int, posted: int) -> bool:
        """It does."""
        return True


@wrong("LEDG-009", shown_by="vectors")
class WithdrawalsTakenTwice(Rules):
    """A line of the wallet history that takes money out takes it twice."""

    def history_balance(self, previous: Money, changes: Iterable[Money]) -> Money:
        """Once more what is below zero."""
        lines = tuple(changes)
        return super().history_balance(previous, (*lines, *(c for c in lines if c < 0)))


@wrong("LEDG-010", shown_by="vectors")
class NoonEndsTheDay(Rules):
    """What happens at 12:00 itself is booked for the day that ends there."""

    def booking_day(self, executed: Millis) -> Millis:
        """The same day."""
        return executed if executed % DAY == 12 * HOUR else super().booking_day(executed)
