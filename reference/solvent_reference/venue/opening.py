"""Opening: the state that a venue begins with."""

from __future__ import annotations

from solvent_adapter.setup import Setup
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.positions import Settings, Terms
from solvent_spec.rulebook.definitions import Definitions
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument


def open_exchange(setup: Setup, rules: Rules) -> Exchange:
    """A fresh state for a setup."""
    listed = Definitions.listed(setup.catalogue, setup.book, setup.instruments)
    instruments, indices = listed.instruments, listed.indices
    due = {s: rules.next_funding(i, setup.clock) for s, i in instruments.items()}
    terms = {s: opening_terms(rules, i) for s, i in instruments.items()}
    funds = {s: rules.fund_of(s) for s in instruments}
    marking = rules.marking_order(instruments)
    return Exchange(instruments, indices, setup.accounts, setup.clock, due, terms, funds, marking)


def opening_terms(rules: Rules, instrument: Instrument) -> Terms:
    """With what every position in a contract starts."""
    leverage = rules.default_leverage()
    steps = rules.risk_steps(instrument, instrument.risk_limit)
    tier = rules.tier_initial_margin(instrument, steps)
    settings = Settings(
        leverage,
        instrument.risk_limit,
        rules.initial_requirement(leverage, tier),
        rules.tier_maintenance_margin(instrument, steps),
    )
    return Terms(settings, rules.position_fee_rate(instrument))
