"""The people of a campaign: seen, added, corrected, taken off and put back, imported again."""

import datetime as dt
import io
import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Mail
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.service import answering, classing, inviting, listing, participation
from app.surveys.campaigns.tasks import every_day
from tests.people import Client, make_person, sign_in_as
from tests.surveys import factories


@pytest.fixture
def mission(as_role):
    return as_role("mission")


@pytest.fixture
def draft(settings):
    made = factories.draft(settings)
    inviting.invite_listed(
        made,
        [
            factories.listed("a@x.fr", "Personne A", sex="woman"),
            factories.listed("b@x.fr", "Personne B", sex="man", directorate="d01"),
        ],
    )
    db.session.commit()
    return made


def names(campaign):
    return [invitation.name for invitation in inviting.invitations(campaign)]


def first(campaign):
    return inviting.invitations(campaign)[0]


def test_people_are_seen_with_what_is_known_of_them(mission, draft):
    page = mission.get(f"/surveys/{draft.id}/people").get_data(as_text=True)
    for words in ("Personne A", "a@x.fr", "Femme", "Homme, Culture", "rien envoyé"):
        assert words in page
    found = mission.get(f"/surveys/{draft.id}/people?q=b@x").get_data(as_text=True)
    assert "Personne B" in found
    assert "Personne A" not in found
    mission.get(f"/surveys/{draft.id}/people?q=%25&page=9")


def test_nobody_sees_who_answered(app, mission, campaign):
    def states():
        page = mission.get(f"/surveys/{campaign.id}/people").get_data(as_text=True)
        return re.findall(r"invitation le|relance|rien envoyé", page)

    factories.answer_all(campaign, 6)
    mission.post(f"/surveys/{campaign.id}/invite")
    assert states() == ["invitation le"] * 14
    inviting.plan_reminder(campaign, dt.date.today())
    db.session.commit()
    every_day(dt.date.today().isoformat())
    db.session.commit()
    assert states() == ["invitation le"] * 14
    guest = inviting.add_guest(campaign, "Une invitée")
    guest.email = "faux@x.fr"
    assert answering.submit_answers(guest, {"one": "a"}, factories.OPENED)
    db.session.commit()
    sent = {"email": "vrai@x.fr", "name": "Une invitée", "language": "fr"}
    mission.post(f"/surveys/{campaign.id}/people/{guest.id}", sent)
    mission.post(f"/surveys/{campaign.id}/invite")
    assert states() == ["invitation le"] * 15


def test_a_person_is_added(mission, draft):
    sent = {"email": "C@x.fr", "name": "Personne C", "language": "en", "attribute-sex": "woman"}
    mission.post(f"/surveys/{draft.id}/people/add", sent)
    added = inviting.invitations(draft)[-1]
    assert (added.email, added.guest, added.language) == ("c@x.fr", "Personne C", "en")
    assert added.attributes == {"sex": "woman"}


WRONG = [
    ({"email": ""}, "Écrivez une adresse"),
    ({"email": "x"}, "adresse électronique"),
    ({"email": "A@x.fr"}, "déjà cette adresse"),
    ({"email": "d@x.fr", "name": "x" * 121}, "121|120|caractères"),
]


@pytest.mark.parametrize(("sent", "words"), WRONG)
def test_a_wrong_person_is_refused_and_kept_on_the_page(mission, draft, sent, words):
    sent = {"name": "Gardé", "language": "fr", "attribute-sex": "man", **sent}
    page = mission.post(f"/surveys/{draft.id}/people/add", sent, 422).get_data(as_text=True)
    assert any(each in page for each in words.split("|"))
    assert 'value="man" selected' in page
    assert names(draft) == ["Personne A", "Personne B"]


def test_an_answer_that_is_not_offered_is_not_known(mission, draft):
    sent = {"email": "d@x.fr", "language": "fr", "attribute-sex": "<script>"}
    mission.post(f"/surveys/{draft.id}/people/add", sent)
    assert inviting.invitations(draft)[-1].attributes == {}


def test_only_the_directory_is_invited_where_it_is_asked(mission, settings, people):
    made = factories.make_campaign(settings, people[:12], opened=False)
    mission.post(f"/surveys/{made.id}/people/add", {"email": "d@x.fr"}, 422)
    mission.post(f"/surveys/{made.id}/people/add", {"email": people[12].email})
    added = inviting.invitations(made)[-1]
    assert added.person_id == people[12].id
    assert added.attributes["directorate"] == people[12].directorate.code


