"""What may be asked, what is refused, and what becomes of an order."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.orders.amendments import AmendmentRules
from solvent_spec.rules.orders.cover import OrderCoverRules
from solvent_spec.rules.orders.instructions import InstructionRules
from solvent_spec.rules.orders.limits import OrderLimitRules
from solvent_spec.rules.orders.refusals import RefusalRules
from solvent_spec.rules.orders.rows import OrderRowRules
from solvent_spec.rules.orders.stops import StopRules
from solvent_spec.rules.orders.terms import OrderTermRules


class OrderRules(
    OrderRowRules,
    AmendmentRules,
    InstructionRules,
    StopRules,
    RefusalRules,
    OrderCoverRules,
    OrderLimitRules,
    OrderTermRules,
):
    """What may be asked, what is refused, and what becomes of an order. Chapter: orders."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        ("instrument", "order.triggered"),
        ("execution.text", "order", "order.workingIndicator"),
    )
