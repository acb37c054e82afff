"""Writing a questionnaire: every act of the builder, two people at once, hostile words."""

import copy
import datetime as dt
import io

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.surveys.questionnaires.engine import editing, read_as_far_as_possible, read_questionnaire
from app.surveys.questionnaires.engine.editing import Gone
from app.surveys.questionnaires.engine.kinds import ENTRIES
from app.surveys.questionnaires.forms.question import new_question, question_from
from app.surveys.questionnaires.forms.sections import dimensions_from, ending_of, section_from
from app.surveys.questionnaires.service import library, versions
from tests.people import seen_on
from tests.surveys.examples import example

HOSTILE = "\"'><script>alert(1)</script>{{7*7}}<svg/onload=alert(1)>"


def document(name="kinds"):
    return yaml.safe_load(example(name))


def question_codes(made):
    return [[q["code"] for q in section["questions"]] for section in made["sections"]]


def test_moving_crosses_the_edge_of_a_page():
    made = document("routes")
    assert question_codes(editing.moved_question(made, "age", -1))[0] == ["age", "agrees"]
    assert question_codes(editing.moved_question(made, "age", 1))[:2] == [
        ["agrees"],
        ["age", "job"],
    ]
    assert question_codes(editing.moved_question(made, "job", -1))[:2] == [
        ["agrees", "age", "job"],
        [],
    ]
    assert editing.moved_question(made, "agrees", -1) == made
    assert editing.moved_question(made, "comment", 1) == made
    assert [s["code"] for s in editing.moved_section(made, "last", -1)["sections"]][2:] == [
        "last",
        "unused",
    ]


def test_a_change_leaves_the_old_document_alone():
    made = document()
    before = copy.deepcopy(made)
    editing.without_question(editing.duplicated(made, "city"), "tram")
    assert made == before


def test_a_double_has_codes_of_its_own():
    made = editing.duplicated(document("matrix"), "a")
    first, second = made["sections"][0]["questions"]
    assert (first["code"], second["code"]) == ("a", "a4")
    assert read_questionnaire(made)[1] == []


def test_what_is_gone_is_said():
    made = document()
    for act in (
        lambda: editing.without_question(made, "zz"),
        lambda: editing.without_section(made, "zz"),
        lambda: editing.moved_question(made, "zz", 1),
        lambda: editing.duplicated(made, "zz"),
        lambda: editing.with_question(made, "zz", {}),
        lambda: editing.replaced_section(made, "zz", {}),
    ):
        with pytest.raises(Gone):
            act()


@pytest.mark.parametrize(
    ("words", "taken", "code"),
    [
        ("Which one?", set(), "which_one"),
        ("Médiathèque du centre-ville et alentours", set(), "mediatheque_du_centre_ville"),
        ("Which one?", {"which_one"}, "which_one_1"),
        ("???", {"q1"}, "q2"),
        ("2024", set(), "q2024"),
    ],
)
def test_codes_are_made_from_words(words, taken, code):
    assert editing.code_from(words, taken, "q1") == code


def sent_for(question):
    """What the form of a question sends when nothing is changed."""
    label = question.get("label") or {}
    form = MultiDict(
        {
            "type": question["type"],
            "code": question["code"],
            "label-fr": label.get("fr", ""),
            "label-en": label.get("en", ""),
        }
    )
    hint = question.get("hint") or {}
    form.setlist("hint-fr", [hint.get("fr", "")])
    form.setlist("hint-en", [hint.get("en", "")])
    form.setlist("missing", question.get("missing", []))
    for name, key in (("option", "options"), ("item", "items")):
        rows = question.get(key) or []
        form.setlist(f"{name}-code", [row["code"] for row in rows])
        for language in ("fr", "en"):
            form.setlist(f"{name}-{language}", [row["label"][language] for row in rows])
        form.setlist(f"{name}-place", [str(n) for n, _ in enumerate(rows, start=1)])
        for mark in ("exclusive", "specify"):
            form.setlist(f"{name}-{mark}", [str(n) for n, row in enumerate(rows) if row.get(mark)])
    for key in (
        "min",
        "max",
        "max_length",
        "min_choices",
        "max_choices",
        "scale",
        "profile",
        "calculation",
    ):
        form[key] = str(question.get(key, ""))
    for key in ("required", "random"):
        if question.get(key):
            form[key] = "on"
    if question.get("relevant"):
        form["condition"], form["relevant"] = "custom", question["relevant"]
    for check in question.get("checks", []):
        form.add("check-rule", check["rule"])
        form.add("check-fr", check["message"]["fr"])
        form.add("check-en", check["message"]["en"])
    form.setlist(
        "check-soft", [str(n) for n, c in enumerate(question.get("checks", [])) if c.get("soft")]
    )
    return form


