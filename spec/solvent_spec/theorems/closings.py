"""Closings: what a takeover charges an account, and what it has left."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence
from solvent_spec.theorems.proof import Proof, both, implies, theorem
from solvent_spec.theorems.transcriptions import commission, cross_reach, position_commission


def _charge(t: Proof, *, dear: bool) -> Sentence:
    """Loss and fee of a takeover against the position's margin and all that is available."""
    cost, value = t.positive("cost value_at_takeover")
    initial, cross, carried, available, rate = t.natural("initial cross carried available rate")
    (per,) = t.positive("per")
    t.given(rate <= per)
    (reserved,) = t.natural("commission")
    t.given(reserved >= position_commission(t, cost, initial, cross, rate, per))
    margin = initial + reserved + cross - carried
    reach = available if t.near and dear else cross_reach(t, available, rate, per)
    may_lose = margin - reserved + reach
    t.given(may_lose >= 0)
    lost = value - cost if dear else cost - value
    t.given(lost <= may_lose + (1 if t.near and not dear else 0))
    fee = commission(t, value, rate, per)
    if dear:
        t.step(value * rate <= (cost + initial + cross + reach) * rate)
        if not t.near:
            t.step(reach * rate <= (available - reach) * per)
            t.step(per * fee <= per * (reserved + available - reach))
    else:
        t.step(rate * (initial + cross) >= 0)
        t.step((may_lose - lost) * (per - rate) >= 0)
        t.step(per * (lost + fee) <= per * (margin + available))
    return lost + fee <= margin + available


@theorem(
    "LIQD-003 LIQD-004 MARG-002 MARG-016 LEDG-003 LEDG-017",
    near="all that is available backs the position, not divided by one plus the fee rate",
)
def dear_takeover_is_paid(t: Proof) -> Sentence:
    """Loss and fee of a takeover on the dear side are paid by the margin of the position and what
    the account has available, so the wallet keeps the margins of all others.
    """
    return _charge(t, dear=True)


@theorem(
    "LIQD-003 LIQD-004 MARG-002 MARG-016 LEDG-003 LEDG-017",
    near="the loss may be one minor unit more",
)
def cheap_takeover_is_paid(t: Proof) -> Sentence:
    """Loss and fee of a takeover on the cheap side are paid by the margin of the position and what
    the account has available, so the wallet keeps the margins of all others.
    """
    return _charge(t, dear=False)


@theorem("LIQD-004 LEDG-003 LEDG-017", near="the fee is charged whole")
def forced_close_leaves_margins(t: Proof) -> Sentence:
    """The fee of a forced close is cut to what the account has left; a rest that stays open carries
    what is missing, and the wallet holds the margins of all its positions.
    """
    (due,) = t.natural("fee")
    gained, unbound = t.whole("gained unbound_before")
    stays_open = t.whole("stays_open")[0] == 1
    left = gained + unbound - due
    paid = due if t.near else t.choose(left >= 0, due, t.most(0, due + left))
    missing = t.most(0, -(gained + unbound - paid))
    carried = 0 if t.near else t.choose(stays_open, missing, 0)
    after = gained + unbound - paid + carried
    return both(
        paid <= due,
        paid >= 0,
        implies(stays_open, after >= 0),
        implies(gained + unbound >= 0, after >= 0),
    )
