"""Writing a report: its chapters, its choices, what it says of its periods."""

import datetime as dt
import re

import pytest

from app.extensions import db
from app.indicators import service as indicators
from app.reports import making
from app.reports.core.chapters import CHAPTERS, Chapter
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.presenting import drafting
from app.reports.service import choosing, texts
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.service import figures as roadmaps
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.removals import remove
from app.roadmaps.service.updates import actions_of
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.service import answering
from app.surveys.results.service import publishing
from app.text import LANGUAGES, Text
from tests.people import make_person
from tests.reports.conftest import import_agents
from tests.reports.factories import brought_to, drafted, frozen
from tests.roadmaps.factories import make_action, make_roadmap
from tests.surveys import factories

PAY = "/report/2023/budget/pay"


def body(answer):
    return answer.get_data(as_text=True)


def typed(fr, en, base="0", **more):
    return {"text-fr": fr, "text-en": en, "base": base, **more}


def test_no_figures_no_report(as_role):
    client = as_role("hr")
    client.get("/report/")
    for path in ("/report/2023", "/report/2023/budget", PAY, "/report/2023/budget/preview"):
        client.get(path, 404)
    client.post("/report/2023/budget/freeze", status=404)


def test_addresses_that_are_none(as_role, imported):
    client = as_role("hr")
    assert client.get("/report/2023", 302).location == "/report/2023/budget"
    for path in ("/report/2023/poem", "/report/2023/budget/poem", "/report/1999/budget/pay"):
        client.get(path, 404)
    # a chapter of the other layout
    client.get("/report/2023/comparative/territory", 404)


def test_every_chapter_opens_and_says_what_it_is_of(as_role, imported):
    client = as_role("hr").speak("en")
    for layout, laid in LAYOUTS.items():
        for chapter in laid.chapters:
            page = body(client.get(f"/report/2023/{layout}/{chapter}"))
            assert CHAPTERS[chapter].title.en.replace("’", "’") in page
    assert "Situation on 31 December 2023" in body(client.get(PAY))
    assert "No survey of the year" in body(client.get("/report/2023/budget/survey"))
    assert "still to be written" in body(client.get("/report/2023/budget/orientations"))


def test_a_text_is_written_in_both_languages(as_role, imported):
    client = as_role("hr").speak("en")
    client.post(PAY, typed("Texte", "Words"))
    row = texts.texts(2023)[Chapter.PAY]
    assert row.text == Text("Texte", "Words")
    assert "{pay-years:2023:mean_women}" in row.figures["fr"]
    assert (Chapter.PAY, "fr") not in texts.missing_texts(2023)
    client.get("/report/2023/budget/method")
    client.post("/report/2023/budget/method", typed("x", "y"), 404)


def test_two_people_lose_nothing(as_role, imported):
    client = as_role("hr")
    client.post(PAY, typed("leur texte", ""))
    both = body(client.post(PAY, typed("mon texte", ""), 409))
    assert "leur texte" in both
    assert "mon texte" in both
    assert re.search(r'name="base"\s+value="1"', both)
    client.post("/report/2023/budget/staff", typed("un autre chapitre", ""))
    client.post(PAY, typed("mon texte", "", "1"))
    assert texts.texts(2023)[Chapter.PAY].text.fr == "mon texte"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 100_000, "too long"),
        ("<script>alert(1)</script>", "HTML tags"),
        ("[le fichier](file:///etc/passwd)", "https address"),
        ("[ici](http://10.0.0.1/x)", "https address"),
        ("{pay-series:2023:nothing}", "No figure has this reference"),
    ],
)
def test_a_text_that_cannot_be_printed_is_kept_in_the_form(as_role, imported, text, said):
    page = body(as_role("hr").speak("en").post(PAY, typed("bon", text), 422))
    assert said in page
    assert text[:40].replace("<", "&lt;").replace(">", "&gt;") in page
    assert texts.texts(2023) == {}


