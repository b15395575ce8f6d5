"""Lockstep: one history, taken to a venue and to the reference side by side, before the judges."""
