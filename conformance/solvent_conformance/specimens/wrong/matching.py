"""Venues that are wrong about who trades with whom."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import AlteredRows
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side, TimeInForce
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price, floor_div


@wrong("MTCH-001")
class EqualPricesDoNotTrade(Rules):
    """Orders at the same price do not trade."""

    def crosses(self, side: Side, price: Price | None, opposite: Price) -> bool:
        """Only beyond."""
        return price != opposite and super().crosses(side, price, opposite)


@wrong("MTCH-002")
class WorstPriceFirst(Rules):
    """The worst price of a side trades first."""

    def level_rank(self, side: Side, price: Price) -> int:
        """Backwards."""
        return -super().level_rank(side, price)


@wrong("MTCH-003", named="time priority lost at a level")
class NewestTradesFirst(Rules):
    """At one price the newest order trades first."""

    def queue_position(self, waiting: int) -> int:
        """The last."""
        return max(0, waiting - 1)


@wrong("MTCH-004")
class TradesAtIncomingPrice(Rules):
    """A trade happens at the limit of the incoming order."""

    def trade_price(self, resting: Price, incoming: Price | None) -> Price:
        """The incoming one, if it has any."""
        return resting if incoming is None else incoming


@wrong("MTCH-005", named="self-trade creates volume")
class SelfTradesNowAndThen(Rules):
    """Crossing orders of one account are canceled, but every second time they make volume."""

    def self_match(self) -> str:
        """Now this, now that."""
        self.__dict__["met"] = met = self.__dict__.get("met", 0) + 1
        return "cancel incoming" if met % 2 else "allow"


@wrong("MTCH-006", named="FOK filled in part")
class KillOrderFillsInPart(Rules):
    """A FillOrKill order trades what it can."""

    def is_killed(self, tif: TimeInForce, qty: Contracts, fillable: Contracts) -> bool:
        """Never."""
        return False


@wrong("MTCH-007")
class ImmediateOrderRests(Rules):
    """What an ImmediateOrCancel order cannot trade rests in the book."""

    def rests(self, tif: TimeInForce, leaves_qty: Contracts) -> bool:
        """Always."""
        return leaves_qty > 0


@wrong("MTCH-008")
class RestingOrderOverfilled(Rules):
    """A trade is for all that the incoming order wants, also when the resting one wants less."""

    def traded_qty(self, incoming: Contracts, resting: Contracts) -> Contracts:
        """The incoming quantity."""
        return incoming


@wrong("MTCH-009")
class SidesMatchedApart(AlteredRows):
    """The two executions of a trade carry different match ids."""

    def alter(self, table: str, row: Row) -> Row:
        """The match id is the execution's."""
        return row | {"trdMatchID": row["execID"]} if table == "execution" else row


@wrong("MTCH-010")
class TapeTellsWhoBought(Rules):
    """The value of a trade on the tape has the sign of the taker's side."""

    def tape_value(self, value: Money) -> Money:
        """With its sign."""
        return value


@wrong("MTCH-011")
class OneIdForBothSides(Rules):
    """The two executions of a trade have one execution id."""

    def id_of_execution(self, count: int) -> int:
        """Every two."""
        return floor_div(count + 1, 2)


@wrong("MTCH-012")
class ExecutionsAtTheTimeOfTheOrder(Rules):
    """An execution shows when its order was placed."""

    def time_of_execution(self, now: Millis, accepted: Millis) -> Millis:
        """The older time."""
        return accepted
