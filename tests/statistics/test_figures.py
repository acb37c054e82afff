import datetime as dt

import pytest

from app.statistics.figures import SUPPRESSED, Column, Row, Table, Unit, numbers, ratio
from app.text import Text, both

TABLE = Table(
    "t",
    Text("t", "t"),
    (Column("n", both("n"), Unit.COUNT),),
    (Row("a", both("a"), (3,)), Row("b", both("b"), (SUPPRESSED,))),
    both("p"),
    both("s"),
    dt.date(2023, 12, 31),
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (1, 4, 0.25),
        (0, 4, 0.0),
        (1, 0, None),
        (None, 4, None),
        (1, None, None),
        (SUPPRESSED, 4, SUPPRESSED),
        (1, SUPPRESSED, SUPPRESSED),
    ],
)
def test_ratio(numerator, denominator, expected):
    assert ratio(numerator, denominator) == expected


def test_cells_by_their_codes():
    assert TABLE.cell("a", "n") == 3
    assert TABLE.column("n") == [3, SUPPRESSED]
    assert TABLE.suppressed
    with pytest.raises(KeyError):
        TABLE.cell("z", "n")


def test_numbers_leave_out_what_is_withheld():
    assert numbers([1, None, SUPPRESSED, 2.5]) == [1.0, 2.5]
