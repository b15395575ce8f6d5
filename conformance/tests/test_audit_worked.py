"""Audits of rows worked by hand: a long of 100 XBTUSD at 10,000, ten times leveraged."""

import json

import pytest

from solvent_conformance.audit import KINDS, Report, RowTerms, read_rows

LONG = {
    "symbol": "XBTUSD",
    "timestamp": "2019-06-03T12:00:00.000Z",
    "commission": "0.00075",
    "initMarginReq": "0.1",
    "maintMarginReq": "0.005",
    "crossMargin": False,
    "fundingRate": "-0.0001",
    "rebalancedPnl": 0,
    "openingQty": 0,
    "openingCost": 0,
    "openingComm": 0,
    "execBuyQty": 100,
    "execBuyCost": 1_000_000,
    "execSellQty": 0,
    "execSellCost": 0,
    "execQty": 100,
    "execCost": -1_000_000,
    "execComm": 750,
    "currentQty": 100,
    "currentCost": -1_000_000,
    "currentComm": 750,
    "realisedCost": 0,
    "unrealisedCost": -1_000_000,
    "grossOpenCost": 0,
    "grossExecCost": 1_000_000,
    "initMargin": 0,
    "markPrice": 10500,
    "markValue": -952_400,
    "riskValue": 952_400,
    "homeNotional": "0.009524",
    "foreignNotional": -100,
    "posCost": -1_000_000,
    "posCross": 0,
    "posLoss": 0,
    "posCost2": -1_000_000,
    "posInit": 100_000,
    "posComm": 825,
    "posMargin": 100_825,
    "posMaint": 5_825,
    "maintMargin": 148_425,
    "realisedGrossPnl": 0,
    "realisedPnl": -750,
    "unrealisedGrossPnl": 47_600,
    "unrealisedPnl": 47_600,
    "unrealisedPnlPcnt": "0.0476",
    "unrealisedRoePcnt": "0.476",
    "avgCostPrice": 10000,
    "avgEntryPrice": 10000,
    "breakEvenPrice": "10008.5",
    "marginCallPrice": "9132.5",
    "liquidationPrice": "9132.5",
    "bankruptPrice": 9091,
}
MARGIN = {
    "amount": 2_000_000,
    "realisedPnl": -750,
    "unrealisedPnl": 47_600,
    "walletBalance": 1_999_250,
    "marginBalance": 2_046_850,
    "initMargin": 0,
    "maintMargin": 148_425,
    "availableMargin": 1_898_425,
    "excessMargin": 1_898_425,
    "withdrawableMargin": 1_898_425,
    "grossMarkValue": 952_400,
    "grossExecCost": 1_000_000,
    "riskValue": 952_400,
    "marginUsedPcnt": "0.0725",
    "marginBalancePcnt": 1,
    "excessMarginPcnt": 1,
}
UNSEEN = {"rebalancedPnl"}
"""The profit of earlier sessions moves the break-even price by less than a tick."""


@pytest.fixture
def audited(tmp_path):
    def audit(kind, *rows):
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        report = Report()
        KINDS[kind](read_rows(path), RowTerms(), report)
        return report

    return audit


def wrong(report):
    return {m.column for m in report.mismatches}


@pytest.mark.tests(
    "INST-004", "POSN-003", "POSN-004", "POSN-005", "POSN-006", "POSN-007", "MARG-001", "MARG-002"
)
def test_a_position_and_its_margin_row_worked_by_hand_match(audited):
    report = audited("positions", {"row": LONG, "margin": MARGIN})
    assert report.mismatches == []
    assert report.explanations == []
    assert report.cells == report.matched == 43


@pytest.mark.parametrize(
    "column", [c for c, v in LONG.items() if isinstance(v, int) and not isinstance(v, bool)]
)
def test_each_figure_of_the_position_is_needed(audited, column):
    row = {**LONG, column: LONG[column] + 1}
    assert bool(wrong(audited("positions", {"row": row, "margin": MARGIN}))) != (column in UNSEEN)


@pytest.mark.parametrize("column", [c for c, v in MARGIN.items() if isinstance(v, int)])
def test_each_figure_of_the_margin_row_is_needed(audited, column):
    margin = {**MARGIN, column: MARGIN[column] + (1 if abs(MARGIN[column]) > 1 else -1)}
    assert wrong(audited("positions", {"row": LONG, "margin": margin}))


