"""Strength: how well the suite tells wrong venues from right ones."""
