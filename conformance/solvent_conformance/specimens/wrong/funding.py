"""Venues that are wrong about funding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from solvent_conformance.specimens.alterations import AlteredEvents, UnauditedRules
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event, FundingExchanged, FundingPayment, MarkChanged
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price, Rate, Symbol, trunc_mul


@wrong("FUND-001")
class FundingAtMidnight(Rules):
    """Funding is exchanged half an interval late."""

    def next_funding(self, instrument: Instrument, now: Millis) -> Millis:
        """Counted from midnight."""
        interval = self.book.funding_interval
        return Millis(now + interval - now % interval)


@wrong("FUND-002")
class InterestAdded(Rules):
    """The interest rates of quote and base are added, not subtracted."""

    def interest_rate(self) -> Rate:
        """The sum."""
        return (self.book.interest_quote_daily + self.book.interest_base_daily) / 3


@wrong("FUND-003")
class PremiumWithoutRate(Rules):
    """The premium index leaves out the current funding rate."""

    def premium_index(
        self, bid: Price, ask: Price, mark: Price, index: Price, current_rate: Rate
    ) -> Rate:
        """The distance alone."""
        return super().premium_index(bid, ask, mark, index, Fraction(0))


@wrong("FUND-004")
class PremiumSummed(Rules):
    """The premium of an interval is the sum of its samples, not their mean."""

    def average_premium(self, total: Rate, samples: int) -> Rate:
        """The sum."""
        return super().average_premium(total, min(samples, 1))


@wrong("FUND-005")
class InterestUnclamped(Rules):
    """Interest less premium is not clamped, so the rate never leaves the interest."""

    def unbounded_rate(self, premium: Rate, interest: Rate) -> Rate:
        """The interest."""
        return interest


@wrong("FUND-006")
class RateUncapped(Rules):
    """The funding rate has no cap."""

    def capped_rate(self, instrument: Instrument, rate: Rate) -> Rate:
        """Any."""
        return rate


@wrong("FUND-007")
class RateJumps(Rules):
    """The funding rate may change by any amount between intervals."""

    def capped_change(self, instrument: Instrument, rate: Rate, previous: Rate) -> Rate:
        """Any."""
        return rate


@wrong("FUND-008", named="funding on the stale mark")
class FundingOnStaleMark(AlteredEvents):
    """Funding is charged on the value at the mark before the present one."""

    def alter_event(self, event: Event) -> Event:
        """Payments in proportion of the marks."""
        marks = self.__dict__.setdefault("marks", {})
        if isinstance(event, MarkChanged):
            marks[event.symbol] = (*marks.get(event.symbol, ())[-1:], event.mark)
        if not isinstance(event, FundingExchanged):
            return event
        stale = marks.get(event.symbol, (event.mark,))[0]
        share = Fraction(stale, event.mark)
        payments = tuple(replace(p, money=trunc_mul(p.money, share)) for p in event.payments)
        left = sum((p.money for p in payments), Money(0))
        return replace(event, payments=payments, remainder=left)


@wrong("FUND-008")
class FundingRoundedUp(Rules):
    """A funding payment is rounded up, for payers and receivers."""

    def funding_payment(self, mark_value: Money, rate: Rate) -> Money:
        """One more than truncated."""
        return super().funding_payment(mark_value, rate) + Money(1)


@wrong("FUND-009", named="funding sign flipped")
class ShortsPayLongs(Rules):
    """Shorts pay longs when the rate is positive."""

    def pays_funding(self, qty: Contracts, rate: Rate) -> bool:
        """The other side."""
        return not super().pays_funding(qty, rate)


@wrong("FUND-010", named="funding remainder dropped")
class RemainderDropped(AlteredEvents):
    """What rounding leaves between payers and receivers is nobody's."""

    def alter_event(self, event: Event) -> Event:
        """No remainder."""
        return replace(event, remainder=Money(0)) if isinstance(event, FundingExchanged) else event


@wrong("FUND-011", named="truncated funding paid from fees")
class ReceiversPaidInFull(UnauditedRules):
    """Receivers get all they are due, also when payers paid less: the fee account pays the rest."""

    def funding_received(self, amount: Money, collected: Money, owed: Money) -> Money:
        """The whole."""
        return amount


@wrong("FUND-018")
class OneUnitForEverybody(UnauditedRules):
    """Where receivers share, each gets one unit more, whether or not one is left."""

    def last_units(self, left: Money, receivers: int) -> int:
        """All of them."""
        return receivers


@wrong("FUND-012")
class PositionNeverPaysFunding(Rules):
    """Funding that available margin cannot pay is not taken from the position's margin."""

    def funding_from_position(self, amount: Money, available: Money, own: Money) -> Money:
        """Nothing."""
        return Money(0)


@wrong("FUND-013")
class RateChargedAtOnce(AlteredEvents):
    """The rate charged is the one of this interval's premium, not the one announced before it."""

    def alter_event(self, event: Event) -> Event:
        """Payments at the indicative rate."""
        if not isinstance(event, FundingExchanged):
            return event
        rate = self.engine.exchange.markets[event.symbol].indicative_rate
        share = rate / event.rate
        payments = tuple(self._at(payment, share) for payment in event.payments)
        left = sum((p.money for p in payments), Money(0))
        return replace(event, rate=rate, payments=payments, remainder=left)

    def _at(self, payment: FundingPayment, share: Fraction) -> FundingPayment:
        return replace(payment, money=trunc_mul(payment.money, share), rate=payment.rate * share)


@wrong("FUND-014")
class FundingLooksLikeATrade(Rules):
    """An exchange of funding shows as a trade."""

    def funding_execution(self) -> dict[str, str]:
        """With the type of a trade."""
        return super().funding_execution() | {"execType": "Trade"}


@wrong("FUND-015")
class FundingRateOfTheLong(Rules):
    """The commission of a funding execution is the long's rate on both sides."""

    def funding_commission(self, qty: Contracts, rate: Rate) -> Rate:
        """The rate itself."""
        return rate


@wrong("FUND-016")
class FundingCostUnsigned(Rules):
    """The cost of a funding execution has no sign."""

    def funding_cost(self, mark_value: Money) -> Money:
        """Without sign."""
        return abs(mark_value)


@wrong("FUND-017")
class FundingMatchedOneByOne(Rules):
    """Two contracts that exchange funding at one instant carry two match ids."""

    def shares_match_id(self, first: Millis, second: Millis) -> bool:
        """Never."""
        return False


@wrong("FUND-017")
class FundingMatchedForEver(Rules):
    """All funding executions carry the same match id, whatever their instants."""

    def shares_match_id(self, first: Millis, second: Millis) -> bool:
        """Always."""
        return True


@wrong("FUND-019")
class RatesBeforeFunding(UnauditedRules):
    """The new rate is set before funding is exchanged, and is charged at once."""

    def minute_order(self) -> tuple[str, ...]:
        """Rates come first."""
        return ("expiries", "rates", "indices", "marks", "funding", "samples", "marks")


@wrong("FUND-020")
class LastContractFirst(Rules):
    """Contracts that exchange funding at one instant do so in the reverse order of the setup."""

    def funding_order(self, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """Backwards."""
        return tuple(reversed(super().funding_order(symbols)))
