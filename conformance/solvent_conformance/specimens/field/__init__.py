"""Faults of the field, by kind: what was found in engines somewhere, and what is of its kind."""
