"""The twins themselves: convexity, solved prices, and the numbers of the seeds worked by hand."""

from fractions import Fraction

import pytest
import sympy as sp

from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.symbolic import (
    DERIVED,
    TWINS,
    derivation,
    exact_value,
    hedge,
    payoff,
    solvency,
    twin,
)
from solvent_spec.symbolic.bounds import ceil_bounds, floor_bounds, nearest, trunc_bounds
from solvent_spec.symbolic.symbols import (
    ADVERSE,
    CROSS,
    ENTRY,
    FEE,
    INITIAL_RATE,
    MAINTENANCE_RATE,
    PRICE,
    SIDE,
    symbols_of,
)
from solvent_spec.vocabulary.units import price_of

p, p_e, s, M_x = symbols_of(PRICE, ENTRY, SIDE, CROSS)
r_i, r_m, r_a, r_f = symbols_of(INITIAL_RATE, MAINTENANCE_RATE, ADVERSE, FEE)

FAMILIES = payoff.FAMILIES
SIDES = [1, -1]
XBT = 10**8
FORMULA_CHAPTERS = ("UNIT", "INST", "MARK", "FUND", "FEES", "POSN", "MARG", "RISK")
# What these clauses state is no formula: a choice, an order of things, a name or a date.
NO_FORMULA = {
    "UNIT-002": "a tie is a choice",
    "UNIT-003": "the units of currencies are a table",
    "UNIT-004": "a tie is a choice",
    "INST-005": "a price is on the tick or not",
    "INST-006": "a quantity is whole lots or not",
    "INST-013": "a calendar",
    "INST-015": "a floor",
    "MARK-013": "what stands where there is no price",
    "MARK-007": "what a thin book lacks is a choice",
    "MARK-014": "which coin is counted",
    "MARK-010": "when a rate is refreshed",
    "FUND-010": "who owns the remainder",
    "FUND-013": "which rate is charged when",
    "FUND-014": "the shape of a row",
    "FUND-017": "an identifier",
    "FUND-018": "who gets the last units",
    "FUND-019": "an order of things",
    "FUND-020": "an order of things",
    "FEES-002": "who pays which rate",
    "FEES-003": "who is credited",
    "FEES-007": "how far a purse goes",
    "POSN-013": "what becomes of margin, not how much it is",
    "MARG-028": "which margin row is read",
    "MARG-029": "whether a stop is charged",
    "MARG-030": "a default",
    "MARG-035": "what becomes of margin, not how much it is",
    "MARG-036": "an order of contracts",
    "MARG-032": "when nothing is kept",
    "MARG-033": "when nothing is reserved",
    "MARG-037": "all of what is left, or nothing",
    "RISK-006": "two bounds, one of them an account's",
}


def test_every_formula_of_these_chapters_has_a_twin() -> None:
    assert Rules is not None
    chapters = {c for c in CLAUSES if c[:4] in FORMULA_CHAPTERS}
    assert chapters - set(TWINS) == set(NO_FORMULA)
    assert set(TWINS) <= set(CLAUSES)


def test_a_clause_that_is_no_formula_has_no_twin() -> None:
    assert twin("FEES-002") is None
    assert twin("MARG-999") is None


@pytest.mark.parametrize("name", [*TWINS, *DERIVED])
def test_a_twin_states_symbols_units_and_bounds(name: str) -> None:
    formula = TWINS.get(name) or DERIVED[name]
    text, latex = formula.text(), formula.latex()
    assert text.startswith(f"{formula.result.name} = ")
    assert latex.startswith("\\begin{aligned}")
    known = {q.name for q in formula.quantities} | {q.name for q, _ in formula.where}
    for case in formula.cases:
        assert name in DERIVED or case.bound is not None
        ends = (case.bound.lower, case.bound.upper) if case.bound else ()
        parts = (case.expression, case.domain, *ends)
        free = {str(symbol).split("[")[0] for part in parts for symbol in part.free_symbols}
        assert free - {"i"} <= known | {formula.result.name}
    for quantity in formula.quantities:
        assert quantity.meaning
        if quantity.name in formula._used():
            assert f"({quantity.unit.value})" in text


