"""What firms declared, without telling of one.

Annexes are counted as they were at the opening, by year of opening, and reviews as they were at the
end of the year after their own: a count is shown once its year is over, and never changes then. It is
shown where five firms at least said each thing. Years have no total, which would give a year withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.procurement.core.figures import SOURCE, column
from app.statistics.disclosure.thresholds import FLOOR_CELL
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.text import Text, both

_LARGE = frozenset({"from_50", "from_251", "from_1000"})

#: What is counted of the annexes of each year.
Facts = Mapping[str, Any]
ByYear = Mapping[int, Sequence[Facts]]


@dataclass(frozen=True)
class _Question:
    """What is counted of firms: which of them are concerned, and the answers, all told apart."""

    concerned: Callable[[Facts], bool]
    columns: tuple[Column, ...]
    answer: Callable[[Facts], str]


_QUESTIONS = (
    _Question(
        lambda firm: True,
        (column("complete", "Complètes", "Complete"),),
        lambda firm: "complete" if firm.get("complete") else "",
    ),
    _Question(
        lambda firm: True,
        (column("from_50", "Entreprises de 50 et plus", "Firms of 50 or more"),),
        lambda firm: "from_50" if firm.get("size") in _LARGE else "",
    ),
    _Question(
        lambda firm: firm.get("size") in _LARGE,
        (
            column("under_75", "Index sous 75", "Index under 75"),
            column("under_85", "Index de 75 à 84", "Index 75 to 84"),
            column("from_85", "Index de 85 et plus", "Index 85 or more"),
        ),
        lambda firm: str(firm.get("index") or ""),
    ),
)
_ANNEXES = (
    column("opened", "Annexes ouvertes", "Annexes opened"),
    *(own for question in _QUESTIONS for own in question.columns),
)


def annexes_by_year(annexes: ByYear, today: dt.date) -> list[Table]:
    """What the annexes opened in years that are over declare; none without any."""
    years = sorted(year for year in annexes if year < today.year)
    if not years:
        return []
    return [
        Table(
            code="annexes",
            title=Text("Ce que déclarent les annexes ouvertes", "What the annexes opened declare"),
            columns=_ANNEXES,
            rows=tuple(Row(str(y), both(str(y)), _said(annexes[y])) for y in years),
            population=Text("annexes ouvertes dans l’année", "annexes opened in the year"),
            source=SOURCE,
            as_of=dt.date(today.year - 1, 12, 31),
            note=Text(
                "Années terminées. Un nombre se montre quand cinq entreprises au moins sont de chaque "
                "côté\u00a0: personne ne lit ici la réponse d’une seule.",
                "Years that are over. A number is shown where five firms at least are on either side: "
                "nobody reads here the answer of one.",
            ),
        )
    ]


def _said(firms: Sequence[Facts]) -> tuple[Figure, ...]:
    cells: list[Figure] = [len(firms)]
    for question in _QUESTIONS:
        said = [question.answer(firm) for firm in firms if question.concerned(firm)]
        known = [said.count(own.code) for own in question.columns]
        shown = min(*known, len(said) - sum(known)) >= FLOOR_CELL
        cells += known if shown else [SUPPRESSED] * len(known)
    return tuple(cells)


_REVIEWS = (
    column("reviews", "Bilans reçus", "Reviews received"),
    column(
        "insertion", "Part des femmes, heures d’insertion", "Women, integration hours", Unit.SHARE
    ),
)


def reviews_by_year(reviews: Mapping[int, Sequence[float | None]], today: dt.date) -> list[Table]:
    """What contract holders say of the years of their contracts, once the year after is over: they
    answer in that one. `reviews` has shares in %, None where the contract has no integration
    clause; a mean is shown of five contracts at least. None without reviews."""
    years = sorted(year for year in reviews if year + 1 < today.year)
    if not years:
        return []
    return [
        Table(
            code="reviews",
            title=Text("Bilans d’exécution", "Reviews of performance"),
            columns=_REVIEWS,
            rows=tuple(Row(str(y), both(str(y)), _of_reviews(reviews[y])) for y in years),
            population=Text(
                "marchés avec un bilan de l’année", "contracts with a review of the year"
            ),
            source=SOURCE,
            as_of=dt.date(today.year - 1, 12, 31),
            note=Text(
                "Moyenne des marchés qui ont une clause d’insertion, à partir de cinq.",
                "Mean of the contracts with an integration clause, from five on.",
            ),
        )
    ]


def _of_reviews(given: Sequence[float | None]) -> tuple[Figure, ...]:
    shares = [share / 100 for share in given if share is not None]
    few = 0 < len(shares) < FLOOR_CELL
    mean = sum(shares) / len(shares) if shares else None
    return (len(given), SUPPRESSED if few else mean)
