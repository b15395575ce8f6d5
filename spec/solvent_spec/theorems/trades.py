"""Trades: two sides of one price, their fees and rebates, and what a position keeps of its cost."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, either, implies, theorem
from solvent_spec.theorems.transcriptions import (
    commission,
    nearest_minor,
    rebate_paid,
    remaining_cost,
)


@theorem(
    "LEDG-005 UNIT-001 INST-004",
    near="one side's value is rounded on its whole quantity instead of on one lot",
)
def trade_costs_cancel(t: Proof) -> Sentence:
    """The costs of the two sides of a trade sum to zero, for every price and number of lots."""
    lots, scaled, price = t.positive("lots multiplier_times_lot price")
    buyer = -lots * nearest_minor(t, scaled, price)
    seller = lots * nearest_minor(t, scaled, price)
    if t.near:
        seller = nearest_minor(t, lots * scaled, price)
    else:
        _same_quotient(t, scaled, price)
    return buyer + seller == 0


def _same_quotient(t: Proof, scaled: Term, price: Term) -> None:
    """A quotient asked for twice is one number: two that differ would lie a divisor apart."""
    first, second = t.quotients[-2:]
    divisor = 2 * price
    t.step(divisor * (first - second) < divisor, divisor * (second - first) < divisor)
    t.step(first - second < 1, second - first < 1)


@theorem(
    "LEDG-001 LEDG-005 POSN-001 POSN-002 FEES-003",
    near="the rebate is posted to the maker and not to fees",
)
def trade_conserves(t: Proof) -> Sentence:
    """What a trade posts to wallets, fees and costs of positions sums to zero, however each side's
    cost is split into a part that closes and one that opens.
    """
    cost, closed_buy, closed_sell = t.whole("cost realised_of_buyer realised_of_seller")
    fee, rebate = t.natural("fee rebate")
    wallets = (-closed_buy - fee) + (-closed_sell + rebate)
    costs = (cost - closed_buy) + (-cost - closed_sell)
    fees = fee if t.near else fee - rebate
    return wallets + fees - costs == 0


@theorem(
    "LEDG-002 LEDG-006 LEDG-011",
    near="one of them is valued at another mark",
)
def equity_follows_no_mark(t: Proof) -> Sentence:
    """Where the lots held long are the lots held short, the equity of all together is their
    wallets less their costs at every mark: what one gains another loses.
    """
    lots, others_lots, cost, others_cost = t.whole("lots others_lots cost others_cost")
    wallets, mark, other_mark = t.natural("wallets mark_value_of_lot other_mark_value")
    t.given(lots + others_lots == 0)
    gain = lots * mark - cost
    others_gain = others_lots * (other_mark if t.near else mark) - others_cost
    t.step(lots * mark + others_lots * mark == (lots + others_lots) * mark)
    return wallets + gain + others_gain == wallets - cost - others_cost


@theorem("POSN-001 LEDG-001", near="it may be asked to keep more contracts than it holds")
def reduction_splits_cost(t: Proof) -> Sentence:
    """A position that is reduced keeps a cost between zero and all of it, of the same sign, and
    what it gives up is the rest.
    """
    cost, kept, held = t.whole("cost kept held")
    t.given(held >= 1, kept >= 0)
    if not t.near:
        t.given(kept <= held)
    t.step(implies(cost >= 0, cost * kept >= 0), implies(cost <= 0, cost * kept <= 0))
    t.step(
        implies(cost >= 0, cost * kept <= cost * held),
        implies(cost <= 0, cost * kept >= cost * held),
    )
    left = remaining_cost(t, cost, kept, held)
    return both(
        implies(cost >= 0, both(left >= 0, left <= cost)),
        implies(cost <= 0, both(left <= 0, left >= cost)),
    )


def _rates(t: Proof) -> tuple[Term, Term, Term, Term]:
    """A cost, and a taker and a maker rate over one denominator, the maker's a rebate."""
    cost, taker, maker = t.natural("cost taker_rate maker_rebate")
    (per,) = t.positive("per")
    if not t.near:
        t.given(maker <= taker)
        t.step(cost * maker <= cost * taker)
    t.step(cost * maker >= 0, cost * taker >= 0)
    return cost, taker, maker, per


@theorem("FEES-001 FEES-002 FEES-003 FEES-007", near="the rebate's rate may be above the taker's")
def fee_pays_rebate(t: Proof) -> Sentence:
    """The truncated fee of a taker pays the truncated rebate of its maker."""
    cost, taker, maker, per = _rates(t)
    return commission(t, cost, taker, per) + commission(t, cost, -maker, per) >= 0


@theorem(
    "FEES-001 FEES-002 FEES-003 FEES-007",
    near="the fee is truncated and the rebate at the nearest unit",
)
def nearest_fee_pays_rebate(t: Proof) -> Sentence:
    """The fee of a taker at the nearest unit pays the rebate of its maker at the nearest unit."""
    cost, taker, maker, per = _rates(t)
    if t.near:
        t.given(maker <= taker)
    fee = commission(t, cost, taker, per, nearest=not t.near)
    return fee + commission(t, cost, -maker, per, nearest=True) >= 0


@theorem("FEES-007 LEDG-003", near="the rebate is paid whole")
def rebate_within_fees(t: Proof) -> Sentence:
    """A rebate that no counterparty pays for leaves the fee account at zero or above."""
    rebate, fees = t.natural("rebate fees")
    paid = rebate if t.near else rebate_paid(t, rebate, fees)
    whole_or_none = t.choose(rebate <= fees, rebate, 0)
    return both(fees - paid >= 0, fees - whole_or_none >= 0, either(paid == rebate, paid == fees))


@theorem("FEES-001", near="it is charged no less than the whole")
def splitting_lowers_fee_by_one(t: Proof) -> Sentence:
    """A trade in two parts is charged at most one minor unit of fee less than the whole, and never
    more; its rebate is never larger.
    """
    first, second, rate = t.natural("first_cost second_cost rate")
    (per,) = t.positive("per")
    t.step(first * rate >= 0, second * rate >= 0)
    whole = commission(t, first + second, rate, per)
    parts = commission(t, first, rate, per) + commission(t, second, rate, per)
    return both(parts <= whole, parts >= whole - (0 if t.near else 1))
