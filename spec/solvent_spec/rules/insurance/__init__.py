"""Insurance fund: what it gains, and what it pays for."""

from solvent_spec.rules.insurance.fund import InsuranceRules

__all__ = ["InsuranceRules"]
