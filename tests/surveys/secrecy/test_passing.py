"""Ways through what goes by while people answer: logs, mails, traffic, drafts."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import event, select, text

from app.extensions import db
from app.surveys.campaigns.models import Ballot, Draft
from app.surveys.campaigns.service import answering
from tests.people import Client
from tests.surveys import factories
from tests.surveys.secrecy.fielded import (
    CANARY,
    FIRST,
    SECOND,
    answer_by_pages,
    everything_stored,
)

pytestmark = pytest.mark.slow


def test_t09_no_log_mail_job_or_session_knows(app, client, settings, campaign, caplog, capfd):
    before = everything_stored()
    with caplog.at_level(logging.DEBUG, logger="app"):
        answer_by_pages(client, settings, campaign)
    after = everything_stored()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"participations", "ballots"}
    assert caplog.text == ""
    out = capfd.readouterr()
    assert out.out == out.err == ""
    with client.browser.session_transaction() as session:
        assert set(session) <= {"invitation", "csrf_token", "language"}
    mails = settings.instance / "mails"
    assert not mails.exists() or not any(mails.iterdir())


REFUSE = {
    "sqlite": [
        "CREATE TRIGGER refuse BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'no'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON drafts EXECUTE FUNCTION refuse()",
    ],
}


FREE = {
    "sqlite": ["DROP TRIGGER refuse"],
    "postgresql": ["DROP TRIGGER refuse ON drafts", "DROP FUNCTION refuse"],
}


@pytest.fixture
def refusing(app, database_name):
    """A database that refuses drafts, so that the failure is written in the log."""
    for statement in REFUSE[database_name]:
        db.session.execute(text(statement))
    db.session.commit()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = True
    db.session.rollback()
    for statement in FREE[database_name]:
        db.session.execute(text(statement))
    db.session.commit()


def test_t09_a_failure_is_logged_without_person(app, settings, campaign, refusing, caplog):
    client = Client(app)
    number = factories.invitations(campaign)[7].id
    start = client.get(factories.link(settings, factories.invitations(campaign)[7]), 302).location
    client.post(start, {"how": "begin"}, 500)
    assert "answering.begin" in caplog.text
    assert "[parameters:" not in caplog.text, f"the log names invitation {number}"


@pytest.fixture
def statements(app):
    """Every statement that the database is sent, with the sizes of what it holds."""
    sent = []

    def keep(_connection, _cursor, statement, parameters, _context, _many):
        values = parameters.values() if isinstance(parameters, dict) else parameters
        sizes = [len(v) if isinstance(v, bytes | memoryview) else type(v).__name__ for v in values]
        sent.append((statement, sizes))

    event.listen(db.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(db.engine, "before_cursor_execute", keep)


def test_t10_yes_and_no_look_alike_from_outside(app, settings, campaign, statements):
    """The same statements, the same sizes, answers of one length, whatever is said."""
    seen = []
    for position, said in enumerate(
        (
            {"one": "a", "s1": "agree"},
            {"one": "b", "s1": "agree"},
            {"one": "a", "yn": "no", "sex": "man"},
        )
    ):
        statements.clear()
        lengths = answer_by_pages(Client(app), settings, campaign, position, **said)
        seen.append((lengths, list(statements)))
    assert seen[0] == seen[1]
    # a question that leads to another one costs the same, up to the page that shows it
    assert seen[0][1] == seen[2][1]
    assert len({len(ballot) for ballot in db.session.scalars(select(Ballot.sealed))}) == 1


def test_t10_saving_as_one_goes_looks_alike(app, settings, campaign):
    seen = set()
    for position, said in enumerate(("a", "b")):
        client = Client(app)
        page = factories.begin(client, settings, campaign, position)
        sent = {**FIRST, "one": said, "s1": "agree" if said == "a" else "neutral"}
        client.post(page, sent, 200, headers={"HX-Request": "true"})
        answer = client.post(page, sent, 200, headers={"HX-Request": "true"})
        seen.add((answer.content_length, len(db.session.scalars(select(Draft.sealed)).all()[-1])))
    assert len(seen) == 1


def test_t10_ballots_of_all_sizes_weigh_the_same(campaign):
    rows = factories.invitations(campaign)
    for row, given in zip(rows, ({}, {"one": "a"}, {"yn": "yes", "why": "é" * 300}), strict=False):
        answering.save_draft(row, given, "code")
        drafts = db.session.scalars(select(Draft.sealed)).all()
        assert answering.submit_answers(row, given, factories.OPENED)
        assert len({len(draft) for draft in drafts}) == 1
    assert len({len(ballot) for ballot in db.session.scalars(select(Ballot.sealed))}) == 1


def test_t11_a_draft_vanishes_with_the_answer(app, client, settings, campaign):
    answer_by_pages(client, settings, campaign)
    assert db.session.scalar(select(Draft.invitation_id)) is None


def test_t11_a_draft_opens_with_no_key_that_is_stored(app, client, settings, campaign):
    """The cookie alone opens it; nothing in the database, in links or in settings does."""
    factories.begin(client, settings, campaign)
    client.post(f"/answer/{campaign.code}/2", {**SECOND, "yn": "yes", "why": CANARY})
    invitation = factories.invitations(campaign)[0]
    cookie = client.browser.get_cookie(f"draft-{invitation.id}")
    assert answering.load_draft(invitation, cookie.value)["why"] == CANARY
    stored = {str(v) for rows in everything_stored().values() for r in rows for v in r.values()}
    token = invitation.token(settings.secret_key)
    guesses = {*stored, token, token.split("-")[1], settings.secret_key, campaign.code, ""}
    assert cookie.value not in guesses
    invitation = factories.invitations(campaign)[0]
    for guess in guesses:
        with pytest.raises(answering.DraftLocked):
            answering.load_draft(invitation, guess)
    assert db.session.scalar(select(Draft.page)) is None