def test_a_sentence_is_kept_or_left_out(as_role, imported):
    client = as_role("hr").speak("en")
    page = body(client.get(PAY))
    code = re.search(r'value="keep:([^"]+)"', page)[1]
    page = body(client.post(PAY, typed("Début.", "Start.", go=f"keep:{code}"), 200))
    assert re.search(r"Start\. .*\{" + re.escape(code), page)
    assert texts.texts(2023) == {}  # nothing is saved yet
    page = body(client.post(PAY, typed("Début.", "Start.", go=f"leave:{code}"), 200))
    assert re.search(f'name="left_out"\\s+value="{code}"', page)
    assert f'value="keep:{code}"' not in page
    client.post(PAY, typed("Début.", "Start.", left_out=code))
    assert f'value="keep:{code}"' not in body(client.get(PAY))


def test_the_preview_is_of_what_is_typed(as_role, imported):
    client = as_role("hr").speak("en")
    text = typed("Un", "We pay {pay-series:2023:mean_women}.", go="preview")
    page = body(client.post(PAY, text, 200))
    assert re.search(r"We pay €[\d,]+\.", page)
    assert "Not saved yet" in page


def test_a_corrected_import_changes_quotes_and_points_at_typed_numbers(as_role, imported, now):
    client = as_role("hr").speak("en")
    staff = "/report/2023/budget/staff"
    client.post(staff, typed("60 agents, {staff-series:2023:total}", "60 agents"))
    assert "Numbers to check" not in body(client.get(staff))
    import_agents(90, 2023, now + dt.timedelta(days=1))
    page = body(client.get(staff))
    assert "60: it is 90 now" in page
    assert "1 number to check" in body(client.get("/report/2023/budget"))
    assert "60 agents, 90" in drafted(2023, "fr")


def shown_digest(client):
    return re.search(r'name="digest"\s+value="(\w+)"', body(client.get(PAY)))[1]


def test_the_essential_is_read_beside_the_figures_of_every_chapter(as_role, imported, now):
    client = as_role("hr").speak("en")
    essential = "/report/2023/budget/key_figures"
    client.post(essential, typed("60 agents.", "60 agents.", go="validate"))
    assert texts.checks(2023)[Chapter.ESSENTIAL].valid
    import_agents(90, 2023, now + dt.timedelta(days=1))
    assert "60: it is 90 now" in body(client.get(essential))
    assert "Changed since" in body(client.get("/report/2023/budget"))


def test_figures_that_change_under_a_text_are_told_before_it_is_saved(as_role, imported, now):
    client = as_role("hr").speak("en")
    digest = shown_digest(client)
    import_agents(90, 2023, now + dt.timedelta(days=1))
    page = body(client.post(PAY, typed("Mes mots", "My words", digest=digest), 409))
    assert "figures changed since you opened" in page
    assert "My words" in page
    assert texts.texts(2023) == {}


def test_signs_that_turn_words_are_left_out(as_role, imported):
    as_role("hr").post(PAY, typed("a\u202eb", "c\u2066d"))
    assert texts.texts(2023)[Chapter.PAY].text == Text("ab", "cd")


def test_a_chapter_is_validated_until_something_changes(as_role, imported, now):
    client = as_role("hr").speak("en")
    digest = shown_digest(client)
    client.post(PAY, typed("Texte", "", go="validate", digest=digest))
    assert "one language alone" in body(client.get(PAY))
    client.post(PAY, typed("Texte", "Text", "1", go="validate", digest="f" * 32), 409)
    client.post(PAY, typed("Texte", "Text", "1", go="validate", digest=digest))
    [check] = texts.checks(2023).values()
    assert check.valid
    assert texts.texts(2023)[Chapter.PAY].text.en == "Text"  # what was typed is what is validated
    assert "Changed since" not in body(client.get("/report/2023/budget"))
    import_agents(90, 2023, now + dt.timedelta(days=1))
    assert "Changed since" in body(client.get("/report/2023/budget"))
    client.post(f"{PAY}/check", {"valid": "no"})
    assert not texts.checks(2023)[Chapter.PAY].valid


