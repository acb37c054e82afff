"""What comparisons will probably show, told before anybody answers."""

import pytest

from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core.forecast import forecast
from tests.surveys import factories

LIMITS = Thresholds()
SEX, AREA, BOTH = ("sex",), ("area",), ("sex", "area")


def people(**sizes):
    """387 people or so, by sex and area."""
    return [
        ((sex, area), round(count * share))
        for sex, share in (("woman", 0.42), ("man", 0.58))
        for area, count in sizes.items()
    ]


def foreseen(crosses, rate=0.58, population=None):
    population = people(a=97, b=135, c=77, d=58, e=20) if population is None else population
    return forecast(["sex", "area"], population, crosses, rate, LIMITS)


def test_two_large_groups_are_shown_step_by_step():
    [sex] = foreseen([SEX])
    assert (sex.groups, sex.shown, sex.lines, sex.others) == (2, 2, 5, None)
    assert sex.figures == 1


def test_small_areas_are_shown_by_classes_and_the_least_one_may_not_be():
    _, area = foreseen([SEX, AREA])
    assert (area.groups, area.lines) == (5, 2)
    assert area.shown >= 4
    assert 0.6 < area.figures <= 1


def test_a_further_comparison_costs_those_before_it():
    before = foreseen([SEX, AREA], rate=0.3)[1]
    *_, both = foreseen([SEX, AREA, BOTH], rate=0.3)
    assert both.others <= (1 + before.figures) / 2
    assert both.figures < before.figures


def test_forty_classes_are_too_many():
    population = [(("woman", f"c{n}"), 10) for n in range(40)]
    _, area = foreseen([SEX, AREA], population=population)
    assert (area.groups, area.shown) == (40, 0)
    assert area.figures == 0


@pytest.mark.parametrize("population", [[], [(("", "a"), 50)]])
def test_nobody_to_compare_shows_nothing(population):
    [sex] = foreseen([SEX], population=population)
    assert (sex.groups, sex.shown, sex.figures) == (0, 0, 0.0)


def test_the_mission_reads_the_forecast_before_opening(as_role, settings):
    people = factories.make_managers(40)
    campaign = factories.make_campaign(settings, people, opened=False, crosses=["sex"])
    mission = as_role("mission")
    page = mission.get(f"/surveys/{campaign.id}/forecast?rate=80").get_data(as_text=True)
    assert "Selon le sexe" in page
    assert "Ce qui sera probablement affiché" in page
    for typed in ("", "0", "101", "²", "fifty"):
        page = mission.get(f"/surveys/{campaign.id}/forecast?rate={typed}").get_data(as_text=True)
        assert "Saisissez un nombre entier de 1 à 100." in page
    as_role("manager").get(f"/surveys/{campaign.id}/forecast", 403)


def test_an_open_campaign_has_no_forecast(as_role, settings, people):
    campaign = factories.make_campaign(settings, people)
    as_role("mission").get(f"/surveys/{campaign.id}/forecast", 404)


@pytest.mark.parametrize(("count", "compared"), [(24, True), (14, False)])
def test_who_answers_reads_what_will_be_compared(client, settings, count, compared):
    """Nothing, where too few people of each class are invited."""
    people = factories.make_managers(count)
    campaign = factories.make_campaign(settings, people, crosses=["sex"])
    link = factories.link(settings, factories.invitations(campaign)[0])
    page = client.get(client.get(link, 302).location).get_data(as_text=True)
    assert ("comparés selon ces réponses" in page) is compared
    assert ("toutes les personnes ensemble" in page) is not compared
