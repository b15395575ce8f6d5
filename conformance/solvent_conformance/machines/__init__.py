"""Machines: Hypothesis state machines that drive a venue. They send; judges judge."""

from __future__ import annotations

from typing import Final

from solvent_conformance.machines.arithmetic import ArithmeticMachine
from solvent_conformance.machines.driving import VenueMachine
from solvent_conformance.machines.leverage import LeverageMachine
from solvent_conformance.machines.overload import OverloadMachine
from solvent_conformance.machines.trading import TradingMachine

MACHINES: Final[dict[str, type[VenueMachine]]] = {
    "arithmetic": ArithmeticMachine,
    "trading": TradingMachine,
    "margin": LeverageMachine,
    "overload": OverloadMachine,
}
"""The machine of each profile."""

__all__ = ["MACHINES", "VenueMachine"]
