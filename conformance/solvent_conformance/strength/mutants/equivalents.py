"""Equivalents: mutants that no history can tell from the reference, each with the reason.

They are listed in `equivalents.toml` by what is changed and not by where it stands, so that a line
that moves makes no entry stale. An entry that no longer names exactly one mutant is stale.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from solvent_conformance.strength.mutants.sites import Site

Key: TypeAlias = tuple[str, str, str, str, str]

LISTED = Path(__file__).with_name("equivalents.toml")


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant that is no other venue, and why."""

    key: Key
    reason: str


@cache
def equivalents() -> tuple[Equivalent, ...]:
    """Every entry of the list.

    Raises:
        KeyError: an entry lacks a field.
    """
    document = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return tuple(
        Equivalent(
            (row["module"], row["owner"], row["operator"], row["before"], row["after"]),
            row["reason"],
        )
        for row in document["equivalent"]
    )


def key_of(site: Site) -> Key:
    """By what a mutant is listed."""
    return (site.module, site.owner, site.operator, site.before, site.after)


def reason_of(site: Site) -> str:
    """Why a mutant is equivalent; empty if it is not listed."""
    return next((one.reason for one in equivalents() if one.key == key_of(site)), "")


def stale(sites: Iterable[Site]) -> tuple[Equivalent, ...]:
    """The entries that do not name exactly one of all mutants: none, or several alike."""
    counts = Counter(key_of(site) for site in sites)
    return tuple(one for one in equivalents() if counts[one.key] != 1)
