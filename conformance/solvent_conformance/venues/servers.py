"""Servers that are wrong about who asks. Only HTTP shows it: elsewhere nobody signs."""

from __future__ import annotations

from collections.abc import Mapping

from solvent_conformance.venues.registry import wrong
from solvent_reference.server.credentials import Keyring


@wrong("APIC-004", shown_by="server")
class WhoeverNamesAKey(Keyring):
    """Whoever names a key is believed, whatever the signature."""

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        """The account of the key."""
        keys = {key["id"]: account for account, key in self.rows().items()}
        return keys.get(headers.get("api-key", "")) or super().signer(
            headers, verb, path, body, now
        )


@wrong("APIC-009", shown_by="server")
class ExpiredRequestServed(Keyring):
    """A request is served however long ago it expired."""

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        """As if it had come in time."""
        return super().signer(headers, verb, path, body, 0)
