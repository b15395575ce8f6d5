"""Events as they are counted: those of the liquidation engine apart."""

from __future__ import annotations

from solvent_spec.vocabulary.events import (
    Event,
    Fill,
    FundingExchanged,
    PositionRemargined,
    TradeExecuted,
)


def kind_of(event: Event) -> str:
    """What an event is counted as."""
    if isinstance(event, TradeExecuted):
        return f"TradeExecuted {_with_engine(event)}".strip()
    if isinstance(event, FundingExchanged) and event.from_fund:
        return "FundingExchanged from fund"
    if isinstance(event, PositionRemargined) and event.account.startswith("#"):
        return "PositionRemargined carried" if event.margin.cross else "PositionRemargined released"
    return type(event).__name__


def _with_engine(event: TradeExecuted) -> str:
    if "Deleverage" in {event.maker.text, event.taker.text}:
        return "deleveraging"
    engine = [fill for fill in (event.maker, event.taker) if _is_engine(fill)]
    if not engine:
        return ""
    if len(engine) > 1:
        return "engine with itself"
    if engine[0].order_id is None:
        return "takeover"
    return "fund pays" if engine[0].realised > 0 else "fund gains"


def _is_engine(fill: Fill) -> bool:
    return fill.account.startswith("#")
