"""Scenes of margin."""
