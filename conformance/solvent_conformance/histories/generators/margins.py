"""Margins: what an account may do with its money and leverage, sized to where it breaks."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract
from solvent_spec.vocabulary.messages import Row

_BESIDE: Final = (0, 0, 1, -1)


@st.composite
def edges(draw: st.DrawFn, money: int) -> int:
    """Sums at an edge or one minor unit beside it; now and then half of it."""
    if draw(st.integers(0, 3)) == 0:
        return money // 2
    return money + draw(st.sampled_from(_BESIDE))


@st.composite
def leverages(draw: st.DrawFn, contract: Contract, *, errs: bool) -> str:
    """Leverages: cross, whole, thirds, the largest of the base tier and just above it."""
    most = 1 / contract.instrument.init_margin
    top = most.numerator // most.denominator
    usual = ["0", "0", "1", "2", "3", "5", str(top), "1.5", "2.25"]
    bad = ["-1", "0.001", "0.01", str(top + 1), "1000", f"{top}.01"]
    return draw(st.sampled_from(usual + (bad if errs else [])))


@st.composite
def risk_limits(draw: st.DrawFn, contract: Contract, *, errs: bool) -> int:
    """Risk limits: the base, some steps above, and what is no step."""
    base, step = int(contract.instrument.risk_limit), int(contract.instrument.risk_step)
    limit = base + step * draw(st.sampled_from((0, 0, 1, 1, 2, 5)))
    return limit + draw(st.sampled_from((0, 0, 1, -1, step // 2, -base))) if errs else limit


@st.composite
def transfers(draw: st.DrawFn, position: Row, available: int) -> int:
    """Transfers: in up to what is available, out down to what the position must keep."""
    if draw(st.booleans()):
        return draw(edges(max(0, available)))
    margin, initial = _whole(position, "posMargin"), _whole(position, "posInit")
    spare = margin - initial - _whole(position, "posComm")
    return -draw(edges(max(0, spare)))


@st.composite
def shifts(draw: st.DrawFn, *, wild: bool) -> Fraction:
    """Moves of a price: a few percent, or a crash, or a leap."""
    small = ("0.99", "1.01", "0.97", "1.03", "1", "0.995", "1.005")
    large = ("0.9", "1.1", "0.8", "1.25", "0.6", "1.6", "0.76", "1.24")
    return Fraction(draw(st.sampled_from(large if wild else small)))


def _whole(row: Row, column: str) -> int:
    value = row.get(column)
    return value if isinstance(value, int) else 0
