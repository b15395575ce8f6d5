"""API keys: how the requests of an account are signed, and which number its rows carry."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from solvent_conformance.adapters.json_texts import Misshapen

LIFETIME: Final = 60
"""Seconds for which a signature is good."""


@dataclass(slots=True, frozen=True)
class ApiKey:
    """What an account signs with, and the number that the API's rows carry for it."""

    identity: str
    secret: bytes
    number: int


NOBODY: Final = ApiKey("nobody", b"nothing", 0)


class Keys:
    """The keys of all accounts of a setup, in its order."""

    def __init__(self, keys: Mapping[str, ApiKey]) -> None:
        self._keys = dict(keys)
        self.accounts = list(keys)
        self.names = {key.number: account for account, key in keys.items()}

    def headers(self, account: str, method: str, path: str, body: bytes) -> dict[str, str]:
        """The headers that sign a request, with a key of nobody for an unknown account."""
        key = self._keys.get(account, NOBODY)
        expires = str(int(time.time()) + LIFETIME)
        message = f"{method}{path}{expires}".encode() + body
        signature = hmac.digest(key.secret, message, "sha256").hex()
        return {"api-key": key.identity, "api-expires": expires, "api-signature": signature}


def keys_of(value: object) -> Keys:
    """The keys in the answer to a reset.

    Raises:
        Misshapen: they are not as docs/protocol.md says.
    """
    if not isinstance(value, dict):
        raise Misshapen("keys: expected an object of accounts beside the effective setup")
    keys: dict[str, ApiKey] = {}
    for account, key in value.items():
        parts = key if isinstance(key, dict) else {}
        identity, secret, number = (parts.get(name) for name in ("id", "secret", "number"))
        if not (isinstance(identity, str) and identity.isascii() and identity.isprintable()):
            raise Misshapen(f"keys.{account[:40]}.id: expected printable text")
        if not (isinstance(secret, str) and type(number) is int):
            raise Misshapen(f"keys.{account[:40]}: expected a secret of text and a whole number")
        keys[account] = ApiKey(identity, secret.encode(), number)
    return Keys(keys)