def test_a_missing_or_strange_case_is_named() -> None:
    with pytest.raises(KeyError, match="its cases are 'inverse', 'linear', 'quanto'"):
        TWINS["INST-004"].case("option")
    with pytest.raises(KeyError, match="has no symbol 'z'"):
        TWINS["MARG-001"].exact(K=1, z=1)
    with pytest.raises(ValueError, match="no bound is claimed"):
        TWINS["POSN-006"].gap(1, "inverse short", D=100, K=100, q=-100, m=1, L=1, t=1, p_max=1)


def test_a_rule_that_breaks_its_bound_is_seen() -> None:
    """3000.5 is rounded up to 3001; neither 3000 nor 3002 will do, nor 3002 for 3001 exactly."""
    twin_ = TWINS["MARG-001"]
    half, whole = {"K": 6001, "r_i": Fraction(1, 2)}, {"K": 6002, "r_i": Fraction(1, 2)}
    assert twin_.gap(3001, **half).within
    assert not twin_.gap(3000, **half).within
    assert not twin_.gap(3002, **half).within
    assert twin_.gap(3001, **whole).within
    assert not twin_.gap(3002, **whole).within


@pytest.mark.parametrize(
    ("bound", "allowed"),
    [
        (nearest(1, ""), {10: [5], 11: [5, 6], -11: [-6, -5]}),
        (ceil_bounds(1, ""), {10: [5], 11: [6], -11: [-5]}),
        (floor_bounds(1, ""), {10: [5], 11: [5], -11: [-6]}),
        (trunc_bounds(""), {10: [5], 11: [5], -11: [-5], -10: [-5]}),
    ],
    ids=["nearest", "ceiled", "floored", "truncated"],
)
def test_a_bound_knows_its_direction(bound: object, allowed: dict[int, list[int]]) -> None:
    for halves, results in allowed.items():
        exact = Fraction(halves, 2)
        found = [n for n in range(-9, 10) if bound.allows(exact, Fraction(n), {})]
        assert found == results


@pytest.mark.parametrize("expression", [sp.sqrt(p), sp.exp(p), sp.sin(p)])
def test_what_has_no_exact_value_is_refused(expression: object) -> None:
    with pytest.raises(TypeError, match="no exact value"):
        exact_value(expression, {"p": Fraction(2)})


def test_evaluation_agrees_with_substitution() -> None:
    formula = TWINS["MARG-017"].case("inverse long")
    values = {"M_p": 7, "M_m": 3, "X": 2, "K": -1000, "q": 50, "m": 9, "L": 1, "t": 1}
    rational = {sp.Symbol(k, real=True): sp.Integer(v) for k, v in values.items()}
    exact = exact_value(formula.expression, {k: Fraction(v) for k, v in values.items()})
    by_name = {x: rational[sp.Symbol(x.name, real=True)] for x in formula.expression.free_symbols}
    assert sp.Rational(exact.numerator, exact.denominator) == formula.expression.subs(by_name)


@pytest.mark.tests("INST-001", "INST-002", "INST-003")
def test_only_inverse_contracts_bend_and_each_side_its_own_way() -> None:
    bends = {(f, side): payoff.curvature(f, side) for f in FAMILIES for side in SIDES}
    assert bends == {
        ("inverse", 1): "concave",
        ("inverse", -1): "convex",
        ("linear", 1): "straight",
        ("linear", -1): "straight",
        ("quanto", 1): "straight",
        ("quanto", -1): "straight",
    }
    for f in FAMILIES:
        assert payoff.delta(f, payoff.n).is_positive
        assert payoff.delta(f, -payoff.n).is_negative


@pytest.mark.tests("INST-004")
def test_a_long_loses_more_in_a_fall_and_gains_less_in_a_rise_than_a_straight_line() -> None:
    """Seed 002, 100,000 contracts from 10,000: -10 XBT at 5,000, not -5; 5 at 20,000, not 10."""
    profit = DERIVED["profit"]
    straight = DERIVED["delta"].exact("inverse", q=100_000, m=XBT, L=1, p=price_of("10000"))
    assert straight * 10_000 == 10 * XBT
    for price, xbt in (("5000", -10), ("20000", 5)):
        given = {"m": XBT, "L": 1, "p_e": price_of("10000"), "p": price_of(price)}
        long = profit.exact("inverse", q=100_000, **given)
        short = profit.exact("inverse", q=-100_000, **given)
        line = straight * (Fraction(price) - 10_000)
        assert long == xbt * XBT == -short
        assert long < line
        assert short > -line