@pytest.mark.parametrize("name", ["kinds", "checks", "matrix", "every-kind", "repeats"])
def test_saving_an_unchanged_form_changes_nothing(name):
    for section in document(name)["sections"]:
        for question in section["questions"]:
            if isinstance(question.get("required"), str):
                continue  # a rule: only the native file says it
            assert question_from(sent_for(question), question, set()) == question


def test_options_follow_their_places_and_emptied_ones_go():
    question = document()["sections"][0]["questions"][1]
    form = sent_for(question)
    form.setlist("option-place", ["3", "1", "2"])
    form.setlist("option-fr", ["Clermont-Ferrand", "", "Autre"])
    form.setlist("option-en", ["Clermont-Ferrand", "", "Other"])
    found = question_from(form, question, set())
    assert [(o["code"], o.get("specify", False)) for o in found["options"]] == [
        ("other", True),
        ("clermont", False),
    ]


@pytest.mark.parametrize("kind", list(ENTRIES))
def test_a_new_question_of_each_kind_is_read_with_its_problems(kind):
    made = editing.new_document("t", {"fr": "T", "en": "T"})
    made["scales"] = {"agreement": library.library_scales()["agreement"][1]}
    made = editing.with_question(made, "s1", new_question(kind))
    questionnaire, problems = read_as_far_as_possible(made)
    assert questionnaire is not None
    assert problems


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "type",
                "label-fr",
                "label-en",
                "code",
                "min",
                "max",
                "max_length",
                "relevant",
                "condition",
                "option-code",
                "option-fr",
                "option-en",
                "option-place",
                "check-rule",
                "scale",
                "missing",
            ]
        ),
        st.text(max_size=30),
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None)
def test_whatever_a_form_sends_gives_a_document_that_reads(values):
    question = question_from(MultiDict(values), {"type": "single", "code": "a"}, set())
    made = editing.new_document("t", {"fr": "T", "en": "T"})
    made["sections"][0]["questions"] = [question]
    questionnaire, _ = read_as_far_as_possible(made)
    assert questionnaire is not None


def test_sections_end_early_and_keep_their_other_routes():
    section = {"routes": [{"if": "${a} = 'x'", "to": "other"}, {"if": "${a} = 'y'", "to": "end"}]}
    assert ending_of(section) == "${a} = 'y'"
    form = MultiDict({"title-fr": "T", "title-en": "T", "ending": "${a} = 'z'"})
    found = section_from(form, section)
    assert found["routes"] == [section["routes"][0], {"if": "${a} = 'z'", "to": "end"}]


def test_dimensions_from_their_form():
    form = MultiDict(
        [
            ("dimension-code", ""),
            ("label-0-fr", "Ouverture"),
            ("label-0-en", "Openness"),
            ("high-0-fr", "Plus"),
            ("high-0-en", "More"),
            ("least-0", "2"),
            ("items-0", "a1"),
            ("items-0", "a3"),
            ("reversed-0", "a3"),
            ("dimension-code", ""),
        ]
    )
    made = dimensions_from(form, document("matrix"))
    assert [d["code"] for d in made["dimensions"]] == ["openness"]
    assert read_questionnaire(made)[1] == []


@pytest.fixture
def mission(as_role):
    return as_role("mission")


@pytest.fixture
def address(mission):
    """A questionnaire being written, with one question."""
    edit = mission.post(
        "/surveys/questionnaires/new", {"title_fr": "Essai", "title_en": "Trial"}
    ).location
    mission.post(f"{edit}/sections/s1/questions", {"kind": "single"})
    return edit


def write(client, address, code="q1", status=303, **more):
    seen = client.seen(f"{address}/questions/{code}")
    words = {
        "label-fr": "Laquelle ?",
        "label-en": "Which one?",
        "type": "single",
        "code": code,
        "seen": seen,
        "option-code": ["", ""],
        "option-fr": ["Une", "Deux"],
        "option-en": ["One", "Two"],
        "option-place": ["1", "2"],
    } | more
    return client.post(f"{address}/questions/{code}", words, status)


def test_two_questionnaires_of_one_title_have_two_codes(mission, address):
    second = mission.post(
        "/surveys/questionnaires/new", {"title_fr": "Essai", "title_en": "Trial"}
    ).location
    assert (address, second) == (
        "/surveys/questionnaires/trial/edit",
        "/surveys/questionnaires/trial-2/edit",
    )


