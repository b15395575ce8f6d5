"""Message sequences recorded from the exchange, played through the reference.

The figures were printed by the exchange; the source of each is a public copy of a session.
"""

from __future__ import annotations

import pytest

from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

CLOCK = "2019-06-03T12:00:00.000Z"


def open_at(symbol: str, mark: str) -> ReferenceVenue:
    """A funded venue of June 2019 whose contract is marked at a price; no funding rate yet."""
    venue = ReferenceVenue()
    venue.reset(
        {"rulebook": "2019-06", "instruments": [symbol], "accounts": ["we", "they"], "clock": CLOCK}
    )
    for account in ("we", "they"):
        venue.ctl("deposit", {"account": account, "currency": "XBt", "amount": 10**9})
    move(venue, mark)
    return venue


def move(venue: ReferenceVenue, mark: str) -> None:
    for index, state in venue.engine.exchange.indices.items():
        for name, _ in state.index.weights:
            venue.ctl("spot", {"index": index, "reference": name, "price": mark})


def ask(venue: ReferenceVenue, account: str, path: str, **body: object) -> Answer:
    answer = venue.do(Request(account, "POST", path, dict(body)))
    assert answer.status == "ok", answer.error
    return answer


def shown(venue: ReferenceVenue, wanted: Row) -> Row:
    """The columns of our position that the recording has."""
    row = venue.read("position", "we").rows[0]
    return {column: row[column] for column in wanted}


@pytest.mark.tests("POSN-002", "MARG-001", "MARG-002", "MARG-004", "MARG-007", "MARG-008")
def test_a_short_of_seven_is_turned_over_by_eight() -> None:
    """Recorded on 2019-01-04: short 7 at one times, buys 1 and then 7 at 3779.5."""
    venue = open_at("XBTUSD", "3754.12")
    ask(venue, "we", "/position/leverage", symbol="XBTUSD", leverage=1)
    ask(venue, "they", "/order", symbol="XBTUSD", side="Buy", orderQty=7, price="3795.5")
    ask(venue, "we", "/order", symbol="XBTUSD", side="Sell", orderQty=7, price="3795.5")
    ask(venue, "we", "/order", symbol="XBTUSD", side="Buy", orderQty=1, price="3779.5")
    reducing = {
        "openOrderBuyQty": 1,
        "openOrderBuyCost": -26459,
        "grossOpenCost": 0,
        "initMargin": 0,
    }
    assert shown(venue, reducing) == reducing
    ask(venue, "they", "/order", symbol="XBTUSD", side="Sell", orderQty=1, price="3779.5")
    move(venue, "3779.5")  # the mark at which the order rests: it then locks no premium
    ask(venue, "we", "/order", symbol="XBTUSD", side="Buy", orderQty=7, price="3779.5")
    netted = {
        "openOrderBuyQty": 7,
        "openOrderBuyCost": -185213,
        "grossOpenCost": 26459,
        "initMargin": 26519,
        "currentQty": -6,
    }
    assert shown(venue, netted) == netted
    ask(venue, "they", "/order", symbol="XBTUSD", side="Sell", orderQty=7, price="3779.5")
    move(venue, "3754.12")
    turned = {
        "execBuyQty": 8,
        "execBuyCost": 211672,
        "currentQty": 1,
        "currentCost": -27243,
        "realisedCost": -784,
        "unrealisedCost": -26459,
        "markValue": -26637,
        "posCost": -26459,
        "posInit": 26459,
        "posComm": 40,
        "posMargin": 26499,
        "posMaint": 173,
        "initMargin": 0,
        "maintMargin": 26321,
        "unrealisedPnl": -178,
        "avgEntryPrice": "3779.5",
        "liquidationPrice": "1894.5",
        "bankruptPrice": "1890",
        "markPrice": "3754.12",
    }
    assert shown(venue, turned) == turned


