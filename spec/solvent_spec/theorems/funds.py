"""Funds: what a contract's insurance fund spends, holds and carries, and that it never owes."""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, implies, theorem
from solvent_spec.theorems.transcriptions import affordable_qty, fund_margin


def _order(t: Proof) -> tuple[Term, Term, Term, Term]:
    """Lots of an order, what is held for all of them, the free fund, and the loss of a lot."""
    (lots,) = t.positive("lots")
    held, free = t.natural("held_for_order free")
    (loss,) = t.whole("loss_of_lot")
    return lots, held, free, loss


def _up_to_affordable(t: Proof, name: str, lots: Term, each: Term, free: Term, loss: Term) -> Term:
    """Any number of lots up to the affordable, so that all lots or none is one of them."""
    beyond = loss - each
    if t.near:
        t.given(beyond >= 1)
        return t.least(lots, t.ceil(free, beyond))
    (count,) = t.natural(name)
    affordable = affordable_qty(t, free, beyond, lots)
    t.given(count <= affordable)
    t.step(count <= lots)
    t.step(implies(beyond >= 1, (affordable - count) * beyond >= 0))
    t.step(implies(beyond >= 1, affordable * beyond <= free))
    t.step(implies(beyond >= 1, count * beyond <= free))
    t.step(implies(beyond <= 0, count * beyond <= 0))
    return count


@theorem("INSU-001 INSU-002 LEDG-003 LEDG-018", near="the affordable lots are rounded up")
def spending_leaves_fund(t: Proof) -> Sentence:
    """A liquidation order that trades in the book for as many lots as the fund affords leaves the
    fund at zero or above beyond all that it holds for what the engine still carries.
    """
    lots, held, free, loss = _order(t)
    each = t.floor(held, lots)
    spent = _up_to_affordable(t, "spent", lots, each, free, loss)
    if not t.near:
        t.step(spent * (lots * each) <= spent * held)
    kept = t.floor(held * (lots - spent), lots)
    if not t.near:
        t.step(lots * kept <= lots * (held - spent * each))
        t.step(kept <= held - spent * each)
    return both(free + held - spent * loss - kept >= 0, spent >= 0, spent <= lots)


@theorem("INSU-005 LEDG-018 ADLV-009", near="the carried lots are rounded up")
def fund_carries_what_it_covers(t: Proof) -> Sentence:
    """If it carries no more lots than it affords, the fund can hold the loss at the mark of each of
    them, and pay for every lot that is closed against somebody what it held for it.
    """
    lots, held, free, loss = _order(t)
    each = t.floor(held, lots)
    carried = _up_to_affordable(t, "carried", lots, each, free, loss)
    if not t.near:
        t.step(lots * each <= held)
    needed = fund_margin(t, loss, carried) + (lots - carried) * each
    if not t.near:
        t.step(implies(loss >= 0, needed == carried * (loss - each) + lots * each))
        t.step(implies(loss < 0, needed == (lots - carried) * each))
        t.step(carried * each >= 0)
        t.step((lots - carried) * each == lots * each - carried * each)
    return needed <= held + free


@theorem("INSU-005 LEDG-003 LEDG-018", near="it holds the whole loss at the mark, whatever it has")
def holding_fits_fund(t: Proof) -> Sentence:
    """What the fund holds anew for an order at a mark is never more than it has."""
    lots, held, free, loss = _order(t)
    wanted = fund_margin(t, loss, lots)
    holds = wanted if t.near else t.least(wanted, t.most(0, free + held))
    return free + held - holds >= 0


@theorem(
    "INSU-001 LEDG-001",
    near="the fund is credited against the mark instead of the value at takeover",
)
def engine_trade_conserves(t: Proof) -> Sentence:
    """A trade of the engine and the profit or loss that it leaves the fund sum to zero."""
    taken_for, filled_for, mark_value = t.whole("taken_for filled_for mark_value")
    gain = filled_for - (mark_value if t.near else taken_for)
    account, counterparty = -taken_for, filled_for
    return account + counterparty - gain == 0
