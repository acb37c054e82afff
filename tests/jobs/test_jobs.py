"""Jobs: asked for with the change, done once, given back by silence."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from sqlalchemy import func, select

from app.accounts.models import AuditEntry
from app.config import ROOT
from app.extensions import begin_writing, db
from app.jobs import service
from app.jobs.models import Job, Mail
from app.jobs.service import claim, enqueue, finish, give_back, run_one

NOTE = """
from app.accounts.service.audit import record
from app.extensions import utcnow
from app.jobs.service import task

@task("test.note")
def note(number):
    record(None, "noted", f"number:{number}", utcnow())
"""


@pytest.fixture(autouse=True)
def noting(app):
    exec(NOTE, {})
    yield
    service.TASKS.pop("test.note")
    service.URGENCIES.pop("test.note")


def noted():
    return db.session.scalars(select(AuditEntry.subject).order_by(AuditEntry.subject)).all()


def test_done_once(now):
    enqueue("test.note", now=now, number=1)
    db.session.commit()
    assert run_one(now)
    assert not run_one(now)
    assert noted() == ["number:1"]


#: Jobs asked for one after the other, and the order in which they are done.
QUEUES = [
    (["surveys.print_results"] * 68 + ["surveys.mix"], [68, *range(68)]),
    (["reports.build", "surveys.print_results", "mail.send"], [2, 0, 1]),
    (["mail.send", "surveys.daily", "surveys.mix", "surveys.mix"], [2, 3, 0, 1]),
    (["reports.build", "test.unknown"], [1, 0]),
]


@pytest.mark.parametrize(("asked", "order"), QUEUES)
def test_what_is_urgent_goes_first_and_prints_last(now, asked, order):
    for number, name in enumerate(asked):
        enqueue(name, now=now + dt.timedelta(seconds=number), number=number)
    db.session.commit()
    later = now + dt.timedelta(hours=1)
    assert [claim(later).arguments["number"] for _ in asked] == order


def test_what_is_urgent_waits_for_its_time(now):
    enqueue("surveys.mix", now=now + dt.timedelta(hours=1))
    enqueue("reports.build", now=now)
    db.session.commit()
    assert claim(now).name == "reports.build"


def test_what_was_done_is_kept_for_thirty_days(now):
    for age, state in ((31, "done"), (29, "done"), (31, "waiting"), (31, "failed")):
        enqueue("test.note", now=now - dt.timedelta(days=age), number=age).state = state
    for about in ("", "campaign:c"):
        mail = service.queue_mail(
            "a@b.example",
            "s",
            "",
            domain="d.example",
            now=now - dt.timedelta(days=31),
            about=about,
        )
        db.session.get(Job, mail.job_id).state = "done"
    db.session.commit()
    service.TASKS["jobs.daily"](day=now.date().isoformat())
    db.session.commit()
    left = db.session.execute(select(Job.name, Job.state).order_by(Job.id)).all()
    assert left == [
        ("test.note", "done"),
        ("test.note", "waiting"),
        ("test.note", "failed"),
        ("mail.send", "done"),
    ]
    assert db.session.scalars(select(Mail.about)).all() == ["campaign:c"]


def test_not_before_its_time(now):
    enqueue("test.note", now=now + dt.timedelta(hours=1), number=1)
    db.session.commit()
    assert not run_one(now)


def test_a_slot_is_asked_for_once(now):
    first = enqueue("test.note", slot="s", now=now, number=1)
    assert enqueue("test.note", slot="s", now=now, number=1).id == first.id
    first.state = "failed"
    assert enqueue("test.note", slot="s", now=now, number=1).state == "waiting"


def test_a_change_undone_asks_for_nothing(now):
    enqueue("test.note", now=now, number=1)
    db.session.rollback()
    assert claim(now) is None


def test_a_lease_runs_out(now):
    enqueue("test.note", now=now, number=1)
    db.session.commit()
    lost = claim(now)
    assert claim(now) is None
    later = now + service.LEASE + dt.timedelta(seconds=1)
    held = claim(later)
    assert held.job_id == lost.job_id
    # the worker that was thought dead comes back: its work is not written
    begin_writing()
    service.TASKS["test.note"](number=1)
    assert not finish(lost)
    assert noted() == []
    begin_writing()
    service.TASKS["test.note"](number=1)
    assert finish(held)
    assert noted() == ["number:1"]


def test_failures_are_tried_again_then_kept(now):
    enqueue("test.unknown", now=now)
    db.session.commit()
    moment = now
    for _ in range(service.MAX_ATTEMPTS):
        assert run_one(moment)
        job = db.session.scalar(select(Job))
        job.run_after = moment
        db.session.commit()
    assert [job.state for job in service.failed_jobs()] == ["failed"]
    assert "KeyError" in service.failed_jobs()[0].failure


def test_given_back_work_waits_longer_each_time(now):
    enqueue("test.note", now=now, number=1)
    db.session.commit()
    give_back(claim(now), "x" * 500, now)
    job = db.session.scalar(select(Job))
    assert job.run_after == now + dt.timedelta(seconds=10)
    assert len(job.failure) == 400


WORKER = """
import os, sys, threading
sys.path.insert(0, {root!r})
from app import create_app
from app.config import read_settings
from app.jobs.service import TASKS, run_one
import app.jobs.service as service
import datetime as dt
{note}
inner = TASKS["test.note"]
def slow(number):
    os.write(1, b"started\\n")  # one write: four threads do it at once
    threading.Event().wait({pause})
    inner(number)
