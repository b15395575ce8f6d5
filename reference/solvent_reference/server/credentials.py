"""Credentials: the keys of the accounts, and whether a request is signed by one of them."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from solvent_reference.server.failures import (
    AUTHORIZATION_REQUIRED,
    EXPIRED,
    INVALID_KEY,
    INVALID_SIGNATURE,
    HttpRefusal,
)
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row

FIRST_NUMBER = 100_001
"""The number of the first account; the others follow in the order of the setup."""

MAX_EXPIRES_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its id is public, its secret signs. The API's rows name the account by `number`."""

    identity: str
    secret: str
    account: str
    number: int

    def row(self) -> Row:
        """As the answer to a reset gives it."""
        return {"id": self.identity, "secret": self.secret, "number": self.number}


class Keyring:
    """The keys of a venue: one for each account, made anew at each reset."""

    def __init__(self, accounts: list[str]) -> None:
        self._keys = [
            Key(secrets.token_urlsafe(18), secrets.token_urlsafe(36), account, FIRST_NUMBER + index)
            for index, account in enumerate(accounts)
        ]
        self._by_identity = {key.identity: key for key in self._keys}
        self.numbers: Mapping[str, int] = {key.account: key.number for key in self._keys}
        self._rules = Rules(DEFAULT)

    def rows(self) -> Row:
        """Account to key."""
        return {key.account: key.row() for key in self._keys}

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        """The account that signed a request; none when it is not signed at all.

        `path` includes the query, as it was sent; `body` is UTF-8; `now` is in seconds. Clause
        APIC-004.

        Raises:
            HttpRefusal: the key is unknown, the signature wrong, or its time is over.
        """
        identity = headers.get("api-key")
        if not identity:
            return None
        key = self._by_identity.get(identity)
        if key is None:
            raise HttpRefusal(401, INVALID_KEY)
        expires = headers.get("api-expires", "")
        expected = self._rules.signature(key.secret, verb, path, expires, body.decode())
        given = headers.get("api-signature", "")
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise HttpRefusal(401, INVALID_SIGNATURE)
        if not (expires.isascii() and expires.isdigit() and len(expires) <= MAX_EXPIRES_DIGITS):
            raise HttpRefusal(401, INVALID_SIGNATURE)
        if self._rules.is_expired(int(expires), now):
            raise HttpRefusal(400, EXPIRED.format(now=now))
        return key.account

    def required_signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str:
        """The account that signed a request of a private table.

        Raises:
            HttpRefusal: as `signer`, and when the request is not signed.
        """
        account = self.signer(headers, verb, path, body, now)
        if account is None:
            raise HttpRefusal(401, AUTHORIZATION_REQUIRED)
        return account
