"""Measures of what steers a programme, printed by `make bench` with the others: the matrix and the
calendar, a feed, the November report, a comparison."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Callable

import pypdfium2
from flask import Flask
from sqlalchemy import insert, select

from app.accounts.models import Person
from app.documents.pdf import render_pdf
from app.extensions import begin_writing, db, utcnow
from app.jobs.service import run_all
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.periods import Precision
from app.roadmaps.core.reviews import ReviewKind
from app.roadmaps.forms.edition import printed_edition
from app.roadmaps.models import (
    Action,
    Axis,
    Objective,
    Placement,
    Programme,
    Recommendation,
    Review,
    Roadmap,
    Step,
)
from app.roadmaps.service import feeds, monitoring
from app.text import both
from tools.bench_roadmaps import SAID, make_instance, signed_in, statements

Say = Callable[[str, float, str], None]
Median = Callable[[Callable[[], object], int], float]
AXES, ACTIONS, RECOMMENDATIONS, DATES = 8, 63, 34, 500


def bench_steering(say: Say, median_ms: Median) -> None:
    app = make_instance(15, 20)
    _add_place(app)
    _add_review(app)
    client = signed_in(app, "mission@example.org")
    pages = {
        "matrix_63": "/roadmaps/programmes/2/matrix",
        "calendar_34": "/roadmaps/programmes/1/calendar?what=recommendations",
    }
    for name, address in pages.items():
        say(f"{name}_ms", median_ms(lambda a=address: _read(client, a), 30), "ms")  # type: ignore[misc]
        with statements(app) as asked:
            _read(client, address)
        say(f"{name}_sql", len(asked), "statements")
    address = _feed(app)
    say("feed_500_ms", median_ms(lambda: _read(client, address), 20), "ms")
    _november(app, say)
    address = _snapshots(app)
    say("compare_ms", median_ms(lambda: _read(client, address), 20), "ms")


def _read(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, address


def _add_place(app: Flask) -> None:
    """A programme of its own with eight axes, an objective under each, and 63 actions."""
    today = utcnow().date()
    with app.app_context():
        begin_writing()
        first = dict(title=both("Lieu d’accueil"), source=both("Lieu"))
        span = dict(starts_on=today - dt.timedelta(days=9), ends_on=today + dt.timedelta(days=900))
        db.session.execute(insert(Programme), [{"id": 2, "code": "place", **first, **span}])
        own = {"id": 16, "programme_id": 2, "policy_id": 1, "position": 0}
        db.session.execute(insert(Roadmap), [own])
        axes = [
            {"id": n + 1, "programme_id": 2, "position": n, "title": both(f"Axe {n + 1}")}
            for n in range(AXES)
        ]
        objectives = [
            {"id": 100 + n, "roadmap_id": 16, "axis_id": n + 1, "position": n}
            | {"title": both(f"Objectif {n + 1}"), "code": str(n + 1)}
            for n in range(AXES)
        ]
        actions = [
            {"id": 1000 + n, "roadmap_id": 16, "pilot_id": n % 15 + 1, "title": both(f"Action {n}")}
            | {"publics": ["known_need", "sent"][: n % 3]}
            for n in range(ACTIONS)
        ]
        placements = [
            {"action_id": 1000 + n, "objective_id": 100 + (n + m) % AXES, "position": n}
            | {"code": f"{n % AXES + 1}.{n}"}
            for n in range(ACTIONS)
            for m in range(1 + (n % 16 == 0))
        ]
        for model, rows in ((Axis, axes), (Objective, objectives), (Action, actions)):
            db.session.execute(insert(model), rows)
        db.session.execute(insert(Placement), placements)
        db.session.commit()


def _add_review(app: Flask) -> None:
    today = utcnow().date()
    with app.app_context():
        begin_writing()
        review = {"id": 1, "programme_id": 1, "position": 0, "kind": ReviewKind.PEER_REVIEW}
        review |= {"title": both("Revue"), "on": today, "calendar_from": today.replace(day=1)}
        db.session.execute(insert(Review), [review])
        rows = [
            {"review_id": 1, "position": n, "code": str(n), "title": both(f"Recommandation {n}")}
            | {"theme": both(f"Groupe {n // 4}"), "months": [n % 12 + 1, (n + 3) % 12 + 1]}
            | {"applicability": list(Applicability)[n % 4], "comment": both(SAID)}
            for n in range(RECOMMENDATIONS)
        ]
        db.session.execute(insert(Recommendation), rows)
        db.session.commit()


def _feed(app: Flask) -> str:
    """The address of a programme's feed with 500 dates: those of its actions, and of steps."""
    today = utcnow().date()
    with app.app_context():
        begin_writing()
        open_ones = db.session.scalars(
            select(Action.id).where(Action.roadmap_id <= 15, Action.status != "done")
        ).all()
        lacking = DATES - len(open_ones)
        steps = [
            {"action_id": open_ones[n % len(open_ones)], "position": n, "title": both(SAID)}
            | {"due_on": today + dt.timedelta(days=n), "due_precision": Precision.DAY}
            for n in range(lacking)
        ]
        db.session.execute(insert(Step), steps)
        person = db.session.scalars(
            select(Person).where(Person.email == "mission@example.org")
        ).one()
        feed = feeds.make_feed(person, db.session.get(Programme, 1), "fr", today)
        db.session.commit()
        dates = feeds.dates_of(feed, today)
        assert len(dates) == DATES, len(dates)
        return f"/roadmaps/feeds/{feed.token(app.config['SECRET_KEY'])}.ics"


def _november(app: Flask, say: Say) -> None:
    """The report of fifteen roadmaps, frozen then printed in one language."""
    today = utcnow().date()
    with app.app_context():
        begin_writing()
        programme = db.session.get_one(Programme, 1)
        row = monitoring.prepare(programme, today, utcnow())
        start = time.perf_counter()
        edition = monitoring.freeze(row, None, utcnow())
        say("november_freeze_ms", (time.perf_counter() - start) * 1000, "ms")
        db.session.commit()
        start = time.perf_counter()
        content = render_pdf(printed_edition(edition, "fr"))
        say("november_s", time.perf_counter() - start, "s")
        say("november_pages", len(pypdfium2.PdfDocument(io.BytesIO(content))), "pages")
        run_all()


def _snapshots(app: Flask) -> str:
    """The address that compares two snapshots, a year apart."""
    today = utcnow().date()
    with app.app_context():
        begin_writing()
        programme = db.session.get_one(Programme, 1)
        numbers = []
        for day in (today - dt.timedelta(days=365), today):
            row = monitoring.prepare(programme, day, utcnow())
            if row.frozen_at is None:
                monitoring.freeze(row, None, utcnow())
            assert row.snapshot_id is not None
            numbers.append(row.snapshot_id)
        db.session.commit()
        assert len(set(numbers)) == 2
    return f"/roadmaps/programmes/1/compare?before={numbers[0]}&after={numbers[1]}"
