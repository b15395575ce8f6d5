"""Histories: what is asked of a venue, drawn by machines, written as scenes, or searched for."""
