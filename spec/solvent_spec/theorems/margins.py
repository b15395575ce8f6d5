"""Margins: what is charged grows with what is held; parts are charged no less than the whole."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, theorem
from solvent_spec.theorems.transcriptions import (
    ceil_share,
    commission,
    margin_of_orders,
    position_commission,
    unit_at_loss,
)


@theorem("MARG-001 MARG-004", near="it has a larger one")
def margin_is_monotone(t: Proof) -> Sentence:
    """A larger cost has no smaller initial or maintenance margin."""
    cost, more, rate = t.natural("cost more rate")
    (per,) = t.positive("per")
    t.step(more * rate >= 0)
    less, larger = ceil_share(t, cost, rate, per), ceil_share(t, cost + more, rate, per)
    return less < larger if t.near else less <= larger


@theorem("MARG-002", near="it has a larger one")
def reserved_fee_is_monotone(t: Proof) -> Sentence:
    """A larger cost, initial margin or cross margin has no smaller reserved fee."""
    cost, initial, cross, rate = t.natural("cost initial cross rate")
    more, more_initial, more_cross = t.natural("more_cost more_initial more_cross")
    (per,) = t.positive("per")
    t.step((more + more_initial + more_cross) * rate >= 0)
    less = position_commission(t, cost, initial, cross, rate, per)
    larger = position_commission(
        t, cost + more, initial + more_initial, cross + more_cross, rate, per
    )
    return less < larger if t.near else less <= larger


@theorem("MARG-007 MARG-008", near="they lock more")
def order_margin_is_monotone(t: Proof) -> Sentence:
    """Open orders of a larger gross cost lock no less."""
    gross, more, rate, fees = t.natural("gross more rate fees")
    per, per_fees = t.positive("per per_fees")
    t.step(more * rate >= 0, more * fees >= 0)
    less = margin_of_orders(t, gross, rate, per, fees, per_fees)
    larger = margin_of_orders(t, gross + more, rate, per, fees, per_fees)
    if not t.near:
        first, first_fees, second, second_fees = t.quotients
        t.step(per * (second - first) < per, per_fees * (second_fees - first_fees) < per_fees)
        t.step(second <= first, second_fees <= first_fees)
    return less < larger if t.near else less <= larger


def _pairs(t: Proof) -> tuple[list[Term], list[Term], list[Term]]:
    """The quotients of whole, first and second part, each of margin and fees."""
    return t.quotients[:2], t.quotients[2:4], t.quotients[4:6]


@theorem("MARG-007 MARG-008", near="at most one more")
def splitting_locks_no_less(t: Proof) -> Sentence:
    """An order margined in two parts locks no less than the whole, and at most two minor units
    more.
    """
    first, second, rate, fees = t.natural("first_cost second_cost rate fees")
    per, per_fees = t.positive("per per_fees")
    whole = margin_of_orders(t, first + second, rate, per, fees, per_fees)
    one = margin_of_orders(t, first, rate, per, fees, per_fees)
    two = margin_of_orders(t, second, rate, per, fees, per_fees)
    if not t.near:
        # The quotients of both roundings are of the negative, rounded down.
        for all_of_it, part, rest, divisor in zip(*_pairs(t), (per, per_fees), strict=True):
            t.step(divisor * (part + rest - all_of_it) < divisor)
            t.step(divisor * (all_of_it - part - rest) < 2 * divisor)
            t.step(part + rest <= all_of_it, all_of_it - part - rest <= 1)
    return both(one + two >= whole, one + two <= whole + (1 if t.near else 2))


@theorem("INST-004 MARG-007", near="the value of each part is rounded as a whole")
def splitting_keeps_cost(t: Proof) -> Sentence:
    """The orders of two parts at one price cost together what the whole costs, to the unit."""
    first, second, scaled, price = t.positive("first_lots second_lots multiplier_times_lot price")
    if t.near:
        whole = t.half_up((first + second) * scaled, price)
        return t.half_up(first * scaled, price) + t.half_up(second * scaled, price) == whole
    unit = t.half_up(scaled, price)
    return first * unit + second * unit == (first + second) * unit


@theorem("MARG-001 MARG-004", near="exactly as much")
def splitting_position_margins_no_less(t: Proof) -> Sentence:
    """A position kept in two parts has no less initial margin than the whole, and at most one minor
    unit more.
    """
    first, second, rate = t.natural("first_cost second_cost rate")
    (per,) = t.positive("per")
    whole = ceil_share(t, first + second, rate, per)
    parts = ceil_share(t, first, rate, per) + ceil_share(t, second, rate, per)
    return both(parts >= whole, parts <= whole + (0 if t.near else 1))


@theorem("MARG-002 LIQD-004 FEES-001 FEES-004", near="the fee is reserved on the cost alone")
def reserve_pays_closing_fee(t: Proof) -> Sentence:
    """The reserved fee pays the fee of closing at bankruptcy, of an isolated position of either
    side and any payoff.
    """
    cost, initial, cross, value, rate = t.natural("cost initial cross value_at_bankruptcy rate")
    (per,) = t.positive("per")
    t.given(value <= cost + initial + cross)
    t.step(value * rate <= (cost + initial + cross) * rate, value * rate >= 0)
    extra = 0 if t.near else initial
    reserved = position_commission(t, cost, extra, 0 if t.near else cross, rate, per)
    return commission(t, value, rate, per) <= reserved


@theorem("MARG-032 INST-015 LIQD-001", near="a short linear position whose margin is its cost")
def backed_short_keeps_margin(t: Proof) -> Sentence:
    """A short inverse position whose margin is its cost cannot lose it at any price: a lot is worth
    a minor unit at least.
    """
    lots, cost, unit = t.positive("lots cost value_of_lot")
    (margin,) = t.natural("margin")
    t.given(margin >= cost)
    t.step(lots * unit >= lots)
    return margin + (cost - lots * unit if t.near else lots * unit - cost) >= 1


@theorem("MARG-032 MARG-033 LEDG-003", near="a long inverse position whose margin is its cost")
def backed_short_pays_its_fee(t: Proof) -> Sentence:
    """Loss and fee of closing a short inverse position whose margin is its cost are paid by that
    margin at any price, though no fee was reserved.
    """
    cost, value, per = t.positive("cost value per")
    margin, rate = t.natural("margin rate")
    t.given(margin >= cost, rate <= per)
    t.step(value * rate <= value * per, value * rate >= 0)
    fee = commission(t, value, rate, per)
    if not t.near:
        t.step(per * fee <= per * value)
    return (value - cost if t.near else cost - value) + fee <= margin


@theorem("MARG-032 ADLV-009", near="the fee of closing is kept apart")
def backed_short_is_bankrupt_beyond_any_mark(t: Proof) -> Sentence:
    """A short inverse position whose margin is its cost, and may all be lost, is bankrupt at the
    mark or beyond it, whatever the mark: whoever is deleveraged with it needs nothing of the fund.
    """
    lots, cost, mark = t.positive("lots cost mark_value_of_lot")
    margin, reserved = t.natural("margin commission")
    t.given(margin >= cost, margin >= reserved)
    loss = margin - reserved if t.near else margin
    if not t.near:
        t.step(lots * mark >= cost - loss)
    return unit_at_loss(t, cost, lots, loss, dear=False) <= mark
