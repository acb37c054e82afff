"""What cannot be undone is done under a clock that has been steady."""

import datetime as dt
import logging

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs import schedule, service
from app.jobs.clock import Heartbeat, Reading, next_beat
from app.jobs.models import Clock, Job
from app.jobs.service import claim, enqueue, run_one
from app.jobs.worker import keep_time
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.keys import KeyStore
from tests.surveys import factories

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)
STARTED = dt.timedelta(days=100)
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=each) for each in (1, 60, 3600, 86400))
YEAR = 365 * DAY
STEADY = Heartbeat(NOON, steady_since=NOON - 9 * DAY)

#: How far the date went since the stored beat and how much time passed since this process beat
#: (None: it begins); whether that is a jump, and whether the clock is trusted then.
BEATS = {
    "a minute": (MINUTE, MINUTE, False, True),
    "set ahead by two minutes": (3 * MINUTE, MINUTE, False, True),
    "set ahead by more": (3 * MINUTE + SECOND, MINUTE, True, False),
    "set back by two minutes": (-MINUTE, MINUTE, False, True),
    "set back by more": (-MINUTE - SECOND, MINUTE, True, False),
    "a year ahead": (YEAR, MINUTE, True, False),
    "a long job": (HOUR, HOUR, False, True),
    "set back during a long job": (HOUR - 3 * MINUTE, HOUR, True, False),
    "a machine that slept for a night": (10 * HOUR, 10 * HOUR, False, True),
    "a database away for two days": (2 * DAY, 2 * DAY, True, False),
    "begins at once": (MINUTE, None, False, True),
    "begins after an hour": (HOUR, None, False, False),
    "begins after a day": (DAY, None, False, False),
    "begins after longer": (DAY + SECOND, None, True, False),
    "begins before the stored beat": (-2 * MINUTE - SECOND, None, True, False),
    "begins beside a server two minutes ahead": (-2 * MINUTE, None, False, True),
}


@pytest.mark.parametrize(("went", "passed", "jumped", "trusted"), BEATS.values(), ids=BEATS)
def test_beats(went, passed, jumped, trusted):
    last = None if passed is None else Reading(NOON, STARTED)
    beat = next_beat(STEADY, last, Reading(NOON + went, STARTED + (passed or MINUTE)))
    assert (beat.seen_at, beat.jumped_at) == (NOON + went, NOON + went if jumped else None)
    assert beat.trusted is trusted


def test_workers_of_one_date_do_not_disturb_each_other():
    """One beat an hour ago, before a long job; another one beat meanwhile."""
    last = Reading(NOON - HOUR, STARTED)
    beat = next_beat(STEADY, last, Reading(NOON + MINUTE, STARTED + HOUR + MINUTE))
    assert beat.trusted


@pytest.mark.parametrize("apart", [YEAR, -YEAR, -3 * MINUTE])
def test_a_server_of_another_date_stops_both(apart):
    other = Heartbeat(NOON - apart, NOON - apart - 9 * DAY)
    last = Reading(NOON - MINUTE, STARTED)
    assert next_beat(other, last, Reading(NOON, STARTED + MINUTE)).jumped_at == NOON


#: Time since the clock was first seen to go on, time since its last jump; whether it is trusted.
WAITS = [
    (9 * MINUTE, None, False),
    (10 * MINUTE, None, True),
    (10 * MINUTE, 10 * MINUTE, False),
    (DAY - SECOND, DAY - SECOND, False),
    (DAY, DAY, True),
    (MINUTE, 2 * DAY, False),
    (10 * MINUTE, DAY, True),  # the worker stopped and began again in between
]


@pytest.mark.parametrize(("steady", "jumped", "trusted"), WAITS)
def test_how_long_it_must_be_steady(steady, jumped, trusted):
    assert Heartbeat(NOON, NOON - steady, jumped and NOON - jumped).trusted is trusted


class Machine:
    """A worker on a machine whose date can be set."""

    def __init__(self):
        self.last, self.now, self.elapsed, self.boot = None, NOON, STARTED, ""

    def go_on(self, time, step=HOUR):
        end = self.elapsed + time
        while self.elapsed < end:
            self.now, self.elapsed = self.now + step, self.elapsed + step
            self.turn()

    def turn(self):
        self.last = keep_time(self.last, Reading(self.now, self.elapsed, self.boot))
        while run_one(self.now):
            pass

    def restart(self):
        self.last = None


@pytest.fixture
def machine(app, monkeypatch):
    """A machine whose clock has been known for long."""
    made = Machine()
    monkeypatch.setattr(schedule, "utcnow", lambda: made.now)
    db.session.add(Clock(id=1, seen_at=NOON, steady_since=NOON))
    db.session.commit()
    return made


def test_a_database_that_knows_no_clock_doubts_it_for_a_day(machine):
    """It may have been restored to a machine with any date."""
    db.session.delete(db.session.get_one(Clock, 1))
    db.session.commit()
    machine.turn()
    machine.go_on(DAY - HOUR)
    assert days_planned() == []
    machine.go_on(2 * HOUR)
    assert days_planned() == ["2024-06-04"]


