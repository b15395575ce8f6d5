"""Accounts: transfers, withdrawals and executions leave a wallet with the margins it must hold."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, theorem
from solvent_spec.theorems.transcriptions import transfer_out_keeps, withdrawable_margin


def _account(t: Proof) -> tuple[Term, Term, Term, Term]:
    """Wallet, margin of one position, of the others, and available margin; positions lock their
    equity, so profit cancels out of what is available.
    """
    wallet, orders, others = t.natural("wallet order_margin other_margins")
    margin, gain = t.whole("margin gain")
    t.given(margin >= 0, wallet >= margin + others)
    balance = wallet + gain
    return wallet, margin, others, balance - orders - (margin + gain) - others


@theorem("MARG-012 MARG-021 LEDG-017", near="up to the margin balance may be moved")
def transfer_in_is_covered(t: Proof) -> Sentence:
    """Margin moved into a position leaves the wallet with the margins of all positions."""
    wallet, margin, others, available = _account(t)
    (money,) = t.positive("money")
    t.given(money <= (wallet if t.near else available))
    return wallet >= (margin + money) + others


@theorem(
    "MARG-021 MARG-034 LEDG-016 LEDG-017", near="only the margin and not the equity is looked at"
)
def transfer_out_keeps_position(t: Proof) -> Sentence:
    """Margin moved out of a position leaves its margin and its equity at the initial margin and the
    reserved fee, so it is not due for liquidation where initial is not below maintenance margin.
    A venue that looks at maintenance margin instead (MARG-034) says so at once.
    """
    initial, maintenance = t.natural("initial maintenance")
    margin, gain, money = t.whole("margin gain money")
    t.given(money < 0, maintenance <= initial)
    keeps = transfer_out_keeps(margin, margin + gain, money, initial)
    t.given(*(keeps[:1] if t.near else keeps))
    return both(margin + money >= initial, margin + gain + money >= maintenance)


@theorem(
    "MARG-013 LEDG-003 LEDG-017",
    near="the margin balance, unrealised profit included, may be withdrawn",
)
def withdrawal_is_covered(t: Proof) -> Sentence:
    """A withdrawal leaves the wallet at zero or above, with the margins of all positions."""
    wallet, margin, others, available = _account(t)
    (money,) = t.positive("money")
    gain = t.numbers[-2]
    t.given(money <= (wallet + gain if t.near else withdrawable_margin(t, available, wallet)))
    return both(wallet - money >= margin + others, wallet - money >= 0)


@theorem(
    "MARG-012 MARG-022 LEDG-003 LEDG-017",
    near="available margin may be below zero, if it is no lower than before",
)
def execution_is_covered(t: Proof) -> Sentence:
    """An execution that leaves available margin at zero or above leaves the wallet with the margins
    of all positions, whatever orders locked before and lock after it.
    """
    before_orders, after_orders = t.natural("orders_before orders_after")
    before, after = t.whole("beyond_margins_before beyond_margins_after")
    t.given(before >= 0)
    had, has = before - before_orders, after - after_orders
    t.given(has >= had if t.near else has >= 0)
    return after >= 0


@theorem("MARG-006 MARG-022 POSN-003 LEDG-017", near="the fee is not counted")
def partial_close_is_covered(t: Proof) -> Sentence:
    """When a part of a position is closed and its rest is margined again, what the wallet holds
    beyond all margins changes by the profit, the fee and the margin that is set free; where that is
    not below zero, the wallet holds the margins of all that is left.
    """
    wallet, others, margin, rest, fee = t.natural("wallet other_margins margin margin_of_rest fee")
    (profit,) = t.whole("profit")
    t.given(wallet >= margin + others)
    counted = 0 if t.near else fee
    t.given((wallet - margin - others) + profit - counted + (margin - rest) >= 0)
    left = wallet + profit - fee
    return both(left >= rest + others, left >= 0)