def test_texts_are_locked_while_a_version_is_approved(as_role, imported):
    from app.reports.core.approval import Step

    version = brought_to(frozen(), Step.HR)
    client = as_role("hr").speak("en")
    assert "is being approved" in body(client.get(PAY))
    page = body(client.post(PAY, typed("trop tard", "too late"), 409))
    assert "too late" in page
    assert texts.texts(2023) == {}
    client.post(f"{PAY}/tables", {"revision": "0"})
    client.post(f"{PAY}/check", {"valid": "no"})
    choices = {"years": "4", "survey": "", "monitorings": [], "plan": "", "revision": "0"}
    client.post("/report/2023/budget/choices", choices)
    assert choosing.revision_of(2023, Layout.BUDGET) == 0
    assert texts.checks(2023) == {}
    version.step = Step.DRAFT
    db.session.commit()
    client.post(PAY, typed("à temps", "in time"))
    assert texts.texts(2023)[Chapter.PAY].text.en == "in time"


def test_readers_read_and_do_not_write(as_role, imported):
    client = as_role("reader").speak("en")
    assert "not published yet" in body(client.get("/report/2023/budget"))
    for path in (PAY, "/report/2023/budget/choices", "/report/2023/budget/preview"):
        client.get(path, 403)
    client.post("/report/2023/budget/freeze", status=403)
    as_role("manager").get("/report/2023/budget", 403)


def test_a_national_figure_stands_under_the_table_that_compares(as_role, imported):
    """With its source; of the years up to the one reported alone."""
    client = as_role("mission").speak("en")
    for year, share in (("2021", "60"), ("2024", "61")):
        line = {"year": year, "figure": "WOMEN", "share": share, "source": "RSU"}
        client.post(f"/typed-figures/national/{year}", line | {"dated": f"{year}-12-31"})
    html = drafted(2023, "en")
    assert "In the territorial civil service, share of women: 60.0% (RSU, 2021)." in html
    assert "61.0%" not in html


def test_the_mark_is_that_of_all_the_figures(as_role, imported):
    """One for both languages and layouts; another with any other figure that is printed."""

    def mark(layout, language):
        return making.draft(2023, layout, language).method.inputs

    [before] = {mark(layout, language) for layout in Layout for language in LANGUAGES}
    line = {"year": "2021", "figure": "WOMEN", "share": "60", "source": "RSU"}
    as_role("mission").post("/typed-figures/national/2021", line | {"dated": "2021-12-31"})
    assert mark(Layout.BUDGET, "fr") != before


def test_tables_are_chosen_and_ordered(as_role, imported):
    client = as_role("hr")
    page = body(client.get(PAY))
    codes = re.findall(r'name="table" value="([^"]+)"', page)
    chosen = [codes[2], codes[0]]
    places = {f"place-{code}": str(place) for place, code in enumerate(chosen, start=1)}
    client.post(f"{PAY}/tables", {"table": chosen, "revision": "0", **places})
    [shown] = [c for c in making.draft(2023, Layout.BUDGET, "fr").chapters if c.code == "pay"]
    assert [block.table.code for block in shown.blocks] == chosen
    # an older page changes nothing
    client.post(f"{PAY}/tables", {"table": codes, "revision": "0"})
    assert choosing.revision_of(2023, Layout.BUDGET) == 1
    assert choosing.choices_of(2023, Layout.COMPARATIVE).without == ()


def going_in_2023():
    roadmap = make_roadmap(make_person("ambassador"))
    roadmap.programme.starts_on = dt.date(2023, 1, 1)
    roadmap.programme.ends_on = dt.date(2025, 1, 1)
    db.session.commit()
    return roadmap


def test_each_chapter_takes_its_own_period(as_role, imported, now):
    """Nothing of what happened after the year is in its report."""
    roadmap = going_in_2023()
    action = actions_of(roadmap.id)[1]
    action.status = ActionStatus.DONE
    changed = {"status": (ActionStatus.PLANNED, ActionStatus.DONE)}
    record_changes(action, changed, Author(None), dt.datetime(2024, 5, 2, 9, tzinfo=dt.UTC))
    db.session.commit()
    [then] = roadmaps.figures_on(dt.date(2023, 12, 31))
    [later] = roadmaps.figures_on(dt.date(2024, 5, 2))
    assert (then.progress.cell("total", "done"), later.progress.cell("total", "done")) == (0, 1)
    assert roadmaps.figures_on(dt.date(2022, 12, 31)) == []
    # taken out since: it was there then
    remove(action, Author(None), dt.datetime(2024, 6, 3, 9, tzinfo=dt.UTC))
    db.session.commit()
    assert roadmaps.figures_on(dt.date(2023, 12, 31)) == [then]
    assert roadmaps.figures_on(dt.date(2024, 5, 2)) == [later]
    [now_] = roadmaps.figures_on(dt.date(2024, 6, 3))
    assert now_.progress.cell("total", "actions") == then.progress.cell("total", "actions") - 1