TASKS["test.note"] = slow
application = create_app(read_settings({settings!r}))
service.LEASE = dt.timedelta(seconds=1)
def work():
    with application.app_context():
        while run_one(): pass
threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
"""


def worker(settings, pause):
    values = {
        "ISONOMIA_INSTANCE": str(settings.instance),
        "ISONOMIA_DATABASE_URL": settings.database_url,
        "ISONOMIA_SECRET_KEY": settings.secret_key,
    }
    code = WORKER.format(root=str(ROOT), note=NOTE, pause=pause, settings=values)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_killing_a_worker_with_four_jobs_in_flight_loses_and_doubles_none(app, settings):
    now = dt.datetime.now(dt.UTC)
    for number in range(12):
        enqueue("test.note", now=now, number=number)
    db.session.commit()
    db.session.remove()
    killed = worker(settings, pause=60)
    for _ in range(4):
        assert killed.stdout.readline() == "started\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    running = db.session.scalar(select(func.count()).where(Job.state == "running"))
    assert running == 4
    db.session.remove()
    deadline = time.monotonic() + 30
    while db.session.scalar(select(func.count()).where(Job.state != "done")):
        db.session.remove()
        assert time.monotonic() < deadline
        worker(settings, pause=0).wait()
    assert sorted(noted()) == sorted(f"number:{n}" for n in range(12))


def test_mail_leaves_by_a_real_server(app, settings, now):
    received = []

    class Inbox(Handler):
        def handle_message(self, message):
            received.append(message)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Inbox(), hostname="127.0.0.1", port=port)
    controller.start()
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    try:
        service.queue_mail(
            "a@b.example", "Objet é\r\nBcc: x@y", "Lien secret", domain="d.example", now=now
        )
        db.session.commit()
        assert run_one(now)
        assert not run_one(now)
    finally:
        app.config["SETTINGS"] = settings
        controller.stop()
    [message] = received
    assert message["To"] == "a@b.example"
    assert message["Bcc"] is None
    assert message.get_payload(decode=True).decode().strip() == "Lien secret"
    mail = db.session.scalar(select(Mail))
    assert (mail.body, mail.sent_on is not None) == ("", True)


def test_mail_waits_while_its_server_is_away(app, settings, now):
    app.config["SETTINGS"] = replace(settings, smtp_url="smtp://127.0.0.1:1")
    try:
        service.queue_mail("a@b.example", "s", "b", domain="d.example", now=now)
        db.session.commit()
        assert run_one(now)
    finally:
        app.config["SETTINGS"] = settings
    assert db.session.scalar(select(Job.state)) == "waiting"
    assert db.session.scalar(select(Mail.body)) == "b"
