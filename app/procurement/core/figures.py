"""What is counted of tenders: tables by year, and cuts of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.procurement.core.levels import PURCHASES, Level, Purchase
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text, both

#: Amounts in euros without tax under which a tender is, with their names. At 40,000 a contract needs
#: a call for competition, at 221,000 the European procedures begin for supplies and services.
_AMOUNTS = (
    (40_000, Text("moins de 40\u00a0000\u00a0€", "under €40,000")),
    (221_000, Text("de 40\u00a0000 à 220\u00a0999\u00a0€", "€40,000 to €220,999")),
    (float("inf"), Text("221\u00a0000\u00a0€ et plus", "€221,000 or more")),
)
_UNKNOWN = Text("non renseigné", "not given")


@dataclass(frozen=True)
class CountedTender:
    """A tender as it is counted: firms that bid, that sent an annex, that were asked to complete it."""

    launched_on: dt.date
    level: Level
    purchase: Purchase
    amount: int | None = None  # estimated, euros without tax
    awarded: bool = False
    awarded_amount: int | None = None  # euros without tax
    directorate: tuple[str, Text] | None = None
    skill_asked: bool = False
    skill_obtained: bool = False
    bids: int = 0
    annexes: int = 0
    asked: int = 0
    controlled: bool = False


#: The code of a group, and its name.
Group = tuple[str, Text]
SOURCE = Text("suivi de la commande publique", "procurement follow-up")

#: What is counted of tenders, with how: of each column, and of the tenders of a row.
Counted = tuple[Column, Callable[[Sequence[CountedTender]], Figure]]


def column(code: str, fr: str, en: str, unit: Unit = Unit.COUNT) -> Column:
    return Column(code, Text(fr, en), unit)


def _at(level: Level) -> Callable[[Sequence[CountedTender]], int]:
    return lambda tenders: sum(own.level >= level for own in tenders)


def _sum(amounts: Iterable[int | None]) -> int | None:
    """What is known of these amounts; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _bids(tenders: Sequence[CountedTender]) -> int:
    return sum(own.bids for own in tenders)


_TENDERS: tuple[Counted, ...] = (
    (column("tenders", "Consultations", "Tenders"), len),
    (
        column("amount", "Montant estimé", "Estimated amount", Unit.EUROS),
        lambda tenders: _sum(own.amount for own in tenders),
    ),
    (column("with_annex", "Avec annexe", "With annex"), _at(Level.ANNEX)),
    (
        column("share", "Part avec annexe", "Share with annex", Unit.SHARE),
        lambda tenders: ratio(_at(Level.ANNEX)(tenders), len(tenders)),
    ),
    (column("with_clause", "Avec clause", "With clause"), _at(Level.CLAUSE)),
    (column("with_criterion", "Avec critère", "With criterion"), _at(Level.CRITERION)),
)
_SKILL: tuple[Counted, ...] = (
    (
        column("skill_asked", "Compétence demandée", "Skill asked for"),
        lambda tenders: sum(own.skill_asked for own in tenders),
    ),
    (
        column("skill", "Compétence obtenue", "Skill obtained"),
        lambda tenders: sum(own.skill_obtained for own in tenders),
    ),
)
_BIDS: tuple[Counted, ...] = (
    (column("bids", "Offres reçues", "Bids received"), _bids),
    (
        column("returned", "Annexes reçues", "Annexes received"),
        lambda tenders: sum(own.annexes for own in tenders),
    ),
)
_CONTRACTS: tuple[Counted, ...] = (
    (
        column("asked", "Compléments demandés", "Asked to complete"),
        lambda tenders: sum(own.asked for own in tenders),
    ),
    (
        column("awarded", "Marchés attribués", "Contracts awarded"),
        lambda tenders: sum(own.awarded for own in tenders),
    ),
    (
        column("awarded_amount", "Montant attribué", "Amount awarded", Unit.EUROS),
        lambda tenders: _sum(own.awarded_amount for own in tenders),
    ),
    (
        column("controls", "Clauses contrôlées", "Clauses checked"),
        lambda tenders: sum(own.controlled for own in tenders),
    ),
)


def tenders_by_year(tenders: Sequence[CountedTender], today: dt.date) -> list[Table]:
    """Tenders by year of launching, then their bids and contracts; none without tenders."""
    asked = Text("Clause d’égalité dans les consultations", "Equality clause in tenders")
    led_to = Text("Offres, annexes et marchés", "Bids, annexes and contracts")
    return [
        *_tables("clause", asked, (*_TENDERS, *_SKILL), tenders, _year, today),
        *_tables("bids", led_to, (*_BIDS, *_CONTRACTS), tenders, _year, today),
    ]


def cuts(tenders: Sequence[CountedTender], year: int, today: dt.date) -> list[Table]:
    """The tenders of a year by directorate, by kind and by amount."""
    own = [each for each in tenders if each.launched_on.year == year]
    ways: list[tuple[str, Text, Callable[[CountedTender], Group]]] = [
        ("directorate", Text("par direction", "by directorate"), _directorate),
        ("purchase", Text("par nature d’achat", "by kind of purchase"), _purchase),
        ("amount", Text("par montant estimé", "by estimated amount"), _amount),
    ]
    return [
        table
        for code, by, group in ways
        for table in _tables(
            f"clause-{code}",
            Text(f"Consultations de {year} {by.fr}", f"Tenders of {year} {by.en}"),
            (*_TENDERS, *_BIDS),
            own,
            group,
            today,
        )
    ]


def _year(own: CountedTender) -> Group:
    return str(own.launched_on.year), both(str(own.launched_on.year))


def _directorate(own: CountedTender) -> Group:
    return own.directorate or ("~none", _UNKNOWN)


def _purchase(own: CountedTender) -> Group:
    return own.purchase.value, PURCHASES[own.purchase]


def _amount(own: CountedTender) -> Group:
    if own.amount is None:
        return "~none", _UNKNOWN
    amount = own.amount
    place = next(n for n, (under, _words) in enumerate(_AMOUNTS) if amount < under)
    return str(place), _AMOUNTS[place][1]


def _tables(
    code: str,
    title: Text,
    counted: Sequence[Counted],
    tenders: Sequence[CountedTender],
    group: Callable[[CountedTender], Group],
    today: dt.date,
) -> list[Table]:
    """A table of one row for each group; none without tenders."""
    if not tenders:
        return []
    groups: dict[str, tuple[Text, list[CountedTender]]] = {}
    for own in tenders:
        key, label = group(own)
        groups.setdefault(key, (label, []))[1].append(own)
    rows = [
        Row(key, label, tuple(count(members) for _own, count in counted))
        for key, (label, members) in sorted(groups.items())
    ]
    if len(rows) > 1:
        whole = tuple(count(tenders) for _own, count in counted)
        rows.append(Row("total", Text("Ensemble", "All"), whole, total=True))
    return [
        Table(
            code=code,
            title=title,
            columns=tuple(column for column, _count in counted),
            rows=tuple(rows),
            population=Text("consultations lancées", "tenders launched"),
            source=SOURCE,
            as_of=today,
            note=Text("Montants hors taxes.", "Amounts without tax."),
        )
    ]