def test_the_november_report_that_was_chosen_is_taken_and_named(as_role, imported, now):
    roadmap = going_in_2023()
    mission = as_role("mission").speak("en")
    november = f"/roadmaps/programmes/{roadmap.programme_id}/november"
    report = mission.post(november, {"as_of": "2023-11-30"}).location
    for day in ("2999-11-30", "1999-11-30", ""):
        mission.post(november, {"as_of": day}, 422)
    assert roadmaps.frozen_monitorings(2023) == []
    mission.post(report, {"as_of": "2023-11-30", "revision": "0", "go": "freeze"})
    [frozen_report] = roadmaps.frozen_monitorings(2023)
    make_action(actions_of(roadmap.id)[0].placements[0].objective)
    db.session.commit()
    choices = {"years": "3", "survey": "", "monitorings": [frozen_report.id], "plan": ""}
    choices |= {"revision": "0"}
    mission.post("/report/2023/budget/choices", choices)
    assert "November report 2023, version 1: situation on 30 November 2023" in drafted(2023, "en")
    [own] = [c for c in making.draft(2023, Layout.BUDGET, "en").chapters if c.code == "roadmaps"]
    assert own.blocks[0].table.cell("total", "actions") == 2
    mission.post("/report/2023/budget/choices", choices, 409)
    mission.post("/report/2023/budget/choices", choices | {"survey": "x", "revision": "1"}, 422)
    as_role("reader").post(november, {"as_of": "2023-11-30"}, 403)
    assert roadmaps.frozen_monitorings() == [frozen_report]


@pytest.mark.slow
def test_a_survey_is_in_the_report_that_chose_it(imported, settings, now):
    campaign = factories.make_campaign(settings, factories.make_managers(24))
    for place, invitation in enumerate(factories.invitations(campaign)[:20]):
        given = {"one": "ab"[place // 2 % 2], "sex": invitation.person.sex}
        assert answering.submit_answers(invitation, given, factories.OPENED)
    factories.close_and_mix(campaign, now)
    publishing.publish_results(campaign, now.date())
    db.session.commit()
    from app.reports.core.choices import Choices
    from app.reports.service.figures import figures, usual_survey

    assert usual_survey(campaign.closes_on.year + 1) == ""
    assert usual_survey(campaign.closes_on.year) == campaign.code
    own = figures(2023, Choices(survey=campaign.code), Thresholds(), Thresholds())
    assert own.survey.participation.cell("total", "answered") == 20
    assert own.survey.measures
    assert figures(2023, Choices(survey="gone"), Thresholds(), Thresholds()).survey is None
    assert figures(2023, Choices(), Thresholds(), Thresholds()).survey is None


def test_figures_are_those_of_the_page(as_role, imported):
    """The same words for the same cells, on the page of indicators and in the document."""
    client = as_role("hr").speak("fr")
    page = body(client.get("/indicators/2023/staff"))
    html = drafted(2023, "fr")

    def cells(text, title):
        start = text.index(f"{title}</")
        part = text[start : text.index("</table>", start)]
        return [
            re.sub("<[^>]+>", "", own) for own in re.findall(r"<td[^>]*>(.*?)</td>", part, re.S)
        ]

    for title in ("Effectifs par catégorie", "Effectifs par âge"):
        assert cells(page, title)[1:] == cells(html, title) or cells(page, title) == cells(
            html, title
        )
        assert len(cells(html, title)) > 10


def test_the_state_of_chapters_is_told_without_a_query_each(as_role, imported):
    states = list(
        drafting.outline(
            making.figures_for(2023, choosing.choices_of(2023, Layout.BUDGET)),
            making.sources_of(2023, Layout.BUDGET, choosing.choices_of(2023, Layout.BUDGET)),
            {},
            {},
        )
    )
    assert [own.code for own in states] == [*LAYOUTS[Layout.BUDGET].chapters]
    assert indicators.years() == [2023]
    assert next(own for own in states if own.code is Chapter.SURVEY).lacking
