"""Venues that are wrong about liquidation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_adapter.setup import Setup
from solvent_conformance.specimens.alterations import UnauditedRules
from solvent_conformance.specimens.registry import wrong
from solvent_reference.decisions.liquidation import liquidate
from solvent_reference.reckoning.fills import equity_of
from solvent_reference.reckoning.margin import maintenance
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import Engine
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import Event, TradeExecuted
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


class _LastPriceEngine(Engine):
    """An engine that liquidates also whoever would fail if the last price were the mark."""

    __slots__ = ()

    def _drain(self, events: list[Event]) -> None:
        """The look at the last price comes first, and leaves the mark as it was."""
        exchange, rules = self.exchange, self.rules
        for market in exchange.markets.values():
            if market.last_price is None or market.mark is None:
                continue
            mark_unit = market.mark_unit
            market.mark_unit = rules.unit_value(market.instrument, market.last_price)
            for position in tuple(market.holders.values()):
                equity, least = (
                    equity_of(rules, market, position),
                    maintenance(rules, market, position),
                )
                is_engine = exchange.accounts[position.account].is_engine
                if not is_engine and rules.is_liquidated(equity, least):
                    self._apply(liquidate(exchange, rules, market, position), events)
            market.mark_unit = mark_unit
        super()._drain(events)


@wrong("LIQD-001", named="liquidation on last price")
class LiquidatesOnLastPrice(ReferenceVenue):
    """A position is liquidated when its equity at the last price is below maintenance."""

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        self.engine = _LastPriceEngine(self.engine.exchange, self.rules, self.engine.journal)


@wrong("LIQD-001")
class LiquidatesAtNothing(Rules):
    """A position is liquidated only when nothing of it is left."""

    def is_liquidated(self, equity: Money, maintenance: Money) -> bool:
        """Below zero."""
        return equity < 0


@wrong("LIQD-002")
class EveryOrderCanceled(Rules):
    """Before a takeover the account's orders of all contracts are canceled."""

    def cancels_before_takeover(self, order_symbol: str, position_symbol: str) -> bool:
        """Always."""
        return True


@wrong("LIQD-003", named="takeover at the liquidation price")
class TakenOverAtLiquidationPrice(UnauditedRules):
    """A position is taken over at its liquidation price, so its account keeps maintenance."""

    def takeover_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        loss: Money,
        maintenance: Money,
    ) -> Price:
        """Where maintenance is left."""
        loss -= maintenance
        return super().takeover_price(instrument, cost, qty, loss=loss, maintenance=maintenance)


@wrong("LIQD-003", named="takeover on the whole tick")
class TakenOverOnTheTick(UnauditedRules):
    """A position is taken over on the tick, however coarse that is."""

    def takeover_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        loss: Money,
        maintenance: Money,
    ) -> Price:
        """On the tick toward the entry."""
        unit = self.unit_at_loss(instrument, cost, qty, loss)
        return self.price_of_unit(instrument, unit, long=qty > 0, grid=instrument.tick_size)


@wrong("LIQD-004")
class TakeoverEarnsRebate(Rules):
    """The account is paid the maker rebate on a takeover."""

    def takeover_is_taken(self) -> bool:
        """As a maker."""
        return False


@wrong("LIQD-005")
class OfferedAtTwiceThePrice(UnauditedRules):
    """The engine offers what it took over at twice the bankruptcy price."""

    def liquidation_order(
        self, instrument: Instrument, qty: Contracts, taken_at: Price
    ) -> tuple[Side, Contracts, Price]:
        """At twice the price."""
        side, size, price = super().liquidation_order(instrument, qty, taken_at)
        return side, size, 2 * price


@wrong("LIQD-006")
class NewestAccountFirst(Rules):
    """Positions that breach together are liquidated newest account first."""

    def liquidation_rank(self, sequence: int, deficit: Money) -> tuple[int, int]:
        """Backwards."""
        return (-sequence, 0)


@wrong("LIQD-007")
class LiquidationWaitsForever(Rules):
    """An open liquidation order stays in the book however far the mark has passed it."""

    def is_overdue(self, side: Side, bankruptcy: Price, mark: Price) -> bool:
        """Never."""
        return False


@wrong("LIQD-008")
class TakeoverUnexplained(Rules):
    """A takeover does not show as a liquidation."""

    def takeover_execution(self) -> dict[str, str]:
        """Without a text."""
        return super().takeover_execution() | {"text": ""}


class _OrphaningEngine(Engine):
    """An engine that forgets at an expiry what it holds itself."""

    __slots__ = ()

    def _apply(self, decision: Iterator[Event] | Iterable[Event], events: list[Event]) -> None:
        """All but the trades of what it holds."""
        super()._apply((e for e in decision if not self._is_forgotten(e)), events)

    def _is_forgotten(self, event: Event) -> bool:
        if not isinstance(event, TradeExecuted):
            return False
        expiry = self.exchange.markets[event.symbol].instrument.expiry
        return expiry is not None and self.exchange.now >= expiry


@wrong("LIQD-009", named="the engine's position outlives its order")
class OrphanedAtExpiry(ReferenceVenue):
    """At an expiry the engine's order ends, and what it holds stays with it."""

    def __init__(self) -> None:
        super().__init__(UnauditedRules, name=type(self).__name__)

    def _start(self, setup: Setup) -> None:
        super()._start(setup)
        self.engine = _OrphaningEngine(self.engine.exchange, self.rules, self.engine.journal)


@wrong("LIQD-010")
class MarkedAfterExpiry(UnauditedRules):
    """A contract is marked on after its expiry, and its positions are liquidated."""

    def stands_still(self, instrument: Instrument, now: Millis) -> bool:
        """Never."""
        return False


@wrong("LIQD-011")
class CutsBeforeLiquidation(UnauditedRules):
    """Reduce-only orders are cut, and stops triggered, before the mark has liquidated anybody."""

    def due_order(self) -> tuple[type, ...]:
        """The last two first."""
        order = super().due_order()
        return (*order[-2:], *order[:-2])


@wrong("LIQD-012")
class WinnersNotMargined(UnauditedRules):
    """Upon a change of the mark short positions are not margined again."""

    def is_margined_again(self, qty: Contracts) -> bool:
        """Longs alone."""
        return qty > 0
