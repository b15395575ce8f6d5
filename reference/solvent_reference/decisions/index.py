"""Decisions about indices: which constituents count, and what the index is then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import IndexState
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import PublishIndex, SetSpotPrice
from solvent_spec.vocabulary.events import Event, IndexPublished, SpotPriceSet
from solvent_spec.vocabulary.indices import Constituent
from solvent_spec.vocabulary.units import Millis


def publish_index(exchange: Exchange, rules: Rules, command: PublishIndex) -> Iterator[Event]:
    """Publish an index from what its constituents last traded at, if this is an instant for it."""
    if rules.next_publication(exchange.now) != exchange.now:
        return
    state = exchange.indices[command.index]
    known = tuple(state.constituents.values())
    fresh = tuple(c for c in known if not rules.is_stale(c, exchange.now))
    if not fresh:
        return
    # Three sources say 100, 100 and 50. The third strays and is removed, so the index stays at 100
    # and nobody is liquidated by one broken feed. Under newer rules it does not
    # count at once when it says 100 again, but after a while of being fit. If two of three fell
    # together, the outlier would be the one that still says 100: who is removed is measured against
    # the others of this instant, never against the index of before.
    straying = {c.reference for c in fresh if rules.is_outlier(state.index, c, fresh)}
    steady = tuple(c for c in fresh if not c.removed and c.reference not in straying)
    removed = {
        c.reference: _fit_since(exchange, rules, state, c, steady) if c in fresh else None
        for c in known
        if c.reference in straying or c.removed
    }
    back = {
        name
        for name, since in removed.items()
        if _is_back(exchange, rules, since, strays=name in straying)
    }
    counted = tuple(replace(c, excluded=False) for c in fresh if c in steady or c.reference in back)
    price = rules.index_price(state.index, counted, state.price)
    if price is None:
        return
    names = {c.reference for c in counted}
    published = IndexPublished(
        command.index,
        price,
        tuple(c.reference for c in known if c.reference not in names),
        tuple((name, since) for name, since in removed.items() if name not in back),
    )
    before = (
        tuple(c.reference for c in known if c.excluded),
        tuple((c.reference, c.fit_since) for c in known if c.removed),
    )
    if price != state.price or before != (published.excluded, published.removed):
        yield published


def _fit_since(
    exchange: Exchange,
    rules: Rules,
    state: IndexState,
    constituent: Constituent,
    steady: tuple[Constituent, ...],
) -> Millis | None:
    """Since when a removed constituent has been fit to return, if it is."""
    if state.price is None:
        return None
    frozen = rules.index_is_frozen(state.index, steady, state.price)
    if not rules.may_return(constituent.price, steady, state.price, frozen=frozen):
        return None
    return constituent.fit_since if constituent.fit_since is not None else exchange.now


def _is_back(exchange: Exchange, rules: Rules, since: Millis | None, *, strays: bool) -> bool:
    """Whether a removed constituent counts again: when it is near again, later when it is fit."""
    if not rules.book.index_reintroduction:
        return not strays
    return since is not None and rules.is_reintroduced(since, exchange.now)


def set_spot_price(exchange: Exchange, rules: Rules, command: SetSpotPrice) -> Iterator[Event]:
    """A constituent traded; whether it counts is decided when the index is published."""
    yield SpotPriceSet(command.index, command.reference, command.price)
