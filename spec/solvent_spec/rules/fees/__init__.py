"""Fees: what a trade and an expiry cost."""

from solvent_spec.rules.fees.commission import FeeRules

__all__ = ["FeeRules"]
