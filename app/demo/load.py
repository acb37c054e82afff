"""Loading the demonstration: every feature is fed through its own service."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select, text

from app.accounts.models import Directorate, Person
from app.accounts.service import passwords
from app.accounts.service import people as directory
from app.backup.form import tables
from app.demo import agents, answers, campaigns
from app.demo.days import START
from app.demo.documents import DATA, read_yaml, text_of
from app.demo.models import DemoLoad
from app.demo.passwords import DOMAIN, password_of
from app.demo.reports import freeze_november, make_reports
from app.demo.roadmaps import make_roadmaps
from app.demo.roadmaps.steering import make_steering, open_because
from app.demo.tenders import make_tenders
from app.demo.withheld import was_shown
from app.documents.spreadsheets import read_frame, write_csv
from app.extensions import begin_writing, db, utcnow
from app.indicators import service as indicators
from app.indicators.core import read_agents
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import read_line
from app.indicators.instance import instance
from app.indicators.service.entered import enter
from app.permissions import Role
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.mixing import compact
from app.web.settings import settings

__all__ = ["ACCOUNTS", "DATA", "DOMAIN", "NotEmpty", "load"]


#: One account for each role: address, name, language.
ACCOUNTS = {
    Role.MANAGER: ("encadrement", "Encadrement (démonstration)"),
    Role.AMBASSADOR: ("ambassade", "Ambassade cohésion sociale (démonstration)"),
    Role.MISSION: ("mission", "Mission égalité (démonstration)"),
    Role.HR: ("rh", "Ressources humaines (démonstration)"),
    Role.PROCUREMENT: ("achats", "Commande publique (démonstration)"),
    Role.READER: ("lecture", "Membre élu (démonstration)"),
    Role.ADMINISTRATOR: ("admin", "Administration (démonstration)"),
}


class NotEmpty(Exception):
    """The database holds something that the demonstration did not put there."""


def load(today: dt.date | None = None) -> None:
    """Make the database hold the demonstration and nothing else, as it stands on a day: today
    unless another one is given. Raises NotEmpty."""
    today = today or utcnow().date()
    _make_room()
    begin_writing()
    db.session.add(DemoLoad(id=1, complete=False))
    people = _people()
    _agents()
    make_roadmaps(people, today)
    freeze_november(people["mission"].id)
    make_steering(people, today)
    _territory()
    make_tenders(people["procurement"].id, today)
    closed = campaigns.closed_campaigns()
    db.session.commit()
    for code in closed:
        KeyStore(settings().keys_dir).destroy(code)
    compact()
    begin_writing()
    campaigns.open_campaigns(today)
    open_because(today)
    make_reports()
    db.session.get_one(DemoLoad, 1).complete = True
    db.session.commit()


def _make_room() -> None:
    """Empty a demonstration; leave anything else alone."""
    begin_writing()
    if db.session.get(DemoLoad, 1) is None:
        for table in tables():
            if db.session.scalar(select(func.count()).select_from(table)):
                raise NotEmpty(table.name)
        db.session.rollback()
        return
    keys = KeyStore(settings().keys_dir)
    for code in db.session.scalars(select(Campaign.code)).all():
        keys.destroy(code)
    _erase()
    db.session.commit()


def _erase() -> None:
    """Erase every row, so that the next ones have the same numbers as the first time."""
    if db.engine.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables())
        db.session.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        return
    for table in reversed(tables()):
        db.session.execute(table.delete())
    db.session.execute(text("DELETE FROM sqlite_sequence"))


def _people() -> dict[str, Person]:
    """Directorates, one account for each role and 386 other managers."""
    directorates = {
        item["code"]: Directorate(code=item["code"], name=text_of(item["name"]))
        for item in read_yaml("directorates.yaml")
    }
    db.session.add_all(directorates.values())
    by_role = {}
    # A hash is slow on purpose: they are computed side by side.
    with ThreadPoolExecutor() as pool:
        hashes = pool.map(passwords.hash_password, [password_of(role) for role in ACCOUNTS])
    for (role, (address, name)), password_hash in zip(ACCOUNTS.items(), hashes, strict=True):
        person = directory.add_person(f"{address}@{DOMAIN}", name, frozenset({role}))
        person.password_hash = password_hash
        by_role[role.value] = person
    first = by_role[Role.MANAGER.value]
    headed: set[str] = set()
    for manager in answers.managers():
        person = first
        if manager.number > 1:
            name = f"Encadrement {manager.number:03d}"
            person = Person(email=f"encadrement{manager.number:03d}@{DOMAIN}", name=name)
            person.set_roles(frozenset({Role.MANAGER}))
            db.session.add(person)
        person.sex, person.category = manager.sex, manager.category
        person.heads_directorate = manager.directorate not in headed
        headed.add(manager.directorate)
        person.directorate = directorates[manager.directorate]
        by_role[f"manager-{manager.number}"] = person
    db.session.flush()
    return by_role


def _agents() -> None:
    """The agents' files of three years, through the same door as any file."""
    make = indicators.pseudonym(settings().secret_key)
    folder = settings().instance / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    for year, rows in agents.agents_files().items():
        data = write_csv(agents.HEADER, rows)
        (folder / f"agents-{year}.csv").write_bytes(data)
        sheet = read_frame(data)
        reading = read_agents(sheet.header, sheet.rows, year, make)
        assert not reading.problems, reading.problems[:3]
        prepared = indicators.prepare(reading.agents, year, instance(), was_shown(year))
        indicators.save_import(prepared, f"agents-{year}.csv", None, START, instance())


def _territory() -> None:
    """Published figures, as they were published."""
    for code, rows in read_yaml("typed-figures.yaml").items():
        subject = SUBJECTS[code]
        lines = [read_line(subject, {k: str(v) for k, v in r.items()}, START.date()) for r in rows]
        assert not any(errors for _line, errors in lines), lines
        enter(subject, [line for line, _errors in lines if line], None, START)
