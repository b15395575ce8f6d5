"""What pyorderbook does by itself, without Solvent: python confirm.py."""

from importlib.metadata import version

from pyorderbook import Book, ask, bid


def confirm(what: str, seen: object, *, there: bool) -> None:
    """Print what was seen, and whether the defect is there."""
    print(f"{'CONFIRMED' if there else 'GONE'}  {what}: {seen}")


if __name__ == "__main__":
    print("pyorderbook", version("pyorderbook"))

    book, order = Book(), bid("USDTOY", 99.5, 30)
    book.match(order)
    book.cancel(order)
    left = [(str(level.price), len(level.orders)) for level in book.levels["USDTOY"][order.side]]
    confirm("a level stays when its only order is canceled", left, there=bool(left))

    book = Book()
    book.match([ask("USDTOY", 100, 10), ask("USDTOY", 101, 30)])
    report = book.match(bid("USDTOY", 101, 50))
    seen = f"{report.average_price}, by weight 100.75"
    is_plain = report.average_price == 100.5
    confirm("the average of 10 at 100 and 30 at 101 is", seen, there=is_plain)

    book = Book()
    free = bid("USDTOY", 0, 10)
    book.match(free)
    rests = book.get_order(free.id) is not None
    confirm("an order at no price rests", rests, there=rests)