@pytest.mark.tests("INST-002", "FEES-001", "MARG-001", "MARG-017", "MARG-018")
def test_a_quanto_is_bought_at_three_times() -> None:
    """Recorded on 2019-11-21: ETHUSD isolated at three times, a resting buy of 8 at 145.8."""
    venue = open_at("ETHUSD", "145.88")
    ask(venue, "we", "/position/leverage", symbol="ETHUSD", leverage=3)
    ask(venue, "we", "/order", symbol="ETHUSD", side="Buy", orderQty=8, price="145.8")
    waiting = {
        "openOrderBuyQty": 8,
        "openOrderBuyCost": 116640,
        "grossOpenCost": 116640,
        "riskValue": 116640,
        "initMargin": 39085,
    }
    assert shown(venue, waiting) == waiting
    ask(venue, "they", "/order", symbol="ETHUSD", side="Sell", orderQty=8, price="145.8")
    move(venue, "145.77")
    held = {
        "currentQty": 8,
        "unrealisedCost": 116640,
        "markValue": 116616,
        "posCost": 116640,
        "posInit": 38880,
        "posComm": 117,
        "posMargin": 38997,
        "initMargin": 0,
        "maintMargin": 38973,
        "unrealisedPnl": -24,
        "avgEntryPrice": "145.8",
        "breakEvenPrice": "145.8",
        "bankruptPrice": "97.2",
    }
    assert shown(venue, held) == held
    fill = venue.read("execution", "we").rows[0]
    assert (fill["execCost"], fill["execComm"], fill["commission"]) == (116640, -29, "-0.00025")
    ask(venue, "they", "/order", symbol="ETHUSD", side="Buy", orderQty=8, price="145")
    ask(venue, "we", "/order", symbol="ETHUSD", execInst="Close")
    closing = venue.read("execution", "we").rows[1]
    assert (closing["execCost"], closing["execComm"]) == (-116000, 87)
    assert venue.read("position", "we").rows[0]["currentQty"] == 0


@pytest.mark.tests("LIQD-003", "LIQD-004", "FEES-001")
def test_a_long_is_taken_over_at_its_bankruptcy_price() -> None:
    """The documented liquidation of 2017-04-04, with the tick and fees of June 2019.

    There: long 1 at 1145.7 and 100 times; taken over at 1134.37, the taker fee on it, and
    nothing else lost. Here the price is on the half-dollar tick, one tick toward the entry.
    """
    venue = open_at("XBTUSD", "1146")
    ask(venue, "we", "/position/leverage", symbol="XBTUSD", leverage=100)
    ask(venue, "they", "/order", symbol="XBTUSD", side="Sell", orderQty=1, price="1146")
    ask(venue, "we", "/order", symbol="XBTUSD", side="Buy", orderQty=1, price="1146")
    before = venue.read("position", "we").rows[0]
    wallet = venue.read("margin", "we").rows[0]["walletBalance"]
    move(venue, "1136.88")
    taken = venue.read("execution", "we").rows[-1]
    assert taken["text"] == "Liquidation"
    assert taken["tradePublishIndicator"] == "DoNotPublishTrade"
    assert taken["lastLiquidityInd"] == "RemovedLiquidity"
    assert taken["lastPx"] == before["bankruptPrice"] == "1135"
    assert taken["execCost"] == 88106
    assert taken["execComm"] == 66
    loss = wallet - venue.read("margin", "we").rows[0]["walletBalance"]
    assert loss == taken["execCost"] + before["unrealisedCost"] + taken["execComm"]
    assert loss <= before["posMargin"]
    offered = venue.read("liquidation").rows
    assert [(r["side"], r["leavesQty"], r["price"]) for r in offered] == [("Sell", 1, "1135")]


@pytest.mark.tests("MARG-021")
def test_margin_that_was_put_in_can_be_taken_out() -> None:
    venue = open_at("XBTUSD", "8000")
    ask(venue, "we", "/position/leverage", symbol="XBTUSD", leverage=10)
    ask(venue, "they", "/order", symbol="XBTUSD", side="Sell", orderQty=1000, price="8000")
    ask(venue, "we", "/order", symbol="XBTUSD", side="Buy", orderQty=1000, price="8000")
    before = shown(venue, {"posCross": 0, "posComm": 0, "posMargin": 0})
    ask(venue, "we", "/position/transferMargin", symbol="XBTUSD", amount=500_000)
    assert shown(venue, {"posCross": 0}) == {"posCross": 500_000}
    ask(venue, "we", "/position/transferMargin", symbol="XBTUSD", amount=-500_000)
    assert shown(venue, {"posCross": 0, "posComm": 0, "posMargin": 0}) == before
    body = {"symbol": "XBTUSD", "amount": -1}
    refused = venue.do(Request("we", "POST", "/position/transferMargin", body))
    assert refused.error["message"] == "Position has insufficient isolated margin"
