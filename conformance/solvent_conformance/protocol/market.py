"""The market: the rulebooks and contracts that histories name: the project's, a user's own, and
those that a run draws.

A user's own ones are enlisted when a command begins, by `--rulebook FILE` and `--instruments DIR`
or by the file of a counterexample, and named from then on like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from solvent_spec.rulebook import Rulebook
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import DAY, HOUR, Millis, Price, ceil_div

_OWN: Final[dict[str, Definitions]] = {}
"""What a user defines, by the name of the rulebook."""

_DRAWN: Final[dict[str, Definitions]] = {}
"""What the run drew."""

_READ: Final[dict[str, Definitions]] = {}
"""What files of counterexamples define. These three are the state of this module."""


def enlist(own: Iterable[Definitions]) -> None:
    """Add rulebooks with their contracts to those that histories may name."""
    _OWN.update({definitions.book.name: definitions for definitions in own})
    the_catalogue.cache_clear()
    _definitions.cache_clear()


def enlist_drawn(drawn: Definitions) -> None:
    """Let histories name the contracts that a run has drawn, and no longer those of another."""
    _DRAWN.clear()
    _DRAWN[drawn.book.name] = drawn
    enlist(())


def enlist_read(read: Iterable[Definitions]) -> None:
    """Let the histories of a file name what it defines; no run is about that for it."""
    _READ.update({definitions.book.name: definitions for definitions in read})
    enlist(())


def dismiss() -> None:
    """Forget all that is not the project's."""
    for table in (_OWN, _DRAWN, _READ):
        table.clear()
    enlist(())


def drawn_rulebooks() -> tuple[str, ...]:
    """The names of the rulebooks that were drawn."""
    return tuple(_DRAWN)


def _defined(rulebook: str) -> Definitions | None:
    return _OWN.get(rulebook) or _DRAWN.get(rulebook) or _READ.get(rulebook)


def own_rulebooks() -> tuple[str, ...]:
    """The names of the user's own rulebooks, the first enlisted first."""
    return tuple(_OWN)


def own_symbols(rulebook: str) -> tuple[str, ...]:
    """The contracts of a user's own rulebook, or of a drawn one."""
    own = _defined(rulebook)
    return () if own is None else tuple(map(str, own.instruments))


def own_payoffs() -> frozenset[str]:
    """The payoffs of a user's own contracts."""
    return frozenset(i.payoff.value for own in _OWN.values() for i in own.instruments.values())


def own_opening(rulebook: str) -> Millis:
    """When histories of a user's own contracts begin: at noon of a day on which all are listed.

    Raises:
        KeyError: nobody has defined the rulebook.
    """
    own = _defined(rulebook)
    if own is None:
        raise KeyError(rulebook)
    since = max(own.book.date, *(i.listing for i in own.instruments.values()))
    return Millis(ceil_div(since, DAY) * DAY + 12 * HOUR)


def plain_price(instrument: Instrument) -> Price:
    """A price to open a contract at of which nothing is known: a thousand ticks, if that is little.

    At a thousand ticks the next price is a thousandth away, as in most markets.
    """
    tick, most = int(instrument.tick_size), int(instrument.max_price)
    return Price(min(1000 * tick, max(tick, most // 10 - most // 10 % tick)))


def book_of(rulebook: str) -> Rulebook:
    """The rulebook of a name: a user's own, a preset, or the one at a date.

    Raises:
        ValueError: when it is none of these.
    """
    own = _defined(rulebook)
    return Rulebook.named(rulebook) if own is None else own.book


@cache
def the_catalogue() -> Catalogue:
    """All contracts and indices; of two with one name the user's own."""
    known = Catalogue.load()
    instruments, indices = dict(known.instruments), dict(known.indices)
    weights = dict(known.weights)
    for own in (*_READ.values(), *_DRAWN.values(), *_OWN.values()):
        instruments |= own.catalogue.instruments
        indices |= own.catalogue.indices
        weights |= own.catalogue.weights
    return Catalogue(
        MappingProxyType(instruments),
        MappingProxyType(indices),
        MappingProxyType(weights),
        known.venues,
    )


def definitions_of(setup: Row) -> Row:
    """What the names in a setup mean, as a reset carries it; the reader may keep and change it."""
    row: Row = json.loads(_definitions(str(setup["rulebook"]), tuple(setup["instruments"])))
    return row


def own_definitions(setup: Row) -> Row:
    """What a user's own names mean, so that a file says all that it takes to play it."""
    is_own = _defined(str(setup.get("rulebook"))) is not None
    return {"definitions": [definitions_of(setup)]} if is_own else {}


def with_definitions(setup: Row) -> Row:
    """A setup that says what its names mean."""
    return setup if "definitions" in setup else {**setup, "definitions": definitions_of(setup)}


@lru_cache(maxsize=256)
def _definitions(rulebook: str, symbols: tuple[str, ...]) -> str:
    return json.dumps(Definitions.listed(the_catalogue(), book_of(rulebook), symbols).row())
