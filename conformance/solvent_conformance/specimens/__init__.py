"""Venues that are wrong on purpose, each in one clause, and venues that are right in another way.

The wrong ones prove the suite: a clause whose wrong venue is not caught is not proved. The
benign ones do what the clauses permit and the reference does not; a violation found in one of
them is a false alarm.
"""

from __future__ import annotations
