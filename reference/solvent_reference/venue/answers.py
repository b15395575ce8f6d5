"""Answers that are no success."""

from __future__ import annotations

from solvent_spec.vocabulary.messages import Answer, Status


def bare_error(status: Status, message: str, name: str, code: int) -> Answer:
    """An answer with an error and nothing else."""
    return Answer(status, error={"message": message, "name": name}, code=code)
