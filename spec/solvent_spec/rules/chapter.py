"""Chapters: what every chapter of the rules has at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from solvent_spec.rulebook import Rulebook

Flow = tuple[tuple[str, ...], ...]
"""Chains of tables and columns, each from cause to effect."""


class Chapter:
    """A chapter of the rules: it reads its parameters from `book` and its choices from `policies`.

    A chapter inherits the chapters whose rules it calls, and no other; most call none.

    `flow` holds chains of tables and columns, `"order"` or `"position.posInit"`, from cause to
    effect: where several differ, the first is nearest to the error. A chain may begin or end with a
    column of another chapter, and so takes its place among the others.
    """

    __slots__ = ("book", "policies")

    flow: ClassVar[Flow] = ()

    def __init__(self, book: Rulebook, policies: Mapping[str, str] | None = None) -> None:
        self.book = book
        self.policies = dict(policies or {})

    def policy(self, identity: str, default: str) -> str:
        """What the venue chose where clause `identity` leaves it a choice."""
        return self.policies.get(identity, default)
