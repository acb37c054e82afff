"""Questionnaires in and out: XLSForm and LimeSurvey."""

import random

import pytest
from pyxform.xls2xform import convert

from app.surveys.questionnaires.engine import follow, read_questionnaire
from app.surveys.questionnaires.engine.differences import Change, differences
from app.surveys.questionnaires.engine.walk import walk
from app.surveys.questionnaires.formats import Loss, read_limesurvey, read_xlsform
from app.surveys.questionnaires.formats.html_to_text import plain
from tests.surveys.examples import FOLDER
from tests.surveys.files import FOREIGN, LISTS, OURS, TYPES, asked, lss, ours, sheet, table


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_questionnaires_come_back_from_xlsform(path):
    document, data = ours(path)
    assert convert(xlsform=data, file_type=".xlsx", validate=False).warnings == []
    before, _ = read_questionnaire(document)
    imported = read_xlsform(data)
    after, problems = read_questionnaire(imported.document)
    assert (problems, imported.losses) == ([], [])
    changed = [(d.code, d.change) for d in differences(before, after)]
    # in a check, what is there is added: a sum is written as one
    adding = {"equality-annex": [("staff_men", Change.RULES)]}
    assert changed == adding.get(path.stem, [])
    kept = ("options", "missing", "profile", "random", "min_choices", "max_choices", "max_length")
    for old, new in zip(before.questions, after.questions, strict=True):
        assert [getattr(old, key) for key in kept] == [getattr(new, key) for key in kept]
    assert (before.code, before.title, before.introduction) == (
        after.code,
        after.title,
        after.introduction,
    )


def test_the_same_answers_lead_the_same_way_after_xlsform():
    document, data = ours(OURS[1])
    before, _ = read_questionnaire(document)
    after, _ = read_questionnaire(read_xlsform(data).document)
    rng = random.Random(7)
    for _ in range(60):
        answers = walk(before, rng)
        paths = [[q.code for q in follow(each, answers).questions] for each in (before, after)]
        assert paths[0] == paths[1]


def test_a_foreign_xlsform():
    imported = read_xlsform(sheet(FOREIGN, LISTS))
    assert read_questionnaire(imported.document)[1] == []
    found = {question["code"]: question for question in asked(imported.document)}
    assert list(found) == [
        "own_car",
        "things",
        "town",
        "age",
        "why",
        "when",
        "mark",
        "ok",
        "likes",
        "first",
        "double",
        "bye",
    ]
    assert found["own_car"]["missing"] == ["dont_know"]
    assert found["things"]["relevant"] == "${own_car} = '1'"
    assert found["things"]["options"][-1]["specify"] is True
    assert (found["town"]["type"], found["town"]["required"]) == ("dropdown", "${own_car} = '1'")
    assert (found["age"]["min"], found["age"]["checks"][0]["rule"]) == (18, ". < 99 and . != 50")
    assert (
        found["why"]["relevant"] == "selected(${things}, 'bike') and count-selected(${things}) = 1"
    )
    assert (found["why"]["max_length"], found["when"]["max"]) == (99, "2030-01-31")
    assert [item["code"] for item in found["likes"]["items"]] == ["l1", "l2"]
    assert found["bye"]["label"]["fr"] == "Bye now ${own_car}"
    assert imported.document["sections"][2]["repeat"] == {"times": "${age}", "most": 20}
    lost = {(loss.where, loss.what) for loss in imported.losses}
    assert {
        ("start", Loss.UNKNOWN_TYPE),
        ("place", Loss.UNKNOWN_TYPE),
        ("own_car", Loss.CODE_CHANGED),
        ("when", Loss.EXPRESSION_NOT_UNDERSTOOD),
        ("town", Loss.EXPRESSION_NOT_UNDERSTOOD),
        ("", Loss.MISSING_TRANSLATION),
    } <= lost


def test_a_filter_on_columns_gives_each_option_its_rule():
    survey = "type|name|label|choice_filter\nselect_one r|region|R|\nselect_one town|town|T|region=${region}"
    lists = "list_name|name|label|region\nr|north|N\nr|south|S\ntown|x|X|north\ntown|y|Y|south"
    document = read_xlsform(sheet(survey, lists)).document
    rules = [option["relevant"] for option in asked(document)[1]["options"]]
    assert rules == ["${region} = 'north'", "${region} = 'south'"]


