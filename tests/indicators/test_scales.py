"""What a whole column says of each of its numbers."""

import polars as pl
import pytest

from app.cells import CellError, Trouble
from app.indicators.core.days import read_day
from app.indicators.core.scales import Commas, Scale, commas_of, scale_of, share_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0,8", (0.8, False)),
        ("80", (80, False)),
        ("80 %", (0.8, True)),
        ("1 %", (0.01, True)),
        ("0,8%", (0.008, True)),
        ("28/35", (0.8, True)),
        ("17,5 / 35", (0.5, True)),
        ("28h", (28, False)),
        ("1 607", (1607, False)),
        ("28/0", None),
        ("plein", None),
    ],
)
def test_a_share_of_working_time(text, expected):
    assert share_of(text) == (pytest.approx(expected[0]), expected[1]) if expected else True
    assert (share_of(text) is None) == (expected is None)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"1": 90, "0,8": 10}, Scale(1, True)),
        ({"100": 90, "80": 9, "50": 1}, Scale(100, True)),
        ({"35": 90, "28": 9, "17,5": 1}, Scale(35, True)),
        ({"151,67": 90, "121,33": 10}, Scale(151.67, True)),
        ({"1607": 90, "1285,6": 10}, Scale(1607, True)),
        ({"28/35": 3, "80 %": 2}, Scale(1, True)),
        ({"100": 2, "28/35": 3}, Scale(100, True)),
        ({}, Scale(1, True)),
        # part of the column is a share, the other hours: one of them is wrong
        ({"1,01": 6, "35": 6}, Scale(1, False)),
        ({"1": 50, "100": 50}, Scale(1, False)),
    ],
)
def test_the_scale_of_a_column(times, expected):
    found = scale_of(times)
    assert found.sure is expected.sure
    if expected.sure:
        assert found == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["45 515,21 €", "1,000"], Commas.DECIMALS),
        (["1,000", "10,500"], None),
        (["1,000", "12,345,678.90"], Commas.THOUSANDS),
        (["1,000,000", "10,500"], Commas.THOUSANDS),
        (["0,125", "1,000"], Commas.DECIMALS),
        (["1000", "10.5"], Commas.DECIMALS),
        ([], Commas.DECIMALS),
    ],
)
def test_what_commas_are(texts, expected):
    assert commas_of(pl.Series(texts, dtype=pl.String)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/12/1980", "1980-12-31"),
        ("1/2/1980", "1980-02-01"),
        ("31.12.1980", "1980-12-31"),
        ("31-12-1980", "1980-12-31"),
        ("1980-12-31", "1980-12-31"),
        ("31/12/1980 00:00:00", "1980-12-31"),
        ("1980-12-31T00:00", "1980-12-31"),
        ("19801231", "1980-12-31"),
        ("31/12/80", "1980-12-31"),
        ("01/09/23", "2023-09-01"),
        ("45657", "2024-12-31"),
        ("29221", "1980-01-01"),
    ],
)
def test_days(text, expected):
    assert read_day(text).isoformat() == expected


@pytest.mark.parametrize("text", ["12/31/1980", "31/02/1984", "1980", "19801331", "hier", "99999"])
def test_what_is_no_day(text):
    with pytest.raises(CellError) as caught:
        read_day(text)
    assert caught.value.trouble is Trouble.NOT_A_DATE