@pytest.mark.tests("MARG-004", "MARG-005")
def test_a_funding_rate_that_the_row_lacks_is_found_or_the_cell_does_not_match(audited):
    row = {**LONG, "posMaint": 5_825 + 375}
    del row["fundingRate"]
    for column in ("liquidationPrice", "marginCallPrice"):
        del row[column]
    (explained,) = audited("positions", row).explanations
    assert (explained.column, explained.because) == ("posMaint", "adverse funding rate 0.000375")
    # 0.75 of initial less maintenance margin is 0.375 %, which makes 3,750: no rate is above it.
    assert wrong(audited("positions", {**row, "posMaint": 5_825 + 3_751})) == {"posMaint"}
    # Known, the rate of -0.0001 favours the long and adds nothing.
    assert wrong(audited("positions", {**LONG, "posMaint": 5_925})) >= {"posMaint"}


@pytest.mark.tests("MARG-016", "MARG-017", "MARG-018")
def test_a_cross_position_ends_where_one_available_margin_puts_both_prices(audited):
    # 100,075 available backs 100,000: units of 11,950 and 12,000.
    row = {**LONG, "crossMargin": True, "liquidationPrice": "8368.5", "marginCallPrice": "8368.5"}
    row["bankruptPrice"] = "8333.5"
    report = audited("positions", row)
    assert report.mismatches == []
    assert {e.column for e in report.explanations} == {
        "liquidationPrice",
        "marginCallPrice",
        "bankruptPrice",
    }
    assert len({e.because for e in report.explanations}) == 1
    # No one available margin yields a liquidation beyond the bankruptcy.
    assert wrong(audited("positions", {**row, "bankruptPrice": "8400"}))


def test_a_row_of_another_margin_model_is_said_not_to_be_covered(audited):
    for row in (
        {**LONG, "new_margin_model": True, "posMargin": 1},
        {**LONG, "timestamp": "2024-06-01T00:00:00Z", "crossMargin": True, "lot": 1, "tick": "0.5"},
    ):
        report = audited("positions", row)
        (left,) = report.not_covered
        assert {"posMargin", "liquidationPrice"} <= set(left.columns)
        assert "markValue" not in left.columns
        assert report.matched > 15


def test_linear_and_quanto_contracts_come_from_the_row(audited):
    # 10,000 at 500 and 100 satoshi a dollar are 5 XBT; at 600 they are 6.
    quanto = {"kind": "quanto", "multiplier": 100, "lot": 1, "tick": "0.05", "currentQty": 10_000}
    quanto |= {"markPrice": 600, "markValue": 600_000_000, "unrealisedCost": 500_000_000}
    quanto |= {"unrealisedPnl": 100_000_000, "avgEntryPrice": 500, "realisedCost": 0}
    linear = {"kind": "linear", "multiplier": 10**8, "lot": 1, "tick": "0.00000001"}
    linear |= {"currentQty": -1000, "markPrice": "0.00000713", "markValue": -713_000}
    report = audited("positions", quanto, linear)
    assert (report.cells, report.matched) == (4, 4)
    assert wrong(audited("positions", {**quanto, "markValue": 600_000_001})) == {
        "markValue",
        "unrealisedPnl",
    }


@pytest.mark.tests("MARG-014")
def test_a_row_between_two_marks_holds_what_an_earlier_one_drew(audited):
    # Two contracts that cost 20,000 are down by 40; at an earlier mark they were down by 24.
    row = {"symbol": "XBTUSD", "timestamp": "2020-07-28T00:00:00Z", "crossMargin": True}
    row |= {"currentQty": -2, "unrealisedCost": 20_000, "markValue": 19_960, "posLoss": 0}
    row |= {"unrealisedPnl": -40, "posCross": 24}
    (explained,) = audited("positions", row).explanations
    assert (explained.column, explained.clause) == ("posCross", "MARG-014")
    assert "at a value of 19976" in explained.because
    # 23 is a loss that two contracts cannot have had, and 42 is more than they have lost.
    for cross in (23, 42):
        assert wrong(audited("positions", {**row, "posCross": cross})) == {"posCross"}