#: What somebody wrote by hand is no reason for not answering.
HAND = [
    "if(${m} != '' and not(selected(${m}, 'none')), 1, 0) = 1",
    "if(${m} != '' and not(selected(${m}, 'none')), count-selected(${m}), 0) = 1",
]


@pytest.mark.parametrize("rule", HAND)
def test_a_rule_by_hand_keeps_its_meaning(rule):
    survey = f"type|name|label|relevant\nselect_multiple l|m|M|\ntext|t|T|{rule}"
    lists = "list_name|name|label\nl|a|A\nl|none|None"
    document, _ = read_questionnaire(read_xlsform(sheet(survey, lists)).document)
    assert [q.code for q in follow(document, {"m": ["none"]}).questions] == ["m"]
    assert [q.code for q in follow(document, {"m": ["a"]}).questions] == ["m", "t"]


FILTERS = [
    ("place = 1", "1", "2", ["x"]),  # numbers compare as numbers
    ("place = 1.0", "1", "2", ["x"]),
    ("place != 1", "1", "2", ["y"]),
    ("place > 1 and place <= 10", "1", "10", ["y"]),
    ("place = 'NORTH'", "north", "south", ["x"]),
    ("place = 1", "one", "1", ["y"]),
    ("place >= date('2024-01-01')", "2023-12-31", "2024-02-01", ["y"]),
]


@pytest.mark.parametrize(("rule", "first", "second", "offered"), FILTERS)
def test_a_filter_on_constants_leaves_the_options_that_it_means(rule, first, second, offered):
    survey = f"type|name|label|choice_filter\nselect_one town|town|T|{rule}"
    lists = f"list_name|name|label|place\ntown|x|X|{first}\ntown|y|Y|{second}"
    imported = read_xlsform(sheet(survey, lists))
    assert [option["code"] for option in asked(imported.document)[0]["options"]] == offered
    assert Loss.NEVER_OFFERED in {loss.what for loss in imported.losses}


@pytest.mark.parametrize(("kind", "more", "wanted"), TYPES)
def test_each_type_of_limesurvey(kind, more, wanted):
    imported = read_limesurvey(lss({"type": "N"}, {"type": kind, "mandatory": "Y", **more}))
    assert read_questionnaire(imported.document)[1] == []
    assert " ".join(question["type"] for question in asked(imported.document)[1:]) == wanted
    if not wanted:
        assert Loss.UNKNOWN_TYPE in {loss.what for loss in imported.losses}


EQUATIONS = [
    ('{L.NAOK == "A1"}', "${l} = 'a1'"),
    ('((9X1X10.NAOK != "A2"))', "${l} != 'a2'"),
    ("!is_empty(L.NAOK) and N.NAOK >= 5", "not(${l} = '') and ${n} >= 5"),
    ('M_SQ1 == "Y" or M_SQ2.NAOK == ""', "selected(${m}, 'sq1') or not(selected(${m}, 'sq2'))"),
    (
        "count(M_SQ1, M_SQ2) > 1",
        "if(selected(${m}, 'sq1'), 1, 0) + if(selected(${m}, 'sq2'), 1, 0) > 1",
    ),
    ('F_SQ1.NAOK eq "1" && Y == "Y"', "${f_sq1} = '1' and ${y} = 'yes'"),
    ("F_SQ1.NAOK >= 2", "${f_sq1} = '2'"),
    ('L == "-oth-" || L_other != ""', "${l} = 'other' or ${l.other} != ''"),
    ("(N + 2) * 3 > sum(N, 4)", "(${n} + 2) * 3 > sum(${n}, 4)"),
    ('N == "4"', "${n} = 4"),
    ("regexMatch('/x/', L)", None),
    ("L = 'A1'", None),
    ("TOKEN:SEX == 'F'", None),
    ("later.NAOK == 'Y'", None),
    ('L == "A9"', None),
    ("(" * 200 + "1" + ")" * 200, None),
]


