"""Judges: each looks at what a venue answered and showed, and says where it broke a clause."""
