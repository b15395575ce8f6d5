"""Venues that are wrong about orders that only reduce or close a position."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import Contracts, Price


@wrong("ORDR-021", named="reduce-only flips the position")
class ReduceOnlyFlips(Rules):
    """A reduce-only order trades its whole quantity, through flat and beyond."""

    def reducible_qty(self, side: Side, qty: Contracts, position_qty: Contracts) -> Contracts:
        """All of it, if there is anything to reduce."""
        return qty if super().reducible_qty(side, qty, position_qty) else Contracts(0)


@wrong("ORDR-022")
class MostAggressiveCutFirst(Rules):
    """Of resting reduce-only orders the most aggressive is cut first."""

    def trim_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """Backwards."""
        first, second = super().trim_rank(side, price, sequence)
        return (-first, -second)


@wrong("ORDR-053")
class EqualsCutByTurns(Rules):
    """Of resting reduce-only orders at one price the one with an even number is cut first."""

    def trim_rank_of_equals(self, sequence: int) -> int:
        """By whether the number is even."""
        return sequence % 2


@wrong("ORDR-023")
class CloseLeavesOthers(Rules):
    """A Close order leaves the account's other orders of its side in the book."""

    def close_cancels(
        self, open_qty: Contracts, close_qty: Contracts, position_qty: Contracts
    ) -> bool:
        """Never."""
        return False


@wrong("ORDR-024")
class CloseHalves(Rules):
    """A Close order without a quantity is for half of the position."""

    def close_qty(self, qty: Contracts | None, position_qty: Contracts) -> Contracts:
        """Half, rounded up."""
        whole = super().close_qty(qty, position_qty)
        return Contracts((whole + 1) // 2) if qty is None else whole


@wrong("ORDR-050", named="closing refused for money")
class ClosingRefusedForMoney(Rules):
    """A Close or reduce-only order is refused for want of margin like any other."""

    def is_charged(self, *, reduces_only: bool) -> bool:
        """Every order."""
        return True


@wrong("ORDR-051")
class NearestMakesRoom(Rules):
    """The order nearest to the market makes room for a reduce-only order."""

    def room_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """By price."""
        return (int(-price if side is Side.BUY else price), sequence)
