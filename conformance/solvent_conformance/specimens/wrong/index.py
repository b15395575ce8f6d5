"""Venues that are wrong about indices."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.indices import Constituent, Index
from solvent_spec.vocabulary.units import MINUTE, Millis, Price, Rate, ceil_div


@wrong("INDX-001")
class WeightsIgnored(Rules):
    """Every constituent of an index counts the same, whatever its weight."""

    def index_price(
        self, index: Index, constituents: tuple[Constituent, ...], last: Price | None
    ) -> Price | None:
        """The plain mean."""
        equal = tuple(
            Constituent(c.reference, Fraction(1), c.price, c.updated, c.excluded)
            for c in constituents
        )
        return super().index_price(index, equal, last)


@wrong("INDX-002")
class OutlierCounts(Rules):
    """A constituent counts however far it strays."""

    def is_outlier(
        self, index: Index, constituent: Constituent, constituents: tuple[Constituent, ...]
    ) -> bool:
        """Never."""
        return False


@wrong("INDX-003")
class IndexNeverStandsStill(Rules):
    """Two constituents that disagree still make an index."""

    def index_is_frozen(
        self, index: Index, counted: tuple[Constituent, ...], last: Price | None
    ) -> bool:
        """Never."""
        return False


@wrong("INDX-004")
class StalePriceCounts(Rules):
    """A constituent counts however old its price is."""

    def is_stale(self, constituent: Constituent, now: Millis) -> bool:
        """Never."""
        return False


@wrong("INDX-005")
class IndexEachMinute(Rules):
    """The index is published at whole minutes only, however often its constituents trade."""

    def next_publication(self, now: Millis) -> Millis:
        """The end of the minute."""
        return Millis(ceil_div(now, MINUTE) * MINUTE)


@wrong("INDX-006")
class ReturnsFromAnywhere(Rules):
    """An excluded constituent is fit to return wherever its price lies."""

    def may_return(
        self, price: Price, counted: tuple[Constituent, ...], last: Price, *, frozen: bool
    ) -> bool:
        """Always."""
        return True


@wrong("INDX-007")
class ReturnsAtOnce(Rules):
    """An excluded constituent counts again as soon as it is fit to return."""

    def is_reintroduced(self, fit_since: Millis, now: Millis) -> bool:
        """At once."""
        return True


@wrong("INDX-010", named="index of nothing")
class IndexOfNothing(Rules):
    """An index of less than half a step of its grid is published as zero, and nobody divides by it
    who can help it.
    """

    def floored_index(self, price: Price, last: Price | None, grid: Price) -> Price | None:
        """Zero."""
        return price

    def quote_to_settle(self, index: Price, currency: str) -> int:
        """As at the smallest price."""
        return super().quote_to_settle(Price(max(1, index)), currency)

    def premium_index(
        self, bid: Price, ask: Price, mark: Price, index: Price, current_rate: Rate
    ) -> Rate:
        """As over the smallest price."""
        return super().premium_index(bid, ask, mark, Price(max(1, index)), current_rate)


@wrong("INDX-010")
class IndexFarFromZero(Rules):
    """An index that would be published as zero is published at a hundred steps of its grid."""

    def floored_index(self, price: Price, last: Price | None, grid: Price) -> Price | None:
        """Where it would be zero."""
        return price if price > 0 else 100 * grid