@pytest.mark.slow
def test_a_question_is_written_tried_and_published(mission, address):
    publish = address.replace("/edit", "/publish")
    assert "Non publié" in mission.post(publish, status=422).get_data(as_text=True)
    write(mission, address)
    mission.get(address)
    pages = ("/preview", "/preview?go=next&page=1&q1=one", "/preview?go=here&q1=one")
    for page in (*pages, "/trial", "/library", "/dimensions"):
        mission.get(address + page)  # with an answer given, Enter still goes on
    assert mission.post(publish).location == "/surveys/questionnaires/trial"
    mission.get(address, 404)
    version = versions.latest_version("trial")
    [question] = versions.questionnaire_of(version).questions
    assert [option.code for option in question.options] == ["one", "two"]
    assert yaml.safe_load(version.source)["code"] == "trial"
    mission.post("/surveys/questionnaires/trial/write")
    write(mission, address, **{"label-en": "Which?"})
    mission.post(publish)
    page = mission.get("/surveys/questionnaires/trial/differences").get_data(as_text=True)
    assert "Which one?" in page
    assert "Which?" in page
    assert mission.get("/surveys/questionnaires/trial/2.yaml").data.startswith(b"code: trial")
    mission.get("/surveys/questionnaires/trial/3.yaml", 404)
    mission.get("/surveys/questionnaires/trial/2.exe", 404)


@pytest.mark.slow
def test_two_people_on_one_question_see_both(mission, as_role, address):
    other = as_role("mission")
    seen = mission.seen(f"{address}/questions/q1")
    write(other, address, **{"label-fr": "La leur"})
    mine = {
        "label-fr": "La mienne",
        "label-en": "Mine",
        "type": "single",
        "code": "q1",
        "seen": seen,
    }
    page = mission.post(f"{address}/questions/q1", mine, 409).get_data(as_text=True)
    assert "La mienne" in page
    assert "La leur" in page
    seen = seen_on(page)
    mission.post(f"{address}/questions/q1", mine | {"seen": seen})
    db.session.rollback()
    assert (
        versions.working_copy("trial").document["sections"][0]["questions"][0]["label"]["en"]
        == "Mine"
    )


def test_a_condition_is_checked_as_it_is_typed(mission, address):
    write(mission, address)
    mission.post(f"{address}/sections/s1/questions", {"kind": "yes_no"})
    words = {
        "label-fr": "L",
        "label-en": "L",
        "type": "yes_no",
        "code": "q2",
        "condition": "custom",
    }
    path = f"{address}/questions/q2/check"
    part = {"headers": {"HX-Request": "true"}}
    wrong = mission.post(path, words | {"relevant": "${q1} = 'three'"}, 200, **part)
    assert "modalité" in wrong.get_data(as_text=True)
    right = mission.post(path, words | {"relevant": "${q1} = 'one'"}, 200, **part)
    assert "compris" in right.get_data(as_text=True)


@pytest.mark.slow
def test_the_acts_of_the_outline(mission, address):
    write(mission, address)
    for act, data in (("duplicate", {}), ("move", {"to": "down"}), ("move", {"to": "sideways"})):
        mission.post(f"{address}/questions/q1/{act}", data)
    page = mission.post(f"{address}/sections").location
    mission.get(page)
    section = page.rsplit("/", 1)[1]
    seen = mission.seen(page)
    mission.post(
        page, {"seen": seen, "title-fr": "Suite", "title-en": "Next", "condition": "${q1} = 'one'"}
    )
    mission.post(page, {"seen": seen, "title-fr": "Autre", "title-en": "Other"}, 409)
    mission.post(f"{address}/sections/{section}/move", {"to": "up"})
    mission.post(
        f"{address}/library", {"section": section, "shelf": "library-1", "question": "sex"}
    )
    mission.post(
        f"{address}/library", {"section": section, "shelf": "none", "question": "sex"}, 404
    )
    mission.post(f"{address}/sections/{section}/questions", {"kind": "bomb"}, 400)
    texts = {"title-fr": "Nouveau", "title-en": "New", "introduction-fr": "", "introduction-en": ""}
    seen = {"seen": mission.seen(f"{address}/texts")}
    mission.post(f"{address}/texts", texts | seen)
    other = mission.post(f"{address}/texts", texts | seen | {"title-en": "Newer"}, 409)
    assert "Newer" in other.get_data(as_text=True)  # what was typed is kept
    mission.post(f"{address}/dimensions", {"seen": "of another time"}, 409)
    db.session.rollback()
    made = versions.working_copy("trial").document
    assert made["title"]["en"] == "New"
    assert question_codes(made) == [["sex"], ["q2", "q1"]]
    mission.post(f"{address}/questions/q2/remove")
    mission.post(f"{address}/sections/{section}/remove")
    mission.post(f"{address}/questions/q2/remove", status=404)
    mission.post(address.replace("/edit", "/discard"))
    mission.get(address, 404)


