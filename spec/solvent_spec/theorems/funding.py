"""Funding: nobody pays what it has not, nobody receives what nobody paid."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, implies, theorem
from solvent_spec.theorems.transcriptions import (
    ceil_share,
    funding_from_fund,
    funding_from_position,
    funding_payment,
    funding_received,
    last_units,
)


def _payer(t: Proof, *, own_first: bool) -> Sentence:
    due, wallet, orders, others, reserved = t.natural("due wallet orders other_margins commission")
    margin, gain = t.whole("margin gain")
    t.given(margin >= reserved, wallet >= margin + others)
    available = wallet - margin - others - orders
    equity = margin + gain
    free = t.most(0, available)
    own = t.most(0, t.least(margin, equity) - reserved)
    paid = due if t.near else t.least(due, free + own)
    carried = funding_from_position(t, paid, free, own, own_first=own_first)
    return both(
        paid >= 0,
        paid <= due,
        wallet - paid >= (margin - carried) + others,
        margin - carried >= reserved,
        implies(carried > 0, equity - carried >= reserved),
        carried >= 0,
    )


@theorem("FUND-011 FUND-012 LEDG-003 LEDG-017", near="it pays all that is due")
def payer_can_pay(t: Proof) -> Sentence:
    """A payer of funding pays no more than it owes, keeps the fee of closing in the position, and
    its wallet still holds the margins of all its positions.
    """
    return _payer(t, own_first=False)


@theorem("FUND-011 FUND-012 LEDG-003 LEDG-017", near="it pays all that is due")
def payer_can_pay_from_position(t: Proof) -> Sentence:
    """The same where funding is taken from the position's own margin first."""
    return _payer(t, own_first=True)


@theorem("FUND-010 FUND-011", near="the share is rounded up")
def receivers_share_step(t: Proof) -> Sentence:
    """One receiver more: if what the receivers so far got, times what is owed, is at most their
    dues times what was collected, and less than one owed for each behind it, that stays so.
    """
    collected, owed, due, dues, got, receivers = t.natural(
        "collected owed due dues_so_far got_so_far receivers_so_far"
    )
    t.given(collected < owed)
    t.given(owed * got <= dues * collected, dues * collected <= owed * got + receivers * (owed - 1))
    share = t.ceil(due * collected, owed) if t.near else funding_received(t, due, collected, owed)
    return both(
        owed * (got + share) <= (dues + due) * collected,
        (dues + due) * collected <= owed * (got + share) + (receivers + 1) * (owed - 1),
    )


@theorem(
    "FUND-010 FUND-011 FUND-018 LEDG-003",
    near="receivers get what they are due, whatever was collected",
)
def receivers_share_end(t: Proof) -> Sentence:
    """After the last receiver, what was collected covers what was received, and fewer minor units
    remain than there are receivers.
    """
    collected, owed, got = t.natural("collected owed got")
    (receivers,) = t.positive("receivers")
    t.given(collected < owed)
    if t.near:
        t.given(got == owed)
    else:
        t.given(
            owed * got <= owed * collected, owed * collected <= owed * got + receivers * (owed - 1)
        )
    t.step(got <= collected)
    t.step(owed * (collected - got) < owed * receivers)
    return both(got <= collected, collected - got < receivers)


@theorem("FUND-018 LEDG-003", near="a receiver that got all it is due gets one more")
def last_units_fit(t: Proof) -> Sentence:
    """Where the last units are given one each, nobody gets more than it is due, and what was
    collected still covers it.
    """
    collected, owed, due, got = t.natural("collected owed due got_by_all")
    (receivers,) = t.positive("receivers")
    t.given(collected < owed, got <= collected, due <= owed)
    if not t.near:
        t.given(due >= 1)
        t.step(due * collected < due * owed)
    t.step(due * collected >= 0)
    share = funding_received(t, due, collected, owed)
    units = last_units(t, collected - got, receivers)
    return both(share + 1 <= due, got + units <= collected, units >= 0, units <= receivers)


@theorem(
    "FUND-009 FUND-010 FUND-011 LEDG-001 LEDG-003 LEDG-018",
    near="what the fund adds is all that is missing, whatever it has free",
)
def funding_conserves(t: Proof) -> Sentence:
    """A whole exchange of funding sums to zero, and neither fees nor what the fund has free falls
    below zero.
    """
    paid, due, free, fees = t.natural("paid due free_of_fund fees")
    (received,) = t.natural("received")
    added = t.most(0, due - paid) if t.near else funding_from_fund(t, due - paid, free)
    collected = paid + added
    t.given(received <= t.least(collected, due))
    remainder = collected - received
    return both(-paid + received - added + remainder == 0, fees + remainder >= 0, free - added >= 0)


@theorem("FUND-008", near="it pays no less")
def splitting_lowers_funding_by_one(t: Proof) -> Sentence:
    """A position split in two pays and receives at most one minor unit of funding less, and never
    more.
    """
    first, second, rate = t.natural("first_value second_value rate")
    (per,) = t.positive("per")
    t.step(first * rate >= 0, second * rate >= 0)
    whole = funding_payment(t, first + second, rate, per)
    parts: Term = funding_payment(t, first, rate, per) + funding_payment(t, second, rate, per)
    return both(parts <= whole, parts >= whole - (0 if t.near else 1))


@theorem("FUND-008 MARG-005 LIQD-003", near="the position may have lost any part of its cost")
def funding_leaves_half_of_maintenance(t: Proof) -> Sentence:
    """A position that stood with the adverse funding in its maintenance margin has half of the
    maintenance margin left after it paid, unless the funding rate on what a lot has grown dearer
    since its entry is more than the other half.
    """
    cost, per = t.positive("cost per")
    value, maintenance, rate = t.natural("value_at_mark maintenance_rate funding_rate")
    (equity,) = t.whole("equity_beyond_fee")
    t.given(equity >= ceil_share(t, cost, maintenance + rate, per))
    if not t.near:
        t.given(2 * rate * (value - cost) <= maintenance * cost)
    t.step(value * rate >= 0)
    paid = funding_payment(t, value, rate, per)
    keeps = ceil_share(t, cost, maintenance, per)
    if not t.near:
        t.step(2 * per * (equity - paid) >= maintenance * cost)
        t.step(per * keeps < maintenance * cost + per)
        t.step(per * keeps < per * (2 * (equity - paid) + 1))
    return 2 * (equity - paid) >= keeps
