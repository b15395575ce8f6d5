"""Chapters: what every chapter of the rules has at hand."""

from __future__ import annotations

from collections.abc import Mapping

from solvent_spec.rulebook import Rulebook


class Chapter:
    """A chapter of the rules: it reads its parameters from `book` and its choices from `policies`.

    A chapter inherits the chapters whose rules it calls, and no other; most call none.
    """

    __slots__ = ("book", "policies")

    def __init__(self, book: Rulebook, policies: Mapping[str, str] | None = None) -> None:
        self.book = book
        self.policies = dict(policies or {})

    def policy(self, identity: str, default: str) -> str:
        """What the venue chose where clause `identity` leaves it a choice."""
        return self.policies.get(identity, default)