@pytest.mark.tests("POSN-010")
def test_the_gross_cost_is_of_what_the_session_added_on_balance(audited):
    row = {"symbol": "XBTUSD", "timestamp": "2019-06-03T00:00:00Z", "currentQty": 800}
    row |= {"execQty": 300, "execBuyQty": 700, "execBuyCost": 1_400_000, "grossExecCost": 600_000}
    row |= {"execSellQty": 400}
    assert audited("positions", row).matched == 2
    assert wrong(audited("positions", {**row, "grossExecCost": 1_400_000})) == {"grossExecCost"}
    # Without the sales, the contracts that were sold are what the figure says.
    for column in ("execQty", "execSellQty"):
        del row[column]
    (explained,) = audited("positions", row).explanations
    assert explained.because == "execSellQty, which the row lacks, is 400"
    assert wrong(audited("positions", {**row, "grossExecCost": 600_001})) == {"grossExecCost"}


@pytest.mark.tests("FEES-001")
def test_a_commission_is_rounded_as_its_date_had_it(audited):
    fill = {"symbol": "XBTUSD", "side": "Buy", "lastQty": 100, "lastPx": "3582.5"}
    fill |= {"execCost": -2_791_300, "commission": "-0.00025", "execComm": -697}
    assert audited("fills", {**fill, "timestamp": "2019-06-03"}).mismatches == []
    assert wrong(audited("fills", {**fill, "timestamp": "2017-06-03"})) == {"execComm"}
    assert audited("fills", {**fill, "execComm": -698, "timestamp": "2017-06-03"}).cells == 2
    assert audited("fills", {**fill, "execComm": -698}).explanations
    assert wrong(audited("fills", {**fill, "execComm": -699})) == {"execComm"}


@pytest.mark.tests("FUND-008")
def test_a_funding_payment_is_truncated_and_has_its_side_from_the_notional(audited):
    row = {"symbol": "XBTUSD", "side": "", "text": "Funding", "lastQty": 169, "avgPx": "9268.18"}
    row |= {"lastPx": "9268.18", "commission": "-0.0001", "execCost": 1_823_510, "execComm": -182}
    row |= {
        "homeNotional": "-0.0182351",
        "foreignNotional": 169,
        "timestamp": "2020-07-14T20:00:00Z",
    }
    assert audited("fills", row).matched == 5
    assert wrong(audited("fills", {**row, "execComm": -183})) == {"execComm"}
    assert wrong(audited("fills", {**row, "execCost": -1_823_510})) >= {"execCost"}


@pytest.mark.tests("MARG-007", "MARG-008")
def test_open_orders_are_netted_against_the_position_and_each_other(audited):
    # 20 bid at 100 and 15 offered at 150: 5 bids and 15 offers.
    row = {"q": 0, "buyQty": 20, "buyCost": 2000, "sellQty": 15, "sellCost": 2250}
    row |= {"grossOpenCost": 2750, "initMargin": 34, "im": "1/100", "fee": "0.001"}
    assert audited("order-margins", row).matched == 2
    assert wrong(audited("order-margins", {**row, "grossOpenCost": 2751})) == {"grossOpenCost"}
    assert wrong(audited("order-margins", {**row, "initMargin": 35})) == {"initMargin"}
    order = {"symbol": "XBTUSD", "side": "Buy", "qty": 1, "price": 3000, "openOrderCostAbs": 33_333}
    order |= {"initMarginReq": 1, "takerFee": "0.00075", "initMargin": 33_408}
    assert audited("order-margins", order).matched == 2
    assert wrong(audited("order-margins", {**order, "openOrderCostAbs": 33_334})) >= {
        "openOrderCostAbs"
    }


SWAP = {
    "symbol": "XBTUSD",
    "timestamp": "2019-12-18T01:59:34.000Z",
    "indicativeSettlePrice": "6652.08",
    "fundingRate": "0.0025",
    "fundingTimestamp": "2019-12-18T04:00:00.000Z",
    "fundingInterval": "2000-01-01T08:00:00.000Z",
    "fundingPremiumSymbol": ".XBTUSDPI8H",
    "fairMethod": "FundingRate",
    "fairBasisRate": "2.7375000000000003",
    "fairBasis": "4.19",
    "fairPrice": "6656.27",
    "markMethod": "FairPrice",
    "markPrice": "6656.27",
    "openInterest": 1000,
    "openValue": 15_023_000,
    "impactBidPrice": "6650.2",
    "impactAskPrice": "6660.4",
    "impactMidPrice": "6655.25",
    "hasLiquidity": True,
}
PREMIUM = {"symbol": ".XBTUSDPI8H", "lastPrice": "0.003"}


