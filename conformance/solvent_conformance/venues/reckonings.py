"""Rules that reckon wrongly what no request and no table shows. Worked examples catch them."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_conformance.venues.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import DAY, HOUR, Contracts, Millis, Money, Price


@wrong("INST-009", shown_by="vectors")
class NotionalRoundedUp(Rules):
    """The contracts for a notional are one lot more than it buys."""

    def contracts_for_notional(
        self, instrument: Instrument, notional: Money, price: Price
    ) -> Contracts:
        """Rounded up."""
        found = super().contracts_for_notional(instrument, notional, price)
        return Contracts(found + instrument.lot_size)


@wrong("INST-014", shown_by="vectors")
class NewLotsRoundedDown(Rules):
    """When lots grow a short position is cut away from zero, and so becomes larger."""

    def qty_in_new_lots(self, qty: Contracts, lot_size: Contracts) -> Contracts:
        """Toward minus infinity."""
        return Contracts(qty - qty % lot_size)


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
