"""The rules of positions, margin and risk limits are held to their exact formulas."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solvent_spec.symbolic import DERIVED, TWINS
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import PRICE_SCALE, Contracts, Money, Price

from .symbolic_terms import (
    RULES,
    RULES_2026,
    costs,
    family,
    fee_rates,
    funding_rates,
    held,
    instruments,
    leverages,
    magnitudes,
    margin_rates,
    moneys,
    prices,
    quantities,
    rates,
    side,
    signed,
    terms,
    tick_prices,
)

# Contracts whose lots are worth less than a minor unit are drawn, and no price is claimed there.
seldom_claimed = settings(suppress_health_check=[HealthCheck.filter_too_much])
rule_sets = st.sampled_from([RULES, RULES_2026])
positive = magnitudes(10**14)
SIZES = st.lists(magnitudes(10**9), min_size=2, max_size=2).map(sorted)


@st.composite
def positions(draw: st.DrawFn, *payoffs: Payoff) -> tuple[Instrument, Contracts, Money]:
    """A contract, a quantity of it, and a cost that several fills may have made."""
    contract = draw(instruments(*payoffs))
    qty = draw(quantities(contract))
    cost = RULES.contract_value(contract, qty, draw(tick_prices(contract)))
    strange = draw(st.one_of(st.just(0), st.integers(0, abs(qty))))
    way = RULES.value_sign(contract.payoff) * (1 if qty > 0 else -1)
    return contract, qty, Money(cost + way * strange)


@pytest.mark.tests("POSN-001", "POSN-002")
@given(costs, SIZES, st.sampled_from([1, -1]))
def test_a_cost_is_shared_in_proportion(cost: int, sizes: list[int], way: int) -> None:
    part, whole = sizes
    result = RULES.remaining_cost(Money(cost), Contracts(way * part), Contracts(way * whole))
    held("POSN-001", result, K=cost, q_1=way * part, q_0=way * whole)
    result = RULES.closing_cost(Money(cost), Contracts(part), Contracts(whole))
    held("POSN-002", result, K=cost, q_1=part, q_0=whole)


@pytest.mark.tests("POSN-003", "POSN-004", "POSN-009", "POSN-011")
@given(moneys, moneys)
def test_sums_of_profit_and_cost_are_exact(a: int, b: int) -> None:
    held("POSN-003", RULES.unrealised_pnl(Money(a), Money(b)), V=a, K=b)
    held("POSN-004", RULES.realised_pnl(Money(a), Money(b)), K_r=a, C=b)
    held("POSN-011", RULES.current_cost(Money(a), Money(b)), K_r=a, K=b)
    previous, rebalanced = RULES.rebalanced_on_close(Money(a), Money(b))
    held("POSN-009", previous, "previous", R=a, R_b=b)
    held("POSN-009", rebalanced, "rebalanced", R=a)


@seldom_claimed
@pytest.mark.tests("POSN-005")
@given(positions())
def test_an_average_entry_price(position: tuple[Instrument, Contracts, Money]) -> None:
    contract, qty, cost = position
    assume(cost != 0)
    case, given_ = side(contract, qty), {"K": cost, "q": qty, **terms(contract, "m L t")}
    assume(TWINS["POSN-005"].applies(case, **given_))
    held("POSN-005", RULES.average_entry_price(contract, cost, qty), case, **given_)


@seldom_claimed
@pytest.mark.tests("POSN-006", "POSN-007")
@given(positions(), rates, st.sampled_from([1, -1]), rule_sets)
def test_a_price_at_a_loss(
    position: tuple[Instrument, Contracts, Money], share: Fraction, way: int, rules: object
) -> None:
    contract, qty, cost = position
    loss = Money(int(way * share * abs(cost)))
    case, given_ = side(contract, qty), {"K": cost, "q": qty, **terms(contract, "m L t p_max")}
    assume(TWINS["POSN-006"].applies(case, D=loss, **given_))
    held("POSN-006", rules.price_at_loss(contract, cost, qty, loss), case, D=loss, **given_)
    held("POSN-007", rules.break_even_price(contract, cost, qty, loss), case, R=loss, **given_)


@seldom_claimed
@pytest.mark.tests("POSN-006")
@given(positions(), rates)
def test_closing_at_the_price_of_a_loss_loses_no_more(
    position: tuple[Instrument, Contracts, Money], share: Fraction
) -> None:
    contract, qty, cost = position
    loss = Money(int(share * abs(cost)))
    case, given_ = side(contract, qty), {"K": cost, "q": qty, **terms(contract, "m L t p_max")}
    assume(TWINS["POSN-006"].applies(case, D=loss, **given_))
    price = RULES.price_at_loss(contract, cost, qty, loss)
    profit = RULES.contract_value(contract, qty, price) - cost
    tick = contract.tick_size * contract.lot_size * contract.multiplier
    whole = contract.payoff is Payoff.INVERSE or tick % PRICE_SCALE == 0
    # Where a tick of a lot is no whole number of minor units, the lot's value rounds once more.
    spare = 0 if whole else Fraction(abs(qty), 2 * contract.lot_size)
    assert profit >= -loss - spare


@pytest.mark.tests("POSN-008", "POSN-010", "POSN-012")
@given(moneys, moneys, margin_rates, SIZES, signed(magnitudes(10**9)), positive)
def test_columns_of_a_position(
    pnl: int, cost: int, rate: Fraction, sizes: list[int], qty: int, traded_cost: int
) -> None:
    held("POSN-008", RULES.pnl_percent(Money(pnl), Money(cost)), U=pnl, K=cost)
    result = RULES.return_on_equity(Money(pnl), Money(cost), rate)
    held("POSN-012", result, U=pnl, K=cost, r_i=rate)
    traded = sizes[0] - 1
    against = sizes[1] - sizes[0]
    net = traded - against if qty > 0 else against - traded
    result = RULES.gross_exec_cost(
        Contracts(qty), Contracts(net), Contracts(traded), Money(traded_cost)
    )
    held("POSN-010", result, q=qty, q_x=net, q_t=traded, K_t=traded_cost)


@pytest.mark.tests("MARG-001", "MARG-002", "MARG-003", "MARG-004", "MARG-005", "MARG-006")
@given(costs, margin_rates, rates, fee_rates, funding_rates, positive, moneys)
def test_the_margin_of_a_position(
    cost: int,
    initial_rate: Fraction,
    share: Fraction,
    fee: Fraction,
    funding: Fraction,
    cross: int,
    other: int,
) -> None:
    money = Money(cost)
    initial = RULES.position_initial_margin(money, initial_rate)
    held("MARG-001", initial, K=cost, r_i=initial_rate)
    reserve = RULES.position_commission(money, initial, Money(cross), fee)
    held("MARG-002", reserve, K=cost, M_i=initial, M_x=cross, r_f=fee)
    margin = RULES.position_margin(initial, reserve, Money(cross), Money(other))
    held("MARG-003", margin, M_i=initial, M_c=reserve, M_x=cross, D=other)
    way = 1 if cost > 0 else -1
    adverse = RULES.adverse_funding(Contracts(way), funding)
    held("MARG-005", adverse, s=way, f=funding)
    rate = initial_rate * share
    result = RULES.position_maintenance(money, rate, adverse, reserve)
    held("MARG-004", result, K=cost, r_m=rate, r_a=adverse, M_c=reserve)
    held("MARG-006", RULES.position_equity(margin, Money(other)), M_p=margin, U=other)


@pytest.mark.tests("MARG-007", "MARG-008", "MARG-010")
@given(
    st.one_of(st.just(0), signed(magnitudes(10**6))),
    st.lists(st.one_of(st.just(0), magnitudes(10**6)), min_size=2, max_size=2),
    st.lists(positive, min_size=2, max_size=2),
    margin_rates,
    fee_rates.map(abs),
)
def test_open_orders_are_charged_net(
    position: int, sizes: list[int], moneys_: list[int], rate: Fraction, fee: Fraction
) -> None:
    buys, sells = map(Contracts, sizes)
    buy, sell = (Money(m if n else 0) for n, m in zip(sizes, moneys_, strict=True))
    given_ = {"q_p": position, "q_b": buys, "q_s": sells}
    gross = RULES.gross_open_cost(Contracts(position), buys, buy, sells, sell)
    held("MARG-007", gross, K_b=buy, K_s=sell, **given_)
    premium = RULES.gross_open_premium(Contracts(position), buys, buy, sells, sell)
    held("MARG-010", premium, H_b=buy, H_s=sell, **given_)
    held("MARG-008", RULES.order_margin(gross, rate, fee), G=gross, r_i=rate, r_f=fee)


@pytest.mark.tests("MARG-009", "MARG-031")
@given(st.data(), instruments(), prices, prices, positive)
def test_a_premium_is_the_loss_that_an_order_would_have_at_once(
    data: st.DataObject, contract: Instrument, price: int, mark: int, cost: int
) -> None:
    qty = data.draw(quantities(contract))
    result = RULES.open_premium(Price(price), Price(mark), qty, contract)
    given_ = {"q": qty, "p": price, "p_m": mark, **terms(contract, "m L")}
    held("MARG-009", result, family(contract), **given_)
    shown = RULES.open_order_cost(contract, qty, Money(cost))
    held("MARG-031", shown, family(contract), q=qty, G=cost)


@pytest.mark.tests("MARG-011", "MARG-012", "MARG-013", "MARG-014", "MARG-016")
@given(moneys, moneys, moneys, moneys, rates)
def test_what_an_account_may_use(a: int, b: int, c: int, d: int, fee: Fraction) -> None:
    first, second, third, fourth = map(Money, (a, b, c, d))
    held("MARG-011", RULES.margin_balance(first, second), W=a, U=b)
    held("MARG-012", RULES.available_margin(first, second, third), B=a, O=b, E=c)
    held("MARG-013", RULES.withdrawable_margin(first, second), A=a, W=b)
    result = RULES.cross_margin(first, second, third, fourth)
    held("MARG-014", result, D=a, U=b, M_0=c, A=d)
    held("MARG-016", RULES.cross_reach(first, fee), A=a, r_f=fee)


@pytest.mark.tests("MARG-015")
@given(positive, SIZES, st.sampled_from([1, -1]))
def test_extra_margin_shrinks_with_its_position(cross: int, sizes: list[int], way: int) -> None:
    kept, before = (Contracts(way * size) for size in sizes)
    result = RULES.cross_after_reduction(Money(cross), kept, before)
    held("MARG-015", result, M_x=cross, q_1=kept, q_0=before)


@seldom_claimed
@pytest.mark.tests("MARG-017", "MARG-018")
@given(positions(), rates, rates, rates)
def test_liquidation_and_bankruptcy_are_prices_at_a_loss(
    position: tuple[Instrument, Contracts, Money], a: Fraction, b: Fraction, c: Fraction
) -> None:
    contract, qty, cost = position
    margin, kept, reach = (Money(int(share * abs(cost))) for share in (a, b * a, c))
    case = side(contract, qty)
    given_ = {"K": cost, "q": qty, "X": reach, "M_p": margin, **terms(contract, "m L t p_max")}
    assume(TWINS["MARG-017"].applies(case, M_m=kept, **given_))
    result = RULES.liquidation_price(
        contract, cost, qty, margin=margin, maintenance=kept, reach=reach
    )
    held("MARG-017", result, case, M_m=kept, **given_)
    result = RULES.bankruptcy_price(
        contract, cost, qty, margin=margin, commission=kept, reach=reach
    )
    held("MARG-018", result, case, M_c=kept, **given_)


@settings(seldom_claimed, max_examples=300)
@pytest.mark.tests("MARG-017", "MARG-018")
@given(st.data(), instruments(), funding_rates, fee_rates.map(abs))
def test_an_isolated_position_is_liquidated_where_the_margin_equation_says(
    data: st.DataObject, contract: Instrument, funding: Fraction, fee: Fraction
) -> None:
    """From entry price and rates alone, through every rounding on the way, whatever the fee."""
    qty, entry = data.draw(quantities(contract)), data.draw(tick_prices(contract))
    cost = RULES.contract_value(contract, qty, entry)
    rate, kept = contract.init_margin, contract.maint_margin
    initial = RULES.position_initial_margin(cost, rate)
    reserve = RULES.position_commission(cost, initial, Money(0), fee)
    margin = RULES.position_margin(initial, reserve, Money(0), Money(0))
    adverse = RULES.adverse_funding(qty, funding)
    maintenance = RULES.position_maintenance(cost, kept, adverse, reserve)
    case = side(contract, qty)
    given_ = {"p_e": entry, "n": abs(qty), "r_i": rate, **terms(contract, "m L t")}
    loaded = {**given_, "r_m": kept, "r_a": adverse}
    assume(DERIVED["liquidation price"].applies(case, **loaded))
    result = RULES.liquidation_price(
        contract, cost, qty, margin=margin, maintenance=maintenance, reach=Money(0)
    )
    held("liquidation price", result, case, **loaded)
    assume(DERIVED["bankruptcy price"].applies(case, **given_))
    result = RULES.bankruptcy_price(
        contract, cost, qty, margin=margin, commission=reserve, reach=Money(0)
    )
    held("bankruptcy price", result, case, **given_)


@pytest.mark.tests("MARG-019", "MARG-020")
@given(leverages, margin_rates)
def test_leverage_and_requirement(leverage: Fraction, tier: Fraction) -> None:
    given_ = {"l": leverage, "r_t": tier}
    held("MARG-019", RULES.initial_requirement(leverage, tier), **given_)
    for near in (leverage, 1 / tier, 1 / tier + Fraction(1, 10**6), Fraction(1, 100)):
        held("MARG-020", int(RULES.may_set_leverage(near, tier)), **given_ | {"l": near})


@pytest.mark.tests("MARG-021", "MARG-022", "MARG-034")
@given(costs, moneys, moneys, moneys, moneys)
def test_permissions(money: int, a: int, b: int, c: int, d: int) -> None:
    first, second, third, fourth = map(Money, (a, b, c, d))
    result = RULES.may_transfer(Money(money), first, second, third)
    case = "in" if money > 0 else "out"
    held("MARG-021", int(result), case, Z=money, A=a, M_p=b, M_i=c)
    result = RULES.may_take_out(Money(money), fourth, third, Money(0))
    held("MARG-034", int(result), Z=money, M_i=c, E=d)
    for reduces in (False, True):
        for unbound in (Money(money), Money(abs(money)), Money(-1)):
            result = RULES.may_execute(first, second, unbound, third, fourth, reduces=reduces)
            named = {"A_0": a, "A": b, "A_1": int(unbound), "E": c, "M_m": d}
            held("MARG-022", int(result), **named, z=int(reduces))


@pytest.mark.tests("MARG-023", "MARG-024", "MARG-025", "MARG-026", "MARG-027")
@given(moneys, moneys, moneys, positive, fee_rates.map(abs))
def test_columns_of_an_account(a: int, b: int, balance: int, loss: int, fee: Fraction) -> None:
    first, second, total = map(Money, (a, b, balance))
    held("MARG-023", RULES.margin_used(first, second, total), O=a, E=b, B=balance)
    held("MARG-024", RULES.margin_leverage(Money(loss), total), V=loss, B=balance)
    held("MARG-025", RULES.carried_cost(first, Money(loss)), K=a, D=loss)
    result = RULES.commission_after_top_up(first, Money(loss), fee)
    held("MARG-026", result, M_c=a, Z=loss, r_f=fee)
    for isolated, case in ((True, "another leverage, isolated"), (False, "back to cross")):
        result = RULES.cross_after_leverage(
            second, Money(loss), first, isolated=isolated, changed=True
        )
        held("MARG-027", result, case, U=a, D=loss)
    kept = RULES.cross_after_leverage(second, Money(loss), first, isolated=True, changed=False)
    assert kept == second


@pytest.mark.tests("RISK-001", "RISK-002", "RISK-003", "RISK-004", "RISK-005", "RISK-007")
@given(instruments(), st.integers(0, 50), moneys, positive, positive)
def test_risk_tiers(contract: Instrument, steps: int, value: int, gross: int, limit: int) -> None:
    base, step = contract.risk_limit, contract.risk_step
    given_ = {"Z_0": base, "Z_1": step}
    for asked in (limit, base + steps * step, base + steps * step + 1):
        held("RISK-001", RULES.risk_steps(contract, Money(asked)), Z=asked, **given_)
        permitted = RULES.may_set_risk_limit(contract, Money(asked), Money(gross))
        held("RISK-005", int(permitted), Z=asked, Z_v=gross, **given_)
        for worth in (asked - 1, asked, asked + 1):
            fits = RULES.fits_risk_limit(Money(worth), Money(asked))
            held("RISK-007", int(fits), Z=asked, Z_v=worth)
    rates_ = terms(contract, "r_i r_m")
    held("RISK-002", RULES.tier_initial_margin(contract, steps), k=steps, **rates_)
    del rates_["r_i"]
    held("RISK-003", RULES.tier_maintenance_margin(contract, steps), k=steps, **rates_)
    held("RISK-004", RULES.risk_value(Money(value), Money(gross)), V=value, G=gross)
