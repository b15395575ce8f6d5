"""Serving: a Python venue over standard input and output, re-exported for adapters."""

from solvent_spec.serving import serve_stdio

__all__ = ["serve_stdio"]
