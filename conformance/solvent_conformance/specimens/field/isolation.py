"""What happens in one contract and reaches another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_conformance.specimens.alterations import AlteredCourse, UnauditedRules
from solvent_conformance.specimens.registry import fault
from solvent_reference.state.positions import NO_MARGIN
from solvent_spec.vocabulary.events import Event, OrderEnded, PositionTakenOver


@fault("INSU-003", "margin")
class RichestFundPays(AlteredCourse):
    """percolator-prog #290: a liquidation gains for and spends the fund of another contract, the
    one that has most.
    """

    def happens(self, event: Event) -> Iterator[Event]:
        """The engine trades for that fund."""
        if isinstance(event, PositionTakenOver):
            currency = self.exchange.markets[event.symbol].instrument.settl_currency
            funds = [
                market.fund
                for market in self.exchange.markets.values()
                if market.instrument.settl_currency == currency
            ]
            ledger = self.exchange.ledger
            own = event.fund
            richest = max(funds, key=lambda fund: (ledger.balance(currency, fund), fund == own))
            event = replace(event, fund=richest)
        yield event


class _CancelsElsewhere(UnauditedRules):
    """Rules under which a takeover is about the account, not the contract."""

    def cancels_before_takeover(self, order_symbol: str, position_symbol: str) -> bool:
        """Everywhere."""
        return True


@fault("LIQD-002", "margin")
class OrdersCanceledElsewhere(AlteredCourse):
    """Who fails in one contract loses the orders in all."""

    rules_type_of = _CancelsElsewhere


@fault("LIQD-001", "margin")
class MarginLostElsewhere(AlteredCourse):
    """Who fails in one contract has no margin left in his other positions."""

    def happens(self, event: Event) -> Iterator[Event]:
        """They hold nothing."""
        yield event
        if isinstance(event, PositionTakenOver):
            for position in self.exchange.accounts[event.account].positions.values():
                if position.symbol != event.symbol and position.qty:
                    position.margin = NO_MARGIN


@fault("INSU-001", "margin")
class OffersWithdrawnElsewhere(AlteredCourse):
    """A takeover in one contract ends what the engine offers in another."""

    def happens(self, event: Event) -> Iterator[Event]:
        """One offer at a time."""
        yield event
        if isinstance(event, PositionTakenOver):
            for market in self.exchange.markets.values():
                for order in tuple(market.liquidations.values()):
                    if market.instrument.symbol != event.symbol and order.is_open:
                        text = "Liquidation"
                        yield OrderEnded(order.order_id, order.status, text, text, order.leaves_qty)
