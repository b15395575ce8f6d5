"""Risk limits: the tiers of a position and what each asks for."""

from solvent_spec.rules.risk_limits.tiers import RiskLimitRules

__all__ = ["RiskLimitRules"]
