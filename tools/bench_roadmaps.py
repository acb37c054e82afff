"""Measures of roadmaps, printed by `make bench` with the others: the board, one update, the note.

Rows are put in at once, on an instance of their own, so that there are as many as a measure is of.
"""

from __future__ import annotations

import datetime as dt
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, insert, select

from app import create_app
from app.accounts.models import Person
from app.accounts.service import people, sign_ins
from app.config import ROOT, read_settings
from app.extensions import Base, begin_writing, db, utcnow
from app.permissions import Role
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import Direction, IndicatorKind, IndicatorUnit
from app.roadmaps.core.periods import Precision
from app.roadmaps.core.plans import Category, MandateRole, RiskKind, RiskLevel
from app.roadmaps.models import (
    Action,
    Indicator,
    Mandate,
    Note,
    Objective,
    Placement,
    Policy,
    PolicyCategory,
    Programme,
    Risk,
    Roadmap,
    Step,
    Target,
    Update,
    Value,
)
from app.text import both
from tools.browsing import Form, PageReader

Say = Callable[[str, float, str], None]
Median = Callable[[Callable[[], object], int], float]
Rows = dict[type[Base], list[dict[str, Any]]]

FOLDER = ROOT / "instance"
INDICATORS, RISKS, OBJECTIVES, UPDATES = 8, 6, 3, 8
STATUSES = (ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.PLANNED)
SAID = "Le règlement des aides est relu, les critères sont écrits, la commission les verra en juin."


def make_instance(roadmaps: int, actions: int) -> Flask:
    """An instance with so many roadmaps of so many actions, and nothing else."""
    folder = FOLDER / f"bench-roadmaps-{roadmaps}"
    shutil.rmtree(folder, ignore_errors=True)
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(folder)}))
    with app.app_context():
        upgrade()
        begin_writing()
        for number in range(roadmaps):
            name = f"Ambassade {number}"
            people.add_person(f"a{number}@example.org", name, frozenset({Role.AMBASSADOR}))
        people.add_person("mission@example.org", "Mission", frozenset({Role.MISSION}))
        db.session.flush()
        for model, rows in rows_of(roadmaps, actions, utcnow().date()).items():
            db.session.execute(insert(model), rows)
        db.session.commit()
    return app


def rows_of(roadmaps: int, actions: int, today: dt.date) -> Rows:
    """The rows of a programme with so many roadmaps of so many actions."""
    rows: Rows = {
        Programme: [
            {
                "id": 1,
                "code": "plan",
                "title": both("Plan"),
                "starts_on": today - dt.timedelta(days=500),
                "ends_on": today + dt.timedelta(days=500),
            }
        ]
    }
    for number in range(1, roadmaps + 1):
        name = both(f"Égalité dans la politique publique numéro {number}")
        own: dict[type[Base], dict[str, Any]] = {
            Policy: {"id": number, "code": f"policy-{number}", "name": name},
            PolicyCategory: {
                "policy_id": number,
                "since": today - dt.timedelta(days=500),
                "category": list(Category)[number % 3],
            },
            Roadmap: {"id": number, "programme_id": 1, "policy_id": number, "position": number},
            Mandate: {
                "roadmap_id": number,
                "person_id": number,
                "role": MandateRole.AMBASSADOR,
                "starts_on": today - dt.timedelta(days=400),
            },
        }
        for model, values in own.items():
            rows.setdefault(model, []).append(values)
        _add_actions(rows, number, actions, today)
        _add_measures(rows, number, today)
    return rows


def _add_actions(rows: Rows, roadmap: int, actions: int, today: dt.date) -> None:
    objectives = [(roadmap - 1) * OBJECTIVES + n + 1 for n in range(OBJECTIVES)]
    rows.setdefault(Objective, []).extend(
        {"id": each, "roadmap_id": roadmap, "position": n, "title": both(f"Objectif {n + 1}")}
        for n, each in enumerate(objectives)
    )
    updates = [(roadmap - 1) * UPDATES + n + 1 for n in range(UPDATES)]
    rows.setdefault(Update, []).extend(
        {"id": each, "roadmap_id": roadmap, "on": today - dt.timedelta(days=300 - 30 * n)}
        for n, each in enumerate(updates)
    )
    for n in range(actions):
        number = (roadmap - 1) * actions + n + 1
        action = {"id": number, "roadmap_id": roadmap, "pilot_id": roadmap}
        rows.setdefault(Action, []).append(action | _action(n, today))
        placed = {"action_id": number, "objective_id": objectives[n % 3], "position": n}
        rows.setdefault(Placement, []).append({**placed, "code": f"{n % 3 + 1}.{n}"})
        steps = [{"action_id": number, "position": p, "title": both("Étape")} for p in range(2)]
        rows.setdefault(Step, []).extend(steps)
        said = {"action_id": number, "text": SAID, "language": "fr"}
        rows.setdefault(Note, []).append({**said, "update_id": updates[n % UPDATES]})