@pytest.mark.tests("MARG-017", "MARG-018")
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("family", FAMILIES)
def test_solving_the_margin_equation_gives_the_closed_forms(family: str, side: int) -> None:
    for solved, room in (
        (solvency.liquidation_price(family), solvency.LIQUIDATION_ROOM),
        (solvency.bankruptcy_price(family), solvency.BANKRUPTCY_ROOM),
    ):
        closed = solvency.closed_form(family, room).subs(s, side)
        assert sp.simplify(solvency.at_side(solved, side) - closed) == 0
        assert r_f not in solved.free_symbols


@pytest.mark.tests("MARG-017", "MARG-018")
@pytest.mark.parametrize("family", FAMILIES)
def test_the_solutions_satisfy_the_equations_with_cross_margin_too(family: str) -> None:
    at_liquidation = {p: solvency.liquidation_price(family)}
    gap = solvency.equity(family) - solvency.maintenance_margin(family)
    assert sp.simplify(gap.subs(at_liquidation)) == 0
    at_bankruptcy = {p: solvency.bankruptcy_price(family)}
    gap = solvency.equity(family) - solvency.fee_reserve(family)
    assert sp.simplify(gap.subs(at_bankruptcy)) == 0


@pytest.mark.tests("MARG-002")
def test_the_reserve_is_the_fee_of_closing_a_long_inverse_position_at_its_bankruptcy() -> None:
    price = solvency.bankruptcy_price("inverse").subs(s, 1)
    fee = r_f * -payoff.value("inverse", solvency.n, price)
    assert sp.simplify(fee - solvency.fee_reserve("inverse")) == 0


@pytest.mark.tests("MARG-018")
def test_a_short_backed_by_all_its_value_cannot_go_bankrupt() -> None:
    """Seed 002: with the whole of the bitcoin as margin there is no price of bankruptcy."""
    price = solvency.at_side(solvency.bankruptcy_price("inverse"), -1)
    assert sp.limit(price, r_i, 1, "-") == sp.oo
    equity = solvency.equity("inverse").subs({s: -1, M_x: 0, r_i: 1, r_f: 0})
    assert sp.simplify(equity).is_positive


@pytest.mark.tests("MARG-017")
def test_adverse_funding_brings_the_liquidation_nearer_and_fees_do_not() -> None:
    for family in FAMILIES:
        long = solvency.closed_form(family, solvency.LIQUIDATION_ROOM).subs(s, 1)
        slope = sp.diff(long, r_a).subs({p_e: 100, r_i: sp.Rational(1, 10), r_m: 0, r_a: 0})
        assert slope > 0


@pytest.mark.tests("INST-002", "INST-009", "MARG-001", "MARG-017")
def test_the_speculator_of_seed_003() -> None:
    """10,000 ETHUSD at 500 dollars and one millionth: 5 XBT, 0.10 XBT margin, out 1 % lower."""
    at = {"m": 100, "L": 1, "p": price_of("500")}
    value = TWINS["INST-004"].exact("quanto", q=10_000, **at)
    assert value == 5 * XBT
    assert TWINS["MARG-001"].exact(K=int(value), r_i=Fraction("0.02")) == XBT // 10
    moved = {"m": 100, "L": 1, "p_e": price_of("500"), "p": price_of("600")}
    assert DERIVED["profit"].exact("quanto", q=10_000, **moved) == XBT
    assert TWINS["INST-009"].exact("quanto", N=100 * XBT, **at) == 200_000
    rates = {"r_i": Fraction("0.02"), "r_m": Fraction("0.01"), "r_a": Fraction(0)}
    price = DERIVED["liquidation price"].exact("quanto long", p_e=price_of("500"), **rates)
    assert price == price_of("495")


