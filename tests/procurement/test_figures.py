"""What is counted of tenders, and of firms without telling of one."""

import datetime as dt

import pytest

from app.procurement.core.declared import annexes_by_year, reviews_by_year
from app.procurement.core.figures import CountedTender, cuts, tenders_by_year
from app.procurement.core.levels import Level, Purchase
from app.statistics.figures import SUPPRESSED
from app.text import both

TODAY = dt.date(2026, 3, 1)


def tender(year: int = 2024, level: Level = Level.ANNEX, **said) -> CountedTender:  # type: ignore[no-untyped-def]
    return CountedTender(dt.date(year, 2, 5), level, said.pop("purchase", Purchase.WORKS), **said)


def firms(complete: int, incomplete: int, size: str = "under_11") -> list[dict[str, object]]:
    return [{"size": size, "complete": n < complete} for n in range(complete + incomplete)]


def test_tenders_by_year():
    counted = [
        tender(2023, Level.REMINDER, amount=30_000),
        tender(2024, Level.CLAUSE, amount=500_000, awarded=True, awarded_amount=450_000, bids=3),
        tender(2024, Level.CRITERION, skill_asked=True, controlled=True, annexes=2, asked=1),
    ]
    clause, bids = tenders_by_year(counted, TODAY)
    assert [row.code for row in clause.rows] == ["2023", "2024", "total"]
    assert clause.rows[1].cells == (2, 500_000, 2, 1.0, 2, 1, 1, 0)
    assert clause.cell("total", "share") == pytest.approx(2 / 3)
    assert bids.rows[1].cells == (3, 2, 1, 1, 450_000, 1)
    assert bids.cell("2023", "awarded_amount") is None  # nothing known is not nothing
    assert tenders_by_year([], TODAY) == []


def test_one_year_needs_no_total():
    clause, _bids = tenders_by_year([tender()], TODAY)
    assert [row.code for row in clause.rows] == ["2024"]


@pytest.mark.parametrize(
    ("amount", "group"),
    [(None, "~none"), (0, "0"), (39_999, "0"), (40_000, "1"), (220_999, "1"), (221_000, "2")],
)
def test_cuts_by_amount(amount, group):
    tables = {own.code: own for own in cuts([tender(amount=amount)], 2024, TODAY)}
    assert [row.code for row in tables["clause-amount"].rows] == [group]


def test_cuts_of_a_year():
    counted = [
        tender(directorate=("B", both("B"))),
        tender(purchase=Purchase.SERVICES),
        tender(2023),
    ]
    by_directorate, by_purchase, _by_amount = cuts(counted, 2024, TODAY)
    assert [row.code for row in by_directorate.rows] == ["B", "~none", "total"]
    assert by_purchase.cell("works", "tenders") == by_purchase.cell("services", "tenders") == 1
    assert cuts(counted, 1999, TODAY) == []


def test_what_firms_declared_waits_for_the_end_of_the_year():
    assert annexes_by_year({2026: firms(20, 20)}, TODAY) == []
    [table] = annexes_by_year({2025: firms(20, 10), 2026: firms(9, 9)}, TODAY)
    assert [row.code for row in table.rows] == ["2025"]
    assert (table.cell("2025", "opened"), table.cell("2025", "complete")) == (30, 20)


@pytest.mark.parametrize(
    ("complete", "incomplete", "shown"),
    [(1, 0, SUPPRESSED), (20, 0, SUPPRESSED), (20, 4, SUPPRESSED), (20, 5, 20), (5, 5, 5)],
)
def test_no_count_tells_of_one_firm(complete, incomplete, shown):
    [table] = annexes_by_year({2024: firms(complete, incomplete), 2025: firms(9, 9)}, TODAY)
    assert table.cell("2024", "complete") == shown
    assert not any(row.total for row in table.rows)  # it would give the year that is withheld


def test_the_size_of_one_firm_is_withheld_too():
    [table] = annexes_by_year({2024: [*firms(5, 5), *firms(1, 0, "from_50")]}, TODAY)
    assert table.cell("2024", "from_50") is SUPPRESSED


def test_the_index_is_counted_of_large_firms():
    bands: list[str | None] = ["under_75"] * 5 + ["under_85"] * 6 + ["from_85"] * 7 + [None] * 8
    said = [{"size": "from_50", "index": band} for band in bands]
    [table] = annexes_by_year({2024: [*said, *firms(5, 0)]}, TODAY)
    columns = ("opened", "from_50", "under_75", "under_85", "from_85")
    assert [table.cell("2024", column) for column in columns] == [31, 26, 5, 6, 7]


@pytest.mark.parametrize(
    ("shares", "mean"),
    [([40.0] * 4, SUPPRESSED), ([40.0] * 4 + [60.0], 0.44), ([None], None)],
)
def test_reviews_are_counted_once_the_year_after_is_over(shares, mean):
    [table] = reviews_by_year({2024: shares}, TODAY)
    assert table.cell("2024", "reviews") == len(shares)
    found = table.cell("2024", "insertion")
    assert found is mean if not isinstance(mean, float) else found == pytest.approx(mean)
    assert reviews_by_year({2024: shares}, dt.date(2025, 12, 31)) == []
