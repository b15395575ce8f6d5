"""Machines: Hypothesis state machines that drive a venue. They send; judges judge."""

from __future__ import annotations

from typing import Final

from solvent_conformance.histories.machines.arithmetic import ArithmeticMachine
from solvent_conformance.histories.machines.attacker import AttackerMachine, RoamingAttacker
from solvent_conformance.histories.machines.cascade import CascadeMachine, RoamingCascade
from solvent_conformance.histories.machines.counts import CountMachine, LongCountMachine
from solvent_conformance.histories.machines.distress import DistressMachine
from solvent_conformance.histories.machines.funding import FundingMachine
from solvent_conformance.histories.machines.leverage import LeverageMachine
from solvent_conformance.histories.machines.machine import VenueMachine
from solvent_conformance.histories.machines.overload import OverloadMachine
from solvent_conformance.histories.machines.trading import TradingMachine
from solvent_conformance.histories.machines.widths import WidthMachine

MACHINES: Final[dict[str, type[VenueMachine]]] = {
    "arithmetic": ArithmeticMachine,
    "trading": TradingMachine,
    "leverage": LeverageMachine,
    "funding": FundingMachine,
    "distress": DistressMachine,
    "overload": OverloadMachine,
    "width": WidthMachine,
    "count": CountMachine,
    "attacker": AttackerMachine,
    "cascade": CascadeMachine,
}
"""Every machine by name."""

LONGER: Final[dict[str, type[VenueMachine]]] = {"count": LongCountMachine}
"""Those of which a budget of minutes sets a longer one loose."""

ROAMING: Final[dict[str, type[VenueMachine]]] = {
    "attacker": RoamingAttacker,
    "cascade": RoamingCascade,
}
"""Those that a campaign of attacks sets loose on any contract, day and permitted choice."""

__all__ = ["LONGER", "MACHINES", "ROAMING", "VenueMachine"]
