"""What firms declared, without telling of one.

It is counted of annexes that were opened, in years that are over, and only where five firms at least
said one thing and five another: a tender with one bidder would tell of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.procurement.core.figures import SOURCE, CountedTender, column
from app.statistics.disclosure import publishable_groups
from app.statistics.disclosure.thresholds import FLOOR_CELL
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.text import Text, both

_LARGE = frozenset({"from_50", "from_251", "from_1000"})


@dataclass(frozen=True)
class _Question:
    """What is counted of firms: which of them are concerned, and the answers, all told apart."""

    concerned: Callable[[Mapping[str, Any]], bool]
    columns: tuple[Column, ...]
    answer: Callable[[Mapping[str, Any]], str]


_QUESTIONS = (
    _Question(
        lambda firm: True,
        (column("from_50", "Entreprises de 50 et plus", "Firms of 50 or more"),),
        lambda firm: "from_50" if firm.get("size") in _LARGE else "",
    ),
    _Question(
        lambda firm: True,
        (column("complete", "Complètes", "Complete"),),
        lambda firm: "complete" if firm.get("complete") else "",
    ),
    _Question(
        lambda firm: True,
        (column("asked", "Compléments demandés", "Asked to complete"),),
        lambda firm: "asked" if firm.get("asked") else "",
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


def annexes_by_year(tenders: Sequence[CountedTender], today: dt.date) -> list[Table]:
    """What firms declared in the annexes opened in years that are over; none without any."""
    years: dict[str, list[Mapping[str, Any]]] = {}
    for own in tenders:
        if own.opened_on is not None and own.opened_on.year < today.year:
            years.setdefault(str(own.opened_on.year), []).extend(own.firms)
    every = [firm for firms in years.values() for firm in firms]
    if not every:
        return []
    shown = [_shown(question, years) for question in _QUESTIONS]
    rows = [
        Row(year, both(year), _said(years[year], [own.get(year) for own in shown]))
        for year in sorted(years)
    ]
    if len(rows) > 1:
        whole = [own.get("total") for own in shown]
        rows.append(Row("total", Text("Ensemble", "All"), _said(every, whole), total=True))
    return [
        Table(
            code="annexes",
            title=Text("Ce que déclarent les annexes ouvertes", "What the annexes opened declare"),
            columns=_ANNEXES,
            rows=tuple(rows),
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


_REVIEWS = (
    column("reviews", "Bilans reçus", "Reviews received"),
    column(
        "insertion", "Part des femmes, heures d’insertion", "Women, integration hours", Unit.SHARE
    ),
)


def reviews_by_year(tenders: Sequence[CountedTender], today: dt.date) -> list[Table]:
    """What contract holders say of the years of their contracts, once the year after is over: they
    answer in that one. A mean is shown of five contracts at least; none without reviews."""
    said = [firm.get("reviews", {}) for own in tenders for firm in own.firms]
    years = sorted({year for own in said for year in own if int(year) + 1 < today.year})
    if not years:
        return []
    return [
        Table(
            code="reviews",
            title=Text("Bilans d’exécution", "Reviews of performance"),
            columns=_REVIEWS,
            rows=tuple(Row(year, both(year), _of_reviews(said, year)) for year in years),
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


def _of_reviews(said: Sequence[Mapping[str, Any]], year: str) -> tuple[Figure, ...]:
    given = [own[year] for own in said if year in own]
    shares = [share / 100 for share in given if share is not None]
    few = 0 < len(shares) < FLOOR_CELL
    mean = sum(shares) / len(shares) if shares else None
    return (len(given), SUPPRESSED if few else mean)


def _shown(
    question: _Question, years: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, tuple[int, ...]]:
    """The counts of a question in each year that may be shown, and in all of them together."""
    counts = {year: _counts(question, firms) for year, firms in years.items()}
    total = tuple(sum(own) for own in zip(*counts.values(), strict=True))
    known = {year: counts[year] for year in publishable_groups(counts, FLOOR_CELL)}
    return known | ({"total": total} if min(total) >= FLOOR_CELL else {})


def _counts(question: _Question, firms: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """How many firms gave each answer, those that gave another or none last."""
    said = [question.answer(firm) for firm in firms if question.concerned(firm)]
    known = [said.count(column.code) for column in question.columns]
    return (*known, len(said) - sum(known))


def _said(
    firms: Sequence[Mapping[str, Any]], counts: Sequence[tuple[int, ...] | None]
) -> tuple[Figure, ...]:
    cells: list[Figure] = [len(firms)]
    for question, own in zip(_QUESTIONS, counts, strict=True):
        cells += own[:-1] if own is not None else [SUPPRESSED] * len(question.columns)
    return tuple(cells)
