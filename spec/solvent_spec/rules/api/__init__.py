"""The conventions of the API."""

from __future__ import annotations

from solvent_spec.rules.api.answers import AnswerRules
from solvent_spec.rules.api.signatures import SignatureRules


class ApiRules(SignatureRules, AnswerRules):
    """The conventions of the API. Chapter: api."""

    __slots__ = ()
