"""Grids: the tick of a price and the lot of a quantity."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Price, floor_div, round_half_up_div


class GridRules(Chapter):
    """Which prices and quantities a contract takes."""

    __slots__ = ()

    @clause(
        "INST-005",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.error"),
        source="'Invalid price tickSize' in recorded refusals",
    )
    def is_on_tick(self, instrument: Instrument, price: Price) -> bool:
        """An order price is a whole number of ticks.

        >>> rules.is_on_tick(XBTUSD, price_of("9000.5"))
        True
        >>> rules.is_on_tick(XBTUSD, price_of("9000.25"))
        False
        """
        return price % instrument.tick_size == 0

    @clause(
        "INST-006",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.error"),
        source="announcement of 2021-06-08: odd quantities are rejected",
    )
    def is_whole_lots(self, instrument: Instrument, qty: Contracts) -> bool:
        """An order quantity is a whole number of lots.

        The value of a contract is rounded lot by lot, so half a lot would have no exact value.

        >>> rules.is_whole_lots(XBTUSD, 7)
        True
        >>> rules.is_whole_lots(replace(XBTUSD, lot_size=100), 150)
        False
        """
        return qty % instrument.lot_size == 0

    def lots(self, instrument: Instrument, qty: Contracts) -> int:
        """Whole lots in a quantity."""
        return round_half_up_div(qty, instrument.lot_size)

    @clause(
        "INST-014",
        level="SHOULD",
        profile="trading",
        evidence="official",
        observable=("position.currentQty", "order.leavesQty"),
        source="announcement of the lot size: 2,135 became 2,100 and 99 became nothing",
        since="2021-06-08",
        unseen="happens when a rulebook gives way to a later one; no message makes it",
    )
    def qty_in_new_lots(self, qty: Contracts, lot_size: Contracts) -> Contracts:
        """When the lot of a contract grows, positions and open orders are cut to whole new lots,
        toward zero.

        What a position loses is closed at the mark without a fee.

        >>> rules.qty_in_new_lots(2135, 100), rules.qty_in_new_lots(-99, 100)
        (2100, 0)
        """
        lots = floor_div(abs(qty), lot_size)
        return lot_size * (lots if qty > 0 else -lots)
