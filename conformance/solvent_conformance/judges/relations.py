"""Relations: what must hold between rows of one moment or of two, whatever a venue chooses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from solvent_conformance.judges.figures import fraction_of, whole_number
from solvent_conformance.judges.lives import lives_of_orders
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.ranking import ranking_breaches
from solvent_conformance.judges.tables import rows_by_key
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_spec.vocabulary.messages import Row

BOOK_IS_UNCROSSED: Final = "the highest bid is below the lowest offer"
BOOK_SHOWS_ORDERS: Final = (
    "a level of the book shows the open orders at its price that are not hidden"
)
ONE_MARK_FOR_ALL: Final = "all positions of a contract show the mark price of the contract"
ANSWER_IS_READ_BACK: Final = "an order reads as the answer to its request showed it"
AUDITS_AGREE: Final = "an audit from scratch finds the balances that the ledger keeps"
REFUSAL_CHANGES_NOTHING: Final = "a request that was refused or shed changes no table"

_LEVEL: Final = ("symbol", "side", "price")
_OPEN: Final = frozenset({"New", "PartiallyFilled"})
_READ_BACK: Final = ("ordStatus", "leavesQty", "cumQty", "side", "price")


class Relations:
    """Looks at rows of one moment, and at those of the moment before."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities = capabilities
        self.checked: Counter[str] = Counter()

    def after(self, moment: Moment) -> Violation | None:
        """The first relation that does not hold, if any."""
        for sentence, clauses, cell in self._broken(moment):
            return Violation(
                judge="relations",
                clauses=clauses,
                sentence=f"{sentence}; not so: {cell.name} is {cell.observed!r:.120}"
                f" beside {cell.expected!r:.120}",
                at=moment.at,
                step=moment.step,
                differences=(cell,),
                fired=tuple(dict.fromkeys(moment.fired())),
            )
        return None

    def _broken(self, moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
        book = moment.shown("orderBookL2", ("symbol", "side", "price"))
        if book is not None:
            yield from _crossed(book)
        yield from _levels(moment)
        marks = moment.shown("instrument", ("symbol", "markPrice"))
        positions = moment.shown_somewhere("position", ("symbol", "currentQty", "markPrice"))
        if marks is not None:
            self.checked["LEDG-006"] += any(row.get("currentQty") for row in positions)
            yield from _marks(marks, positions)
        yield from lives_of_orders(moment, self.checked)
        if moment.step.kind == "do":
            self.checked["APIC-006"] += moment.observed.status == "rejected"
            self.checked["ADMN-006"] += moment.observed.status == "shed"
            yield from _read_back(moment)
            yield from _refusal(moment)
        if moment.step.request == "audit" and moment.whole:
            self.checked["LEDG-008"] += 1
            yield from _audited(moment)
        if moment.whole:
            yield from ranking_breaches(moment)


def _audited(moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    """An audit from scratch against the ledger as it is kept."""
    kept = moment.shown("ledger", ("account", "currency", "balance"))
    if kept is None or moment.observed.status != "ok":
        return
    counted = rows_by_key("ledger", moment.observed.rows)
    for key, row in rows_by_key("ledger", kept).items():
        balance = counted.get(key, {}).get("balance", 0)
        if row.get("balance") != balance:
            cell = Difference("ledger", key, "balance", balance, row.get("balance"))
            yield AUDITS_AGREE, ("LEDG-008", "LEDG-001"), cell


def _crossed(book: list[Row]) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    bids: dict[str, Fraction] = {}
    offers: dict[str, Fraction] = {}
    for row in book:
        symbol, price = str(row.get("symbol")), fraction_of(row.get("price"))
        if price is None:
            continue
        if row.get("side") == "Buy":
            bids[symbol] = max(price, bids.get(symbol, price))
        else:
            offers[symbol] = min(price, offers.get(symbol, price))
    for symbol, bid in bids.items():
        if symbol in offers and bid >= offers[symbol]:
            cell = Difference("orderBookL2", (symbol,), "price", str(offers[symbol]), str(bid))
            yield BOOK_IS_UNCROSSED, ("MTCH-001",), cell


def _levels(moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    """Sums of open orders against the book; the liquidation engine's orders count too."""
    can = moment.capabilities
    book = moment.shown("orderBookL2", (*_LEVEL, "size"))
    stops = ("stopPx", "triggered") if can.has_stops else ()
    orders = moment.shown_to_all("order", (*_LEVEL, "ordStatus", "leavesQty", *stops))
    # Nobody is liquidated who cannot run out of money.
    liquidations = moment.shown("liquidation", (*_LEVEL, "leavesQty")) if can.has_money else []
    if book is None or orders is None or liquidations is None:
        return
    open_qty: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in orders:
        waiting = row.get("stopPx") is not None and not row.get("triggered")
        if row.get("ordStatus") in _OPEN and not waiting and row.get("displayQty") != 0:
            open_qty[_level(row)] += whole_number(row, "leavesQty")
    for row in liquidations:
        open_qty[_level(row)] += whole_number(row, "leavesQty")
    shown: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in book:
        shown[_level(row)] += whole_number(row, "size")
    for level in sorted({*open_qty, *shown}):
        if open_qty[level] != shown[level]:
            cell = Difference("orderBookL2", level, "size", open_qty[level], shown[level])
            yield BOOK_SHOWS_ORDERS, ("ORDR-019", "ORDR-027", "MTCH-007"), cell


def _level(row: Row) -> tuple[str, str, str]:
    return (str(row.get("symbol")), str(row.get("side")), str(row.get("price")))


def _marks(
    instruments: list[Row], positions: list[Row]
) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    marks = {row.get("symbol"): row.get("markPrice") for row in instruments}
    for row in positions:
        mark = marks.get(row.get("symbol"))
        if row.get("currentQty") and mark is not None and row.get("markPrice") not in {None, mark}:
            key = (row.get("account"), row.get("symbol"))
            cell = Difference("position", key, "markPrice", mark, row["markPrice"])
            yield ONE_MARK_FOR_ALL, ("LEDG-006", "MARK-004"), cell


def _read_back(moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    step = moment.step
    if moment.observed.status != "ok" or not step.request.endswith("/order"):
        return
    rows = moment.shown("order", ("orderID",), step.message["account"])
    if rows is None:
        return
    by_id = {row.get("orderID"): row for row in rows}
    for answered in moment.observed.rows:
        stored = by_id.get(answered.get("orderID"))
        if stored is None:
            # A cancel may name an order that nobody has; it is answered, and there is no row.
            if answered.get("ordStatus") in _OPEN:
                key = (step.message["account"], answered.get("orderID"))
                cell = Difference("order", key, "(row)", answered.get("ordStatus"), "no row")
                yield ANSWER_IS_READ_BACK, ("ORDR-027", "MTCH-007"), cell
            continue
        for column in _READ_BACK:
            if column in answered and column in stored and answered[column] != stored[column]:
                key = (step.message["account"], answered.get("orderID"))
                cell = Difference("order", key, column, answered[column], stored.get(column))
                yield ANSWER_IS_READ_BACK, ("ORDR-027", "MTCH-007"), cell


def _kept(table: str, earlier: list[Row], shown: list[Row]) -> list[Row]:
    """The rows without new Rejected orders: whether there may be any is judged by replay."""
    if table != "order" or len(shown) == len(earlier):
        return shown
    return [row for row in shown if row.get("ordStatus") != "Rejected" or row in earlier]


def _refusal(moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    if moment.observed.status not in {"rejected", "shed"}:
        return
    clauses = ("ADMN-006",) if moment.observed.status == "shed" else ("APIC-006",)
    for key, (_, shown) in moment.tables.items():
        earlier = moment.before.get(key)
        told = key[0] != "order" or moment.capabilities.shows_all("order", ("ordStatus",))
        # An order that was refused may have a row, which only its status tells from others.
        if earlier is None or shown is None or not told or _kept(key[0], earlier, shown) == earlier:
            continue
        changed = next((r for r in shown if r not in earlier), None) or earlier[-1]
        cell = Difference(key[0], (str(key[1]),), "(rows)", len(earlier), str(changed)[:200])
        yield REFUSAL_CHANGES_NOTHING, clauses, cell
