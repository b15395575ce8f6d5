"""Takeovers: what an account loses at its bankruptcy, and on which side of the mark that lies.

The *dear* side loses when a lot grows dear: a long of an inverse contract, a short of a linear or
quanto one. The *cheap* side is the other. Costs and values are without their signs.
"""

from __future__ import annotations

from solvent_spec.theorems.arithmetic import Sentence, Term
from solvent_spec.theorems.proof import Proof, both, implies, theorem
from solvent_spec.theorems.transcriptions import price_of_unit, unit_at_loss


def _position(t: Proof) -> tuple[Term, Term, Term]:
    """Lots, their cost (at least one minor unit each), and what the position may lose."""
    lots, cost = t.positive("lots cost")
    (loss,) = t.natural("loss")
    t.given(cost >= lots)
    return lots, cost, loss


@theorem("LIQD-003 MARG-018 LEDG-003", near="the value of a lot is rounded up")
def dear_side_loses_at_most_its_loss(t: Proof) -> Sentence:
    """At the value of a lot at which a long inverse, a short linear or a short quanto position is
    taken over, it loses no more than it may.
    """
    lots, cost, loss = _position(t)
    unit = t.ceil(cost + loss, lots) if t.near else unit_at_loss(t, cost, lots, loss, dear=True)
    return both(lots * unit - cost <= loss, unit >= 1)


@theorem("LIQD-003 MARG-018 LEDG-003", near="the value of a lot is rounded down")
def cheap_side_loses_at_most_its_loss(t: Proof) -> Sentence:
    """At the value of a lot at which a short inverse, a long linear or a long quanto position is
    taken over, it loses no more than it may.
    """
    lots, cost, loss = _position(t)
    if t.near:
        unit = t.most(1, t.floor(cost - loss, lots))
    else:
        unit = unit_at_loss(t, cost, lots, loss, dear=False)
    return both(cost - lots * unit <= loss, unit >= 1)


def _standing(t: Proof, *, dear: bool) -> Sentence:
    lots, cost = t.positive("lots cost")
    margin, reserved, reach = t.natural("margin commission reach")
    (mark,) = t.positive("mark_value_of_lot")
    gain = cost - lots * mark if dear else lots * mark - cost
    t.given(margin + gain >= reserved - (1 if t.near else 0), margin >= reserved)
    loss = margin - reserved + reach
    unit = unit_at_loss(t, cost, lots, loss, dear=dear)
    if dear:
        t.step(lots * mark <= cost + loss)
        return unit >= mark
    t.step(lots * mark >= cost - loss)
    return unit <= mark


@theorem(
    "LIQD-001 LIQD-003 LEDG-016 ADLV-009", near="its equity is one minor unit less than the fee"
)
def dear_side_is_bankrupt_beyond_the_mark(t: Proof) -> Sentence:
    """A long inverse, short linear or short quanto position whose equity covers the fee of closing
    is bankrupt at the mark or beyond it.
    """
    return _standing(t, dear=True)


@theorem(
    "LIQD-001 LIQD-003 LEDG-016 ADLV-009", near="its equity is one minor unit less than the fee"
)
def cheap_side_is_bankrupt_beyond_the_mark(t: Proof) -> Sentence:
    """A short inverse, long linear or long quanto position whose equity covers the fee of closing
    is bankrupt at the mark or beyond it.
    """
    return _standing(t, dear=False)


def _gift(t: Proof, *, dear: bool) -> Sentence:
    lots, cost = t.positive("lots cost")
    loss, maintenance = t.natural("loss maintenance")
    mark, taken_at = t.positive("mark_value_of_lot takeover_value_of_lot")
    gain = cost - lots * mark if dear else lots * mark - cost
    t.given(2 * (loss + gain) >= maintenance)
    if not dear:
        t.given(loss < cost)
    unit = unit_at_loss(t, cost, lots, loss, dear=dear)
    given = (unit - taken_at) if dear else (taken_at - unit)
    t.given(given >= 0)
    if not t.near:
        t.given(2 * given * lots <= maintenance)
    short_of = (mark - taken_at) if dear else (taken_at - mark)
    t.step(lots * short_of < lots)
    return short_of <= 0


@theorem("LIQD-003 LEDG-018 ADLV-009", near="rounding may give away anything")
def dear_gift_stays_beyond_the_mark(t: Proof) -> Sentence:
    """Of a long inverse, short linear or short quanto position that had half of its maintenance
    margin left at a mark, a takeover price whose rounding gives away no more than that lies at the
    mark or beyond it.
    """
    return _gift(t, dear=True)


