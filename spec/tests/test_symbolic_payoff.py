"""The rules of units, instruments, mark, funding and fees are held to their exact formulas."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from solvent_spec.rulebook import DEFAULT, PRESETS, Rulebook
from solvent_spec.rules import Rules
from solvent_spec.symbolic import DERIVED, TWINS
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import DAY, MINUTE, PRICE_SCALE, Contracts, Millis, Money, Price

from .symbolic_terms import (
    RULES,
    RULES_2026,
    costs,
    family,
    fee_rates,
    funding_rates,
    held,
    instruments,
    magnitudes,
    moneys,
    prices,
    quantities,
    rates,
    signed,
    terms,
    tick_prices,
)

instants = st.integers(0, 2**42).map(Millis)
tie_rules = st.sampled_from(["half up", "half to even", "half down"])
rule_sets = st.sampled_from([RULES, RULES_2026])
QUOTED = (Payoff.LINEAR, Payoff.QUANTO)


@pytest.mark.tests("UNIT-001")
@given(
    st.integers(-(10**20), 10**20),
    magnitudes(10**12),
    st.sampled_from(["half up", "half to even", "half down"]),
)
def test_nearest_minor_is_within_half_a_unit_whatever_a_tie_does(a: int, d: int, tie: str) -> None:
    held("UNIT-001", Rules(DEFAULT, {"UNIT-002": tie}).nearest_minor(a, d), a=a, d=d)


@pytest.mark.tests("INST-001")
@given(instruments(Payoff.INVERSE), prices)
def test_an_inverse_lot_is_within_half_a_unit(contract: Instrument, price: int) -> None:
    result = RULES.inverse_unit_value(contract, Price(price))
    held("INST-001", result, "inverse", p=price, **terms(contract, "m L"))


@pytest.mark.tests("INST-002")
@given(instruments(*QUOTED), prices)
def test_a_linear_or_quanto_lot_is_within_half_a_unit(contract: Instrument, price: int) -> None:
    result = RULES.linear_unit_value(contract, Price(price))
    held("INST-002", result, family(contract), p=price, **terms(contract, "m L"))


@pytest.mark.tests("INST-003", "INST-004", "INST-012")
@given(st.data(), instruments(), prices)
def test_a_value_is_within_half_a_unit_a_lot(
    data: st.DataObject, contract: Instrument, price: int
) -> None:
    qty = data.draw(quantities(contract))
    given_ = {"q": qty, "p": price, **terms(contract, "m L")}
    held("INST-003", RULES.value_sign(contract.payoff), family(contract))
    held(
        "INST-004",
        RULES.contract_value(contract, qty, Price(price)),
        family(contract),
        **given_,
    )
    held("INST-012", RULES.open_value(contract, qty, Price(price)), family(contract), **given_)


@pytest.mark.tests("INST-004", "POSN-003")
@given(st.data(), instruments(), prices, prices)
def test_profit_from_price_to_price_is_within_a_unit_a_lot(
    data: st.DataObject, contract: Instrument, entry: int, price: int
) -> None:
    qty = data.draw(quantities(contract))
    cost = RULES.contract_value(contract, qty, Price(entry))
    profit = RULES.unrealised_pnl(RULES.contract_value(contract, qty, Price(price)), cost)
    held("profit", profit, family(contract), q=qty, p_e=entry, p=price, **terms(contract, "m L"))


@pytest.mark.tests("INST-007", "INST-008")
@given(st.data(), instruments(), prices, magnitudes(10**9))
def test_notionals_follow_from_quantity_and_price(
    data: st.DataObject, contract: Instrument, price: int, rate: int
) -> None:
    qty = data.draw(quantities(contract))
    value = RULES.contract_value(contract, qty, Price(price))
    assume(value != 0 and (contract.underlying_to_settle or -1) < 0)
    settle = -(contract.underlying_to_settle or -(10**8))
    home = RULES.home_notional(contract, qty, value, rate)
    per_coin = contract.underlying_to_position or 1
    common = {"q": qty, "p": price, "S": settle, **terms(contract, "m L")}
    held("INST-007", home, family(contract), P=per_coin, Q=rate, **common)
    foreign = RULES.foreign_notional(contract, qty, value, rate)
    quote = contract.quote_to_settle or rate
    held("INST-008", foreign, family(contract), Q=quote, **common)


@pytest.mark.tests("INST-009")
@given(instruments(), magnitudes(10**15), prices)
def test_contracts_for_a_notional_are_floored_to_lots(
    contract: Instrument, notional: int, price: int
) -> None:
    result = RULES.contracts_for_notional(contract, Money(notional), Price(price))
    held("INST-009", result, family(contract), N=notional, p=price, **terms(contract, "m L"))


@pytest.mark.tests("INST-010", "INST-011", "INST-014")
@given(magnitudes(10**6), magnitudes(10**6), prices, signed(magnitudes(10**9)), magnitudes(10**4))
def test_terms_of_contracts(a: int, b: int, index: int, qty: int, lot: int) -> None:
    held("INST-010", RULES.linear_multiplier(a * b, b), S=a * b, P=b)
    held("INST-011", RULES.quote_to_settle(Price(index), "XBt"), c=10**8, p_i=index)
    held("INST-014", RULES.qty_in_new_lots(Contracts(qty), Contracts(lot)), q=qty, L=lot)


@pytest.mark.tests("MARK-001", "MARK-002")
@given(instruments(), prices, funding_rates, instants, st.integers(0, 480 * MINUTE))
def test_a_basis_is_within_half_a_grid_step(
    contract: Instrument, index: int, rate: Fraction, now: Millis, ahead: int
) -> None:
    whole_minute = now // MINUTE * MINUTE
    result = RULES.funding_basis(contract, Price(index), rate, now, Millis(now + ahead))
    left, interval = now + ahead - whole_minute, contract.funding_interval
    held("MARK-001", result, p_i=index, f=rate, tau=left, T=interval, **terms(contract, "g"))
    result = RULES.impact_basis(contract, Price(index), rate, now)
    left = (contract.expiry or now) - whole_minute
    held("MARK-002", result, p_i=index, r_b=rate, tau=left, **terms(contract, "g"))


@pytest.mark.tests("MARK-003")
@given(prices, prices, magnitudes(400 * DAY))
def test_a_basis_rate_keeps_two_decimals(mid: int, index: int, left: int) -> None:
    result = RULES.fair_basis_rate(Price(mid), Price(index), Millis(left))
    held("MARK-003", result, p_d=mid, p_i=index, tau=left)


@pytest.mark.tests("MARK-004", "MARK-005", "MARK-011")
@given(instruments(), prices, funding_rates, rule_sets)
def test_fair_price_impact_notional_and_annual_rate(
    contract: Instrument, index: int, rate: Fraction, rules: Rules
) -> None:
    basis = int(index * rate)
    held("MARK-004", rules.fair_price(Price(index), Price(basis)), p_i=index, b=basis)
    held("MARK-011", rules.annual_funding_rate(rate), f=rate)
    coin = rules.minor_units(contract.settl_currency)
    factor = rules.book.impact_notional_factor
    result = rules.impact_notional(contract)
    held("MARK-005", result, phi=factor, c=coin, **terms(contract, "r_i"))


@pytest.mark.tests("MARK-006")
@given(st.data(), instruments())
def test_an_impact_price_is_the_weighed_mean(data: st.DataObject, contract: Instrument) -> None:
    book = [
        (data.draw(tick_prices(contract)), abs(data.draw(quantities(contract))))
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    thin = data.draw(st.one_of(st.none(), st.just(Price(0)), st.just(contract.max_price)))
    wanted = missing = RULES.impact_notional(contract)
    taken = []
    for price, qty in book:
        taken.append(min(missing, abs(RULES.contract_value(contract, qty, price))))
        missing -= taken[-1]
    lacking = book[-1][0] if thin is None else thin
    assert sum(taken) + missing == wanted
    result = RULES.impact_price(contract, book, thin_price=thin)
    weights, levels = [*taken, missing], [*(price for price, _ in book), lacking]
    held("MARK-006", result, w=weights, p=levels, j=len(levels), **terms(contract, "g"))


@pytest.mark.tests("MARK-008", "MARK-009")
@given(instruments(), prices, prices, rule_sets)
def test_an_impact_mid_lies_on_half_ticks(
    contract: Instrument, bid: int, ask: int, rules: Rules
) -> None:
    mid = rules.impact_mid_price(contract, Price(bid), Price(ask))
    given_ = {"p_b": bid, "p_a": ask}
    held("MARK-008", mid, rules.book.impact_mid_rounding, **given_, **terms(contract, "t"))
    liquid = rules.has_liquidity(contract, Price(bid), Price(ask), mid)
    held("MARK-009", int(liquid), p_d=mid, **given_, **terms(contract, "r_m"))


@pytest.mark.tests("MARK-012")
@given(prices, rates, prices, prices)
def test_a_protected_last_price_stays_near_its_band(
    fair: int, maintenance: Fraction, last: int, before: int
) -> None:
    result = RULES.last_price_protected(Price(fair), maintenance, Price(last), Price(before))
    held("MARK-012", result, p_f=fair, r_m=maintenance, p_l=last, p_0=before)


@pytest.mark.tests("FUND-001")
@given(instruments(), instants, st.sampled_from(["2019-06", "TOY"]))
def test_the_next_funding_follows_the_clock(contract: Instrument, now: Millis, preset: str) -> None:
    book = PRESETS[preset]
    result = Rules(book).next_funding(contract, now)
    held("FUND-001", result, now=now, o=book.funding_offset, T=book.funding_interval)
    assert now < result <= now + book.funding_interval


@pytest.mark.tests("FUND-002", "FUND-003", "FUND-004")
@given(st.lists(prices, min_size=4, max_size=4), funding_rates, rates, st.integers(0, 480))
def test_premiums(quotes: list[int], rate: Fraction, total: Fraction, samples: int) -> None:
    book = RULES.book
    daily = {"r_q": book.interest_quote_daily, "r_b": book.interest_base_daily}
    held("FUND-002", RULES.interest_rate(), **daily)
    bid, ask, mark, index = quotes
    result = RULES.premium_index(Price(bid), Price(ask), Price(mark), Price(index), rate)
    held("FUND-003", result, p_b=bid, p_a=ask, p_m=mark, p_i=index, f=rate)
    average = RULES.average_premium(total, samples)
    held("FUND-004", average, Sigma=total, k=samples, rho=book.rate_resolution)


@pytest.mark.tests("FUND-005", "FUND-006", "FUND-007")
@given(instruments(), funding_rates, funding_rates, funding_rates)
def test_a_funding_rate_is_bounded(
    contract: Instrument, premium: Fraction, interest: Fraction, previous: Fraction
) -> None:
    book, caps = RULES.book, terms(contract, "r_i r_m")
    free = RULES.unbounded_rate(premium, interest)
    held("FUND-005", free, r_P=premium, r_I=interest, r_c=book.funding_clamp)
    capped = RULES.capped_rate(contract, free)
    held("FUND-006", capped, f_0=free, kappa=book.funding_cap_of_margin_gap, **caps)
    change = {"f_1": previous, "lambda": book.funding_change_cap_of_maintenance}
    changed = RULES.capped_change(contract, capped, previous)
    held("FUND-007", changed, f_0=capped, **change, **terms(contract, "r_m"))
    whole = RULES.funding_rate(contract, premium, previous)
    given_ = {"r_P": premium, "r_I": RULES.interest_rate(), "r_c": book.funding_clamp}
    held("funding rate", whole, kappa=book.funding_cap_of_margin_gap, **given_, **change, **caps)


@pytest.mark.tests("FUND-008", "FUND-009", "FUND-015", "FUND-016")
@given(st.data(), instruments(), prices, funding_rates)
def test_a_funding_payment_from_price_to_money(
    data: st.DataObject, contract: Instrument, mark: int, rate: Fraction
) -> None:
    qty = data.draw(quantities(contract))
    way = 1 if qty > 0 else -1
    value = RULES.contract_value(contract, qty, Price(mark))
    due = RULES.funding_payment(value, rate)
    held("FUND-008", due, V=value, f=rate)
    held("FUND-015", RULES.funding_commission(qty, rate), s=way, f=rate)
    common = {"q": qty, "p_m": mark, **terms(contract, "m L")}
    held("FUND-016", RULES.funding_cost(value), family(contract), **common)
    held("funding payment", way * due, family(contract), f=rate, **common)
    if rate:
        held("FUND-009", int(RULES.pays_funding(qty, rate)), q=qty, f=rate)


@pytest.mark.tests("FUND-008", "FUND-010")
@given(st.data(), instruments(), prices, funding_rates)
def test_what_funding_leaves_is_less_than_a_unit_a_position(
    data: st.DataObject, contract: Instrument, mark: int, rate: Fraction
) -> None:
    held_ = data.draw(st.lists(quantities(contract), min_size=1, max_size=6))
    held_.append(Contracts(-sum(held_)))
    amounts = [
        RULES.funding_payment(RULES.contract_value(contract, Contracts(qty), Price(mark)), rate)
        for qty in held_
    ]
    left = sum(due if qty > 0 else -due for qty, due in zip(held_, amounts, strict=True))
    assert abs(left) < len(held_)


@pytest.mark.tests("FUND-011", "FUND-012")
@given(magnitudes(10**12), magnitudes(10**12), rates, moneys)
def test_funding_that_cannot_be_paid(due: int, more: int, share: Fraction, available: int) -> None:
    owed = due + more
    collected = int(owed * share)
    result = RULES.funding_received(Money(due), Money(collected), Money(owed))
    held("FUND-011", result, Y_d=due, Y_c=collected, Y_o=owed)
    taken = RULES.funding_from_position(Money(due), Money(available), Money(due))
    held("FUND-012", taken, Y_d=due, A=available)


@pytest.mark.tests("FEES-001", "FEES-005", "FEES-006")
@given(costs, fee_rates, rates, moneys)
def test_commissions(cost: int, rate: Fraction, share: Fraction, commissions: int) -> None:
    for rules in (RULES, Rules(Rulebook.at("2017-04-04"))):
        result = rules.commission(Money(cost), rate)
        held("FEES-001", result, rules.book.commission_rounding, K=cost, r_f=rate)
    held("FEES-005", RULES.discounted_rate(rate, share), r_0=rate, d=share)
    held("FEES-006", RULES.affiliate_share(Money(commissions), share), C=commissions, a=share)


@pytest.mark.tests("FEES-004")
@given(instruments())
def test_a_position_reserves_the_largest_fee(contract: Instrument) -> None:
    fees = (contract.maker_fee, contract.taker_fee, contract.settlement_fee)
    result = RULES.position_fee_rate(contract)
    held("FEES-004", result, **dict(zip(("r_1", "r_2", "r_3"), fees, strict=True)))


@pytest.mark.tests("INST-004")
@given(st.data(), instruments(), prices)
def test_delta_and_gamma_are_what_a_small_move_shows(
    data: st.DataObject, contract: Instrument, price: int
) -> None:
    """Exact values three prices apart: the quotients differ from the derivatives by terms of h."""
    qty = data.draw(quantities(contract))
    h = Fraction(price, 10**12)
    given_ = {"q": qty, **terms(contract, "m L")}
    value, slope, bend = TWINS["INST-004"], DERIVED["delta"], DERIVED["gamma"]
    name = family(contract)
    low, mid, high = (value.exact(name, p=p, **given_) for p in (price - h, price, price + h))
    step = h / PRICE_SCALE
    del given_["L"]
    first, second = (
        slope.exact(name, p=price, **given_ | {"L": 1}),
        bend.exact(name, p=price, **given_ | {"L": 1}),
    )
    assert abs((high - low) / (2 * step) - first) <= abs(first) / 10**20
    assert abs((high - 2 * mid + low) / step**2 - second) <= abs(second) / 10**20
