"""What an audit finds."""

from __future__ import annotations

from typing import NamedTuple


class Mismatch(NamedTuple):
    """The sentence that does not hold, and the figures that show it."""

    sentence: str
    detail: str
