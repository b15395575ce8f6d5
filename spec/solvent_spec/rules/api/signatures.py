"""Signatures: who asks, and whether they may."""

from __future__ import annotations

import hashlib
import hmac

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.reasons import Reject

_OF_THE_ACCOUNT = frozenset(
    {
        Reject.POSITION_RISK_LIMIT,
        Reject.ACCOUNT_RISK_LIMIT,
        Reject.BELOW_LIQUIDATION,
        Reject.ABOVE_LIQUIDATION,
        Reject.IMMEDIATE_LIQUIDATION,
        Reject.INSUFFICIENT_BALANCE,
    }
)


class SignatureRules(Chapter):
    """Who may read what, and how a request is signed."""

    __slots__ = ()

    @clause(
        "APIC-004",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.status", "error.message"),
        source="published vectors: 401 'Signature not valid.'; 401 'Invalid API Key.'",
        binding="http",
    )
    def signature(self, secret: str, verb: str, path: str, expires: str, body: str) -> str:
        """A request is signed with the hexadecimal HMAC-SHA256, under the secret, of verb, path
        with query, expiry and body.

        >>> rules.signature(
        ...     "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
        ...     "GET",
        ...     "/api/v1/instrument",
        ...     "1518064236",
        ...     "",
        ... )
        'c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00'
        """
        message = f"{verb}{path}{expires}{body}".encode()
        return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()

    @clause(
        "APIC-005",
        level="MUST",
        profile="api",
        evidence="official",
        observable=("error.status", "order.account"),
        source="API description; no row of another account is ever shown",
    )
    def may_read(self, owner: str, account: str) -> bool:
        """A private table shows an account its own rows only.

        >>> rules.may_read("anna", "anna"), rules.may_read("anna", "ben")
        (True, False)
        """
        return owner == account

    @clause(
        "APIC-009",
        level="MUST",
        profile="api",
        evidence="official",
        observable=("error.status", "error.message"),
        source="page on API keys: `api-expires` is a Unix second; whether in it is not said",
        binding="http",
    )
    def is_expired(self, expires: int, now: int) -> bool:
        """A signed request is refused after the second that its expiry names; within that second a
        venue may do either, and the reference refuses.

        >>> rules.is_expired(100, 99), rules.is_expired(100, 100)
        (False, True)
        """
        return expires <= now
