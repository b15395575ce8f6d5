"""Campaigns: a venue before all judges, profile by profile, from one seed to one outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from solvent_conformance.adapters.failures import GarbageAnswer, VenueFailure
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.budget import rulebooks_of
from solvent_conformance.certify.distinctions import FEW, Comparison, Distinction, others_of
from solvent_conformance.certify.outcome import Outcome, Plan, Progress
from solvent_conformance.certify.reach import out_of_reach
from solvent_conformance.certify.solvency import judge_solvency
from solvent_conformance.certify.stage import Stage, play_scripts
from solvent_conformance.certify.verdict import Verdict
from solvent_conformance.choices.policies import choices_of, infer_policies
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.histories.generators.drawn_market import drawn_market
from solvent_conformance.histories.generators.transposition import own_rulebook
from solvent_conformance.histories.generators.worlds import (
    ACCOUNTS,
    World,
    contract_of,
    opening_instant,
    rulebook_symbols,
)
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.lists import SOLVENCY
from solvent_conformance.protocol.market import (
    book_of,
    drawn_rulebooks,
    enlist_drawn,
    own_payoffs,
    own_rulebooks,
    with_definitions,
)
from solvent_conformance.protocol.needs import is_playable
from solvent_conformance.retellings.comparison import mirror, retell, split
from solvent_conformance.retellings.one_price import one_price_history
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Venue

Wire = Callable[[Outcome, Callable[[Progress], None]], None]
"""A check of the messages themselves, for a binding that has them: adds to the outcome."""


def run_campaign(
    venue: Venue,
    plan: Plan,
    *,
    notify: Callable[[Progress], None] = lambda _: None,
    wire: Wire | None = None,
) -> Outcome:
    """Judge a venue.

    Raises:
        AdapterInvalid: what it says of itself is not what the protocol asks for.
        ReferenceBroke: the reference raised; then we are wrong.
    """
    began = monotonic()
    hello, declared = introduction(venue)
    capabilities = declared.judged_by(plan.profiles, wording=plan.wording)
    if own_rulebooks() and not capabilities.rulebooks:
        # Whoever brings rulebooks asks about these.
        capabilities = replace(capabilities, rulebooks=own_rulebooks())
    if own_rulebooks():
        capabilities = replace(
            capabilities, payoffs=tuple(p for p in capabilities.payoffs if p in own_payoffs())
        )
    plan = replace(plan, profiles=capabilities.judged)
    if capabilities.reads_definitions:
        enlist_drawn(drawn_market(plan.seed))
    outcome = Outcome(plan, hello, capabilities)
    try:
        if set(plan.profiles) - {SOLVENCY}:
            _judge(venue, outcome, notify)
        if SOLVENCY in plan.profiles and outcome.failure is None:
            notify(Progress("stage", SOLVENCY))
            judge_solvency(venue, outcome, _opened(venue, outcome), notify)
        if wire is not None and "api" in plan.profiles:
            notify(Progress("stage", "api"))
            wire(outcome, notify)
    except VenueFailure as failure:
        outcome.failure = failure
    if outcome.failure is not None:
        for identity in broken_by(outcome.failure):
            reason = limit_text(outcome.failure.problem)
            outcome.wire[identity] = Verdict(identity, "Violates", reason)
    outcome.seconds = monotonic() - began
    return outcome


def broken_by(failure: VenueFailure) -> tuple[str, ...]:
    """The clauses that a failure breaks: a column of a wrong type breaks one, a crash none."""
    return ("APIC-007",) if isinstance(failure, GarbageAnswer) and failure.is_of_type else ()


def _judge(venue: Venue, outcome: Outcome, notify: Callable[[Progress], None]) -> None:
    plan = outcome.plan
    memory = outcome.memory
    lockstep = lockstep_of(venue, outcome.capabilities, watch=plan.watch, memory=memory)
    if not outcome.capabilities.is_whole:
        outcome.out_of_reach = out_of_reach(outcome.capabilities)
    notify(Progress("stage", "policies"))
    outcome.policies = infer_policies(lockstep, dialect=plan.dialect)
    lockstep = replace(lockstep, policies=choices_of(outcome.policies))
    if plan.baseline.accepted:
        notify(Progress("stage", "baseline"))
        outcome.accepted, stale = plan.baseline.held_against(lockstep)
        outcome.stale = [f"{one.name}: {limit_text(one.sentence)}" for one in stale]
    play_scripts(outcome, lockstep, notify)
    rulebooks = _opened(venue, outcome)
    samples: list[tuple[Step, ...]] = []
    for name, machine in MACHINES.items():
        if machine.profile not in plan.profiles:
            continue
        for rulebook in rulebooks:
            histories = plan.budget.played(name, main=rulebook == rulebooks[0])
            if rulebook in drawn_rulebooks():
                # Whoever knows contracts by heart gives itself away soon.
                histories = max(1, histories // 3)
            stage = Stage(outcome, lockstep, name, rulebook, histories, notify)
            samples += stage.run(machine)
            if outcome.failure is not None:
                return
    notify(Progress("stage", "retellings", 0, plan.budget.retellings))
    _retell(venue, outcome, samples, notify)
    _tell_apart(outcome, notify)


def _tell_apart(outcome: Outcome, notify: Callable[[Progress], None]) -> None:
    """Find out which clauses the histories told from another rule."""
    can, reach = outcome.capabilities, outcome.out_of_reach
    policies = choices_of(outcome.policies)
    shown, whole = Comparison(can, policies), Comparison(WHOLE, policies)
    # A choice that a scenario showed was told from the others there.
    seen = {policy.clause for policy in outcome.policies if policy.seen}
    asked = [c for c in CLAUSES.values() if can.applies(c) and others_of(c.id)]
    for number, clause in enumerate(asked, 1):
        beyond = clause.id in reach.executed
        # Where something absent is likelier to tell it, not every history is tried.
        histories = outcome.kept.of(clause.id)[: FEW if beyond else None]
        found = shown.distinction(clause.id, histories)
        if found is None and clause.id in seen:
            found = Distinction(clause.id, "another choice", 1)
        if found is not None:
            outcome.told_apart[clause.id] = found
        elif not beyond and whole.distinction(clause.id, histories) is not None:
            outcome.hidden.add(clause.id)
        notify(Progress("beat", "distinctions", number, len(asked)))


def _opened(venue: Venue, outcome: Outcome) -> tuple[str, ...]:
    """The rulebooks that the venue opens under: one that it refuses is one that it has not."""
    can = outcome.capabilities
    opened = []
    for name in rulebooks_of(outcome.plan.rulebook, can):
        contract = contract_of(name, rulebook_symbols(name, can)[0])
        world = World(book_of(name), (contract,), ACCOUNTS[:2], opening_instant(name))
        if venue.reset(with_definitions(world.setup())).status == "ok":
            opened.append(name)
    return tuple(opened)


def _retell(
    venue: Venue,
    outcome: Outcome,
    samples: list[tuple[Step, ...]],
    notify: Callable[[Progress], None],
) -> None:
    """Tell sampled histories, and histories made for it, in other ways."""
    if outcome.violations:
        return
    budget, capabilities = outcome.plan.budget, outcome.capabilities
    for number, steps in enumerate(samples[: budget.retellings]):
        for violation in retell(venue, steps, capabilities):
            outcome.retellings += 1
            _take(outcome, violation, notify)
        notify(Progress("beat", "retellings", number + 1, 2 * budget.retellings))
    rulebook = own_rulebook(capabilities) or "TOY"
    symbols = rulebook_symbols(rulebook, capabilities)
    for number in range(budget.retellings if symbols else 0):
        seed = derived_seed(outcome.plan.seed, "one price", number)
        symbol = symbols[number % len(symbols)]
        steps = one_price_history(rulebook, symbol, seed, capabilities.controls)
        if not is_playable(steps, capabilities):
            return
        for violation in (
            mirror(venue, steps, capabilities),
            split(venue, steps, capabilities, "taker"),
        ):
            outcome.retellings += 1
            _take(outcome, violation, notify)
        notify(
            Progress("beat", "retellings", budget.retellings + number + 1, 2 * budget.retellings)
        )


def _take(
    outcome: Outcome, violation: Violation | None, notify: Callable[[Progress], None]
) -> None:
    if violation is None or violation.signature in {v.signature for v in outcome.known}:
        return
    outcome.add(violation, notify)
