"""Random contracts, and how a rule is held to its twin."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from solvent_spec.rulebook import DEFAULT, PRESETS
from solvent_spec.rules import Rules
from solvent_spec.symbolic import DERIVED, TWINS
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import (
    HOUR,
    PRICE_SCALE,
    Contracts,
    Currency,
    Millis,
    Money,
    Price,
    Symbol,
)

RULES = Rules(DEFAULT, {"INST-015": "nothing"})
"""The formulas know no floor: a lot whose value rounds to nothing is none of theirs."""
RULES_2026 = Rules(PRESETS["2026"])
FAMILIES = [payoff.value for payoff in Payoff]


def held(clause: str, result: int | Fraction, case: str = "", /, **given: object) -> None:
    """Fail unless the rule's result is within the bound that the twin states."""
    twin = TWINS.get(clause) or DERIVED[clause]
    gap = twin.gap(result, case, **given)  # type: ignore[arg-type]  # the tests give numbers only
    assert gap.within, f"{gap}\n{twin.text()}\nat {given}"


def magnitudes(largest: int) -> st.SearchStrategy[int]:
    """Whole numbers from 1 on, as many small ones as large ones."""
    powers = st.integers(0, largest.bit_length() - 1)
    return powers.flatmap(lambda n: st.integers(2**n, min(largest, 2 ** (n + 1))))


def signed(sizes: st.SearchStrategy[int]) -> st.SearchStrategy[int]:
    return st.tuples(sizes, st.sampled_from([1, -1])).map(lambda pair: pair[0] * pair[1])


moneys = st.one_of(st.just(0), signed(magnitudes(10**14)))
costs = signed(magnitudes(10**14))
rates = st.fractions(0, 1, max_denominator=10**6)
margin_rates = st.fractions(Fraction(1, 500), 1, max_denominator=10**4)
fee_rates = st.fractions(Fraction(-1, 1000), Fraction(1, 200), max_denominator=10**6)
funding_rates = st.fractions(Fraction(-1, 50), Fraction(1, 50), max_denominator=10**6)
leverages = st.one_of(st.just(Fraction(0)), st.fractions(Fraction(1, 200), 200))
ticks = st.tuples(st.sampled_from([1, 2, 5, 25]), st.integers(2, 12)).map(
    lambda parts: parts[0] * 10 ** parts[1]
)
prices = st.tuples(ticks, magnitudes(10**6)).map(lambda parts: parts[0] * parts[1])


@st.composite
def instruments(draw: Callable[..., object], *payoffs: Payoff) -> Instrument:
    """A contract of any family with terms that nobody lists."""
    payoff = draw(st.sampled_from(payoffs or tuple(Payoff)))
    multiplier = draw(magnitudes(10**11))
    tick = draw(ticks)
    initial = draw(margin_rates)
    maintenance = initial * draw(st.fractions(Fraction(1, 10), 1, max_denominator=100))
    finer = st.sampled_from([parts for parts in (1, 2, 5, 10, 50) if tick % parts == 0])
    return Instrument(
        symbol=Symbol("ANY"),
        payoff=payoff,
        underlying="ANY",
        quote_currency="USD",
        settl_currency=Currency(draw(st.sampled_from(["XBt", "USDt", "Gwei"]))),
        multiplier=-multiplier if payoff is Payoff.INVERSE else multiplier,
        lot_size=Contracts(draw(st.sampled_from([1, 1, 10, 100, 1000]))),
        tick_size=Price(tick),
        min_tick=Price(tick // draw(finer)),
        max_price=Price(draw(st.sampled_from([10**6, 10**9, 10**15])) * PRICE_SCALE),
        max_order_qty=Contracts(10**9),
        init_margin=initial,
        maint_margin=maintenance,
        risk_limit=Money(draw(magnitudes(10**12))),
        risk_step=Money(draw(magnitudes(10**12))),
        maker_fee=draw(fee_rates),
        taker_fee=draw(fee_rates),
        settlement_fee=draw(fee_rates),
        reference_symbol=Symbol(".ANY"),
        index_symbol=Symbol(".ANY"),
        typ="FFWCSX",
        root_symbol="ANY",
        underlying_symbol="ANY=",
        listing=Millis(0),
        expiry=draw(st.one_of(st.none(), st.integers(1, 2**42))),
        funding_interval=Millis(8 * HOUR),
        underlying_to_settle=draw(st.sampled_from([None, -(10**8), -(10**6), 12345])),
        underlying_to_position=draw(st.sampled_from([None, 1, 1000, 10**6])),
        quote_to_settle=draw(st.sampled_from([None, 10**8, 10**6])),
    )


@st.composite
def quantities(draw: Callable[..., object], instrument: Instrument) -> Contracts:
    """Whole lots, long or short, never none."""
    return Contracts(draw(signed(magnitudes(10**7))) * instrument.lot_size)


@st.composite
def tick_prices(draw: Callable[..., object], instrument: Instrument) -> Price:
    """A price on the tick at which a lot is worth something, if there is one."""
    most = 10**7
    if instrument.payoff is Payoff.INVERSE:
        worth = -instrument.multiplier * instrument.lot_size * PRICE_SCALE
        most = max(1, min(most, worth // instrument.tick_size))
    return Price(draw(magnitudes(most)) * instrument.tick_size)


def family(instrument: Instrument) -> str:
    return str(instrument.payoff.value)


def side(instrument: Instrument, qty: int) -> str:
    """The case of a price at a loss."""
    return f"{family(instrument)} {'long' if qty > 0 else 'short'}"


def terms(instrument: Instrument, names: str) -> dict[str, object]:
    """The contract's terms under the names that formulas give them."""
    known = {
        "m": abs(instrument.multiplier),
        "L": instrument.lot_size,
        "t": instrument.tick_size,
        "g": instrument.min_tick,
        "p_max": instrument.max_price,
        "r_i": instrument.init_margin,
        "r_m": instrument.maint_margin,
    }
    return {name: known[name] for name in names.split()}
