"""A drawn market: contracts and parameters that nobody has seen before this run.

A venue that knows the project's contracts by heart cannot know these.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from string import ascii_uppercase
from types import MappingProxyType

from solvent_spec.rulebook import PRESETS
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.vocabulary.indices import Index
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price, Rate, Symbol

_TAKEN_FROM = ("XBTTOY", "USDTOY")
"""An inverse and a linear contract, whose terms are drawn anew."""


def drawn_market(seed: int) -> Definitions:
    """A rulebook and two contracts of a seed, with small numbers like the toy ones.

    Each stands for terms that somebody could list: `contradiction` finds none in them.
    """
    chance = Random(f"market {seed}")
    book = replace(
        PRESETS["TOY"],
        name=f"drawn {seed}",
        commission_rounding=chance.choice(("truncate", "nearest", "even", "up")),
        max_open_orders=chance.randint(5, 9),
        max_stop_orders=chance.randint(2, 4),
        queue_depth=chance.randint(2, 5),
        funding_interval=Millis(chance.choice((6, 10, 12, 20)) * 60_000),
        funding_offset=Millis(chance.choice((0, 1, 2, 3)) * 60_000),
        terms=MappingProxyType({}),
    )
    known = Catalogue.load()
    instruments: dict[Symbol, Instrument] = {}
    indices: dict[Symbol, Index] = {}
    for name in _TAKEN_FROM:
        toy = known.instrument(name, PRESETS["TOY"])
        coin = "".join(chance.choices(ascii_uppercase, k=3))
        while Symbol(f"{coin}{name[:3]}") in instruments:
            coin = "".join(chance.choices(ascii_uppercase, k=3))
        symbol, index = Symbol(f"{coin}{name[:3]}"), Symbol(f".{coin}")
        instruments[symbol] = _contract(chance, toy, symbol, index)
        indices[index] = Index(index, toy.min_tick, False, _weights(chance))
    return Definitions(book, instruments, indices)


def _contract(chance: Random, toy: Instrument, symbol: Symbol, index: Symbol) -> Instrument:
    lot = int(toy.lot_size) * chance.choice((1, 2, 3, 5))
    tick = int(toy.tick_size) * chance.choice((1, 2, 4))
    initial = Fraction(1, chance.choice((8, 10, 16, 20)))
    taker = Fraction(chance.choice((3, 5, 6, 8)), 10_000)
    return replace(
        toy,
        symbol=symbol,
        multiplier=toy.multiplier * chance.choice((1, 2, 3)),
        lot_size=Contracts(lot),
        tick_size=Price(tick),
        max_price=Price(tick * chance.choice((900, 1500))),
        max_order_qty=Contracts(lot * chance.choice((500, 1000))),
        init_margin=initial,
        maint_margin=initial / 2,
        risk_limit=Money(int(toy.risk_limit) * chance.choice((1, 2))),
        risk_step=Money(int(toy.risk_step) * chance.choice((1, 2))),
        maker_fee=taker * Fraction(chance.choice((-1, 0, 1)), 3),
        taker_fee=taker,
        reference_symbol=index,
        index_symbol=index,
    )


def _weights(chance: Random) -> tuple[tuple[str, Rate], ...]:
    """Two to five constituents, whose weights sum to one."""
    parts = [chance.randint(1, 4) for _ in range(chance.randint(2, 5))]
    names = chance.sample(ascii_uppercase, len(parts))
    return tuple(
        (name, Fraction(part, sum(parts))) for name, part in zip(names, parts, strict=True)
    )
