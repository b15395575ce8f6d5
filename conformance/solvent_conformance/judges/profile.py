"""Profile: the sentences of the solvency profile, and what each needs to be looked at.

None is a formula of an exchange: they hold at any engine, whatever margin it asks for.
"""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.conservation import (
    deposits_arrive,
    funding_is_paid_by_others,
    liquidation_conserves,
    money_is_held,
    no_balance_is_below_zero,
    wallets_are_booked,
    wallets_follow,
)
from solvent_conformance.judges.constancy import reads_repeat, refusal_changes_nothing
from solvent_conformance.judges.endings import (
    canceled_never_trades,
    nothing_trades_past_its_end,
    trades_have_orders,
    trades_stay_within,
)
from solvent_conformance.judges.holdings import (
    contracts_are_balanced,
    orders_fill_orders,
    quantity_follows_executions,
    sides_cancel,
)
from solvent_conformance.judges.precedence import book_is_apart, price_priority, time_priority
from solvent_conformance.judges.sentences import Sentence

_LEDGER: Final = ("ledger.account", "ledger.currency", "ledger.balance")
_QUEUE: Final = ("order.orderID", "order.symbol", "order.side", "order.price", "order.leavesQty")
_FILLS: Final = ("execution.orderID", "execution.execType", "execution.lastQty")
_MATCHES: Final = ("execution.execType", "execution.trdMatchID")
_HELD: Final = ("position.symbol", "position.currentQty")
_WALLET: Final = ("margin.currency", "margin.walletBalance")
_PAID: Final = ("execution.execType", "execution.settlCurrency", "execution.execComm")
_BOOK: Final = ("orderBookL2.symbol", "orderBookL2.side", "orderBookL2.price")
_PLACES: Final = "request POST /order"
_CANCELS: Final = "request DELETE /order"

SENTENCES: Final = (
    Sentence(
        "what funding brings to some it takes from others",
        ("FUND-010", "FUND-009", "LEDG-001"),
        (
            (*_PAID, "execution.symbol", *_LEDGER, "control advance", "funding"),
            (*_PAID, "execution.symbol", *_HELD, "control advance", "funding"),
        ),
        funding_is_paid_by_others,
    ),
    Sentence(
        "a liquidation makes and loses no money",
        ("INSU-001", "LIQD-003", "LEDG-001"),
        ((*_LEDGER, *_FILLS, "control spot", "liquidation"),),
        liquidation_conserves,
    ),
    Sentence(
        "the money that a venue holds is the money that was paid in",
        ("LEDG-001", "FEES-003", "LEDG-004"),
        (_LEDGER,),
        money_is_held,
    ),
    Sentence(
        "a deposit adds what it is to its wallet, and changes no other",
        ("LEDG-007", "LEDG-001"),
        ((*_WALLET, "control deposit"),),
        deposits_arrive,
    ),
    Sentence(
        "a wallet moves only by what its account's executions say",
        ("LEDG-001", "POSN-004", "FEES-003"),
        (
            (
                *_WALLET,
                *_PAID,
                "execution.execCost",
                "position.currency",
                "position.unrealisedCost",
                "control deposit",
            ),
        ),
        wallets_follow,
    ),
    Sentence(
        "the ledger books each wallet as its account is shown it",
        ("LEDG-001", "LEDG-008"),
        ((*_LEDGER, *_WALLET),),
        wallets_are_booked,
    ),
    Sentence(
        "no wallet and no insurance fund is below zero",
        ("LEDG-003", "INSU-002"),
        (_WALLET, ("insurance.symbol", "insurance.currency", "insurance.walletBalance")),
        no_balance_is_below_zero,
    ),
    Sentence(
        "the two sides of a trade cancel",
        ("LEDG-005", "MTCH-009"),
        (
            (*_MATCHES, "execution.side", "execution.lastQty"),
            (*_MATCHES, "execution.execCost", "execution.settlCurrency"),
        ),
        sides_cancel,
    ),
    Sentence(
        "an account holds what its executions bought less what they sold",
        ("LEDG-014", "MTCH-009"),
        (
            (
                "execution.execType",
                "execution.symbol",
                "execution.side",
                "execution.lastQty",
                *_HELD,
            ),
        ),
        quantity_follows_executions,
    ),
    Sentence(
        "the contracts held long equal the contracts held short",
        ("LEDG-002", "MTCH-009"),
        (
            (*_HELD, "liquidation.symbol", "liquidation.side", "liquidation.leavesQty"),
            (*_HELD, *_MATCHES, "execution.side", "execution.lastQty"),
        ),
        contracts_are_balanced,
    ),
    Sentence(
        "buy orders trade what sell orders trade",
        ("MTCH-009", "MTCH-008"),
        (("order.symbol", "order.side", "order.cumQty", "no control deposit"),),
        orders_fill_orders,
    ),
    Sentence(
        "while an order trades none at a better price is left over",
        ("MTCH-002",),
        (
            (*_QUEUE, "order.cumQty", _PLACES),
            (*_QUEUE, "order.ordStatus", _PLACES),
            (*_QUEUE, "no control deposit", _PLACES),
        ),
        price_priority,
    ),
    Sentence(
        "while an order trades none is left over that has waited longer at its price",
        ("MTCH-003", "ORDR-025"),
        (
            (*_QUEUE, "order.cumQty", _PLACES),
            (*_QUEUE, "order.ordStatus", _PLACES),
            (*_QUEUE, "no control deposit", _PLACES),
        ),
        time_priority,
    ),
    Sentence(
        "the book is never crossed",
        ("MTCH-001",),
        (_BOOK, (*_QUEUE, _PLACES)),
        book_is_apart,
    ),
    Sentence(
        "what is canceled never trades",
        ("ORDR-027", "ORDR-046"),
        (
            ("order.orderID", "order.ordStatus", "order.cumQty", _CANCELS),
            (*_FILLS, _CANCELS),
        ),
        canceled_never_trades,
    ),
    Sentence(
        "nothing trades past its end",
        ("ORDR-046", "MTCH-008"),
        (
            ("order.orderID", "order.ordStatus", "order.cumQty"),
            ("order.orderID", "order.leavesQty", "order.cumQty"),
            ("order.orderID", "order.ordStatus", *_FILLS),
        ),
        nothing_trades_past_its_end,
    ),
    Sentence(
        "no order trades more than it asks for",
        ("MTCH-008",),
        (("order.orderID", "order.cumQty", _PLACES), (*_FILLS, _PLACES)),
        trades_stay_within,
    ),
    Sentence(
        "nothing trades without an order",
        ("MTCH-001", "LEDG-019"),
        ((*_FILLS, _PLACES), (*_HELD, _PLACES)),
        trades_have_orders,
    ),
    Sentence(
        "a request that was refused changes nothing",
        ("APIC-006", "ADMN-006"),
        tuple(
            (table,)
            for table in ("order", "position", "margin", "execution", "orderBookL2", "ledger")
        ),
        refusal_changes_nothing,
    ),
    Sentence(
        "what is read twice is the same",
        ("LEDG-019",),
        tuple(
            (table,)
            for table in ("order", "position", "margin", "execution", "orderBookL2", "ledger")
        ),
        reads_repeat,
    ),
)
"""Every sentence that one history shows, the most particular first."""
