"""Chance: where the machines' random choices come from, the same on every machine.

Hypothesis seeds some draws with constants that it finds in whatever modules happen to be
loaded. A run over HTTP loads more of them than a run in process, and would then draw
differently from one seed. This provider draws without them.
"""

from __future__ import annotations

from typing import Any, Final

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

BACKEND: Final = "solvent"


class SeededDraws(HypothesisProvider):
    """Hypothesis' own distributions, from the seed alone."""

    def _maybe_draw_constant(self, *_args: Any, **_kwargs: Any) -> None:
        """No constant of the surrounding program is ever drawn."""


AVAILABLE_PROVIDERS[BACKEND] = SeededDraws
