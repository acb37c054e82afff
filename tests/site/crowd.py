"""Many rows of each kind in the instance of `walking.site`, to see what pages ask the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select

from app.accounts.core import OrganisationKind
from app.accounts.models import Directorate, Person
from app.accounts.service import organisations
from app.extensions import db
from app.indicators.models import HrImport
from app.jobs.models import Job, Mail
from app.procurement.models import Tender
from app.reports.core.layouts import Layout
from app.reports.models import ReportVersion
from app.reports.service.choosing import begun
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.governing import Outcome, Subject
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.plans import MandateRole, RiskLevel
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.models import Cause, Monitoring, RiskReview, Roadmap, Round, Value
from app.roadmaps.service import (
    absences,
    deciding,
    feeds,
    governing,
    mandates,
    monitoring,
    parts,
    plans,
    requests,
    reviews,
    updates,
)
from app.roadmaps.service.deciding import Deciding
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import add_value
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.updates import News, Sender
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.models import Campaign, FreeText, Reminder
from app.surveys.campaigns.service import answering, campaigns, inviting, listing
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.results.models import Publication
from app.surveys.results.service import publishing
from app.text import Text, both
from tests.people import make_person
from tests.procurement.factories import make_bidder, make_tender, send_annex
from tests.roadmaps.factories import (
    make_action,
    make_indicator,
    make_programme,
    make_risk,
    make_roadmap,
    make_step,
)
from tests.roadmaps.steered import (
    make_body,
    make_meeting,
    make_recommendation,
    of_recommendation,
)
from tests.site.walking import Site

DAY = dt.date(2024, 6, 3)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def keep(_connection, _cursor, statement, *_more):  # type: ignore[no-untyped-def]
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    yield asked
    event.remove(db.engine, "before_cursor_execute", keep)


def asked_by(site: Site) -> dict[str, list[str]]:
    """The statements that each page takes, when what may be kept in memory is."""
    taken = {}
    for _ in range(2):
        for path in site.paths:
            db.session.rollback()
            with statements() as asked:
                site.client._request("GET", path)
            taken[path] = asked
    return taken


def fill(start: int, end: int) -> None:
    """Rows number `start` to `end` of each kind."""
    for number in range(start, end):
        _people(number)
        _roadmaps(number)
        _steering(number)
        _tenders(number)
    db.session.flush()
    own = select(Campaign).where(~Campaign.code.startswith("crowd"))
    for campaign in db.session.scalars(own).all():
        _campaign_rows(campaign, start, end)
    _versions(start, end)
    db.session.commit()


def _people(number: int) -> None:
    own = Directorate(code=f"crowd-{number}", name=both(f"Direction {number}"))
    make_person("manager", "ambassador", sex="woman", directorate=own, heads_directorate=True)
    organisations.add_organisation(f"Organisation {number}", OrganisationKind.OTHER)
    db.session.add(Job(name="none", arguments={}, run_after=_moment(), state="failed"))


def _roadmaps(number: int) -> None:
    first = db.session.scalars(select(Roadmap).order_by(Roadmap.id)).unique().first()
    assert first is not None
    title = {"title": both(f"Objectif {number}")}
    aim = parts.add_part(PARTS["objective"], first, title)
    own = plans.objectives_of(first.id)[0]
    actions = [make_action(each, f"Mesure {number}", due="2024-06-03") for each in (aim, own)]
    make_step(actions[0])
    author = make_person("ambassador")
    mandates.appoint(first, author, MandateRole.DEPUTY, DAY)
    sender = Sender(Author(author.id), "fr")
    said = ActionNews(actions[0].id, ActionStatus.IN_PROGRESS, None, True, "x", "y", "Fait.")
    updates.send(first, News(actions=[said], note="Du neuf."), sender, _moment())
    requests.ask(first, "Une question", "fr", author.id, DAY)
    measured, risk = make_indicator(first), make_risk(first)
    value = Value(on=DAY, numerator=5, denominator=20)
    add_value(measured, value, Author(author.id), _moment())
    risk.reviews.append(RiskReview(on=DAY, level=RiskLevel.LOW, still_true=True))
    parts.add_part(PARTS["axis"], first.programme, {"title": both(f"Axe {number}")})
    make_roadmap(make_person("ambassador"), code=f"crowd-{number}", programme=first.programme)
    make_programme(f"crowd-plan-{number}")


def _steering(number: int) -> None:
    """One more body with a meeting and a decision, recommendation with its action, round, version of
    a report, cause and feed."""
    first = db.session.scalars(select(Roadmap).order_by(Roadmap.id)).unique().first()
    assert first is not None
    programme, [review] = first.programme, reviews.reviews_of(first.programme_id)
    body = make_body(programme)
    meeting = make_meeting(governing.bodies_of(programme.id)[0], DAY)
    make_meeting(body, DAY)
    waiting, done = (make_recommendation(review, code=str(number)) for _ in range(2))
    said = of_recommendation(done, Outcome.ADOPTED)
    deciding.decide(meeting, said, Author(), _moment())
    held = governing.meetings_of(programme.id)
    said = Deciding(Subject.OTHER, None, None, Outcome.NOTED, "Vu.", "fr", both("Autre"))
    for each in [each for each in held if each.on <= DAY][:2]:
        deciding.decide(each, said, Author(), _moment())
    reviews.make_action(done, plans.objectives_of(first.id)[0])
    participant = {"title": both("Pairs"), "advice": both("Commencer petit")}
    waiting.advisers.append(parts.add_part(PARTS["participant"], review, participant))
    latest = monitoring.versions_of(programme.id)[-1]
    values = {"programme": programme, "kind": RoundKind.MONTHLY, "opens_on": DAY, "due_on": DAY}
    db.session.add(Round(**values, closed_at=_moment(), snapshot=latest.snapshot))
    db.session.add(_copy(Monitoring, latest, number=100 + number))
    action = updates.actions_of(first.id)[1]
    figure = {"figure": "survey:x:y", "label": both("Part"), "source": both("Enquête")}
    db.session.add(Cause(action_id=action.id, on=DAY, value=0.5, **figure))
    everybody = db.session.scalars(select(Person).where(Person.name == "Compte de test")).one()
    feeds.make_feed(everybody, None, "fr", DAY)
    absences.add_absence(everybody.id, DAY, DAY.replace(year=2999))


def _tenders(number: int) -> None:
    """One more firm in each tender, and one more tender with a firm that sent its annex."""
    for tender in db.session.scalars(select(Tender)).all():
        if not tender.number.startswith("crowd"):
            send_annex(make_bidder(tender, name=f"Entreprise {number}"))
    send_annex(make_bidder(make_tender(f"crowd-{number}"), name=f"Entreprise {number}"))


def _campaign_rows(campaign: Campaign, start: int, end: int) -> None:
    count = end - start
    people = [make_person("manager", sex="woman") for _ in range(count)]
    if campaign.state is CampaignState.OPEN and campaign.audience is Audience.DIRECTORY:
        inviting.invite_people(campaign, people)
        named = campaign.mode is CampaignMode.NOMINATIVE
        for invitation in inviting.invitations(campaign)[-count:]:
            answering.submit_answers(invitation, {"one": "a"}, DAY)
            if not named:
                break
    _messages(campaign, count)
    for number in range(start, end):
        on = DAY + dt.timedelta(days=number)
        db.session.add(Reminder(campaign_id=campaign.id, on=on))
        if campaign.state in (CampaignState.CLOSED, CampaignState.PUBLISHED):
            db.session.add(FreeText(campaign_id=campaign.id, question="why", text="Un texte."))


def _messages(campaign: Campaign, count: int) -> None:
    """Some more messages that came back, and people taken off the list."""
    if campaign.state is CampaignState.OPEN and campaign.audience is Audience.DIRECTORY:
        last = inviting.invitations(campaign)[-count:]
        inviting.queue_letters(last, "invitation", lambda _: ("Objet", "Corps"), "x.fr", _moment())
        for invitation in last:
            assert invitation.mail_id is not None
            db.session.get_one(Mail, invitation.mail_id).bounced_on = DAY
    if campaign.state is CampaignState.DRAFT and campaign.audience is Audience.LIST:
        inviting.invite_people(campaign, [make_person("manager") for _ in range(2 * count)])
        listing.remove(campaign, inviting.invitations(campaign)[-count:])


def _versions(start: int, end: int) -> None:
    published = db.session.scalars(select(Publication)).first()
    assert published is not None
    version = published.campaign.version
    for number in range(start, end):
        db.session.add(_copy(QuestionnaireVersion, version, number=100 + number))
        db.session.add(_copy(Publication, published, number=100 + number))
        other = _copy(QuestionnaireVersion, version, number=1, code=f"crowd-{number}")
        db.session.add(other)
        db.session.flush()
        title = Text(f"Enquête {number}", f"Survey {number}")
        mode = CampaignMode.NOMINATIVE
        added = campaigns.create_campaign(other, title, mode, DAY.replace(year=2999))
        added.state = (CampaignState.DRAFT, CampaignState.OPEN)[number % 2]
        moment = _moment()
        db.session.add(
            HrImport(
                year=2020,
                filename="f",
                imported_at=moment,
                agents=1,
                kept_until=moment.date(),
                digests_until=moment.date(),
            )
        )
        report = begun(2023, Layout.BUDGET)
        said = {"number": 100 + number, "frozen_at": _moment(), "progress": 1}
        db.session.add(ReportVersion(report_id=report.id, **said))
    publishing.draft_of(published.campaign, to_write=True)


def _copy(model, row, **changes):  # type: ignore[no-untyped-def]
    values = {c.name: getattr(row, c.name) for c in model.__table__.columns if c.name != "id"}
    return model(**{**values, **changes})


def _moment() -> dt.datetime:
    return dt.datetime(2024, 6, 3, 9, tzinfo=dt.UTC)
