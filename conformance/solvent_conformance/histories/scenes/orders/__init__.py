"""Scenes of orders."""
