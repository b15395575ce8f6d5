"""The events and texts of refusals, whatever was asked for."""

from __future__ import annotations

from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderCover
from solvent_spec.vocabulary.events import RequestRejected
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import AccountId


def rejection(
    rules: Rules, account: AccountId, reason: Reject, message: str = ""
) -> RequestRejected:
    """The event of a refusal, with the exchange's text and name."""
    return RequestRejected(
        account=account,
        name=rules.error_name(reason),
        message=message or reason.value,
        code=rules.refusal_status(reason),
    )


def refusal_text(reason: Reject, cover: OrderCover | None, position: Position) -> str:
    """The exchange's text of a refusal, with its figure filled in."""
    text = str(reason.value)
    if reason is Reject.INSUFFICIENT_BALANCE:
        assert cover is not None  # money is missing only where it was asked
        return text.format(required=cover.required, currency=position.currency)
    return text
