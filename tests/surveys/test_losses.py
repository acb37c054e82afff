"""What a form of another program says is kept, or told: nothing is lost in silence."""

import pytest

from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.questionnaires.formats import Loss, read_xlsform, write_xlsform
from tests.surveys import javarosa
from tests.surveys.files import asked, sheet

#: A survey sheet, a choices sheet, a settings sheet; what is told of them: (where, what, detail).
TOLD = [
    (
        "type|name|label|parameters\ntext|q|Q|rows=5",
        "",
        "",
        {("q", Loss.ATTRIBUTE_IGNORED, "rows")},
    ),
    (
        "type|name|label|calculation\ntext|q|Q|\ncalculate|c||pulldata('a', 'b')",
        "",
        "",
        {
            ("c", Loss.NOT_CALCULATED, ""),
            ("c", Loss.EXPRESSION_NOT_UNDERSTOOD, "pulldata('a', 'b')"),
        },
    ),
    (
        "type|name|label\nselect_one l|q|Q",
        "list_name|name|label|label::es\nl|a|A|Á\nl|dont_know|No idea|No sé",
        "",
        {("choices.l", Loss.REASON_WORDS, "No idea"), ("", Loss.OTHER_LANGUAGE, "es")},
    ),
    ("type|name|label|default\ntext|q|Q|x", "", "", {("q", Loss.ATTRIBUTE_IGNORED, "default")}),
    (
        "type|name|label|body::rows\ntext|q|Q|9",
        "",
        "",
        {("q", Loss.ATTRIBUTE_IGNORED, "body::rows")},
    ),
    ("type|name|label||\ntext|q|Q|x|y", "", "", {("q", Loss.ATTRIBUTE_IGNORED, "(4)")}),
    ("type|name|label|label\ntext|q|Q|R", "", "", {("q", Loss.ATTRIBUTE_IGNORED, "(4) label")}),
    (
        "type|name|label|calculation\ntext|q|Q|1 + 1",
        "",
        "",
        {("q", Loss.ATTRIBUTE_IGNORED, "calculation")},
    ),
    (
        "type|name|label|appearance\ntext|q|Q|w1 multiline",
        "",
        "",
        {("q", Loss.ATTRIBUTE_IGNORED, "appearance w1")},
    ),
    (
        "type|name|label|required\nnote|n|N|yes\ntext|q|Q|",
        "",
        "",
        {("n", Loss.ATTRIBUTE_IGNORED, "required")},
    ),
    ("type|name|label\ntext|q|Q", "", "", {("q", Loss.LENGTH_LIMITED, "500")}),
    ("type|name|label\ntext|q|Q\n|r|Nothing", "", "", {("r", Loss.UNKNOWN_TYPE, "")}),
    ("type|name|label|disabled\ntext|q|Q|\ntext|r|R|yes", "", "", {("r", Loss.SWITCHED_OFF, "")}),
    ("type|name|label\nbegin group|g|G\ntext|q|Q", "", "", {("g", Loss.GROUP_NOT_CLOSED, "")}),
    ("type|name|label\ntext|q|Q\nend group||", "", "", {("", Loss.GROUP_NOT_OPENED, "")}),
    (
        "type|name|label|hint\nbegin group|g|G|Look\ntext|q|Q|\nend group|||",
        "",
        "",
        {("g", Loss.ATTRIBUTE_IGNORED, "hint")},
    ),
    (
        "type|name|label|parameters\nselect_one l|q|Q|randomize=true, seed=3",
        "list_name|name|label\nl|a|A\nl|b|B",
        "",
        {("q", Loss.ATTRIBUTE_IGNORED, "seed")},
    ),
    (
        "type|name|label\nselect_one l|q|Q",
        "list_name|name|label|image\nl|a|A|a.png\nl|a|Again|\nl||Nobody|\nother|x|X|",
        "",
        {
            ("choices", Loss.ATTRIBUTE_IGNORED, "image"),
            ("choices.l", Loss.DOUBLED_OPTION, "a Again"),
            ("choices.l", Loss.NAMELESS_OPTION, "Nobody"),
            ("choices.other", Loss.LIST_UNUSED, ""),
        },
    ),
    (
        "type|name|label\ntext|q|Q",
        "",
        "form_title|form_id|version|style\nForm|form|3|pages",
        {
            ("settings", Loss.ATTRIBUTE_IGNORED, "version"),
            ("settings", Loss.ATTRIBUTE_IGNORED, "style"),
        },
    ),
    (
        "type|name|label\ntext|q|<b>Q</b> <a href='x'>there</a>",
        "",
        "",
        {("", Loss.MARKUP, "b"), ("q", Loss.MARKUP, "a, x")},
    ),
]


@pytest.mark.parametrize(("survey", "choices", "settings", "wanted"), TOLD)
def test_what_is_not_kept_is_told(survey, choices, settings, wanted):
    form = sheet(survey, choices, *([settings] if settings else []))
    losses = {(loss.where, loss.what, loss.detail) for loss in read_xlsform(form).losses}
    assert wanted <= losses


def test_a_sheet_that_is_not_read_is_told():
    form = sheet("type|name|label\ntext|q|Q", more={"entities": "list_name|label\ntrees|x"})
    losses = {(loss.what, loss.detail) for loss in read_xlsform(form).losses}
    assert (Loss.SHEET_IGNORED, "entities") in losses


