"""Certifying a venue: everything that is tried, from one seed to a verdict for each clause."""
