"""Chapters: their numbers, their codes, and the one name that everything of a chapter has."""

from __future__ import annotations

from typing import Final, NamedTuple


class Heading(NamedTuple):
    """A chapter: its number for a reader, the code of its clauses, and its name.

    The name is that of its folder of rules, of its prose, and of its files in the reference, the
    suite and the fixtures.
    """

    number: int
    code: str
    name: str


HEADINGS: Final = (
    Heading(1, "UNIT", "units"),
    Heading(2, "INST", "instruments"),
    Heading(3, "INDX", "index"),
    Heading(4, "MARK", "mark"),
    Heading(5, "FUND", "funding"),
    Heading(6, "ORDR", "orders"),
    Heading(7, "MTCH", "matching"),
    Heading(8, "POSN", "positions"),
    Heading(9, "FEES", "fees"),
    Heading(10, "MARG", "margin"),
    Heading(11, "RISK", "risk_limits"),
    Heading(12, "LIQD", "liquidation"),
    Heading(13, "INSU", "insurance"),
    Heading(14, "ADLV", "deleveraging"),
    Heading(15, "LEDG", "ledger"),
    Heading(16, "ADMN", "admission"),
    Heading(17, "APIC", "api"),
)
"""Every chapter. A number is written out, so that a new chapter moves no other."""

CHAPTERS: Final = {heading.code: heading.name for heading in sorted(HEADINGS)}
"""The name of each chapter by its code, in the order of their numbers."""

NUMBERS: Final = {heading.code: heading.number for heading in HEADINGS}
"""The number of each chapter by its code."""
