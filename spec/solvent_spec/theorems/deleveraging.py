"""Deleveraging: at the last mark that all could bear, what the fund holds makes up the difference.

Each position is on the safe side of that mark when its equity there covers the fee of closing it,
or, in whole minor units of a lot, when its value at bankruptcy is at the mark's or beyond it.
"""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, implies, theorem
from solvent_spec.theorems.transcriptions import bearable_unit, unit_at_loss


def _counterparty(t: Proof, mark: Term, *, dear: bool) -> Term:
    """The value of a lot at which a counterparty that stood at the mark is bankrupt."""
    lots, cost = t.positive("counter_lots counter_cost")
    (loss,) = t.natural("counter_loss")
    lost = lots * mark - cost if dear else cost - lots * mark
    t.given(lost <= loss + (lots if t.near else 0))
    unit = unit_at_loss(t, cost, lots, loss, dear=dear)
    if not t.near:
        t.step(unit >= mark if dear else unit <= mark)
    return unit


def _difference(t: Proof, *, dear: bool) -> Sentence:
    """The engine holds the `dear` side or the other, and a counterparty the opposite one."""
    mark, taken_at = t.positive("mark_value_of_lot takeover_value_of_lot")
    (held,) = t.natural("held_for_lot")
    loss = mark - taken_at if dear else taken_at - mark
    t.given(held >= loss)
    own = _counterparty(t, mark, dear=not dear)
    closed_at = bearable_unit(t, taken_at, own, dear=not dear)
    paid = closed_at - taken_at if dear else taken_at - closed_at
    spared = closed_at - own if dear else own - closed_at
    return both(paid >= 0, paid <= held, spared >= 0)


@theorem(
    "ADLV-003 ADLV-009 INSU-005 LEDG-003 LEDG-018",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def dear_deleveraging_is_paid(t: Proof) -> Sentence:
    """Whoever is deleveraged against a long inverse, short linear or short quanto position of the
    engine is closed within its own bankruptcy, and what the fund pays for a lot is no more than it
    held for it since the last mark at which everybody stood.
    """
    return _difference(t, dear=True)


@theorem(
    "ADLV-003 ADLV-009 INSU-005 LEDG-003 LEDG-018",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def cheap_deleveraging_is_paid(t: Proof) -> Sentence:
    """Whoever is deleveraged against a short inverse, long linear or long quanto position of the
    engine is closed within its own bankruptcy, and what the fund pays for a lot is no more than it
    held for it since the last mark at which everybody stood.
    """
    return _difference(t, dear=False)


def _new(t: Proof, *, dear: bool) -> Sentence:
    (mark,) = t.positive("mark_value_of_lot")
    lots, cost = t.positive("lots cost")
    (loss,) = t.natural("loss")
    t.given((lots * mark - cost if dear else cost - lots * mark) <= loss)
    taken_at = unit_at_loss(t, cost, lots, loss, dear=dear)
    own = _counterparty(t, mark, dear=not dear)
    t.step(taken_at >= mark if dear else taken_at <= mark)
    return bearable_unit(t, taken_at, own, dear=not dear) == taken_at


@theorem(
    "LIQD-003 ADLV-003 ADLV-009",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def new_dear_takeover_costs_nothing(t: Proof) -> Sentence:
    """When a long inverse, short linear or short quanto position that stood at the last mark is
    taken over, nobody who stood there is bankrupt at its price: the fund pays nothing.
    """
    return _new(t, dear=True)


@theorem(
    "LIQD-003 ADLV-003 ADLV-009",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def new_cheap_takeover_costs_nothing(t: Proof) -> Sentence:
    """When a short inverse, long linear or long quanto position that stood at the last mark is
    taken over, nobody who stood there is bankrupt at its price: the fund pays nothing.
    """
    return _new(t, dear=False)


@theorem("ADLV-010 INSU-005 LEDG-006", near="what is held for the two was reckoned at two marks")
def engine_closes_against_itself(t: Proof) -> Sentence:
    """What the engine holds on both sides can be closed against each other at any price: what is
    held for the two pays what both lose, lot by lot.
    """
    dear_at, cheap_at, mark, price = t.positive("dear_taken_at cheap_taken_at mark price")
    dear_held, cheap_held = t.natural("held_for_dear held_for_cheap")
    (other,) = t.positive("other_mark")
    t.given(dear_held >= mark - dear_at)
    t.given(cheap_held >= cheap_at - (other if t.near else mark))
    lost = (price - dear_at) + (cheap_at - price)
    return lost <= dear_held + cheap_held


def _expiry(t: Proof, *, dear: bool) -> Sentence:
    mark, taken_at = t.positive("mark_value_of_lot takeover_value_of_lot")
    (held,) = t.natural("held_for_lot")
    loss = mark - taken_at if dear else taken_at - mark
    t.given(held >= loss)
    own = _counterparty(t, mark, dear=not dear)
    closed_at = bearable_unit(t, mark, own, dear=not dear)
    return both(closed_at == mark, loss <= held)


@theorem(
    "LIQD-009 ADLV-009 LEDG-018",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def dear_expiry_is_paid(t: Proof) -> Sentence:
    """At expiry everybody who stands can be closed at the mark, against a long inverse, short
    linear or short quanto position of the engine, and what is held for it pays its loss.
    """
    return _expiry(t, dear=True)


@theorem(
    "LIQD-009 ADLV-009 LEDG-018",
    near="a counterparty stood one minor unit a lot beyond what it can bear",
)
def cheap_expiry_is_paid(t: Proof) -> Sentence:
    """At expiry everybody who stands can be closed at the mark, against a short inverse, long
    linear or long quanto position of the engine, and what is held for it pays its loss.
    """
    return _expiry(t, dear=False)


@theorem(
    "LIQD-003 ADLV-009 LEDG-016 LEDG-018",
    near="a counterparty has its loss at the mark and no maintenance margin",
)
def whoever_stands_bears_the_gift(t: Proof) -> Sentence:
    """Of a long inverse, short linear or short quanto position without profit, a takeover price
    that lies half of its maintenance margin on the wrong side of the mark is still one that every
    counterparty can bear that has its own maintenance margin at that mark.
    """
    mark, taken_at, lots, cost = t.positive("mark_value_of_lot takeover_value_of_lot lots cost")
    others_lots, others_cost, rate, per = t.positive("counter_lots counter_cost rate per")
    (others_loss,) = t.natural("counter_loss")
    given = mark - taken_at
    t.given(given >= 0, 2 * given * lots * per <= cost * rate, cost <= lots * mark, 2 * rate <= per)
    lost = others_cost - others_lots * mark
    t.given(per * lost + (0 if t.near else others_cost * rate) <= per * others_loss)
    if not t.near:
        t.step(lots * (2 * given * per) <= lots * (mark * rate))
        t.step(2 * given * per <= mark * rate, given * (2 * rate) <= given * per)
        t.step(given * per <= taken_at * rate)
        worth = others_lots * taken_at
        t.step(others_lots * (given * per) <= worth * rate)
        dearer = others_cost >= worth
        t.step(implies(dearer, others_cost * rate >= worth * rate))
        t.step(implies(dearer, per * (others_cost - others_loss) <= per * worth))
        t.step(others_cost - others_loss <= worth)
    return unit_at_loss(t, others_cost, others_lots, others_loss, dear=False) <= taken_at
