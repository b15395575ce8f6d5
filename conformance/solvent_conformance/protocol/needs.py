"""Needs: what a step asks a venue to have, beside what the venue declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import LABEL, Step
from solvent_conformance.protocol.lists import REFUSALS
from solvent_conformance.protocol.market import book_of, the_catalogue
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.reasons import Reject

MADE_UP: Final = frozenset({"deposit", "spot"})
"""What opens a history of a venue without money or prices for the reference alone."""

_REASONS: Final = {reason.value: reason for reason in Reject}
_IDENTIFIERS: Final = ("orderID",)


def is_made_up(step: Step, capabilities: Capabilities) -> bool:
    """Whether a step is for the reference alone.

    Where nobody can run out of anything a venue needs no deposits, and no index: the reference
    is given money and first prices, so that it accepts what such a venue accepts.
    """
    verb = step.request
    return (
        step.kind == "ctl"
        and verb in MADE_UP
        and verb not in capabilities.controls
        and not capabilities.has_money
    )


def has_needs(step: Step, capabilities: Capabilities) -> bool:
    """Whether a venue declares what a step asks for."""
    if step.kind == "reset":
        return _has_contracts(step.message, capabilities)
    if step.kind == "ctl":
        return step.request in capabilities.controls or is_made_up(step, capabilities)
    if step.kind == "read":
        return step.request in capabilities.tables
    body = step.message.get("body", {})
    if step.request not in capabilities.requests or not _has_names(body, capabilities):
        return False
    return step.request != "POST /order" or _has_terms(body, capabilities)


def is_asked(step: Step, capabilities: Capabilities) -> bool:
    """Whether a step is taken to a venue."""
    return has_needs(step, capabilities) and not is_made_up(step, capabilities)


def is_playable(steps: Iterable[Step], capabilities: Capabilities) -> bool:
    """Whether a venue has what a whole history asks for; what is made up only opens it."""
    opening = True
    for step in steps:
        if not has_needs(step, capabilities):
            return False
        opening = (opening or step.kind == "reset") and step.kind != "do"
        if not opening and is_made_up(step, capabilities):
            return False
    return True


def is_beyond(step: Step, before: Iterable[Step], capabilities: Capabilities) -> bool:
    """Whether a step asks, after those before it, for what the venue declares not to mind."""
    return _is_of_another(step, before, capabilities) or _moves_mark(step, before, capabilities)


def _moves_mark(step: Step, before: Iterable[Step], capabilities: Capabilities) -> bool:
    """Whether a mark moves, after the opening, that the venue neither shows nor refuses for."""
    if step.request != "spot" or "markPrice" in capabilities.refusals:
        return False
    is_shown = any(capabilities.compares(t, "markPrice") for t in ("instrument", "position"))
    return not is_shown and any(earlier.kind == "do" for earlier in before)


def _is_of_another(step: Step, before: Iterable[Step], capabilities: Capabilities) -> bool:
    """Whether a step names another account's order, where the venue minds no owner of orders."""
    if "owner" in capabilities.refusals or step.request not in {"PUT /order", "DELETE /order"}:
        return False
    named = step.message.get("body", {}).get("orderID")
    labels = {str(part) for part in (named if isinstance(named, list) else [named])}
    return any(
        LABEL + placed.label in labels and placed.message["account"] != step.message["account"]
        for placed in before
        if placed.request == "POST /order"
    )


def is_absent_refusal(step: Step, expected: Answer, capabilities: Capabilities) -> bool:
    """Whether the reference refused for a reason that the venue declares it never has."""
    if expected.status != "rejected" or len(capabilities.refusals) == len(REFUSALS):
        return False
    reason = _REASONS.get(str((expected.error or {}).get("message")))
    if reason is None:
        return False
    body = step.message.get("body", {})
    column = "orderQty" if reason is Reject.INVALID_ORDER_QTY else "price"
    # Without a side the sign of a quantity is the side, and says nothing of how much it is.
    signed = column == "orderQty" and body.get("side") is None
    return capabilities.lacks_refusal(reason, beyond=_is_positive(body.get(column), signed=signed))


def _is_positive(value: object, *, signed: bool = False) -> bool:
    if signed and isinstance(value, int):
        return value != 0
    if isinstance(value, str):
        return not value.startswith("-") and bool(value.strip("0."))
    return isinstance(value, int) and value > 0


def _has_contracts(setup: Row, capabilities: Capabilities) -> bool:
    if capabilities.rulebooks and setup["rulebook"] not in capabilities.rulebooks:
        return False
    book = book_of(setup["rulebook"])
    for symbol in setup["instruments"]:
        instrument = the_catalogue().instrument(symbol, book)
        if instrument.payoff.value not in capabilities.payoffs:
            return False
        if capabilities.instruments and symbol not in capabilities.instruments:
            return False
    return True


def _has_names(body: Row, capabilities: Capabilities) -> bool:
    """An order is named by an id that the venue tells, or by a name of its account."""
    named = any(str(body.get(column, "")).startswith(LABEL) for column in _IDENTIFIERS)
    named |= any(
        str(part).startswith(LABEL)
        for column in _IDENTIFIERS
        if isinstance(body.get(column), list)
        for part in body[column]
    )
    if named and not capabilities.identifies_orders:
        return False
    has_name = "clOrdID" in body or "origClOrdID" in body
    return capabilities.names_orders or not has_name


def _has_terms(body: Row, capabilities: Capabilities) -> bool:
    stops, priced = body.get("stopPx") is not None, body.get("price") is not None
    implied = {
        (True, True): "StopLimit",
        (True, False): "Stop",
        (False, True): "Limit",
        (False, False): "Market",
    }[stops, priced]
    instructions = [part for part in str(body.get("execInst", "")).split(",") if part]
    # Without an index there is no mark: such a venue triggers by what was traded.
    if stops and "spot" not in capabilities.controls and "LastPrice" not in instructions:
        return False
    tif = body.get("timeInForce")
    return (
        body.get("ordType", implied) in capabilities.ord_types
        and (tif is None or tif in capabilities.time_in_force)
        and all(part in capabilities.exec_inst for part in instructions)
        and (capabilities.hides or "displayQty" not in body)
    )
