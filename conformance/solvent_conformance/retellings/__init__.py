"""Retellings: the same history told in another way, and what must then come out alike."""
