"""What once made closing or a page fail."""

from __future__ import annotations

from app.extensions import db
from app.statistics.disclosure import REST
from app.surveys.campaigns.service import answering, inviting
from tests.people import make_person, sign_in
from tests.surveys import factories
from tests.surveys.results.made import PLACES, document, question, questionnaire, results


def test_groups_that_were_all_put_together_are_compared_with_nobody():
    """Few invited made some others before, few answers put the rest together after."""
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sizes = {"a": 6, "b": 6, "grouped": 14}
    sent = [{"place": p, "y": "no" if n % 2 else "yes"} for p, s in sizes.items() for n in range(s)]
    invited = [((place,), 20) for place in sizes]
    found = results(made, sent, ["place"], invited).measures["y"]
    assert {*found.bases[("place",)]} == {REST, ("grouped",)}
    assert found.comparisons[("place",)] == (None,)


def test_a_scale_that_is_not_shown_at_all_can_be_opened_to_be_chosen(app, settings, now):
    """Of a follow-up of a few, not even the steps are kept."""
    asked = [question("y", "yes_no"), question("s", relevant="${y} = 'yes'")]
    survey = factories.make_campaign(
        settings, factories.make_managers(40), document=document(*asked)
    )
    for place, row in enumerate(inviting.invitations(survey)):
        sent = {"y": "yes", "s": "often"} if place < 3 else {"y": "no"}
        assert answering.submit_answers(row, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    mission = sign_in(app, make_person("mission")).speak("en")
    page = mission.get(f"/surveys/{survey.id}/results/s/choose").get_data(as_text=True)
    assert "Not shown: too few people" in page
