"""Lists: what there is to declare, list by list."""

from __future__ import annotations

from typing import Final

from solvent_spec.vocabulary.commands import ExecInst, OrdType, TimeInForce
from solvent_spec.vocabulary.instruments import Payoff
from solvent_spec.vocabulary.messages import CONTROLS, REQUESTS, TABLES
from solvent_spec.vocabulary.reasons import Reject

PROFILES: Final = ("arithmetic", "trading", "margin", "overload", "api")

SOLVENCY: Final = "solvency"
"""The profile that has no clauses of its own: it holds a venue to its own numbers."""

ASKABLE: Final = (*PROFILES, SOLVENCY)
"""What a venue may declare, and what may be asked for."""

REFUSALS: Final[dict[str, tuple[Reject, ...]]] = {
    "tickSize": (Reject.INVALID_TICK, Reject.INVALID_STOP_TICK),
    "lotSize": (Reject.INVALID_LOT,),
    "maxOrderQty": (Reject.INVALID_ORDER_QTY,),
    "maxPrice": (Reject.INVALID_PRICE,),
    "openOrders": (Reject.TOO_MANY_OPEN_ORDERS, Reject.TOO_MANY_STOP_ORDERS),
    "clOrdID": (Reject.DUPLICATE_CL_ORD_ID,),
    "markPrice": (Reject.NO_MARK_PRICE, Reject.IMMEDIATE_LIQUIDATION),
    "riskLimit": (Reject.POSITION_RISK_LIMIT, Reject.ACCOUNT_RISK_LIMIT),
    "owner": (),
}
"""Refusals that an engine may be without, by name, and the reasons that they give.

Without `owner` whoever knows the id of an order may amend and cancel it: the reason is that of an
order that is not there, so it is known by whose order a request names.
"""

LISTS: Final[dict[str, tuple[str, ...]]] = {
    "profiles": PROFILES,
    "tables": TABLES,
    "requests": REQUESTS,
    "ordTypes": tuple(kind.value for kind in OrdType),
    "timeInForce": tuple(tif.value for tif in TimeInForce),
    "execInst": tuple(inst.value for inst in ExecInst),
    "controls": CONTROLS,
    "payoffs": tuple(payoff.value for payoff in Payoff),
    "refusals": tuple(REFUSALS),
}
"""What a venue may declare a part of, by the name of the list in its introduction."""

MEANINGS: Final[dict[str, str]] = {
    "protocol": "The number of the protocol, 1.",
    "name": "Text: what is certified.",
    "version": "Text: which version of it.",
    "profiles": "By which clauses it is judged. Without `margin` and `arithmetic` nobody runs out"
    " of money: no margin, no fee and no refusal for want of money is asked for.",
    "tables": "What can be read.",
    "requests": "What an account may ask for. Another request is answered `unsupported`.",
    "ordTypes": "Types of orders that are taken. Without Stop and StopLimit no stop is sent.",
    "timeInForce": "How long an order may say that it is good for.",
    "execInst": "Instructions that an order may carry.",
    "controls": "Control verbs. Without `spot` no index, without `advance` no time passes.",
    "payoffs": "Kinds of contracts.",
    "refusals": "Refusals that it has; one that is not listed is never expected.",
    "columns": "Table -> the columns that it shows; no other is asked for. The name of a request"
    " instead of a table limits the rows that answer it. A table that is not named shows all of"
    " its columns.",
    "instruments": "Symbols of the contracts that it trades. Others are never in a setup.",
    "definitions": "True if contracts and rulebooks that nobody has heard of are played, by what a"
    " setup says that they are. Left out, only names of the project or of a user's files come.",
    "rulebooks": "Names of the rulebooks under which it plays. Others are never in a setup.",
}
"""What each field of an introduction says. A list that is left out means everything."""


def judged_profiles(declared: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """The profiles by which a venue is judged: those that it declares and is asked for.

    The solvency profile needs no declaration. It is judged where it is asked for by name, and where
    it is declared and all other profiles are asked for.
    """
    judged = tuple(name for name in PROFILES if name in declared and name in asked)
    whole = SOLVENCY in declared and set(PROFILES) <= set(asked)
    return (*judged, SOLVENCY) if SOLVENCY in asked or whole else judged
