"""Strategies: what may be asked of a venue, with a taste for edges. Each is a plural noun."""