def _action(n: int, today: dt.date) -> dict[str, Any]:
    return {
        "title": both(f"Mesure {n} du programme, menée avec les communes et les associations"),
        "status": STATUSES[n % 3],
        "due_on": today + dt.timedelta(days=20 * n - 60),
        "due_precision": Precision.DAY,
    }


def _add_measures(rows: Rows, roadmap: int, today: dt.date) -> None:
    for n in range(INDICATORS):
        number = (roadmap - 1) * INDICATORS + n + 1
        rows.setdefault(Indicator, []).append(
            {
                "id": number,
                "roadmap_id": roadmap,
                "position": n,
                "kind": IndicatorKind.RESULT,
                "title": both(f"Part des aides relues, {n}"),
                "unit": IndicatorUnit.SHARE,
                "direction": Direction.UP,
                "frequency": Frequency.YEARLY,
                "headline": n == 0,
            }
        )
        target = {"on": today + dt.timedelta(days=400), "value": 60, "set_on": today}
        rows.setdefault(Target, []).append({"indicator_id": number, **target})
        rows.setdefault(Value, []).extend(
            {
                "indicator_id": number,
                "on": today - dt.timedelta(days=500 - 120 * v),
                "numerator": 10 + 4 * v + n,
                "denominator": 40,
            }
            for v in range(4)
        )
    risk = {"kind": RiskKind.FINANCIAL, "level": RiskLevel.MEDIUM, "mitigation": both(SAID)}
    rows.setdefault(Risk, []).extend(
        {"roadmap_id": roadmap, "position": n, "title": both(f"Risque {n}"), **risk}
        for n in range(RISKS)
    )


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser of this person, without the cost of a password."""
    client: FlaskClient = app.test_client()
    with app.app_context():
        begin_writing()
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        sign_ins.start_sign_in(person, utcnow())
        token = person.sign_in_token
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []
    listen = lambda *about: asked.append(about[2])  # noqa: E731
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield asked
    event.remove(engine, "before_cursor_execute", listen)


def bench_roadmaps(say: Say, median_ms: Median) -> None:
    few, many = make_instance(15, 20), make_instance(100, 50)
    asked = []
    for app, name in ((few, "board_ms"), (many, "board_100_ms")):
        client = signed_in(app, "mission@example.org")
        say(name, median_ms(lambda c=client: _read(c, "/roadmaps/"), 30), "ms")  # type: ignore[misc]
        with statements(app) as each:
            _read(client, "/roadmaps/")
        asked.append(len(each))
    say("board_sql", max(asked), "statements")
    say("update_save_ms", _update_save_ms(few), "ms")
    client = signed_in(few, "mission@example.org")
    say("roadmap_pdf_s", median_ms(lambda: _read(client, "/roadmaps/1/note.pdf"), 5) / 1000, "s")


def _read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text if answer.mimetype == "text/html" else ""


def _update_save_ms(app: Flask, times: int = 50) -> float:
    """Median time of one update with three actions changed, its page read in between."""
    client, address = signed_in(app, "a0@example.org"), "/roadmaps/1/update"
    durations = []
    for round_ in range(times + 3):
        [form, *_others] = PageReader(_read(client, address)).forms
        sent = changed(form, round_)
        start = time.perf_counter()
        assert client.post(address, data=sent).status_code == 303
        if round_ >= 3:
            durations.append((time.perf_counter() - start) * 1000)
    return statistics.median(durations)


def changed(form: Form, round_: int) -> Mapping[str, str]:
    """What somebody sends who changes three actions and says why."""
    sent = dict(form.hidden)
    names = sorted(name for name in form.choices if name.endswith("-status"))
    for position, name in enumerate(names):
        sent[name] = sent[f"was-{name}"]
        if position < 3:
            paused = sent[name] == ActionStatus.PAUSED
            sent[name] = ActionStatus.IN_PROGRESS if paused else ActionStatus.PAUSED
            sent[name.replace("-status", "-note")] = f"{SAID} {round_}"
    assert len(names) >= 3
    return sent | {"go": "send"}
