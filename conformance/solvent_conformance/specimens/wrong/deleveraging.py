"""Venues that are wrong about deleveraging."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import UnauditedRules
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate


@wrong("ADLV-001", named="deleveraging by profit alone")
class RankedByProfit(Rules):
    """Positions are ranked by profit rate, whatever their leverage."""

    def deleverage_score(self, mark_value: Money, cost: Money, bankrupt_value: Money) -> Rate:
        """The profit rate."""
        return Rate(mark_value - cost, abs(cost)) if cost else Rate(0)


@wrong("ADLV-002")
class LowestScoreFirst(Rules):
    """The lowest score is deleveraged first."""

    def deleverage_rank(self, score: Rate, sequence: int, qty: Contracts) -> tuple[Rate, int, int]:
        """Backwards."""
        return (score, -sequence, 0)


@wrong("ADLV-003")
class DeleveragedAtMark(UnauditedRules):
    """A deleveraged position is closed at the mark."""

    def deleverage_price(self, taken_at: Price, mark: Price) -> Price:
        """The mark."""
        return mark


@wrong("ADLV-004")
class DeleveragedByHalves(Rules):
    """An account in line is cut by half at most, in tens of contracts, before the next one is."""

    def deleveraged_qty(self, missing: Contracts, held: Contracts) -> Contracts:
        """Half."""
        half = Contracts(abs(held) // 20 * 10)
        return min(missing, half or abs(held))


@wrong("ADLV-005")
class DeleveragedPaysTaker(Rules):
    """A deleveraged account pays the taker fee."""

    def deleverage_fee_rate(self, instrument: Instrument) -> Rate:
        """The taker's."""
        return instrument.taker_fee


@wrong("ADLV-006")
class OrdersSurviveDeleveraging(Rules):
    """The open orders of a deleveraged account stay."""

    def cancels_of_deleveraged(self, order_symbol: str, position_symbol: str) -> bool:
        """None."""
        return False


@wrong("ADLV-007")
class LightsFromBelow(Rules):
    """The indicator counts from the lowest score up."""

    def deleverage_percentile(self, cumulative: Contracts, total: Contracts) -> Rate:
        """The other way round."""
        return Rate(6, 5) - super().deleverage_percentile(cumulative, total)


@wrong("ADLV-009", named="deleveraged beyond its own bankruptcy")
class DeleveragedBeyondBankruptcy(UnauditedRules):
    """A position is deleveraged at the order's price, though that is beyond its own bankruptcy."""

    def bearable_price(self, price: Price, own_bankruptcy: Price, qty: Contracts) -> Price:
        """The order's price."""
        return price


@wrong("ADLV-010")
class EngineKeepsBothSides(UnauditedRules):
    """Others are deleveraged although the engine holds both sides."""

    def engine_closes_itself(
        self, held: Contracts, opposite: Contracts, *, overdue: bool
    ) -> Contracts:
        """Nothing."""
        return Contracts(0)


@wrong("ADLV-008")
class DeleveragingUnexplained(Rules):
    """A deleveraging does not show as one."""

    def deleverage_execution(self) -> dict[str, str]:
        """Without a text."""
        return super().deleverage_execution() | {"text": ""}