def test_a_person_is_corrected(mission, draft):
    address = f"/surveys/{draft.id}/people/{first(draft).id}"
    page = mission.get(address).get_data(as_text=True)
    assert 'value="woman" selected' in page
    sent = {"email": "aa@x.fr", "name": "Personne AA", "language": "fr", "attribute-sex": ""}
    mission.post(address, sent)
    corrected = first(draft)
    assert (corrected.email, corrected.guest) == ("aa@x.fr", "Personne AA")
    assert corrected.attributes == {}


def test_a_person_is_taken_off_and_put_back(mission, draft):
    taken = first(draft)
    link = taken.nonce
    mission.post(f"/surveys/{draft.id}/people/{taken.id}/remove")
    assert names(draft) == ["Personne B"]
    page = mission.get(f"/surveys/{draft.id}/people").get_data(as_text=True)
    assert "Retirées récemment" in page
    mission.post(f"/surveys/{draft.id}/people/put-back", {"key": link})
    assert names(draft) == ["Personne B", "Personne A"]
    db.session.refresh(draft)
    assert draft.people_removed == []


def test_those_added_again_are_not_put_back_twice(mission, draft):
    mission.post(f"/surveys/{draft.id}/people/{first(draft).id}/remove")
    mission.post(f"/surveys/{draft.id}/people/add", {"email": "a@x.fr", "language": "fr"})
    mission.post(f"/surveys/{draft.id}/people/put-back")
    assert inviting.invited_count(draft) == 2


def test_a_new_file_adds_corrects_or_replaces(mission, draft):
    content = "courriel;nom;sexe\na@x.fr;Personne A;man\nc@x.fr;Personne C;\n"

    def sent(how):
        file = (io.BytesIO(content.encode()), "liste.csv")
        answer = mission.post(
            f"/surveys/{draft.id}/population", {"file": file, "outsiders": "y", "how": how}
        )
        return mission.get(answer.location).get_data(as_text=True)

    assert "1 personne ajoutée, 1 corrigée." in sent("complete")
    assert names(draft) == ["Personne A", "Personne B", "Personne C"]
    assert first(draft).attributes == {"sex": "man"}
    assert "0 personne ajoutée, 1 retirée." in sent("replace")
    assert names(draft) == ["Personne A", "Personne C"]
    mission.post(f"/surveys/{draft.id}/people/put-back")
    assert sorted(names(draft)) == ["Personne A", "Personne B", "Personne C"]


def test_the_words_of_a_file_are_those_of_the_answers(mission, settings):
    made = factories.draft(settings)
    content = "Nom;Prénom;Courriel;Sexe;Direction;Poste\nB;A;a@x.fr;Mme;Culture;x\n"
    content += "D;C;c@x.fr;homme;d02;y\nF;E;e@x.fr;Z;Ailleurs;z\n"
    file = (io.BytesIO(content.encode("cp1252")), "liste.csv")
    answer = mission.post(f"/surveys/{made.id}/population", {"file": file, "outsiders": "y"})
    page = mission.get(answer.location).get_data(as_text=True)
    assert "Colonnes non gardées : poste" in page.replace("\xa0", " ")
    assert [(i.name, i.attributes) for i in inviting.invitations(made)] == [
        ("A B", {"sex": "woman", "directorate": "d01"}),
        ("C D", {"sex": "man", "directorate": "d02"}),
        ("E F", {"sex": "Z", "directorate": "Ailleurs"}),
    ]
    assert "aucune réponse ne correspond" in page


def test_an_open_campaign_takes_one_more_and_loses_nobody(app, settings, mission, campaign):
    newcomer = make_person("manager", sex="woman")
    db.session.commit()
    before = list(campaign.population)
    mission.post(f"/surveys/{campaign.id}/people/add", {"email": newcomer.email})
    db.session.refresh(campaign)
    assert campaign.population == [*before, [["", ""], 1]]  # in no class
    someone = first(campaign)
    mission.post(f"/surveys/{campaign.id}/people/{someone.id}/remove", status=404)
    mission.post(f"/surveys/{campaign.id}/people/put-back", status=404)
    mission.get(f"/surveys/{campaign.id}/people/{someone.id}", 404)  # its account says all of it
    last = inviting.invitations(campaign)[-1]
    client = Client(app)
    client.get(client.get(factories.link(settings, last), 302).location)


def test_people_added_since_the_opening_make_no_class_and_move_no_rate(settings, mission, people):
    campaign = factories.make_campaign(settings, people)
    classes = classing.classes_by_question(campaign, 11)
    rates = [t.rows for t in participation.rate_tables(campaign, Thresholds())[1:]]
    for number in range(40):
        sent = {"email": f"p{number}@x.fr", "attribute-sex": "woman"}
        campaign.audience = Audience.LIST
        db.session.commit()
        mission.post(f"/surveys/{campaign.id}/people/add", {**sent, "language": "fr"})
    db.session.refresh(campaign)
    assert classing.classes_by_question(campaign, 11) == classes
    assert [t.rows for t in participation.rate_tables(campaign, Thresholds())[1:]] == rates
    assert inviting.invited_count(campaign) == 54


