"""Venues that are wrong about margin."""
