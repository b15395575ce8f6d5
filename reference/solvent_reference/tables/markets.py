"""Rows of the public tables: instruments, book, funding, insurance, liquidations."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import fund
from solvent_reference.state.markets import Market
from solvent_reference.tables.positions import quote_to_settle
from solvent_reference.tables.values import instant_text, interval_text, price, rate
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import FundingExchanged
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import Contracts, Price, Symbol


def instrument_rows(exchange: Exchange, rules: Rules, symbol: Symbol | None) -> list[Row]:
    """Each contract with its terms and its prices, by symbol."""
    return [
        _instrument_row(exchange, rules, market)
        for key, market in sorted(exchange.markets.items())
        if symbol in {None, key}
    ]


def _instrument_row(exchange: Exchange, rules: Rules, market: Market) -> Row:
    i = market.instrument
    index = exchange.indices[i.index_symbol].price
    annual = rules.annual_funding_rate(market.funding_rate) if i.is_perpetual else market.basis_rate
    open_value = 0
    if market.mark is not None:
        open_value = int(rules.open_value(i, market.open_interest, market.mark))
    closed = rules.not_trading(i, exchange.now)
    bids = next(displayed_levels(rules, market, Side.BUY), None)
    offers = next(displayed_levels(rules, market, Side.SELL), None)
    return {
        "symbol": str(i.symbol),
        "rootSymbol": i.root_symbol,
        "state": "Open" if closed is None else "Closed",
        "typ": i.typ,
        "listing": instant_text(i.listing),
        "expiry": instant_text(i.expiry),
        "underlying": i.underlying,
        "quoteCurrency": i.quote_currency,
        "settlCurrency": str(i.settl_currency),
        "positionCurrency": i.position_currency,
        "underlyingSymbol": i.underlying_symbol,
        "referenceSymbol": str(i.reference_symbol),
        "isInverse": i.payoff.value == "inverse",
        "isQuanto": i.payoff.value == "quanto",
        "multiplier": _multiplier(rules, i),
        "underlyingToPositionMultiplier": i.underlying_to_position,
        "underlyingToSettleMultiplier": i.underlying_to_settle,
        "quoteToSettleMultiplier": _quote_to_settle(exchange, rules, market),
        "lotSize": int(i.lot_size),
        "tickSize": price(i.tick_size),
        "maxOrderQty": int(i.max_order_qty),
        "maxPrice": price(i.max_price),
        "initMargin": rate(i.init_margin),
        "maintMargin": rate(i.maint_margin),
        "riskLimit": int(i.risk_limit),
        "riskStep": int(i.risk_step),
        "makerFee": rate(i.maker_fee),
        "takerFee": rate(i.taker_fee),
        "settlementFee": rate(i.settlement_fee),
        "fundingTimestamp": instant_text(market.funding_due) if i.is_perpetual else None,
        "fundingInterval": interval_text(i.funding_interval) if i.is_perpetual else None,
        "fundingRate": rate(market.funding_rate) if i.is_perpetual else None,
        "indicativeFundingRate": rate(market.indicative_rate) if i.is_perpetual else None,
        "lastPrice": price(market.last_price),
        "bidPrice": price(bids[0]) if bids else None,
        "askPrice": price(offers[0]) if offers else None,
        "impactBidPrice": price(market.impact_bid),
        "impactMidPrice": price(market.impact_mid),
        "impactAskPrice": price(market.impact_ask),
        "hasLiquidity": market.has_liquidity,
        "openInterest": int(market.open_interest),
        "openValue": open_value,
        "volume": int(market.volume),
        "fairMethod": "FundingRate" if i.is_perpetual else "ImpactMidPrice",
        "fairBasisRate": rate(annual),
        "fairBasis": price(market.basis),
        "fairPrice": price(market.mark),
        "markMethod": "FairPrice",
        "markPrice": price(market.mark),
        "indicativeSettlePrice": price(index),
        "timestamp": instant_text(exchange.now),
    }


def _quote_to_settle(exchange: Exchange, rules: Rules, market: Market) -> int | None:
    """A term of a linear contract; of a quanto it follows the index of the coin."""
    if market.instrument.payoff is Payoff.QUANTO:
        return quote_to_settle(exchange, rules, market)
    return market.instrument.quote_to_settle


def _multiplier(rules: Rules, instrument: Instrument) -> int:
    """The multiplier of a linear contract follows from its other terms."""
    quote, coin = instrument.quote_to_settle, instrument.underlying_to_position
    if instrument.payoff is not Payoff.LINEAR or not quote or not coin:
        return instrument.multiplier
    return rules.linear_multiplier(quote, coin)


def order_book_rows(exchange: Exchange, rules: Rules, symbol: Symbol | None) -> list[Row]:
    """Every shown level of every book: offers, then bids, best first."""
    return [
        {
            "symbol": str(key),
            "side": side.value,
            "price": price(level),
            "size": int(size),
        }
        for key, market in sorted(exchange.markets.items())
        if symbol in {None, key}
        for side in (Side.SELL, Side.BUY)
        for level, size in displayed_levels(rules, market, side)
    ]


def funding_rows(exchange: Exchange, symbol: Symbol | None) -> list[Row]:
    """Funding that was exchanged, oldest first."""
    return [
        {
            "timestamp": instant_text(at),
            "symbol": str(event.symbol),
            "fundingInterval": interval_text(
                exchange.markets[event.symbol].instrument.funding_interval
            ),
            "fundingRate": rate(event.rate),
            "fundingRateDaily": rate(event.rate * 3),
        }
        for at, event in exchange.history
        if isinstance(event, FundingExchanged) and symbol in {None, event.symbol}
    ]


def insurance_rows(exchange: Exchange) -> list[Row]:
    """The fund of each contract."""
    return [
        {
            "symbol": str(key),
            "currency": str(market.instrument.settl_currency),
            "walletBalance": int(
                exchange.ledger.balance(market.instrument.settl_currency, fund(key))
            ),
            "timestamp": instant_text(exchange.now),
        }
        for key, market in sorted(exchange.markets.items())
    ]


def liquidation_rows(exchange: Exchange, symbol: Symbol | None) -> list[Row]:
    """The orders by which the engine offers what it took over, while they are open."""
    return [
        {
            "orderID": order_uuid(order.order_id),
            "symbol": str(key),
            "side": order.side.value,
            "price": price(order.price),
            "leavesQty": int(order.leaves_qty),
        }
        for key, market in sorted(exchange.markets.items())
        if symbol in {None, key}
        for order in market.liquidations.values()
    ]


def displayed_levels(rules: Rules, market: Market, side: Side) -> Iterator[tuple[Price, Contracts]]:
    """What the public book shows of a side: price and quantity of each level, best first."""
    shown: dict[Price, Contracts] = {}
    for order in market.book.side(side).orders():
        qty = rules.displayed_qty(order.leaves_qty, order.display_qty)
        if qty:
            shown[order.limit] = shown.get(order.limit, Contracts(0)) + qty
    yield from shown.items()
