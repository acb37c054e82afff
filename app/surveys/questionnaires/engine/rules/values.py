"""What answers are worth in rules: numbers as people count them, texts without regard to case.

Nothing here raises, whatever it is given: where there is no result, the result is nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_FLOOR, Context, Decimal
from typing import TypeAlias

Result: TypeAlias = str | float | bool | list[str] | None

#: Enough figures for the remainder of any two numbers.
_EXACT = Context(prec=700)
#: More than a number has; a division never ends otherwise.
_LONG = Context(prec=34)
_MOST_PLACES = 30
#: Numbers are the same to nine places after the point, or to fifteen figures.
_PLACES, _FIGURES = 5e-10, 1e-15
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def or_blank(value: Result) -> Result:
    """No answer and the empty text are the same."""
    return "" if value is None or value == [] else value


def is_told(value: Result) -> bool:
    """Whether there is an answer: neither nothing nor a reason for not answering."""
    return or_blank(value) != "" and not is_reason(value)


def is_reason(value: Result) -> bool:
    """Whether this is a reason for not answering."""
    return isinstance(value, str) and value.startswith("~")


def is_same(left: Result, right: Result) -> bool:
    """Equality: of texts without regard to case, of numbers to nine places after the point, of days
    and months as days (a month is its first day)."""
    if left == right:
        return True
    if isinstance(left, float) and isinstance(right, float):
        return _is_close(left, right)
    if isinstance(left, str) and isinstance(right, str):
        if len(left) != len(right) and left[:1].isdigit() and right[:1].isdigit():
            return first_day(left) == first_day(right) != ""
        return left.lower() == right.lower()
    return or_blank(left) == or_blank(right)


def is_below(left: Result, right: Result, equal: bool) -> bool:
    """Whether a number is less than another one, or a day before another one; or `equal` to it.
    No order holds with anything else."""
    if isinstance(left, float) and isinstance(right, float):
        return equal if _is_close(left, right) else left < right
    if isinstance(left, str) and isinstance(right, str):
        one, other = first_day(left), first_day(right)
        return bool(one and other) and (one < other or (equal and one == other))
    return False


def _is_close(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=_FIGURES, abs_tol=_PLACES)


def first_day(text: str) -> str:
    """The first day of a year or of a month, or the day; "" for any other text."""
    return text + "-01-01"[len(text) - 4 :] if _DAY.fullmatch(text) else ""


def _finite(work: Callable[[], Decimal]) -> float | None:
    try:
        value = float(work())
    except (ArithmeticError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _exactly(value: float) -> Decimal:
    """The number that people wrote: 0.1, and not what is nearest to it in halves."""
    return Decimal(repr(value))


def computed(sign: str, left: Result, right: Result) -> float | None:
    """The sum, difference, product, quotient or remainder of two numbers, worked out in decimals;
    nothing with anything but numbers, or for a division by zero. A remainder has the sign of what
    is divided (XPath 1.0, section 3.5)."""
    if not isinstance(left, float) or not isinstance(right, float):
        return None
    work = _OPERATIONS[sign]
    return _finite(lambda: work(_exactly(left), _exactly(right)))


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "div": _LONG.divide,
    "mod": _EXACT.remainder,
}
SIGNS = frozenset(_OPERATIONS)
ORDERS = frozenset({"<", "<=", ">", ">="})


def total(numbers: Iterable[float]) -> float | None:
    """The sum of numbers, 0 for none."""
    return _finite(lambda: sum(map(_exactly, numbers), Decimal(0)))


def rounded(value: float, places: float = 0.0) -> float | None:
    """A number rounded at a place after the point, or before it where `places` is negative; halves
    go up, so that -2.5 gives -2 (XPath 1.0, section 4.4, `round`)."""
    shift = int(max(-_MOST_PLACES, min(_MOST_PLACES, places)))

    def work() -> Decimal:
        moved = _EXACT.add(_EXACT.scaleb(_exactly(value), shift), Decimal("0.5"))
        return _EXACT.scaleb(moved.to_integral_value(ROUND_FLOOR), -shift)

    return _finite(work)


def whole(value: float) -> float:
    """A number without its decimals, 3 for what is 3 but for the last figure of a computation."""
    if not math.isfinite(value):
        return value
    nearest = math.floor(value + 0.5) if abs(value) < 1e15 else value
    return float(nearest if _is_close(value, nearest) else math.trunc(value))
