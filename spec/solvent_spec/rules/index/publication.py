"""Publication: when an index gets a new value."""

from __future__ import annotations

from typing import Final

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Millis, ceil_div

INDEX_GRID: Final = Millis(5_000)
"""Between two publications of an index, where a venue publishes on a grid."""


class PublicationRules(Chapter):
    """When an index is published."""

    __slots__ = ()

    @clause(
        "INDX-005",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("index.lastPrice", "instrument.markPrice"),
        alternatives=(
            "on a grid of five seconds",
            "at each price of a constituent and each minute",
        ),
        source=(
            "33 composite rows of 2016-12-15, stamped 09:50:20, 09:50:25 and so on; index page from"
            " 2019 on: every five seconds; whether a price in between is used at once is in no text"
        ),
    )
    def index_publication(self) -> str:
        """The index is published at every whole five seconds, from the prices that its constituents
        have then.

        A price that comes at 12:00:01 counts from 12:00:05 on. A venue may publish at each price
        of a constituent and at each whole minute instead: nobody has seen what moves a position
        between two publications. Both give the same price once the constituents rest.

        >>> rules.index_publication()
        'on a grid of five seconds'
        >>> rules.next_publication(instant("2019-06-03T12:00:01")) - instant("2019-06-03T12:00")
        5000
        """
        return self.policy("INDX-005", "on a grid of five seconds")

    def next_publication(self, now: Millis) -> Millis:
        """The instant, `now` or later, at which prices that constituents have now are published."""
        if self.index_publication() != "on a grid of five seconds":
            return now
        return Millis(ceil_div(now, INDEX_GRID) * INDEX_GRID)
