"""Periods: one step of the clock over much that happens in it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, percent_of
from solvent_conformance.histories.machines.machine import Draws, VenueMachine
from solvent_conformance.histories.machines.moves import advance, mark_of, trade_at_mark
from solvent_conformance.protocol.history import ctl
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import HOUR, MINUTE, price_text

_FACTORS: Final = ("0.97", "0.99", "1", "1.01", "1.03")


def scatter(machine: VenueMachine, data: Draws, contract: Contract) -> None:
    """The constituents of an index trade at different prices and moments.

    As time passes, one after the other is stale, and the index moves by itself.
    """
    anchor = mark_of(machine, contract)
    for name in contract.references:
        factor = Fraction(data.draw(st.sampled_from(_FACTORS)))
        price = contract.on_tick(percent_of(anchor, factor))
        body = {"index": contract.index, "reference": name, "price": price_text(price)}
        machine.send_all([ctl("spot", body)])
        if data.draw(st.booleans()):
            advance(machine, data.draw(st.sampled_from((1000, 30_000, MINUTE))))


def lean_on_both_sides(machine: VenueMachine, data: Draws, contract: Contract) -> None:
    """Bids and offers that impact prices are made of lie above or below the mark."""
    mark, tick = contract.on_tick(mark_of(machine, contract)), int(contract.instrument.tick_size)
    share = data.draw(st.sampled_from((1, -1, 2, -2, 5, -5)))
    middle = contract.on_tick(mark + mark * share // 100)
    account = data.draw(st.sampled_from(machine.world.accounts))
    for side, away in (("Buy", -tick), ("Sell", tick)):
        body: Row = {"symbol": contract.symbol, "side": side, "orderQty": 60 * contract.unit}
        machine.place(
            account, {**body, "price": price_text(max(tick, middle + away))}, glances=True
        )


def pass_period(machine: VenueMachine, data: Draws) -> None:
    """Positions are held, and one step of the clock goes over several funding instants, and over
    minutes in which premiums are sampled, marks move and prices grow stale.
    """
    contract = data.draw(st.sampled_from(machine.world.contracts))
    if not machine.open_positions():
        trade_at_mark(machine, data, (20, 50))
    if data.draw(st.booleans()):
        lean_on_both_sides(machine, data, contract)
    if data.draw(st.booleans()):
        scatter(machine, data, contract)
    interval = int(machine.world.book.funding_interval)
    # A toy's interval is minutes, any other's hours, and each minute of them is served. Histories
    # begin shortly before an instant, so one of eight hours and a little goes over two.
    times = (2, 3, 4) if interval < HOUR else (1,)
    beside = data.draw(st.sampled_from((0, 0, 1, -1, MINUTE, 17 * MINUTE)))
    advance(machine, interval * data.draw(st.sampled_from(times)) + beside)