@pytest.mark.parametrize(("equation", "rule"), EQUATIONS)
def test_equations_of_limesurvey(equation, rule):
    imported = read_limesurvey(
        lss(
            {"type": "L", "title": "L", "answers": "A1 A2", "other": "Y"},
            {"type": "N", "title": "N"},
            {"type": "M", "title": "M", "parts": "SQ1 SQ2"},
            {"type": "F", "title": "F", "parts": "SQ1", "answers": "1 2"},
            {"type": "Y", "title": "Y"},
            {"type": "T", "title": "T", "relevance": equation},
            {"type": "Y", "title": "later"},
        )
    )
    assert read_questionnaire(imported.document)[1] == []
    question = next(each for each in asked(imported.document) if each["code"] == "t")
    assert question.get("relevant") == rule
    refused = {Loss.EXPRESSION_NOT_UNDERSTOOD, Loss.EXPRESSION_REFUSED}
    assert bool({loss.what for loss in imported.losses if loss.where == "t"} & refused) is (
        not rule
    )


#: Equations about questions that may not have been asked: « L » while N is above 5.
ASKED = [
    ("L != 'A1'", "${l} != 'a1' and ${n} > 5"),  # false where L was not asked
    ("L.NAOK != 'A1'", "${l} != 'a1'"),
    ("L == 'A1'", "${l} = 'a1'"),  # false anyway
    ("L == 'A1' or N > 9", "(${l} = 'a1' or ${n} > 9) and ${n} > 5"),
    ("is_empty(L)", "${l} = '' and ${n} > 5"),
    ("M_SQ1 != 'Y'", "not(selected(${m}, 'sq1')) and ${n} > 5"),
    ("strlen(M_SQ1.NAOK) > 0", "if(selected(${m}, 'sq1'), 1, 0) > 0"),
    ("M_SQ1.NAOK > 0", None),
    ("L.shown == 'A A1'", "${l} = 'a1' and ${n} > 5"),
    ("L.shown == 'A1'", None),  # words, and not a code
    ("L.valueNAOK > 2", None),  # points
    ("N.valueNAOK > 2", "${n} > 2"),
]


@pytest.mark.parametrize(("equation", "rule"), ASKED)
def test_an_equation_is_false_where_a_question_that_it_names_was_not_asked(equation, rule):
    imported = read_limesurvey(
        lss(
            {"type": "N", "title": "N"},
            {"type": "L", "title": "L", "answers": "A1 A2", "relevance": "N > 5"},
            {"type": "M", "title": "M", "parts": "SQ1 SQ2", "relevance": "N > 5"},
            {"type": "T", "title": "T", "relevance": equation},
        )
    )
    question = next(each for each in asked(imported.document) if each["code"] == "t")
    assert question.get("relevant") == rule
    refused = {loss.what for loss in imported.losses if loss.where == "t"}
    assert (Loss.EXPRESSION_NOT_UNDERSTOOD in refused) is (rule is None)


def test_an_old_condition_on_a_multiple_choice_means_that_an_option_is_chosen():
    data = lss({"type": "M", "parts": "SQ1 SQ2"}, {"type": "T", "title": "T"})
    condition = {"qid": 11, "cqid": 10, "cfieldname": "9X1X10", "method": "==", "value": "SQ1"}
    data = data.replace(b"</document>", table("conditions", [condition]).encode() + b"</document>")
    [_, question] = asked(read_limesurvey(data).document)
    assert question["relevant"] == "selected(${q10}, 'sq1')"


def conditions(*lines: dict) -> bytes:
    return table("conditions", [{"method": "==", "scenario": 1, **line} for line in lines]).encode()


def test_old_conditions_are_alternatives_within_one_answer_only():
    array = lss({"type": "F", "parts": "R1 R2", "answers": "A B"}, {"type": "S", "title": "T"})
    both = [{"qid": 11, "cqid": 10, "cfieldname": f"9X1X10R{n}", "value": "A"} for n in (1, 2)]
    data = array.replace(b"</document>", conditions(*both) + b"</document>")
    assert asked(read_limesurvey(data).document)[1]["relevant"] == (
        "${q10_r1} = 'a' and ${q10_r2} = 'a'"
    )
    either = [{"qid": 11, "cqid": 10, "cfieldname": "9X1X10R1", "value": v} for v in "AB"]
    data = array.replace(b"</document>", conditions(*either) + b"</document>")
    assert asked(read_limesurvey(data).document)[1]["relevant"] == (
        "${q10_r1} = 'a' or ${q10_r1} = 'b'"
    )


