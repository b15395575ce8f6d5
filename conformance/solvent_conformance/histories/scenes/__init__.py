"""Scenes: short histories by chapter, each of which brings its chapter to its edges.

A wrong venue differs from the reference in one of them, in a column that its clause
determines. They are played without machines or judges, so that a wrong venue is known to be
wrong, and a benign one to differ in nothing that counts, whatever becomes of the suite.
"""