@pytest.mark.tests("MARK-001", "MARK-004", "MARK-008", "MARK-009", "MARK-011", "FUND-005")
def test_an_instrument_row_matches_on_the_clock_of_its_minute(audited):
    report = audited("instruments", SWAP, PREMIUM)
    assert report.mismatches == []
    assert report.matched == report.cells == 8
    # Without the premium in the file there is nothing to compute the funding rate from.
    assert audited("instruments", SWAP).cells == 7


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("fairBasis", "4.17"),  # as the seconds would have it
        ("fairPrice", "6656.28"),
        ("markPrice", "6656.26"),
        ("openValue", 15_023_001),
        ("impactMidPrice", "6655.5"),
        ("hasLiquidity", False),
        ("fundingRate", "0.002501"),
        ("fairBasisRate", "2.74"),
    ],
)
def test_a_changed_figure_of_an_instrument_is_caught(audited, column, changed):
    assert column in wrong(audited("instruments", {**SWAP, column: changed}, PREMIUM))


@pytest.mark.tests("MARK-002")
def test_the_basis_of_a_future_may_be_on_a_grid_that_the_row_does_not_name(audited):
    row = {
        "symbol": "XYZM19",
        "timestamp": "2019-05-29T12:00:30.000Z",
        "fairMethod": "ImpactMidPrice",
    }
    row |= {
        "expiry": "2019-06-28T12:00:00.000Z",
        "indicativeSettlePrice": 100,
        "fairBasisRate": "0.61",
    }
    row |= {"fairBasis": "5.014", "fairPrice": "105.014", "tick": "0.5"}
    (explained,) = audited("instruments", row).explanations
    assert "grid of 0.001" in explained.because
    assert wrong(audited("instruments", {**row, "minTick": "0.01"})) == {"fairBasis"}
    assert wrong(audited("instruments", {**row, "fairBasis": "5.02"})) == {"fairBasis", "fairPrice"}


def booking(second, amount, balance, status="Completed", kind="Deposit", **more):
    return {
        "timestamp": f"2020-05-01T12:00:{second:02}.000Z",
        "currency": "XBt",
        "transactType": kind,
        "transactStatus": status,
        "amount": amount,
        "walletBalance": balance,
        **more,
    }


def test_a_wallet_follows_in_any_order_within_an_instant(audited):
    history = [
        booking(1, 100, 100),
        booking(2, -30, 75),  # the second of this instant, listed first
        booking(2, 5, 105),
        booking(3, 10, 80),  # both show the balance after the instant
        booking(3, -5, 80),
        booking(4, -50, 80, status="Canceled", kind="Withdrawal"),
        booking(5, -8, 72, kind="Funding", fee=8),
    ]
    for rows in (history, history[::-1]):
        report = audited("wallet", *rows)
        assert report.mismatches == []
        assert (report.matched, len(report.explanations)) == (7, 1)
    # Another currency has a balance of its own.
    other = {**booking(2, 7, 7), "currency": "USDt"}
    assert audited("wallet", *history, other).matched == 8


def test_a_missing_booking_is_named_with_its_amount(audited):
    (gap,) = audited("wallet", booking(1, 100, 100), booking(3, 10, 85)).mismatches
    assert (gap.expected, gap.found, gap.difference) == ("110", "85", "-25")
    assert "a booking of -25 is missing between the balances 100 and 75" in gap.because
    assert wrong(audited("wallet", booking(1, -8, -8, kind="Funding", fee=9))) == {"fee"}


def test_a_part_of_a_history_opens_at_an_implied_balance(audited):
    report = audited("wallet", booking(1, 100, 500), booking(2, 1, 501))
    assert [e.because for e in report.explanations] == [
        "the history opens at 400: earlier bookings are not in the file"
    ]
    assert report.matched == 1
