"""Cascades: states that were laid out, one to four blows each, and the audit after every one."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, TypeAlias

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from solvent_conformance.certify.balances import BalanceRange
from solvent_conformance.certify.budget import RULEBOOKS
from solvent_conformance.histories.chance import BACKEND
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.histories.generators.arenas import choices
from solvent_conformance.histories.generators.blows import BLOWS
from solvent_conformance.histories.generators.states import NAMES, Draws, Layout, lay_out
from solvent_conformance.histories.generators.worlds import World, contract_of, opening_instant
from solvent_conformance.histories.small_world.events import kind_of
from solvent_conformance.histories.small_world.solvency import gift_in, insolvency_of
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.shrink import shortest
from solvent_conformance.protocol.history import Step, ctl
from solvent_conformance.protocol.market import book_of
from solvent_conformance.protocol.session import Session
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules, clause_of
from solvent_spec.vocabulary.units import MINUTE, Millis

ROUND: Final = 50
"""States of one rulebook before the next has its turn."""

SYMBOLS: Final = {
    "TOY": ("XBTTOY", "ETHTOY", "ADATOY", "USDTOY"),
    "2019-06": ("XBTUSD", "ETHUSD", "ADAM19", "XBTM19"),
    "2026": ("XBTUSD", "ETHUSD", "XBTUSDT"),
}
Origin: TypeAlias = Callable[[], ReferenceVenue]
"""What makes the venue; it keeps a journal."""


class Fall(AssertionError):
    """A sentence that does not hold, with the history that shows it."""

    def __init__(self, sentence: str, steps: tuple[Step, ...]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.steps = steps


@dataclass(slots=True)
class Campaign:
    """What the states of a campaign brought. Mutable while it runs."""

    states: int = 0
    commands: int = 0
    blows: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    extremes: BalanceRange = field(default_factory=BalanceRange)
    fall: Fall | None = None


def campaign(
    seed: int,
    *,
    minutes: float = 0.0,
    rounds: int = 1,
    size: int | None = None,
    origin: Origin | None = None,
    notify: Callable[[Campaign], None] = lambda _: None,
) -> Campaign:
    """Lay out states under one rulebook after the other: `rounds` at least, until time is over."""
    found = Campaign()
    end = monotonic() + 60 * minutes
    number = 0
    while found.fall is None and (number < rounds or monotonic() < end):
        rulebook = RULEBOOKS[number % len(RULEBOOKS)]
        _round(found, rulebook, derived_seed(seed, "states", number), size or ROUND, origin)
        number += 1
        notify(found)
    return found


def _round(found: Campaign, rulebook: str, seed: int, size: int, origin: Origin | None) -> None:
    def tell(data: Draws) -> None:
        _one(found, rulebook, data, origin or _journaling)

    bound = settings(
        max_examples=size,
        backend=BACKEND,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )(given(st.data())(tell))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hypothesis.seed(seed)(bound)()
    except Fall as fall:
        found.fall = fall


def _journaling() -> ReferenceVenue:
    return ReferenceVenue(journal=True)


def _one(found: Campaign, rulebook: str, data: Draws, origin: Origin) -> None:
    """One state: lay it out, hold it to the audit, then blow by blow."""
    venue = origin()
    session = Session(venue)
    layout = Layout(
        session.send, lambda t, a: session.read(t, a) or [], _world(data, rulebook), data
    )
    try:
        lay_out(layout)
        _check(found, venue, layout, "laid out")
        found.states += 1
        for _ in range(layout.pick(1, 2, 3, 4)):
            blow = layout.pick(*BLOWS)
            blow(layout)
            found.blows[blow.__name__] += 1
            _check(found, venue, layout, blow.__name__)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise Fall(f"the venue goes on: {error!r}", tuple(layout.steps)) from error
    found.commands += len(layout.steps)


def _world(data: Draws, rulebook: str) -> World:
    symbols = SYMBOLS[rulebook]
    first = data.draw(st.sampled_from(symbols))
    chosen = [first]
    if data.draw(st.integers(0, 3)) == 0:
        chosen.append(data.draw(st.sampled_from([s for s in symbols if s != first])))
    contracts = tuple(contract_of(rulebook, symbol) for symbol in chosen)
    clock = opening_instant(rulebook)
    expiries = [c.instrument.expiry for c in contracts if c.instrument.expiry is not None]
    if expiries and data.draw(st.booleans()):
        clock = Millis(min(expiries) - 30 * MINUTE)
    count = data.draw(st.integers(3, len(NAMES)))
    return World(book_of(rulebook), contracts, NAMES[:count], clock, data.draw(choices()))


def _check(found: Campaign, venue: ReferenceVenue, layout: Layout, after: str) -> None:
    """Hold a state to the audit from scratch and to the promise; count what happened."""
    sentence = _sentence(venue)
    if sentence:
        raise Fall(f"{sentence} (after: {after})", (*layout.steps, ctl("audit")))
    events = venue.engine.journal or []
    found.events.update(map(kind_of, events))
    found.extremes.look(venue.engine.exchange)
    events.clear()


def _sentence(venue: ReferenceVenue) -> str:
    """What does not hold in a state; the empty text when all does."""
    engine = venue.engine
    told = engine.exchange.stopped or engine.audit()
    if told:
        return told
    wrong = gift_in(engine.journal or []) or insolvency_of(engine.exchange)
    return "" if wrong is None else f"{wrong.sentence}: {wrong.detail}"


def violation_of(steps: tuple[Step, ...], origin: Origin | None = None) -> Violation | None:
    """The first sentence that does not hold while steps are taken, if any."""
    venue = (origin or _journaling)()
    session = Session(venue)
    for at, step in enumerate(steps):
        try:
            session.send(step)
            sentence = _sentence(venue)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            sentence = f"the venue goes on: {error!r}"
        (venue.engine.journal or []).clear()
        if sentence:
            named = clause_of(Rules, sentence.partition(":")[0])
            clauses = (named or clause_of(Rules, "money_is_conserved"),)
            taken = steps[: at + 1]
            return Violation("accounting", clauses, sentence, at, step, fired=clauses, steps=taken)
    return None


def shrink_fall(fall: Fall, origin: Origin | None = None) -> Violation | None:
    """What fell, with as few steps as deleting leaves."""
    violation = violation_of(fall.steps, origin)
    if violation is None:
        return None
    return shortest(violation, lambda steps: violation_of(steps, origin))