def days_planned():
    db.session.rollback()
    jobs = db.session.scalars(select(Job).where(Job.name == "surveys.daily").order_by(Job.slot))
    return [job.arguments["day"] for job in jobs]


def test_a_day_is_planned_at_the_second_look(machine):
    machine.turn()
    machine.go_on(9 * MINUTE, step=MINUTE)
    assert days_planned() == []
    machine.go_on(MINUTE, step=MINUTE)
    assert days_planned() == ["2024-06-03"]


@pytest.mark.slow
def test_a_clock_a_year_ahead_ends_nothing(machine, settings, caplog):
    campaign = factories.make_campaign(settings, factories.make_managers(12))
    campaign.closes_on = dt.date(2024, 6, 10)
    factories.answer_all(campaign, 12)
    keys = KeyStore(settings.keys_dir)
    machine.turn()
    machine.go_on(DAY)
    with caplog.at_level(logging.WARNING):
        machine.now += YEAR
        enqueue("mail.send", now=machine.now, mail_id=0)
        db.session.commit()
        lost = claim(machine.now)
        machine.go_on(12 * MINUTE, step=MINUTE)
        machine.now -= YEAR
        machine.go_on(2 * MINUTE, step=MINUTE)
    assert caplog.text.count("the clock jumped") == 2
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.OPEN
    assert keys.private(campaign.code) is not None
    assert days_planned() == ["2024-06-03", "2024-06-04"]
    assert db.session.get(Job, lost.job_id).state == "done"  # by whoever claimed it again
    machine.go_on(DAY - HOUR)
    assert days_planned() == ["2024-06-03", "2024-06-04"]
    machine.go_on(6 * DAY)
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.CLOSED
    assert keys.private(campaign.code) is None


@pytest.mark.parametrize(("boot", "trusted"), [("one", False), ("", True)])
def test_a_worker_begun_again_knows_the_clock_of_its_machine(machine, boot, trusted):
    """The date was moved by twenty hours while no worker looked: only the machine can tell."""
    machine.boot = boot
    machine.turn()
    machine.restart()
    machine.now, machine.elapsed = machine.now + 20 * HOUR, machine.elapsed + MINUTE
    machine.turn()
    machine.go_on(11 * MINUTE, step=MINUTE)
    assert bool(days_planned()) is trusted


def test_a_worker_begun_again_at_once_goes_on(machine):
    machine.boot = "one"
    machine.turn()
    machine.go_on(10 * MINUTE, step=MINUTE)
    machine.restart()
    machine.now, machine.elapsed = machine.now + DAY, machine.elapsed + DAY  # it was off meanwhile
    machine.turn()
    assert days_planned()[-1] == "2024-06-04"


def test_a_day_planned_under_a_wrong_date_is_planned_again_when_it_comes(machine):
    """The clock was two days ahead for longer than anybody doubts it."""
    machine.turn()
    machine.now += 2 * DAY
    machine.go_on(30 * HOUR)
    assert days_planned()[-1] == "2024-06-06"
    machine.now -= 2 * DAY
    machine.go_on(HOUR)
    assert "2024-06-06" not in days_planned()
    machine.go_on(2 * DAY)
    assert days_planned()[-1] == "2024-06-06"


def test_a_day_that_has_not_come_is_ignored(machine, monkeypatch):
    done = []
    monkeypatch.setattr(schedule, "DAILY", [])
    schedule.daily("test.daily")(done.append)
    for day in ("2024-06-03", "2024-06-04"):
        service.TASKS["test.daily"](day)
    assert done == [dt.date(2024, 6, 3)]
    service.TASKS.pop("test.daily")
    service.URGENCIES.pop("test.daily")


def test_a_worker_that_begins_again_keeps_on_waiting(machine):
    machine.turn()
    machine.now += YEAR
    machine.go_on(23 * HOUR)
    machine.restart()
    machine.go_on(MINUTE, step=MINUTE)
    assert days_planned() == []
    machine.go_on(2 * HOUR)
    assert days_planned() != []


@pytest.mark.parametrize(
    ("state", "ahead", "due"),
    [
        ("waiting", HOUR, False),
        ("waiting", service.FURTHEST, False),
        ("waiting", service.FURTHEST + SECOND, True),
        ("running", service.LEASE, False),
        ("running", service.LEASE + 2 * MINUTE, False),
        ("running", service.LEASE + 2 * MINUTE + SECOND, True),
        ("running", -SECOND, True),
    ],
)
def test_jobs_dated_in_a_future_that_nothing_is_planned_for(app, now, state, ahead, due):
    job = enqueue("mail.send", now=now, mail_id=0)
    job.state, job.run_after, job.lease_until = state, now + ahead, now + ahead
    db.session.commit()
    assert (claim(now) is not None) is due


def test_the_clock_is_one_row(machine):
    machine.turn()
    machine.go_on(HOUR, step=MINUTE)
    [row] = db.session.scalars(select(Clock))
    assert (row.seen_at, row.steady_since, row.jumped_at) == (NOON + HOUR, NOON, None)
