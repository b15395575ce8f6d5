"""Reckoning: figures that follow from the state. Reads it, changes none of it."""
