"""Failures of a command that is not about a verdict: one line for a person, and an exit status."""

from __future__ import annotations

import click


class Unusable(click.ClickException):
    """A file, a fixture or a venue that cannot be used: exit status 2."""

    exit_code = 2
