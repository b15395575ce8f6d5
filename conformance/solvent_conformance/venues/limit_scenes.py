"""Scenes of what an account may set, close and back: tiers, added margin, shorts of one coin."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.history import Step
from solvent_conformance.venues.scenes import XBT, asked, moved, opened, order, paid, scene, traded


@scene
def highest_tier() -> Iterator[Step]:
    """Risk limits at the account's own, one step above it, and where no rate would be left."""
    yield from opened(XBT)
    for limit in (1_000_000_000, 1_100_000_000, 10**12):
        yield asked("alice", "riskLimit", riskLimit=limit)
    yield asked("alice", "leverage", leverage=1)
    yield order("alice", "Buy", 5, "99")


@scene
def added_margin_stays() -> Iterator[Step]:
    """Margin is added to a position; then its risk limit and its leverage are set again."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "99.5")
    yield asked("alice", "transferMargin", amount=10**6)
    yield asked("alice", "riskLimit", riskLimit=300_000_000)
    yield asked("alice", "leverage", leverage=10)
    yield asked("alice", "isolate", enabled=True)
    yield asked("alice", "leverage", leverage=5)


@scene
def refused_by_the_engine() -> Iterator[Step]:
    """What the risk limit forbids is refused, then less is bid for under the same name."""
    yield from opened(XBT)
    yield order("alice", "Buy", 220, "100", name="mine")
    yield order("alice", "Buy", 10, "99.7")
    yield order("alice", "Buy", 5, "100", name="mine")


@scene
def backed_short() -> Iterator[Step]:
    """A short at one times holds its whole cost while the price goes up and up, and closes."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=1)
    yield from traded("bob", "alice", 40, "100")
    for price in ("150", "400", "900"):
        yield from moved(XBT, price)
    yield from traded("alice", "bob", 15, "900")
    yield asked("alice", "transferMargin", amount=10**5)


@scene
def unpriced_and_unaffordable() -> Iterator[Step]:
    """Market orders for too much: into an empty book, and where the touch is off the mark."""
    yield from opened(XBT, money=2 * 10**6)
    yield paid("bob", 10**9)
    yield order("alice", "Buy", 40, ordType="Market")
    yield order("bob", "Sell", 90, "110")
    yield order("bob", "Buy", 90, "93")
    yield order("alice", "Buy", 40, ordType="Market")
    yield order("alice", "Sell", 40, ordType="Market")


@scene
def limits_on_and_between_steps() -> Iterator[Step]:
    """Limits between two steps, at the base, below it, and below what is held."""
    yield from opened(XBT)
    for limit in (250_000_000, 300_000_000, 199_999_999):
        yield asked("alice", "riskLimit", riskLimit=limit)
    yield from traded("alice", "bob", 120, "100")
    yield order("alice", "Buy", 110, "99")
    for limit in (200_000_000, 400_000_000):
        yield asked("alice", "riskLimit", riskLimit=limit)


@scene
def exactly_at_the_limit() -> Iterator[Step]:
    """Orders whose value is the limit to the satoshi, and one contract more."""
    yield from opened(XBT)
    yield order("alice", "Buy", 100, "100")
    yield order("alice", "Buy", 100, "100")
    yield order("alice", "Buy", 1, "100")
    yield order("bob", "Sell", 100, "100")
    yield asked("bob", "riskLimit", riskLimit=300_000_000)
    yield order("bob", "Sell", 100, "100")
    yield asked("bob", "riskLimit", riskLimit=200_000_000)


@scene
def drawn_and_recovered() -> Iterator[Step]:
    """A cross position draws at one mark, does not need it at the next, and is reduced."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 33, "100")
    for price in ("98", "99.2", "98.7", "101"):
        yield from moved(XBT, price)
    yield from traded("bob", "alice", 11, "101")


@scene
def taken_out_at_a_loss() -> Iterator[Step]:
    """Added margin is taken out again while it covers a loss, in part."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "100")
    yield asked("alice", "transferMargin", amount=3 * 10**6)
    yield from moved(XBT, "93")
    for money in (2_100_000, 1_500_000):
        yield asked("alice", "transferMargin", amount=-money)
    yield from moved(XBT, "96")
    for money in (1_250_000, 250_000):
        yield asked("alice", "transferMargin", amount=-money)
    yield from moved(XBT, "106")
    yield asked("alice", "transferMargin", amount=-2_000_000)


@scene
def equal_targets() -> Iterator[Step]:
    """Three reduce-only offers at one price rest, and the position shrinks below them."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 40, "100")
    for qty in (10, 14, 16):
        yield order("alice", "Sell", qty, "104", inst="ReduceOnly")
    yield from traded("bob", "alice", 20, "101")
    yield from traded("bob", "alice", 7, "101")
    for price in ("105", "103", "105"):
        yield order("alice", "Sell", 13, price, inst="ReduceOnly")


_SHARED = ("XBTUSD", "XBTM19")
"""Two contracts of one index."""


def _drawing_at_once(symbols: tuple[str, ...]) -> Iterator[Step]:
    yield from opened(*symbols, rulebook="2019-06", money=10**10)
    for symbol in _SHARED:
        yield from traded("alice", "bob", 10_000, "8000", symbol)
    yield paid("alice", -(10**10) + 4_000_000)
    for price in ("7980", "7945", "7990", "7930"):
        yield from moved("XBTUSD", price, "2019-06")


@scene
def one_index_two_losses() -> Iterator[Step]:
    """Two cross positions lose at the same marks, and there is not enough for both."""
    yield from _drawing_at_once(_SHARED)


@scene
def one_index_two_losses_by_symbol() -> Iterator[Step]:
    """The same, where the setup names the contracts in the order of the alphabet."""
    yield from _drawing_at_once(tuple(sorted(_SHARED)))


@scene
def premium_beyond_the_purse() -> Iterator[Step]:
    """Bids at the mark wait while it falls, and have not the money for all of their premium."""
    yield from opened(XBT, money=3_260_000)
    yield paid("bob", 10**9)
    yield order("alice", "Buy", 20, "100")
    yield order("alice", "Buy", 10, "100")
    yield order("bob", "Buy", 10, "100")
    for price in ("99.4", "99.7", "99", "99.6", "100.5"):
        yield from moved(XBT, price)
