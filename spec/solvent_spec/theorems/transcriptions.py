"""Transcriptions: the rules that theorems speak of, once more in the operations of a proof.

Each has the name of its rule, and a test holds the two together on the same numbers. A rate is
a numerator over a denominator, in any terms.
"""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Arithmetic, Sentence, Term


def nearest_minor(k: Arithmetic, numerator: Term, denominator: Term) -> Term:
    """UNIT-001, with a tie upward."""
    return k.half_up(numerator, denominator)


def commission(k: Arithmetic, cost: Term, rate: Term, per: Term, *, nearest: bool = False) -> Term:
    """FEES-001."""
    due = k.absolute(cost) * rate
    return k.half_away(due, per) if nearest else k.trunc(due, per)


def rebate_paid(k: Arithmetic, rebate: Term, fees: Term) -> Term:
    """FEES-007."""
    return k.least(rebate, k.most(0, fees))


def remaining_cost(k: Arithmetic, cost: Term, kept: Term, held: Term) -> Term:
    """POSN-001; held is not zero and kept has its sign."""
    return k.half_up(cost * k.absolute(kept), k.absolute(held))


def funding_payment(k: Arithmetic, value: Term, rate: Term, per: Term) -> Term:
    """FUND-008."""
    return k.trunc(k.absolute(value) * rate, per)


def funding_received(k: Arithmetic, due: Term, collected: Term, owed: Term) -> Term:
    """FUND-011."""
    return k.choose(collected >= owed, due, k.floor(due * collected, k.most(1, owed)))


def funding_from_fund(k: Arithmetic, shortfall: Term, free: Term) -> Term:
    """FUND-011, where the fund adds."""
    return k.most(0, k.least(shortfall, free))


def funding_from_position(
    k: Arithmetic, paid: Term, available: Term, own: Term, *, own_first: bool
) -> Term:
    """FUND-012."""
    if own_first:
        return k.least(paid, k.most(0, own))
    return paid - k.most(0, k.least(paid, available))


def last_units(k: Arithmetic, left: Term, receivers: Term) -> Term:
    """FUND-018, one each."""
    return k.least(left, receivers)


def ceil_share(k: Arithmetic, cost: Term, rate: Term, per: Term) -> Term:
    """MARG-001, and the other margins that are rounded up: `rate` over `per` of a cost."""
    return k.ceil(cost * rate, per)


def position_commission(
    k: Arithmetic, cost: Term, initial: Term, cross: Term, rate: Term, per: Term
) -> Term:
    """MARG-002, of a cost without its sign."""
    return k.ceil((cost + initial + cross) * rate, per)


def margin_of_orders(
    k: Arithmetic, gross: Term, rate: Term, per: Term, fees: Term, per_fees: Term
) -> Term:
    """MARG-008; `fees` over `per_fees` is the fee rate times two plus the requirement."""
    return k.ceil(gross * rate, per) + k.ceil(gross * fees, per_fees)


def cross_reach(k: Arithmetic, available: Term, rate: Term, per: Term) -> Term:
    """MARG-016."""
    return k.floor(k.most(0, available) * per, per + rate)


def withdrawable_margin(k: Arithmetic, available: Term, wallet: Term) -> Term:
    """MARG-013."""
    return k.most(0, k.least(available, wallet))


def transfer_out_keeps(margin: Term, equity: Term, money: Term, initial: Term) -> Sentence:
    """MARG-021 and MARG-034, out of a position; below zero, `money` is what leaves it."""
    return [margin + money >= initial, equity + money >= initial]


def unit_at_loss(k: Arithmetic, cost: Term, lots: Term, loss: Term, *, dear: bool) -> Term:
    """The unit of POSN-006 and LIQD-003, of a cost without its sign.

    `dear` is the side that loses when a lot grows dear: long inverse, short linear and quanto.
    """
    if dear:
        return k.most(1, k.floor(cost + loss, lots))
    return k.most(1, k.ceil(cost - loss, lots))


def price_of_unit(
    k: Arithmetic, scaled: Term, unit: Term, grid: Term, *, long: bool, inverse: bool, scale: Term
) -> Term:
    """The price of LIQD-003 on a grid."""
    above, below = (scaled, unit * grid) if inverse else (unit * scale, scaled * grid)
    steps = k.ceil(above, below) if long else k.floor(above, below)
    return k.most(steps, 1) * grid


def affordable_qty(k: Arithmetic, free: Term, loss: Term, lots: Term) -> Term:
    """INSU-002, lot by lot. INSU-005 asks it for the loss beyond what is held."""
    divisor = k.most(1, loss)
    return k.choose(loss <= 0, lots, k.least(lots, k.floor(k.most(0, free), divisor)))


def fund_margin(k: Arithmetic, loss: Term, lots: Term) -> Term:
    """What INSU-005 holds for a number of lots."""
    return k.most(0, loss) * lots


def bearable_unit(k: Arithmetic, taken_at: Term, own: Term, *, dear: bool) -> Term:
    """ADLV-009 in values of a lot; `dear` is the counterparty's side."""
    return k.least(taken_at, own) if dear else k.most(taken_at, own)
