"""A roadmap as full as a committee reads one: twenty actions, eight indicators, six risks."""

from __future__ import annotations

import datetime as dt

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.plans import MandateRole, RiskLevel
from app.roadmaps.models import Roadmap, Target, Value
from app.roadmaps.service import mandates, parts, updates
from app.roadmaps.service.history import Author
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.updates import News, Sender
from app.text import Text, both
from tests.people import make_person
from tests.roadmaps.factories import make_action, make_indicator, make_risk, make_roadmap, make_step

TITLE = "Intégrer l’égalité entre les femmes et les hommes dans les aides versées aux associations"
SAID = (
    "Première réunion tenue avec les trois directions concernées ; le règlement des aides est relu "
    "article par article, les critères sont écrits, et une présentation en commission est prévue "
    "à la rentrée. Reste à mesurer ce que les associations en font, commune par commune. "
)
DAYS = [dt.datetime(2024, month, 4, 9, tzinfo=dt.UTC) for month in (2, 3, 4, 5)]


def make_full_roadmap(long: int = 1, actions: int = 20, code: str = "full") -> Roadmap:
    """Many parts of each kind; notes and titles so many times as long as usual."""
    keeper = make_person("ambassador", name="Camille Fournier-Delattre")
    roadmap = make_roadmap(keeper, code)
    mandates.appoint(
        roadmap,
        make_person("reader", name="Dominique Roussel"),
        MandateRole.ELECTED,
        DAYS[0].date(),
    )
    objectives = [
        parts.add_part(PARTS["objective"], roadmap, {"title": both(f"Objectif {n} : {TITLE}"[:90])})
        for n in range(1, 4)
    ]
    statuses = [ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.DONE]
    dues = ["S1 2024", "30/11/2024", "2025", ""]
    rows = [
        make_action(
            objectives[n % 3],
            f"{TITLE}, volet {n}"[: 45 * (long + 1)],
            statuses[n % 3],
            dues[n % 4],
        )
        for n in range(2, actions)
    ]
    for n, action in enumerate(rows):
        action.placements[0].code = f"{n % 3 + 1}.{n}"
        action.pilot = keeper
    make_step(rows[1], "2024-01", starred=True)
    _send(roadmap, rows, Author(keeper.id), long)
    _measure(roadmap, long)
    db.session.commit()
    return roadmap


def _send(roadmap, rows, author, long):  # type: ignore[no-untyped-def]
    """Four updates: each says something of every action; the last one is for the mission."""
    for position, now in enumerate(DAYS):
        internal = position == 3
        said = [
            ActionNews(
                action.id,
                action.status,
                read_period("31/12/2025") if action.due and position == 2 else action.due,
                n < 3,
                "la signature de la convention avec l’État" if n < 3 else "",
                "la direction générale des services" if n < 3 else "",
                f"ENTRE NOUS {n}" if internal else f"{SAID * long}{n}"[: 600 if long > 1 else 150],
                internal,
            )
            for n, action in enumerate(rows)
        ]
        note = "ENTRE NOUS" if internal else SAID * long
        updates.send(
            roadmap, News(said, note=note[:600], internal=internal), Sender(author, "fr"), now
        )


def _measure(roadmap, long):  # type: ignore[no-untyped-def]
    """Eight indicators, of which two count few people; six risks."""
    for n in range(8):
        indicator = make_indicator(roadmap, IndicatorUnit.PEOPLE if n < 2 else IndicatorUnit.SHARE)
        indicator.title = Text(f"Indicateur {n} : {TITLE}"[: 60 * long], f"Indicator {n}")
        indicator.headline = n != 7
        indicator.targets = [Target(on=dt.date(2026, 12, 31), value=40, set_on=DAYS[0].date())]
        for year, part in ((2022, 4 if n == 0 else 11 + n), (2023, 3 if n < 2 else 16 - n)):
            whole = None if n < 2 else 40
            on = dt.date(year, 12, 31)
            indicator.entries.append(Value(on=on, numerator=part, denominator=whole))
    for n in range(6):
        risk = make_risk(roadmap)
        risk.title, risk.level = both(f"Risque {n} : {TITLE}"[:70]), list(RiskLevel)[n % 4]
        risk.mitigation, risk.owner = both((SAID * long)[:300]), "Direction des finances"
