"""A cascade: states at the edge of their maintenance, laid out and struck again and again."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from solvent_conformance.histories.generators.arenas import arenas
from solvent_conformance.histories.generators.blows import BLOWS
from solvent_conformance.histories.generators.states import (
    Layout,
    fill_fund,
    lay_out,
    rest,
    take_out,
    trade_once,
)
from solvent_conformance.histories.generators.worlds import Contract
from solvent_conformance.histories.machines.machine import Draws, VenueMachine
from solvent_conformance.protocol.history import Step


class CascadeMachine(VenueMachine):
    """Lays a state out, strikes at it, and builds on what is left of it."""

    roams: ClassVar[bool] = False

    @initialize(data=st.data())
    def begin(self, data: Draws) -> None:
        """Lay a state out: rich accounts trade at any price, then take out what they may."""
        runs = self.runs
        self.world = data.draw(arenas(runs.rulebook, runs.capabilities, roams=self.roams))
        self.run.gauge.hand = frozenset(self.world.accounts)
        self.layout = Layout(self._tell, self.rows, self.world, data)
        lay_out(self.layout)

    def _tell(self, step: Step) -> None:
        """Send a step, unless the venue declares not to have what it asks for."""
        capabilities = self.runs.capabilities
        known = {"do": capabilities.requests, "ctl": capabilities.controls}.get(step.kind)
        if known is None or step.request in known:
            self._send(step)
            self.run.opened = True

    def _any_contract(self) -> Contract:
        contract: Contract = self.layout.pick(*self.world.contracts)
        return contract

    @rule(data=st.data())
    def strike(self, data: Draws) -> None:
        """One blow: a leap, an aimed price, a fill, a funding, an expiry."""
        self.layout.data = data
        self.layout.pick(*BLOWS)(self.layout)

    @rule(data=st.data())
    def build(self, data: Draws) -> None:
        """A trade, an order that rests, or a fund that gains."""
        self.layout.data = data
        self.layout.pick(trade_once, trade_once, rest, fill_fund)(self.layout, self._any_contract())

    @rule(data=st.data())
    def empty(self, data: Draws) -> None:
        """An account takes out all or most of what it may."""
        self.layout.data = data
        take_out(self.layout, self.layout.pick(*self.world.accounts))


class RoamingCascade(CascadeMachine):
    """The same in every contract that a day has, at every price, with every permitted choice."""

    roams = True