def test_hostile_words_are_words(mission, address):
    write(
        mission, address, **{"label-fr": HOSTILE, "label-en": HOSTILE, "option-fr": [HOSTILE, "b"]}
    )
    for page in ("", "/questions/q1", "/preview", "/trial"):
        text = mission.get(address + page).get_data(as_text=True)
        assert "<script>alert" not in text
        assert "<svg/onload" not in text
        assert "49" not in text.split("</h1>")[1].split("alert(1)")[0][-40:]


@pytest.mark.slow
def test_the_builder_is_for_the_mission(as_role, mission, address):
    for role in ("manager", "hr", "reader", "administrator"):
        client = as_role(role)
        client.get(address, 403)
        client.post(f"{address}/questions/q1/remove", status=403)
        client.post(address.replace("/edit", "/publish"), status=403)


LIMESURVEY = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>359</DBVersion>
<languages><language>fr</language></languages>
<groups><rows><row><gid>1</gid><sid>9</sid><group_name>Page</group_name><group_order>1</group_order>
<language>fr</language></row></rows></groups>
<questions><rows><row><qid>2</qid><parent_qid>0</parent_qid><sid>9</sid><gid>1</gid><type>Y</type>
<title>Q1</title><question>&lt;b&gt;Vraiment&lt;/b&gt; ?&lt;script&gt;alert(1)&lt;/script&gt;</question>
<other>N</other><mandatory>N</mandatory><question_order>1</question_order><language>fr</language>
</row></rows></questions>
<surveys><rows><row><sid>9</sid><language>fr</language></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_survey_id>9</surveyls_survey_id>
<surveyls_language>fr</surveyls_language><surveyls_title>Ancienne</surveyls_title></row></rows>
</surveys_languagesettings></document>"""


def test_a_file_of_another_program_becomes_a_working_copy(mission):
    def send(content, status=303):
        sent = {"file": (io.BytesIO(content), "fichier")}
        return mission.post("/surveys/questionnaires/import", sent, status)

    address = send(LIMESURVEY.encode()).location
    page = mission.get(address).get_data(as_text=True)
    assert "Vraiment" in page
    assert "alert(1)" not in page
    assert "traduit" in page  # the English was not in the file: it is said
    assert "en cours" in send(LIMESURVEY.encode(), 422).get_data(as_text=True)
    entity = LIMESURVEY.replace("<document>", '<!DOCTYPE d [<!ENTITY e "x">]><document>')
    assert "entités" in send(entity.encode(), 422).get_data(as_text=True)
    assert "LimeSurvey" in send(b"<html></html>", 422).get_data(as_text=True)
    assert "survey" in send(b"PK\x03\x04 not a workbook", 422).get_data(as_text=True)


@pytest.mark.slow
def test_a_published_version_leaves_in_each_format(mission, as_role):
    version, _ = versions.import_questionnaire(example("every-kind"), dt.date(2024, 6, 3))
    db.session.commit()
    path = f"/surveys/questionnaires/{version.code}/{version.number}"
    for extension, start in (("yaml", b"code"), ("xlsx", b"PK"), ("xml", b"<?xml")):
        assert mission.get(f"{path}.{extension}").data.startswith(start)
        as_role("manager").get(f"{path}.{extension}", 403)
    workbook = mission.get(f"{path}.xlsx").data
    mission.post("/surveys/questionnaires/import", {"file": (io.BytesIO(workbook), "q.xlsx")})
    copy = versions.working_copy("every-kind")
    before, after = (
        read_questionnaire(d)[0] for d in (yaml.safe_load(version.source), copy.document)
    )
    assert [q.code for q in before.questions] == [q.code for q in after.questions]


@pytest.mark.slow
def test_questionnaires_go_in_and_out_by_command(app, tmp_path):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["survey", *arguments])

    old = tmp_path / "old.lss"
    old.write_text(LIMESURVEY)
    done = run("import", str(old))
    assert done.exit_code == 0, done.output
    code = versions.latest_versions()[0].code
    assert code in run("list").output
    assert run("export", code).output.startswith("code: ")
    for form, start in (("xlsx", b"PK"), ("ddi", b"<?xml")):
        target = tmp_path / form
        assert run("export", code, "--format", form, "--output", str(target)).exit_code == 0
        assert target.read_bytes().startswith(start)
    assert run("import", str(tmp_path / "xlsx")).exit_code == 0
    for failing in (
        ["export", "nothing"],
        ["import", str(tmp_path / "nowhere")],
        ["export", code, "--output", str(tmp_path / "no" / "way")],
    ):
        failed = run(*failing)
        assert failed.exit_code == 1
        assert failed.output.startswith("Error: ")
