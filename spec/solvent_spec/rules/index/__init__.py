"""The weighted mean of spot prices, and which constituents count."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.index.constituents import ConstituentRules
from solvent_spec.rules.index.prices import IndexPriceRules
from solvent_spec.rules.index.publication import PublicationRules


class IndexRules(PublicationRules, IndexPriceRules, ConstituentRules):
    """The weighted mean of spot prices, and which constituents count. Chapter: index."""

    __slots__ = ()

    flow: ClassVar[Flow] = (("error", "instrument.indicativeSettlePrice"),)