#: A row of the survey sheet, and the question that it becomes.
KEPT = [
    ("range|q|Q|", {"min": 1, "max": 10, "checks": [". = int(.)"]}),
    ("range|q|Q|start=0 end=1 step=0.25", {"min": 0, "max": 1, "checks": ["(. - 0) mod 0.25 = 0"]}),
    ("range|q|Q|start=10 end=2 step=-2", {"min": 2, "max": 10, "checks": ["(. - 2) mod 2 = 0"]}),
    ("integer|q|Q|", {"checks": [". = int(.)"]}),
    ("select_one l or_other|q|Q|", {"options": ["a", "other"], "specify": ["other"]}),
    ("select_one m or_other|q|Q|", {"options": ["b", "other"], "specify": ["other"]}),
]


@pytest.mark.parametrize(("row", "wanted"), KEPT)
def test_what_our_kinds_do_not_say_is_kept_in_another_way(row, wanted):
    lists = "list_name|name|label\nl|a|A\nl|other|Something else\nm|b|B"
    document = read_xlsform(sheet(f"type|name|label|parameters\n{row}", lists)).document
    assert read_questionnaire(document)[1] == []
    [question] = asked(document)
    options = question.get("options", [])
    kept = {key: question[key] for key in ("min", "max") if key in question}
    kept |= (
        {"checks": [check["rule"] for check in question["checks"]]} if "checks" in question else {}
    )
    if options:
        kept["options"] = [option["code"] for option in options]
        kept["specify"] = [option["code"] for option in options if option.get("specify")]
    assert kept == wanted


def test_a_calculation_that_is_always_true_is_kept():
    form = sheet("type|name|label|calculation\ntext|q|Q|\ncalculate|c||true()")
    assert [q["code"] for q in asked(read_xlsform(form).document)] == ["q", "c"]


NAMES = [
    ("form_title\nÉgalité à l’école", "", "egalite-a-l-ecole"),
    ("form_title\nОпрос", "équipe 2024", "equipe-2024"),
    ("form_title\nОпрос", "", "questionnaire"),
    ("style\npages", "Enquête B", "enquete-b"),
    ("form_title|form_id\nA|B 7", "file", "b-7"),
]


@pytest.mark.parametrize(("settings", "file", "code"), NAMES)
def test_the_code_of_a_form_is_made_from_what_it_says(settings, file, code):
    form = sheet("type|name|label\ntext|q|Q", "", settings)
    assert read_xlsform(form, file).document["code"] == code


LANGUAGES = [
    ("label::fra|label::eng", {"fr": "Un", "en": "Deux"}, set()),
    ("label::default|label::English (en)", {"fr": "Un", "en": "Deux"}, set()),
    ("label::Deutsch (de)|label::es", {"fr": "Un", "en": "Un"}, {"deutsch (de)", "es"}),
    ("label::de|label::fr", {"fr": "Deux", "en": "Deux"}, {"de"}),
]


@pytest.mark.parametrize(("headings", "label", "others"), LANGUAGES)
def test_a_form_is_read_in_the_languages_that_it_has(headings, label, others):
    imported = read_xlsform(sheet(f"type|name|{headings}\ntext|q|Un|Deux"))
    assert asked(imported.document)[0]["label"] == label
    said = {loss.detail for loss in imported.losses if "language" in loss.what}
    assert said == others
    assert Loss.NO_LABEL not in {loss.what for loss in imported.losses}


#: Codes and words that ODK keeps for itself.
HARD = ["meta", "data", "instanceID".lower(), "or", "note"]
WORDS = ["Prix en ${ par an", "${a b}", "Avec ${meta} dedans", "${", "= 1 + 1", "a < b & c"]


def test_odk_takes_names_and_signs_that_it_keeps_for_itself():
    both = lambda words: {"fr": words, "en": words}  # noqa: E731
    questions = [{"code": code, "type": "text", "label": both(code)} for code in HARD]
    questions += [
        {"code": f"q{number}", "type": "text", "label": both(words), "relevant": "${meta} != ''"}
        for number, words in enumerate(WORDS)
    ]
    made = {
        "code": "hard",
        "title": both("Hard"),
        "sections": [{"code": "meta", "title": both("Page"), "questions": questions}],
    }
    data = write_xlsform(made)
    values = javarosa.filled(javarosa.xform_of(data), {"meta_": "x"})
    assert "q0" in values
    imported = read_xlsform(data)
    assert imported.losses == []
    assert imported.document["sections"][0]["code"] == "meta"
    again = [(q["code"], q["label"], q.get("relevant")) for q in asked(imported.document)]
    assert again == [(q["code"], q["label"], q.get("relevant")) for q in questions]


def test_a_month_is_asked_where_a_form_asks_one():
    form = sheet("type|name|label|appearance|required\ndate|q|Q|month-year|OUI")
    [question] = asked(read_xlsform(form).document)
    assert (question["type"], question["required"]) == ("month", True)


def test_headings_may_stand_under_a_title():
    survey = "Mon formulaire\n\ntype|name|label\ntext|q|Q"
    assert [q["code"] for q in asked(read_xlsform(sheet(survey)).document)] == ["q"]


def test_the_title_of_a_form_in_one_language_is_in_that_language():
    form = sheet("type|name|label::fr\ntext|q|Q", "", "form_title\nUn titre")
    losses = {(loss.where, loss.detail) for loss in read_xlsform(form).losses}
    assert ("title", "fr") not in losses


def test_a_filter_or_a_rule_too_long_to_read_is_told():
    rule = " or ".join(["region = 'x'"] * 600)
    lists = "list_name|name|label|region" + "".join(f"\nl|o{n}|O|r{n}" for n in range(150))
    form = sheet(f"type|name|label|choice_filter\nselect_one l|q|Q|{rule}", lists)
    assert Loss.EXPRESSION_NOT_UNDERSTOOD in {loss.what for loss in read_xlsform(form).losses}
