"""Venues that are wrong about orders."""