@theorem("LIQD-003 LEDG-018 ADLV-009", near="rounding may give away anything")
def cheap_gift_stays_beyond_the_mark(t: Proof) -> Sentence:
    """Of a short inverse, long linear or long quanto position that had half of its maintenance
    margin left at a mark and may lose less than its cost, a takeover price whose rounding gives
    away no more than that lies at the mark or beyond it.
    """
    return _gift(t, dear=False)


def _worth(t: Proof, name: str, scaled: Term, price: Term, scale: Term, *, inverse: bool) -> Term:
    """The value of a lot at a price: a whole number within half a unit, whichever way ties go."""
    (worth,) = t.whole(name)
    above, below = (scaled, price) if inverse else (scaled * price, scale)
    t.given(2 * (worth * below - above) <= below, 2 * (above - worth * below) <= below)
    return worth


def _price(t: Proof, *, long: bool, inverse: bool) -> Sentence:
    scaled, unit, grid, scale = t.positive("multiplier_times_lot value_of_lot grid scale")
    steps_up = long != t.near
    price = price_of_unit(t, scaled, unit, grid, long=steps_up, inverse=inverse, scale=scale)
    t.step(price >= 1)
    worth = _worth(t, "value_at_price", scaled, price, scale, inverse=inverse)
    if not long:
        # A position cannot be cheaper (inverse) or dearer than at the first step of the grid.
        first = _worth(t, "value_at_first_step", scaled, grid, scale, inverse=inverse)
        t.given(unit <= first if inverse else unit >= first)
        t.given(implies(price == grid, worth == first))
    return worth <= unit if long == inverse else worth >= unit


_OF_PRICE = "LIQD-003 MARG-018 POSN-006"


@theorem(_OF_PRICE, near="the price is rounded down")
def long_inverse_price_is_safe(t: Proof) -> Sentence:
    """The price of a long inverse position on any grid makes a lot worth its value at bankruptcy or
    better.
    """
    return _price(t, long=True, inverse=True)


@theorem(_OF_PRICE, near="the price is rounded up")
def short_inverse_price_is_safe(t: Proof) -> Sentence:
    """The price of a short inverse position on any grid makes a lot worth its value at bankruptcy
    or better.
    """
    return _price(t, long=False, inverse=True)


@theorem(_OF_PRICE, near="it is rounded down")
def long_linear_price_is_safe(t: Proof) -> Sentence:
    """The price of a long linear or quanto position on any grid makes a lot worth its value at
    bankruptcy or better.
    """
    return _price(t, long=True, inverse=False)


@theorem(_OF_PRICE, near="it is rounded up")
def short_linear_price_is_safe(t: Proof) -> Sentence:
    """The price of a short linear or quanto position on any grid makes a lot worth its value at
    bankruptcy or better.
    """
    return _price(t, long=False, inverse=False)


def _finest(t: Proof, *, inverse: bool) -> Sentence:
    scaled, unit, scale = t.positive("multiplier_times_lot value_of_lot scale")
    if not t.near:
        t.given(scaled >= 2 * unit * unit + unit if inverse else 2 * scaled < scale)
    if not inverse:
        t.given(unit * scale >= scaled)
    exact = []
    for side in ("long", "short"):
        long = side == "long"
        price = price_of_unit(t, scaled, unit, 1, long=long, inverse=inverse, scale=scale)
        if inverse and not t.near:
            t.step(price >= 2 * unit)
        t.step(price >= 1)
        worth = _worth(t, f"value_at_price_of_{side}", scaled, price, scale, inverse=inverse)
        exact.append(worth == unit)
    return both(*exact)


@theorem("LIQD-003 ADLV-009", near="a step of the price may move a lot by any number of units")
def finest_inverse_price_is_exact(t: Proof) -> Sentence:
    """The finest price of a value of a lot is worth just that value, of an inverse position of
    either side, where a step of the price moves a lot by less than half a minor unit.
    """
    return _finest(t, inverse=True)


@theorem("LIQD-003 ADLV-009", near="a step of the price may move a lot by any number of units")
def finest_linear_price_is_exact(t: Proof) -> Sentence:
    """The finest price of a value of a lot is worth just that value, of a linear or quanto position
    of either side, where a step of the price moves a lot by less than half a minor unit.
    """
    return _finest(t, inverse=False)
