"""Mutants: the reference with one small change in its source, each tried as a venue over stdio."""
