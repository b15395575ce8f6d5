"""Decisions about requests for orders: refuse, accept, amend, cancel, trigger."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.matching import end, enter, shrunk
from solvent_reference.orders import Order
from solvent_reference.requirements import order_context
from solvent_reference.state import Exchange, Market, Position
from solvent_spec.commands import (
    AmendOrder,
    CancelAllOrders,
    CancelOrder,
    ExecInst,
    OrdStatus,
    OrdType,
    PlaceOrder,
    Side,
    TriggerPrice,
    TriggerStops,
    TrimReduceOnly,
)
from solvent_spec.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderTriggered,
    RequestRejected,
)
from solvent_spec.orders import Reject
from solvent_spec.rules import Rules
from solvent_spec.units import AccountId, Contracts, Money, OrderId, Price, Symbol


def rejected(
    rules: Rules, account: AccountId, reason: Reject, message: str = ""
) -> RequestRejected:
    """The event of a refusal, with the exchange's text and name."""
    return RequestRejected(
        account=account,
        name=rules.error_name(reason),
        message=message or reason.value,
        code=rules.refusal_status(reason),
    )


def place_order(exchange: Exchange, rules: Rules, command: PlaceOrder) -> Iterator[Event]:
    """Decide a new order."""
    market = exchange.markets.get(command.symbol)
    if market is None:
        yield rejected(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    side, qty = _side_and_qty(rules, command, position)
    if qty is None:
        yield rejected(rules, command.account, Reject.INVALID_ORDER_QTY)
        return
    ord_type = command.ord_type or rules.default_ord_type(command.price, command.stop_px)
    tif = command.time_in_force or rules.default_time_in_force(ord_type)
    # A Close of nothing is accepted and canceled; a quantity of zero that was asked for is refused.
    guarded = qty if command.order_qty is not None else qty or market.instrument.lot_size
    context, required = order_context(exchange, rules, command, market, position, side, guarded)
    reason = rules.refusal(command, market.instrument, context, guarded, side)
    if reason is not None:
        yield rejected(rules, command.account, reason, _message(reason, required, position))
        return
    is_stop = ord_type.is_stop
    accepted = OrderAccepted(
        order_id=exchange.next_order,
        account=command.account,
        symbol=command.symbol,
        side=side,
        order_qty=qty,
        price=command.price,
        stop_px=command.stop_px,
        display_qty=command.display_qty,
        ord_type=ord_type,
        time_in_force=tif,
        exec_inst=command.exec_inst,
        trigger=rules.trigger_price(command.exec_inst) if is_stop else None,
        cl_ord_id=command.cl_ord_id,
        text=rules.order_text(command.text),
    )
    yield accepted
    if not is_stop:
        yield from enter(exchange, rules, exchange.orders[accepted.order_id])


def _side_and_qty(
    rules: Rules, command: PlaceOrder, position: Position
) -> tuple[Side, Contracts | None]:
    qty = command.order_qty
    closes = ExecInst.CLOSE in command.exec_inst
    side = command.side
    if side is None:
        side = rules.default_side(-position.qty if closes and qty is None else qty or Contracts(0))
    if qty is None:
        return side, rules.close_qty(None, position.qty) if closes else None
    return side, -qty if qty < 0 and command.side is None else qty


def _message(reason: Reject, required: Money, position: Position) -> str:
    text = str(reason.value)
    if reason is Reject.INSUFFICIENT_BALANCE:
        return text.format(required=required, currency=position.currency)
    return text


def find_order(
    exchange: Exchange, rules: Rules, account: AccountId, order_id: OrderId | None, cl_ord_id: str
) -> Order | None:
    """The account's order of that id or client order id; another's order is none."""
    if order_id is None and cl_ord_id:
        order_id = exchange.accounts[account].cl_ord_ids.get(cl_ord_id)
    if order_id is None:
        return None
    order = exchange.orders.get(order_id)
    return order if order is not None and rules.may_cancel(order.account, account) else None


def amend_order(exchange: Exchange, rules: Rules, command: AmendOrder) -> Iterator[Event]:
    """Decide an amendment."""
    order = find_order(exchange, rules, command.account, command.order_id, command.orig_cl_ord_id)
    if order is None:
        by_id = command.order_id is not None or not command.orig_cl_ord_id
        yield rejected(
            rules,
            command.account,
            Reject.INVALID_ORDER_ID if by_id else Reject.INVALID_ORIG_CL_ORD_ID,
        )
        return
    if not order.is_open:
        text = rules.amend_of_finished(order.status.value)
        yield rejected(rules, command.account, Reject.INVALID_ORD_STATUS, text)
        return
    if command.order_qty is not None and command.leaves_qty is not None:
        yield rejected(rules, command.account, Reject.INVALID_ORDER_QTY)
        return
    leaves = order.leaves_qty
    if command.order_qty is not None:
        leaves = command.order_qty - order.cum_qty
    elif command.leaves_qty is not None:
        leaves = command.leaves_qty
    if rules.amend_cancels(leaves) and (command.order_qty or command.leaves_qty or 0) >= 0:
        yield end(rules, order, "")
        return
    yield from _amend(exchange, rules, command, order, leaves)


def _amend(
    exchange: Exchange, rules: Rules, command: AmendOrder, order: Order, leaves: Contracts
) -> Iterator[Event]:
    market = exchange.markets[order.symbol]
    price = order.price if command.price is None else command.price
    stop_px = order.stop_px if command.stop_px is None else command.stop_px
    changes = [
        name
        for name, old, new in (
            ("orderQty" if command.leaves_qty is None else "leavesQty", order.leaves_qty, leaves),
            ("price", order.price, price),
            ("stopPx", order.stop_px, stop_px),
        )
        if old != new
    ]
    if not changes and not command.cl_ord_id:
        yield rejected(rules, command.account, Reject.INVALID_AMEND)
        return
    reason, required = _refused_amend(exchange, rules, command, order, leaves, price, stop_px)
    position = exchange.accounts[order.account].positions[order.symbol]
    if reason is not None:
        yield rejected(rules, command.account, reason, _message(reason, required, position))
        return
    keeps = rules.keeps_priority(order.price, price, order.leaves_qty, leaves) or not order.resting
    text = order.text
    if changes:
        text = rules.amended_text(tuple(changes), command.text, order.text.splitlines()[-1])
    yield OrderAmended(
        order_id=order.order_id,
        order_qty=order.cum_qty + leaves,
        leaves_qty=leaves,
        price=price,
        stop_px=stop_px,
        cl_ord_id=command.cl_ord_id or order.cl_ord_id,
        text=text,
        keeps_priority=keeps,
        unit=rules.unit_value(market.instrument, price) if price is not None else Money(0),
        premium_unit=order.premium_unit,
    )
    if not keeps:
        yield from enter(exchange, rules, order)


def _refused_amend(
    exchange: Exchange,
    rules: Rules,
    command: AmendOrder,
    order: Order,
    leaves: Contracts,
    price: Price | None,
    stop_px: Price | None,
) -> tuple[Reject | None, Money]:
    market = exchange.markets[order.symbol]
    position = exchange.accounts[order.account].positions[order.symbol]
    proposal = PlaceOrder(
        account=order.account,
        symbol=order.symbol,
        side=order.side,
        order_qty=leaves,
        price=price,
        stop_px=stop_px,
        ord_type=order.ord_type,
        time_in_force=order.time_in_force,
        exec_inst=order.exec_inst,
        cl_ord_id=command.cl_ord_id,
    )
    context, required = order_context(
        exchange, rules, proposal, market, position, order.side, leaves, replaced=order
    )
    instrument = market.instrument
    reason = (
        rules.not_trading(instrument, exchange.now)
        or rules.bad_quantity(instrument, leaves)
        or rules.bad_price(instrument, order.ord_type, price)
        or rules.bad_stop(instrument, order.ord_type, stop_px)
        or rules.duplicate_cl_ord_id(duplicate=context.duplicate)
    )
    if reason is None and order.resting:
        reason = (
            rules.exceeds_risk_limit(context)
            or rules.beyond_liquidation(order.side, price, context)
            or rules.immediate_liquidation(context)
            or rules.insufficient_balance(context)
        )
    return reason, required


def cancel_order(exchange: Exchange, rules: Rules, command: CancelOrder) -> Iterator[Event]:
    """Cancel what of the named orders is open; the answer tells about the others."""
    named = [(order_id, "") for order_id in command.order_ids]
    named += [(None, cl_ord_id) for cl_ord_id in command.cl_ord_ids]
    for order_id, cl_ord_id in named:
        order = find_order(exchange, rules, command.account, order_id, cl_ord_id)
        if order is not None and order.is_open:
            yield end(rules, order, command.text)


def cancel_all_orders(
    exchange: Exchange, rules: Rules, command: CancelAllOrders
) -> Iterator[Event]:
    """Cancel every open order of an account, in one contract or in all."""
    for order in open_orders(exchange, command.account, command.symbol):
        yield end(rules, order, command.text)


def open_orders(
    exchange: Exchange, account: AccountId, symbol: Symbol | None = None
) -> list[Order]:
    """The open orders of an account, oldest first."""
    positions = exchange.accounts[account].positions
    found = [
        order
        for position in positions.values()
        if symbol is None or position.symbol == symbol
        for order in position.open_orders.values()
    ]
    return sorted(found, key=lambda order: order.order_id)


def trigger_stops(exchange: Exchange, rules: Rules, command: TriggerStops) -> Iterator[Event]:
    """Trigger every stop whose price has come, one after the other."""
    market = exchange.markets[command.symbol]
    while True:
        price = trigger_level(exchange, market, command.trigger)
        if price is None:
            return
        due = [
            order
            for order in market.stops.values()
            if order.trigger is command.trigger
            and order.stop_px is not None
            and rules.triggers(order.side, order.stop_px, price)
        ]
        if not due:
            return
        order = min(due, key=lambda waiting: rules.trigger_rank(waiting.order_id))
        yield OrderTriggered(order.order_id)
        yield from _enter_triggered(exchange, rules, market, order)


def trigger_level(exchange: Exchange, market: Market, trigger: TriggerPrice) -> Price | None:
    """The price that a trigger watches."""
    if trigger is TriggerPrice.LAST:
        return market.last_price
    if trigger is TriggerPrice.INDEX:
        return exchange.indices[market.instrument.index_symbol].price
    return market.mark


def _enter_triggered(
    exchange: Exchange, rules: Rules, market: Market, order: Order
) -> Iterator[Event]:
    """A triggered stop is margined now; one that cannot be is rejected."""
    position = exchange.accounts[order.account].positions[order.symbol]
    proposal = PlaceOrder(
        account=order.account,
        symbol=order.symbol,
        side=order.side,
        order_qty=order.leaves_qty,
        price=order.price,
        ord_type=order.ord_type,
        exec_inst=order.exec_inst,
    )
    context, required = order_context(
        exchange, rules, proposal, market, position, order.side, order.leaves_qty
    )
    reason = (
        rules.not_trading(market.instrument, exchange.now)
        or rules.exceeds_risk_limit(context)
        or rules.beyond_liquidation(order.side, order.price, context)
        or rules.immediate_liquidation(context)
        or rules.insufficient_balance(context)
    )
    if reason is not None:
        yield end(rules, order, _message(reason, required, position), OrdStatus.REJECTED)
        return
    yield from enter(exchange, rules, order)


def trim_reduce_only(exchange: Exchange, rules: Rules, command: TrimReduceOnly) -> Iterator[Event]:
    """Cut resting reduce-only orders down to the position, the least aggressive first."""
    position = exchange.accounts[command.account].positions[command.symbol]
    for side in (Side.BUY, Side.SELL):
        resting = [
            order
            for order in position.open_orders.values()
            if order.resting and order.is_reduce_only and order.side is side
        ]
        total = sum((order.leaves_qty for order in resting), Contracts(0))
        excess = total - rules.reducible_qty(side, total, position.qty)
        resting.sort(key=lambda order: rules.trim_rank(order.side, order.limit, order.order_id))
        for order in resting:
            if excess <= 0:
                break
            cut = min(excess, order.leaves_qty)
            excess -= cut
            if cut == order.leaves_qty:
                yield end(
                    rules,
                    order,
                    rules.instruction_reason(order.exec_inst, order.side, position.qty),
                )
            else:
                yield shrunk(order, order.leaves_qty - cut)
