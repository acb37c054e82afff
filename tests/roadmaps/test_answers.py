"""What directorates say they did becomes actions, once each."""

import datetime as dt

import pytest
import yaml

from app.accounts.models import AuditEntry
from app.demo.load import DATA
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.models import Action
from app.roadmaps.service import answers, plans
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.service import answering, inviting
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_roadmap
from tests.surveys import factories

DAY = dt.date(2024, 6, 3)


@pytest.fixture
def answered(app, settings):  # type: ignore[no-untyped-def]
    """A plan, and a survey in which one directorate described two actions."""
    roadmap = make_roadmap()
    document = yaml.safe_load((DATA / "directorates-actions.yaml").read_text(encoding="utf-8"))
    people = factories.make_managers(2)
    survey = factories.make_campaign(settings, people, CampaignMode.NOMINATIVE, document=document)
    given = {"any_action": "yes", "how_many": 2.0, "action_name.1": "Vestiaires ouverts"}
    given |= {"action_name.2": "Guide d’accueil", "action_theme.1": "mobility"}
    invitation = inviting.invitations(survey)[0]
    assert answering.submit_answers(invitation, given, DAY)
    db.session.commit()
    return roadmap, survey, sign_in(app, make_person("mission"))


def test_an_answer_becomes_an_action_in_one_click(answered):
    roadmap, survey, client = answered
    address = f"/roadmaps/programmes/{roadmap.programme_id}/answers"
    read = client.get(address).get_data(as_text=True)
    assert "${" not in read
    assert "quel thème « Vestiaires ouverts »" in read.replace("\u00a0", " ")
    [first, second] = answers.proposals(survey)
    assert (first.words, second.words) == ("Vestiaires ouverts", "Guide d’accueil")
    page = client.get(address).get_data(as_text=True)
    assert "Vestiaires ouverts" in page
    assert "Mobilité" in page
    objective = plans.objectives_of(roadmap.id)[0]
    sent = {"campaign": str(survey.id), "origin": first.origin, "objective": str(objective.id)}
    client.post(address, sent)
    client.post(address, sent)
    [action] = db.session.query(Action).filter(Action.origin.is_not(None))
    assert (action.title.fr, action.status) == ("Vestiaires ouverts", ActionStatus.DONE)
    assert "Déjà une action" in client.get(address).get_data(as_text=True)
    reading = db.session.query(AuditEntry).filter(AuditEntry.act == "campaign.answers_read")
    assert reading.count() == 3


def test_what_cannot_be_taken(answered, app):
    roadmap, survey, client = answered
    address = f"/roadmaps/programmes/{roadmap.programme_id}/answers"
    [first, _second] = answers.proposals(survey)
    client.post(address, {"origin": first.origin, "objective": "999"})
    client.post(address, {"origin": "answer:1:nothing", "objective": "1"}, 404)
    assert db.session.query(Action).filter(Action.origin.is_not(None)).count() == 0
    sign_in(app, make_person("ambassador")).get(address, 403)


def test_anonymous_answers_are_never_proposed(app, settings):
    factories.make_campaign(settings, factories.make_managers(12))
    assert answers.named_campaigns() == []
    roadmap = make_roadmap()
    page = sign_in(app, make_person("mission")).get(
        f"/roadmaps/programmes/{roadmap.programme_id}/answers"
    )
    assert "Aucune enquête nominative" in page.get_data(as_text=True)