@pytest.mark.parametrize("value", ["{TOKEN:FIRSTNAME}", "@9X1X11A#0@"])
def test_what_an_old_condition_cannot_compare_with_is_told(value):
    line = {"qid": 11, "cqid": 10, "cfieldname": "9X1X10", "value": value}
    data = lss({"type": "S"}, {"type": "S", "title": "T"})
    imported = read_limesurvey(data.replace(b"</document>", conditions(line) + b"</document>"))
    assert "relevant" not in asked(imported.document)[1]
    assert Loss.EXPRESSION_NOT_UNDERSTOOD in {loss.what for loss in imported.losses}


def test_rules_that_hold_each_other_stay_small():
    questions = [{"type": "N", "title": f"N{n}"} for n in range(2)]
    questions += [
        {"type": "N", "title": f"N{n}", "relevance": f"N{n - 1} != 1 and N{n - 2} != 1"}
        for n in range(2, 40)
    ]
    imported = read_limesurvey(lss(*questions))
    assert Loss.EXPRESSION_NOT_UNDERSTOOD in {loss.what for loss in imported.losses}


def test_what_limesurvey_says_and_nothing_reads_is_told():
    data = lss(
        {"type": "N", "title": "N", "preg": "/x/", "attributes": {"suffix": "kg", "hidden": 0}}
    )
    data = data.replace(b"</document>", table("quota", [{"id": 1}]).encode() + b"</document>")
    losses = {(loss.where, loss.detail) for loss in read_limesurvey(data).losses}
    assert {("n", "suffix"), ("n", "preg"), ("", "quota (1)")} <= losses
    several = {"num_value_int_only": "1", "em_validation_q": "x", "random_order": "1"}
    data = lss({"type": "K", "title": "K", "parts": "A", "attributes": several})
    told = {loss.detail for loss in read_limesurvey(data).losses}
    assert set(several) <= told


def test_the_older_layout_of_limesurvey():
    imported = read_limesurvey((FOLDER / "limesurvey-old-layout.lss").read_bytes())
    document = imported.document
    assert read_questionnaire(document)[1] == []
    found = {question["code"]: question for question in asked(document)}
    assert found["q1"]["label"] == {"fr": "Une question ?", "en": "One question?"}
    assert found["q1"]["options"][2]["label"] == {"fr": "Autrement", "en": "In another way"}
    assert found["why"]["relevant"] == "(${q1} = 'a1' or ${q1} = 'a2') and selected(${q2}, 'sq001')"
    assert (found["q2"]["max_choices"], found["q2"]["options"][1]["exclusive"]) == (2, True)
    assert found["q3"]["label"] == {"fr": "Vous avez répondu ${q1}", "en": "You answered ${q1}"}
    assert document["sections"][1]["relevant"] == "${q1} = 'a1'"
    assert {(loss.what, loss.detail) for loss in imported.losses} == {
        (Loss.OTHER_LANGUAGE, "de"),
        (Loss.ATTRIBUTE_IGNORED, "array_filter"),
        (Loss.MARKUP, "script"),
        (Loss.MARKUP, "b, em"),
    }


def test_another_language_stands_for_both():
    imported = read_limesurvey(lss({"type": "Y"}, language="de"))
    assert asked(imported.document)[0]["label"] == {"fr": "Text 10", "en": "Text 10"}
    said = {(loss.what, loss.detail) for loss in imported.losses}
    assert {(Loss.OTHER_LANGUAGE, "de"), (Loss.MISSING_TRANSLATION, "fr")} <= said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Un&nbsp;&eacute;t&eacute;<br/>ici</p>", "Un\u00a0été\nici"),
        ("a < 3 & b", "a < 3 & b"),
        ("<script>x</script>y", "y"),
        ("&lt;script&gt;x&lt;/script&gt;y", "y"),
        ("a<b", "a‹b"),
        ("<sc<b>ript>x</sc</b>ript>", "ript>xript>"),
        ("<img src=x onerror=y>z", "z"),
        ("a\x00\u202eb", "a b"),
    ],
)
def test_texts_are_made_plain(text, words):
    assert " ".join(plain(text).split(" ")) == words or plain(text).split() == words.split()