def test_a_corrected_address_closes_the_former_link(app, settings, mission, campaign, now):
    guest = inviting.add_guest(campaign, "Une invitée")
    guest.email, guest.opted_out = "faux@x.fr", True
    db.session.commit()
    old = factories.link(settings, guest)
    inviting.queue_letters([guest], "invitation", lambda _: ("Objet", "Corps"), "x.fr", now)
    db.session.commit()
    sent = {"email": "vrai@x.fr", "name": "Une invitée", "language": "fr"}
    mission.post(f"/surveys/{campaign.id}/people/{guest.id}", sent)
    db.session.refresh(guest)
    assert not guest.opted_out
    assert db.session.scalars(select(Mail)).all() == []
    Client(app).get(old, 404)
    Client(app).get(factories.link(settings, guest), 302)


def test_an_address_of_the_directory_is_that_account(mission, draft):
    account = make_person("manager", email="compte@metropole.fr", sex="man")
    db.session.commit()
    sent = {"email": account.email, "name": "", "language": "fr", "attribute-sex": "woman"}
    mission.post(f"/surveys/{draft.id}/people/{first(draft).id}", sent)
    linked = first(draft)
    assert (linked.person_id, linked.email) == (account.id, None)
    assert linked.attributes["sex"] == "woman"


def test_an_answer_in_a_name_keeps_that_name(settings, mission, people):
    campaign = factories.make_campaign(settings, people, CampaignMode.NOMINATIVE)
    guest = inviting.add_guest(campaign, "Alice")
    guest.email = "alice@x.fr"
    assert answering.submit_answers(guest, {"one": "a"}, factories.OPENED)
    db.session.commit()
    sent = {"email": "bob@x.fr", "name": "Bob", "language": "fr"}
    mission.post(f"/surveys/{campaign.id}/people/{guest.id}", sent)
    db.session.refresh(guest)
    assert (guest.guest, guest.email) == ("Alice", "alice@x.fr")


def test_somebody_taken_off_twice_is_put_back_once(mission, settings, people):
    made = factories.draft(settings)
    for _time in range(2):
        inviting.invite_people(made, people[:1])
        inviting.invite_listed(made, [factories.listed("z@x.fr", "Z")])
        listing.remove(made, inviting.invitations(made))
    db.session.commit()
    mission.post(f"/surveys/{made.id}/people/put-back")
    assert sorted(i.address for i in inviting.invitations(made)) == sorted(
        [people[0].email, "z@x.fr"]
    )


def test_a_corrected_address_is_written_to_again(settings, people, now):
    campaign = factories.make_campaign(settings, people)
    guest = inviting.add_guest(campaign, "Une invitée")
    guest.email = "faux@x.fr"
    [mine] = [i for i in inviting.people_to_write_to(campaign, mailed=False) if i.guest]
    inviting.queue_letters([mine], "invitation", lambda _: ("Objet", "Corps"), "x.fr", now)
    mine.mail.bounced_on = now.date()
    db.session.flush()
    assert not [i for i in inviting.people_to_write_to(campaign, mailed=False) if i.guest]
    listing.correct(campaign, mine, factories.listed("vrai@x.fr", "Une invitée"))
    assert [i.email for i in inviting.people_to_write_to(campaign, mailed=False) if i.guest] == [
        "vrai@x.fr"
    ]


def test_what_was_set_aside_is_forgotten_at_the_opening(settings, people):
    made = factories.make_campaign(settings, people, opened=False)
    listing.remove(made, inviting.invitations(made)[:1])
    assert len(made.people_removed) == 1
    factories.open_it(settings, made)
    assert made.people_removed == []


def test_a_public_link_has_no_list(mission, settings):
    made = factories.draft(settings, audience=Audience.PUBLIC)
    db.session.commit()
    for path in ("people", "people/add", "messages", "letters"):
        mission.get(f"/surveys/{made.id}/{path}", 404)


def test_the_people_of_another_campaign_are_not_reached(mission, draft, campaign):
    other = inviting.invitations(campaign)[0]
    mission.get(f"/surveys/{draft.id}/people/{other.id}", 404)
    mission.post(f"/surveys/{draft.id}/people/{other.id}/remove", status=404)


@pytest.mark.parametrize("role", ["manager", "ambassador", "hr", "reader", "procurement"])
def test_only_the_mission_sees_the_list(app, draft, role):
    client = sign_in_as(app, [role])
    for path in ("people", "people/add", "messages", "edit", "first-page"):
        client.get(f"/surveys/{draft.id}/{path}", 403)
