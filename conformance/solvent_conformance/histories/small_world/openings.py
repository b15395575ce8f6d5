"""Openings: the first state of a small world, and the steps that make it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from solvent_conformance.histories.small_world.scopes import Scope
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_conformance.protocol.session import Session
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import Engine
from solvent_spec.vocabulary.messages import Row

Origin: TypeAlias = Callable[[], ReferenceVenue]
"""What makes the venue whose world is searched: the reference, or one that is wrong in a rule."""


def opening_steps(scope: Scope) -> list[Step]:
    """The reset, a first price of every contract, and what every account has at first."""
    setup = {
        "rulebook": scope.rulebook,
        "instruments": [t.symbol for t in scope.trades],
        "accounts": list(scope.accounts),
        "clock": scope.clock,
        "policies": dict(scope.policies),
    }
    steps = [Step("reset", setup)]
    for trade in scope.trades:
        price = trade.opening_price
        body: Row = {"index": f".{trade.symbol}", "reference": trade.reference, "price": price}
        steps.append(ctl("spot", body))
    for account in scope.accounts:
        for currency, amount in scope.opening:
            body = {"account": account, "currency": currency, "amount": amount}
            steps.append(ctl("deposit", body))
        for trade in scope.trades:
            if trade.opening_leverage is not None:
                body = {"symbol": trade.symbol, "leverage": trade.opening_leverage}
                steps.append(do(account, "POST /position/leverage", body))
    return steps


def open_scope(scope: Scope, origin: Origin = ReferenceVenue) -> Engine:
    """The engine after the opening.

    Raises:
        ValueError: a step of the opening was not granted.
    """
    venue = origin()
    session = Session(venue)
    for step in opening_steps(scope):
        answer = session.send(step)
        if answer.status != "ok":
            message = f"the opening of {scope.name} stops at {step.title}: {answer.error}"
            raise ValueError(message)
    return venue.engine
