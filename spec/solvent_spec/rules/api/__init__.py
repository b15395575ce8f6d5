"""The conventions of the API."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.api.answers import AnswerRules
from solvent_spec.rules.api.signatures import SignatureRules
from solvent_spec.rules.chapter import Flow


class ApiRules(SignatureRules, AnswerRules):
    """The conventions of the API. Chapter: api."""

    __slots__ = ()

    flow: ClassVar[Flow] = (("answer", "admission", "error"),)
