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


def firms(complete: int, incomplete: int) -> list[dict[str, object]]:
    return [{"sent": True, "complete": n < complete} for n in range(complete + incomplete)]


def opened(year: int, complete: int, incomplete: int) -> CountedTender:
    return tender(opened_on=dt.date(year, 6, 1), firms=firms(complete, incomplete))


def test_tenders_by_year():
    counted = [
        tender(2023, Level.REMINDER, amount=30_000),
        tender(2024, Level.CLAUSE, amount=500_000, awarded=True, awarded_amount=450_000, bids=3),
        tender(2024, Level.CRITERION, skill_asked=True, controlled=True, firms=firms(1, 1)),
    ]
    clause, bids = tenders_by_year(counted, TODAY)
    assert [row.code for row in clause.rows] == ["2023", "2024", "total"]
    assert clause.rows[1].cells == (2, 500_000, 2, 1.0, 2, 1, 1, 0)
    assert clause.cell("total", "share") == pytest.approx(2 / 3)
    assert bids.rows[1].cells == (3, 2, 1, 450_000, 1)
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
    assert annexes_by_year([opened(2026, 20, 20), tender(firms=firms(9, 9))], TODAY) == []
    [table] = annexes_by_year([opened(2025, 20, 10)], TODAY)
    assert table.cell("2025", "opened") == 30
    assert table.cell("2025", "complete") == 20


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        # one bidder, or all of one mind: a count would tell of each
        ({2024: (1, 0)}, {}),
        ({2024: (20, 0)}, {}),
        ({2024: (20, 4)}, {}),
        ({2024: (20, 5)}, {"2024": 20}),
        # one year withheld would follow from the others and the total
        ({2023: (6, 6), 2024: (7, 1), 2025: (9, 9)}, {"2025": 9, "total": 22}),
        ({2023: (6, 6), 2025: (9, 9)}, {"2023": 6, "2025": 9, "total": 15}),
    ],
)
def test_no_count_tells_of_one_firm(years, shown):
    [table] = annexes_by_year([opened(year, *own) for year, own in years.items()], TODAY)
    cells = {row.code: table.cell(row.code, "complete") for row in table.rows}
    assert {code: cell for code, cell in cells.items() if cell is not SUPPRESSED} == shown


def test_the_index_is_counted_of_large_firms():
    bands: list[str | None] = ["under_75"] * 5 + ["under_85"] * 6 + ["from_85"] * 7 + [None] * 8
    said = [{"sent": True, "size": "from_50", "index": band} for band in bands]
    small = [{"sent": True, "size": "under_11"}] * 5
    [table] = annexes_by_year([tender(opened_on=dt.date(2024, 6, 1), firms=said + small)], TODAY)
    columns = ("opened", "from_50", "under_75", "under_85", "from_85")
    assert [table.cell("2024", column) for column in columns] == [31, 26, 5, 6, 7]


@pytest.mark.parametrize(
    ("shares", "mean"),
    [([40.0] * 4, SUPPRESSED), ([40.0] * 4 + [60.0], 0.44), ([None], None)],
)
def test_reviews_are_counted_once_the_year_after_is_over(shares, mean):
    counted = [tender(firms=[{"sent": True, "reviews": {"2024": share}}]) for share in shares]
    [table] = reviews_by_year(counted, TODAY)
    assert table.cell("2024", "reviews") == len(shares)
    found = table.cell("2024", "insertion")
    assert found is mean if not isinstance(mean, float) else found == pytest.approx(mean)
    assert reviews_by_year(counted, dt.date(2025, 12, 31)) == []