@pytest.mark.parametrize(
    ("qty", "xbt_after", "dollars"),
    [
        (-100_000, 5000, 125_000),
        (-100_000, 15_000, -125_000),
        (100_000, 5000, -125_000),
        (100_000, 15_000, 125_000),
    ],
)
@pytest.mark.tests("INST-002")
def test_the_four_scenarios_of_the_quanto_hedge(qty: int, xbt_after: int, dollars: int) -> None:
    """Seed 003: ETH from 500 to 750, XBT from 10,000 to 5,000 or 15,000, 100,000 contracts."""
    values = {
        "q": Fraction(qty),
        "mu": Fraction("0.000001"),
        "e": Fraction(500),
        "x": Fraction(10_000),
        "d_e": Fraction(250),
        "d_x": Fraction(xbt_after - 10_000),
    }
    way = 1 if qty > 0 else -1
    assert exact_value(hedge.XBT_VALUE, values) == way * 50
    assert exact_value(hedge.ETH_VALUE, values) == way * 1000
    assert exact_value(hedge.SWAP_PROFIT_XBT, values) == way * 25
    assert exact_value(hedge.SWAP_PROFIT, values) == way * 25 * xbt_after
    assert exact_value(hedge.SPOT_PROFIT, values) == way * -250_000
    assert exact_value(hedge.NET_PROFIT, values) == dollars
    assert derivation("quanto hedge").exact(**values) == dollars


def test_what_the_hedge_leaves_is_one_cross_term() -> None:
    difference = hedge.SWAP_PROFIT + hedge.SPOT_PROFIT - hedge.q * hedge.mu * hedge.d_e * hedge.d_x
    assert sp.expand(difference) == 0
    assert hedge.NET_PROFIT.free_symbols == {hedge.q, hedge.mu, hedge.d_e, hedge.d_x}


def test_the_hedged_position_is_worth_its_covariance() -> None:
    """The mean over four equally likely pairs of moves whose correlation is one half."""
    up_e, up_x = Fraction(50), Fraction(1000)
    pairs = [(1, 1, 3), (-1, -1, 3), (1, -1, 1), (-1, 1, 1)]
    base = {"q": Fraction(-100_000), "mu": Fraction(1, 10**6)}
    mean = sum(
        weight * derivation("quanto hedge").exact(d_e=a * up_e, d_x=b * up_x, **base) / 8
        for a, b, weight in pairs
    )
    priced = derivation("quanto hedge, expected").exact(
        e=Fraction(500),
        x=Fraction(10_000),
        sigma_e=up_e / 500,
        sigma_x=up_x / 10_000,
        rho=Fraction(1, 2),
        **base,
    )
    assert mean == priced == -2500
    assert (
        sp.diff(hedge.expected_profit().subs(hedge.q, -1), hedge.rho).subs(
            dict.fromkeys((hedge.mu, hedge.e, hedge.x, hedge.sigma_e, hedge.sigma_x), 1)
        )
        < 0
    )


@pytest.mark.tests("FUND-005", "FUND-006")
@pytest.mark.parametrize(
    ("premium", "rate"),
    [
        ("0", "0.0001"),
        ("0.0006", "0.0001"),
        ("0.00061", "0.00011"),
        ("-0.0005", "0"),
        ("0.02", "0.00375"),
    ],
)
def test_the_funding_rate_of_the_perpetual_guide(premium: str, rate: str) -> None:
    found = derivation("funding rate").exact(
        **{"lambda": Fraction(10)},
        r_P=Fraction(premium),
        r_I=Fraction("0.0001"),
        r_c=Fraction("0.0005"),
        kappa=Fraction("0.75"),
        r_i=Fraction("0.01"),
        r_m=Fraction("0.005"),
        f_1=Fraction(0),
    )
    assert found == Fraction(rate)


@pytest.mark.tests("FUND-008")
def test_the_funding_payment_of_the_perpetual_guide() -> None:
    """Long 15,000 XBTUSD at 750 dollars, 20 XBT, pays 0.05 XBT at 0.25 %; a short receives it."""
    given = {"m": XBT, "L": 1, "p_m": price_of("750"), "f": Fraction("0.0025")}
    assert derivation("funding payment").exact("inverse", q=15_000, **given) == XBT // 20
    assert derivation("funding payment").exact("inverse", q=-15_000, **given) == -XBT // 20


@pytest.mark.tests("INST-004")
def test_profits_of_the_guides() -> None:
    """15,000 XBTUSD from 750 to 800 gain 1.25 XBT; a million coins from 10 to 15 satoshi, 5 XBT."""
    profit = DERIVED["profit"]
    terms = {"m": XBT, "L": 1}
    moved = {"p_e": price_of("750"), "p": price_of("800")}
    assert profit.exact("inverse", q=15_000, **terms, **moved) == Fraction(5, 4) * XBT
    moved = {"p_e": price_of("0.00001"), "p": price_of("0.000015")}
    assert profit.exact("linear", q=1_000_000, **terms, **moved) == 5 * XBT
