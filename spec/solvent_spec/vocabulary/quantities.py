"""Quantities: money, contracts, prices and times, which are whole numbers when a program runs.

To the type checker they are four types that do not mix; `quantities.pyi` says what each may do.
The two files are apart so that a compiler finds plain modules: the stub holds no code, and this
module no types.
"""

from __future__ import annotations

Money = Contracts = Price = Millis = int
