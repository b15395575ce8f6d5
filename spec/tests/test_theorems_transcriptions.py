"""The rules that theorems speak of are the rules: both give the same on the same numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

pytest.importorskip("z3", reason="theorems are decided where z3 is installed: make setup")

from hypothesis import given
from hypothesis import strategies as st

from solvent_spec.rulebook import DEFAULT
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import Rules
from solvent_spec.theorems import transcriptions as once_more
from solvent_spec.theorems.arithmetic import Numbers
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import PRICE_SCALE, Contracts, Money, Price

K = Numbers()
RULES = Rules(DEFAULT)
CATALOGUE = Catalogue.load()
INSTRUMENTS = [CATALOGUE.instrument(s, DEFAULT) for s in ("XBTUSD", "ETHUSD", "ADAM19", "XBTUSDT")]

money = st.integers(-(10**16), 10**16).map(Money)
sums = st.integers(0, 10**16).map(Money)
lots = st.integers(1, 10**9)
rates = st.fractions(0, 1, max_denominator=10**6)
signed_rates = st.fractions(-1, 1, max_denominator=10**6)
instruments = st.sampled_from(INSTRUMENTS)


def inverse(instrument: Instrument) -> bool:
    return instrument.payoff is Payoff.INVERSE


def scaled(instrument: Instrument) -> int:
    """Multiplier times lot, for an inverse on the scale of prices."""
    size = abs(instrument.multiplier) * instrument.lot_size
    return size * PRICE_SCALE if inverse(instrument) else size


def dear(instrument: Instrument, qty: int) -> bool:
    return (qty > 0) == inverse(instrument)


@given(st.integers(1, 10**22), st.integers(1, 10**18))
def test_nearest_minor(numerator: int, denominator: int) -> None:
    assert once_more.nearest_minor(K, numerator, denominator) == RULES.nearest_minor(
        numerator, denominator
    )


@given(instruments, st.integers(1, 10**16))
def test_unit_value(instrument: Instrument, price: int) -> None:
    """Within half a unit, whichever way ties go; a value of nothing may be lifted to one unit."""
    above, below = scaled(instrument), price
    if not inverse(instrument):
        above, below = above * price, PRICE_SCALE
    for tie in ("half up", "half to even", "half down"):
        worth = Rules(DEFAULT, {"UNIT-002": tie}).unit_value(instrument, Price(price))
        assert abs(2 * (worth * below - above)) <= below or worth == 1


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.symbol)
def test_the_finest_price_is_exact_from_the_first_tick_on(instrument: Instrument) -> None:
    """What the theorems on the finest price suppose, at the price where it is hardest."""
    if inverse(instrument):
        unit = RULES.unit_value(instrument, instrument.tick_size)
        assert scaled(instrument) >= 2 * unit * unit + unit
    else:
        assert 2 * scaled(instrument) < PRICE_SCALE


@given(money, signed_rates, st.sampled_from(["truncate", "nearest"]))
def test_commission(cost: Money, rate: Fraction, rounding: str) -> None:
    rules = Rules(replace(DEFAULT, commission_rounding=rounding))
    found = once_more.commission(
        K, cost, rate.numerator, rate.denominator, nearest=rounding == "nearest"
    )
    assert found == rules.commission(cost, rate)


@given(sums, money)
def test_rebate_paid(rebate: Money, fees: Money) -> None:
    assert once_more.rebate_paid(K, rebate, fees) == RULES.rebate_paid(rebate, fees)
    rules = Rules(DEFAULT, {"FEES-007": "whole or not at all"})
    if fees >= 0:
        assert rules.rebate_paid(rebate, fees) == (rebate if rebate <= fees else 0)


@given(money, st.integers(1, 10**9), st.integers(0, 10**9), st.booleans())
def test_remaining_cost(cost: Money, held: int, kept: int, short: bool) -> None:  # noqa: FBT001 - drawn by position
    sign = -1 if short else 1
    found = once_more.remaining_cost(K, cost, sign * kept, sign * held)
    assert found == RULES.remaining_cost(cost, Contracts(sign * kept), Contracts(sign * held))


@given(money, rates)
def test_funding_payment(value: Money, rate: Fraction) -> None:
    found = once_more.funding_payment(K, value, rate.numerator, rate.denominator)
    assert found == RULES.funding_payment(value, rate)


@given(sums, sums, sums)
def test_funding_received(due: Money, collected: Money, owed: Money) -> None:
    found = once_more.funding_received(K, due, collected, owed)
    assert found == RULES.funding_received(due, collected, owed)


@given(money, sums)
def test_funding_from_fund(shortfall: Money, free: Money) -> None:
    rules = Rules(DEFAULT, {"FUND-011": "the insurance fund pays it"})
    assert once_more.funding_from_fund(K, shortfall, free) == rules.funding_from_fund(
        shortfall, free
    )
    assert RULES.funding_from_fund(shortfall, free) == 0


@given(sums, sums, sums, st.sampled_from(["available margin first", "position margin first"]))
def test_funding_from_position(paid: Money, free: Money, own: Money, first: str) -> None:
    rules = Rules(DEFAULT, {"FUND-012": first})
    found = once_more.funding_from_position(
        K, paid, free, own, own_first=first == "position margin first"
    )
    assert found == rules.funding_from_position(paid, free, own)


@given(sums, st.integers(1, 10**6))
def test_last_units(left: Money, receivers: int) -> None:
    rules = Rules(DEFAULT, {"FUND-018": "one each, in the order of accounts"})
    assert once_more.last_units(K, left, receivers) == rules.last_units(left, receivers)
    assert RULES.last_units(left, receivers) == 0


@given(money, rates)
def test_initial_and_maintenance_margin(cost: Money, rate: Fraction) -> None:
    found = once_more.ceil_share(K, abs(cost), rate.numerator, rate.denominator)
    assert found == RULES.position_initial_margin(cost, rate)
    assert found == RULES.position_maintenance(cost, rate, Fraction(0), Money(0))


@given(money, sums, sums, rates)
def test_position_commission(cost: Money, initial: Money, cross: Money, fee: Fraction) -> None:
    found = once_more.position_commission(
        K, abs(cost), initial, cross, fee.numerator, fee.denominator
    )
    assert found == RULES.position_commission(cost, initial, cross, fee)
    rules = Rules(DEFAULT, {"MARG-026": "raised by the part drawn"})
    drawn = cross
    held = rules.position_commission(cost, initial, Money(0), fee)
    assert found <= rules.redrawn_commission(found, fee, held=held, drawn=drawn)


@given(sums, rates, rates)
def test_order_margin(gross: Money, requirement: Fraction, fee: Fraction) -> None:
    fees = fee * (2 + requirement)
    found = once_more.margin_of_orders(
        K, gross, requirement.numerator, requirement.denominator, fees.numerator, fees.denominator
    )
    assert found == RULES.order_margin(gross, requirement, fee)


@given(money, rates)
def test_cross_reach(available: Money, fee: Fraction) -> None:
    found = once_more.cross_reach(K, available, fee.numerator, fee.denominator)
    assert found == RULES.cross_reach(available, fee)


@given(money, sums)
def test_withdrawable_margin(available: Money, wallet: Money) -> None:
    found = once_more.withdrawable_margin(K, available, wallet)
    assert found == RULES.withdrawable_margin(available, wallet)


@given(sums, money, st.integers(-(10**16), -1).map(Money), sums)
def test_transfer_out(margin: Money, equity: Money, moved: Money, initial: Money) -> None:
    found = all(once_more.transfer_out_keeps(margin, equity, moved, initial))
    permitted = RULES.may_transfer(moved, Money(0), margin, initial)
    assert found == (permitted and RULES.may_take_out(moved, equity, initial, Money(0)))


@given(instruments, sums, lots, sums, st.sampled_from([1, -1]))
def test_unit_at_loss(
    instrument: Instrument, cost: Money, count: int, loss: Money, side: int
) -> None:
    qty = Contracts(side * count * instrument.lot_size)
    found = once_more.unit_at_loss(K, cost, count, loss, dear=dear(instrument, qty))
    assert found == RULES.unit_at_loss(instrument, cost, qty, loss)


@given(instruments, st.integers(1, 10**14), st.integers(1, 10**13), st.booleans())
def test_price_of_unit(instrument: Instrument, unit: int, grid: int, long: bool) -> None:  # noqa: FBT001 - drawn by position
    found = once_more.price_of_unit(
        K,
        scaled(instrument),
        unit,
        grid,
        long=long,
        inverse=inverse(instrument),
        scale=PRICE_SCALE,
    )
    assert found == RULES.price_of_unit(instrument, Money(unit), long=long, grid=Price(grid))


@given(
    instruments,
    st.integers(1, 10**6),
    st.integers(1, 10**12),
    st.fractions(0, 1, max_denominator=1000),
    st.fractions(0, 1, max_denominator=1000),
    st.sampled_from([1, -1]),
)
def test_a_takeover_price_gives_no_more_than_half_of_the_maintenance_margin(
    instrument: Instrument, count: int, unit: int, lost: Fraction, kept: Fraction, side: int
) -> None:
    """What the theorems on the gift suppose of LIQD-003."""
    qty = Contracts(side * count * instrument.lot_size)
    cost = Money(count * unit)
    loss, maintenance = Money(int(cost * lost)), Money(int(cost * kept))
    price = RULES.takeover_price(instrument, cost, qty, loss=loss, maintenance=maintenance)
    bankrupt = RULES.unit_at_loss(instrument, cost, qty, loss)
    finest = RULES.price_of_unit(instrument, bankrupt, long=side > 0, grid=Price(1))
    given_away = abs(RULES.unit_value(instrument, price) - bankrupt)
    assert price == finest or 2 * given_away * count <= maintenance


@given(money, money, lots)
def test_affordable_qty(free: Money, loss: Money, count: int) -> None:
    found = once_more.affordable_qty(K, free, loss, count)
    assert found == RULES.affordable_qty(free, loss, count)
    rules = Rules(DEFAULT, {"INSU-002": "all lots or none"})
    assert 0 <= rules.affordable_qty(free, loss, count) <= found


@given(sums, money, sums, lots)
def test_carried_lots_are_no_more_than_the_affordable(
    free: Money, loss: Money, held: Money, count: int
) -> None:
    affordable = once_more.affordable_qty(K, free, loss - held, count)
    assert 0 <= RULES.carried_lots(free, loss, held, count) <= affordable


@given(money, lots)
def test_fund_margin(loss: Money, count: int) -> None:
    assert once_more.fund_margin(K, loss, count) == RULES.fund_margin(loss, count)


@given(st.integers(1, 10**14), st.integers(1, 10**14), st.sampled_from([1, -1]))
def test_bearable_price(taken_at: int, own: int, side: int) -> None:
    """A linear lot: its value rises with its price, so the two have one order."""
    found = once_more.bearable_unit(K, taken_at, own, dear=side < 0)
    assert found == RULES.bearable_price(Price(taken_at), Price(own), Contracts(side))
