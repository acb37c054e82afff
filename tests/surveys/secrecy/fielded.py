"""Answers given as people give them, and everything that is left of them."""

from __future__ import annotations

import random

from nacl.public import SealedBox
from sqlalchemy import select, text

from app.extensions import db
from app.surveys.campaigns.service import answering
from app.surveys.questionnaires.engine import open_ballot
from tests.surveys import factories
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.attacks import PEOPLE

#: Tables that hold an answer at some moment, sealed or opened, or say who answered.
OURS = ("ballots", "drafts", "participations", "responses", "free_texts")
CANARY = "canari-jaune-7f3a"


def leaks_by(batches, *readings):
    """What matching people with answers read in these ways finds, beyond luck."""
    return attacks.leaks(batches, lambda batch: attacks.suspects(batch, readings))


def answer_marked(campaign, count=PEOPLE, start=0):
    """The first people answer in a random order, each their own mark."""
    rng = random.Random(1)
    rows = factories.invitations(campaign)
    for position in rng.sample(range(count), count):
        given = attacks.given_by(start + position, rows[position].person.sex, rng)
        assert answering.submit_answers(rows[position], given, factories.OPENED)
        db.session.commit()


def files_of(ground):
    """Everything that the database and the instance have on disk."""
    db.session.rollback()
    if ground.template is not None:
        found = list(ground.file.parent.glob(ground.file.name + "*"))
    else:
        db.session.execute(text("CHECKPOINT"))
        db.session.rollback()
        folder = attacks.postgresql_folder()
        found = [path for part in ("base", "pg_wal") for path in (folder / part).rglob("*")]
    return contents_of([*found, *ground.settings.instance.rglob("*")])


def contents_of(paths):
    return b"".join(path.read_bytes() for path in paths if path.is_file())


FIRST = {"shown": ["s1", "one", "many"], "go": "next"}


SECOND = {"shown": ["yn", "why", "n", "p", "cost", "d"], "go": "next"}


THIRD = {"shown": ["sex", "directorate"], "go": "next"}


PAGES = ((1, FIRST), (2, SECOND), (2, SECOND), (3, THIRD))


def answer_by_pages(client, settings, campaign, position=0, **given):
    """A whole answer from the link to the thanks; the lengths of all that came back."""
    answers = {"s1": "agree", "one": "a", "yn": "yes", "why": CANARY, "sex": "woman", **given}
    start = factories.begin(client, settings, campaign, position).removesuffix("/1")
    lengths = []
    for number, page in PAGES:
        sent = {code: answers[code] for code in page["shown"] if code in answers}
        lengths.append(len(client.post(f"{start}/{number}", {**page, **sent}).data))
    client.get(f"{start}/review")
    lengths.append(len(client.post(f"{start}/send").data))
    client.get(f"{start}/thanks")
    return lengths


def everything_stored():
    """All rows of all tables, as text."""
    db.session.rollback()
    return {
        table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
        for table in db.metadata.sorted_tables
    }


def opened(key, sealed):
    return open_ballot(SealedBox(key).decrypt(sealed))
