"""Adapters: how a venue is reached, and what becomes of one that dies, hangs or talks nonsense.

An adapter meets a stranger: no module here knows the reference.
"""
