"""Admission: one queue for writes, and what happens when it is full."""

from solvent_spec.rules.admission.queue import AdmissionRules

__all__ = ["AdmissionRules"]
