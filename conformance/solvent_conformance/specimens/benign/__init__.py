"""Benign venues: right, and not as the reference is. What is found in one is a false alarm."""
