"""The ledger: every balance of the venue, changed only by postings that sum to zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from solvent_spec.vocabulary.units import AccountId, Currency, Money, Symbol

EXTERNAL: Final = "external"


FEES: Final = "fees"


def wallet(account: AccountId) -> str:
    """The ledger account of an account's wallet."""
    return f"wallet:{account}"


def open_positions(account: AccountId, symbol: Symbol) -> str:
    """The ledger account that holds, with its sign turned, what an open position cost."""
    return f"position:{account}:{symbol}"


def fund(symbol: Symbol) -> str:
    """The ledger account of a contract's insurance fund."""
    return f"fund:{symbol}"


def may_owe(account: str) -> bool:
    """Whether a ledger account may be below zero: the world outside, and the cost of positions."""
    return account == EXTERNAL or account.startswith("position:")


class Balances(dict[str, Money]):
    """Balances of one currency that know their sum and how often they were written.

    A direct write is a write without a posting: the count of the two then differs, and the
    audit sees it at once, whatever the write did to the sum.
    """

    __slots__ = ("total", "writes")

    def __init__(self) -> None:
        super().__init__()
        self.total = Money(0)
        self.writes = 0

    def __setitem__(self, account: str, balance: Money) -> None:
        self.total += balance - self.get(account, Money(0))
        self.writes += 1
        super().__setitem__(account, balance)

    def __delitem__(self, account: str) -> None:
        self.total -= self[account]
        self.writes += 1
        super().__delitem__(account)

    def update(self, *others: object, **more: Money) -> None:
        """Write each balance by itself."""
        for account, balance in dict(*others, **more).items():
            self[account] = balance

    def pop(self, account: str, *default: Money) -> Money:  # type: ignore[override] # one for three
        """Take a balance out, which counts as a write.

        Raises:
            KeyError: there is no such balance, and no default.
        """
        balance = self.get(account, *default)
        if account in self:
            del self[account]
        elif not default:
            raise KeyError(account)
        return Money(balance or 0)


class Ledger:
    """Double entry, by currency, in minor units.

    `moved` names the accounts posted to since the last seal, `overdrawn` those below zero that may
    not be; both spare the audit a walk over all balances.
    """

    __slots__ = ("by_currency", "moved", "overdrawn", "postings")

    def __init__(self, currencies: Iterable[Currency]) -> None:
        self.by_currency: dict[Currency, Balances] = {c: Balances() for c in currencies}
        self.postings = 0
        self.moved: dict[str, Currency] = {}
        self.overdrawn: set[tuple[Currency, str]] = set()

    def balance(self, currency: Currency, account: str) -> Money:
        """The balance of a ledger account; zero when it was never posted to."""
        return self.by_currency[currency].get(account, Money(0))

    def post(self, currency: Currency, account: str, change: Money) -> None:
        """Add to a balance. One that falls below zero and may not is remembered for the audit."""
        if not change:
            return
        balances = self.by_currency[currency]
        balance = balances.get(account, Money(0)) + change
        balances[account] = balance
        self.postings += 1
        self.moved[account] = currency
        if balance < 0 and not may_owe(account):
            self.overdrawn.add((currency, account))
        elif self.overdrawn:
            self.overdrawn.discard((currency, account))
