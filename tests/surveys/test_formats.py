"""Questionnaires in and out: XLSForm, LimeSurvey, DDI Codebook."""

import contextlib
import io
import random
import re
import zipfile
from functools import cache
from html import escape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from app.surveys.questionnaires.engine import follow, read_questionnaire
from app.surveys.questionnaires.engine.differences import Change, differences
from app.surveys.questionnaires.engine.walk import walk
from app.surveys.questionnaires.formats import (
    Loss,
    read_limesurvey,
    read_xlsform,
    write_ddi,
    write_xlsform,
)
from app.surveys.questionnaires.formats.plain import plain
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from app.text import Text
from tests.surveys.examples import FOLDER

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
OURS = [
    FOLDER / "every-kind.yaml",
    FOLDER / "xlsform-full.yaml",
    DATA / "managers-survey.yaml",
    DATA / "equality-annex.yaml",
]


@cache
def ours(path: Path) -> tuple:
    document = yaml.safe_load(path.read_bytes())
    return document, write_xlsform(document)


def sheet(survey: str, choices: str = "", settings: str = "form_title|form_id\nForm|form") -> bytes:
    """An XLSForm from lines of cells set apart by bars, the first line being the header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for name, text in (("survey", survey), ("choices", choices), ("settings", settings)):
        page = book.add_worksheet(name)
        for number, line in enumerate(text.strip().splitlines()):
            for position, cell in enumerate(line.split("|")):
                page.write_string(number, position, cell.strip())
    book.close()
    return out.getvalue()


def table(name: str, lines: list[dict]) -> str:
    rows = "".join(
        "<row>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in line.items()) + "</row>"
        for line in lines
    )
    return f"<{name}><rows>{rows}</rows></{name}>"


def lss(*questions: dict, language: str = "en") -> bytes:
    """A survey in the newer layout; `parts` and `answers` are codes, with their scale after a #."""
    found: dict[str, list[dict]] = {
        "groups": [{"gid": 1, "group_order": 1}],
        "group_l10ns": [{"gid": 1, "group_name": "Page", "language": language}],
        "surveys": [{"sid": 9, "language": language}],
        "surveys_languagesettings": [{"surveyls_language": language, "surveyls_title": "Title"}],
    }
    for qid, given_ in enumerate(questions, start=10):
        line = {"text": f"Text {qid}", "parts": "", "answers": "", "attributes": {}, **given_}
        texts, parts, answers = line.pop("text"), line.pop("parts"), line.pop("answers")
        for name, value in line.pop("attributes").items():
            found.setdefault("question_attributes", []).append(
                {"qid": qid, "attribute": name, "value": value}
            )
        own = {"qid": qid, "parent_qid": 0, "gid": 1, "question_order": qid, "title": f"Q{qid}"}
        found.setdefault("questions", []).append(own | line)
        texts_of = found.setdefault("question_l10ns", [])
        texts_of.append({"qid": qid, "question": texts, "language": language})
        for number, (code, _, scale) in enumerate(p.partition("#") for p in parts.split()):
            own = {"qid": qid * 100 + number, "parent_qid": qid, "title": code}
            own |= {"scale_id": scale or 0, "question_order": number}
            found.setdefault("subquestions", []).append(own)
            texts_of.append({"qid": own["qid"], "question": f"P {code}", "language": language})
        for number, (code, _, scale) in enumerate(a.partition("#") for a in answers.split()):
            own = {"aid": qid * 100 + number, "qid": qid, "code": code, "scale_id": scale or 0}
            found.setdefault("answers", []).append(own | {"sortorder": number})
            told = {"aid": own["aid"], "answer": f"A {code}", "language": language}
            found.setdefault("answer_l10ns", []).append(told)
    body = "".join(table(name, lines) for name, lines in found.items())
    kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return f"<document>{kind}{body}</document>".encode()


def asked(document: dict) -> list[dict]:
    return [question for section in document["sections"] for question in section["questions"]]


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_questionnaires_come_back_from_xlsform(path):
    document, data = ours(path)
    assert convert(xlsform=data, file_type=".xlsx", validate=False).warnings == []
    before, _ = read_questionnaire(document)
    imported = read_xlsform(data)
    after, problems = read_questionnaire(imported.document)
    assert (problems, imported.losses) == ([], [])
    changed = [(d.code, d.change) for d in differences(before, after)]
    assert changed == ([("calc", Change.RULES)] if path.stem == "xlsform-full" else [])
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


FOREIGN = """type|name|label|relevant|constraint|required|appearance|choice_filter|calculation|repeat_count
start|start||||||||
begin group|Intro|Introduction|||||||
select_one yn|Own Car|Own?|||yes||||
select_multiple things or_other|things|Which?|${Own Car} = '1'||||||
select_one town|town|Town|||${Own Car} = 1|minimal|region = ${region} or ${region} = ''||
integer|age|Age||. >= 18 and . < 99 and . != 50||||||
text|why|Why?|${things} = 'bike'|string-length(.) < 100||||||
date|when|When?|today() > 3|. <= date('2030-01-31')||||||
range|mark|Mark|||||||
acknowledge|ok|I agree|||yes||||
end group||||||||
begin_group|likes|Likes||||table-list|||
select_one often|l1|One|||||||
select_one often|l2|Two|||||||
end_group||||||||
begin repeat|child|Child|||||||${age}
geopoint|place|Where?|||||||
text|first|First name|||||||
end repeat||||||||
calculate|double|||||||${age} * 2
note|bye|Bye <b>now</b> ${Own Car}|${double} > 100|||||||"""
LISTS = """list_name|name|label|region
yn|1|Yes
yn|0|No
yn|dont_know|No idea
things|bike|A bike
things|car|A car
town|x|X town|north
town|y|Y town|south
often|1|Never
often|2|Always"""


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
        ("age", Loss.WHOLE_NUMBERS),
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


#: Each type of LimeSurvey: what the question says besides, and the questions that it becomes.
TYPES = [
    ("5", {}, "scale"),
    ("L", {"answers": "A1 A2"}, "single"),
    ("!", {"answers": "A1"}, "dropdown"),
    ("O", {"answers": "A1 A2"}, "single text"),
    ("Y", {}, "yes_no"),
    ("G", {}, "single"),
    ("I", {}, ""),
    ("D", {"attributes": {"date_min": "2020-01-01"}}, "date"),
    ("M", {"parts": "SQ1 SQ2"}, "multiple"),
    ("P", {"parts": "SQ1 SQ2"}, "multiple"),
    ("R", {"answers": "A1 A2"}, "ranking"),
    ("S", {}, "text"),
    ("T", {}, "text"),
    ("U", {}, "text"),
    ("S", {"attributes": {"numbers_only": "1"}}, "number"),
    ("Q", {"parts": "SQ1 SQ2"}, "text text"),
    ("K", {"parts": "SQ1 SQ2"}, "number number"),
    ("N", {"attributes": {"min_num_value_n": "1", "max_num_value_n": "9"}}, "number"),
    ("A", {"parts": "SQ1"}, "matrix"),
    ("B", {"parts": "SQ1"}, "matrix"),
    ("C", {"parts": "SQ1"}, "matrix"),
    ("E", {"parts": "SQ1"}, "matrix"),
    ("F", {"parts": "SQ1 SQ2", "answers": "A1 A2"}, "matrix"),
    ("H", {"parts": "SQ1 SQ2", "answers": "A1 A2"}, "matrix"),
    ("1", {"parts": "SQ1", "answers": "A1#0 A2#0 A1#1"}, "matrix matrix"),
    (";", {"parts": "R1#0 R2#0 C1#1"}, "text text"),
    (":", {"parts": "R1#0 C1#1 C2#1"}, "number number"),
    (":", {"parts": "R1#0 C1#1 C2#1", "attributes": {"multiflexible_checkbox": "1"}}, "multiple"),
    ("X", {}, "statement"),
    ("*", {"text": "{Q10.NAOK * 2}"}, "calculated"),
    ("|", {}, ""),
]


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


BOMB = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><document>&y;</document>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, Unreadable.NOT_XML),
        (OUTSIDE, Unreadable.NOT_XML),
        (b"", Unreadable.NOT_XML),
        (b"<a/>", Unreadable.NOT_LIMESURVEY),
        (b"<document><b/></document>", Unreadable.NOT_LIMESURVEY),
        (b" " * (5 * 1024 * 1024 + 1), Unreadable.TOO_LARGE),
        (b"<a>" * 9000, Unreadable.NOT_XML),
        (lss(*[{"type": "N"}] * 600), Unreadable.TOO_LARGE),
        (
            lss({"type": ";", "parts": " ".join(f"R{n}#0 C{n}#1" for n in range(60))}),
            Unreadable.TOO_LARGE,
        ),
    ],
)
def test_hostile_limesurvey_files(data, reason):
    with pytest.raises(UnreadableFile) as error:
        read_limesurvey(data)
    assert error.value.reason is reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Unreadable.NOT_XLSFORM),
        (b"PK\x03\x04abc", Unreadable.NOT_XLSFORM),
        (zip_bomb(), Unreadable.TOO_LARGE),
        (b"x" * (5 * 1024 * 1024 + 1), Unreadable.TOO_LARGE),
        (sheet("a|b\n1|2"), Unreadable.NOT_XLSFORM),
        (sheet(""), Unreadable.NOT_XLSFORM),
        (
            sheet("type|name|label" + "".join(f"\ntext|t{n}|T" for n in range(600))),
            Unreadable.TOO_LARGE,
        ),
        (sheet("type|name" + "\nbegin group|g" * 30), Unreadable.TOO_DEEP),
    ],
)
def test_hostile_xlsforms(data, reason):
    with pytest.raises(UnreadableFile) as error:
        read_xlsform(data)
    assert error.value.reason is reason


@pytest.mark.slow
def test_ten_thousand_questions():
    rows = "".join(f"\ntext|t{n}|T" for n in range(10_000))
    for read, data in (
        (read_xlsform, sheet("type|name|label" + rows)),
        (read_limesurvey, lss(*[{"type": "T"}] * 10_000)),
    ):
        with pytest.raises(UnreadableFile):
            read(data)


NASTY = (
    "<script>alert(1)</script>=cmd|x javascript:"
    + "&lt;img src=x onerror=alert(1)&gt;"
    + "x" * 9000
)


def harmless(imported) -> None:
    for text in texts_of(imported.document):
        assert len(text) <= 3000
        assert "<script" not in text.lower()
        assert "<img" not in text.lower()
    read_questionnaire(imported.document)


def test_nothing_dangerous_is_left():
    many = [{"type": kind, "text": NASTY, **more} for kind, more, _ in TYPES]
    imported = read_limesurvey(lss(*many).replace(b"Title", escape(NASTY).encode()))
    harmless(imported)
    assert Loss.TEXT_CUT in {loss.what for loss in imported.losses}
    cells = NASTY.replace("|", "/")
    survey = FOREIGN.replace("Own?", cells).replace("Introduction", cells)
    harmless(read_xlsform(sheet(survey, LISTS.replace("A bike", cells), f"form_title\n{cells}")))


def test_circles_and_wrong_cells():
    survey = (
        "type|name|label|relevant|required|constraint|repeat_count|calculation\n"
        "text|a|A|${b} = 'x'|${a} > 2|)(|x|\ntext|b|B|${a} = 'x' and true()|yes|. > ${b}||\n"
        "select_one none|c|C\nselect_one||\n3|4|5|6|7|8|9|10\nend group\ncalculate|d|D|||||${d} + 1\n"
        "text|a|Again\nbegin repeat|r|R|||||9999\ninteger|n|N||${n}|. >= ${z}\n"
    )
    imported = read_xlsform(sheet(survey))
    assert read_questionnaire(imported.document)[1] == []
    assert {question["code"] for question in asked(imported.document)} == {"a", "b", "a_2", "n"}


def test_formulas_are_read_as_their_values():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("survey")
    page.write_row(0, 0, ["type", "name", "label"])
    page.write_row(1, 0, ["text", 12.5, True])
    page.write_formula(2, 0, '=HYPERLINK("http://example.org")', None, "text")
    page.write_formula(2, 1, "=1+1", None, 2)
    book.close()
    imported = read_xlsform(out.getvalue())
    assert [question["code"] for question in asked(imported.document)] == ["q_12_5", "q_2"]


VALID = {
    read_limesurvey: lss(
        *[{"type": k, **m, "relevance": 'Q10 > 3 and Q11 == "A1"'} for k, m, _ in TYPES]
    ),
    read_xlsform: sheet(FOREIGN, LISTS),
}


def readable(read, data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        harmless(read(data))


CELLS = [
    "",
    "${a}",
    "(",
    "'",
    "select_one",
    "begin group",
    "end group",
    "9" * 30,
    "${",
    "not(",
    "\x01é",
]
CELLS += [
    "selected(${things}, 'x')",
    ". > 1 and (. < 2 or ${age})",
    "-1",
    "0",
    "#",
    "//",
    "&amp;",
    "]]>",
]


def mutated(read, seed: int) -> bytes:
    """A valid file in which some words or bytes are others."""
    rng = random.Random(seed)
    if read is read_xlsform and seed % 2:
        lines = [line.split("|") for line in FOREIGN.splitlines()]
        for _ in range(rng.randint(1, 12)):
            line = rng.choice(lines[1:])
            line[rng.randrange(len(line))] = rng.choice([*CELLS, *rng.choice(lines)])
        return sheet("\n".join("|".join(line) for line in lines), LISTS)
    if read is read_limesurvey and seed % 2:
        parts = re.split(rb"(?<=>)([^<>]*)(?=</)", VALID[read])
        for _ in range(rng.randint(1, 12)):
            value = rng.choice(
                [*CELLS, rng.choice(parts[1::2]).decode(), "{Q10} <b>", "-oth-", "M", "1"]
            )
            parts[rng.randrange(len(parts) // 2) * 2 + 1] = escape(value.strip("\x01")).encode()
        return b"".join(parts)
    data = bytearray(VALID[read])
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        data[at : at + rng.randint(0, 9)] = rng.choice(CELLS).encode()
    return bytes(data)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    for read in VALID:
        readable(read, data)
        readable(read, b"PK\x03\x04" + data)


@pytest.mark.parametrize("read", VALID)
def test_mutated_files(read):
    for seed in range(12):
        readable(read, mutated(read, seed))


@pytest.mark.slow
@pytest.mark.parametrize("read", VALID)
@settings(max_examples=600, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_many_mutated_files(read, seed):
    readable(read, mutated(read, seed))


#: Children of elements of a codebook in the order that its schema asks.
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr",
    "citation": "titlStmt rspStmt prodStmt",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "prodStmt": "producer copyright prodDate",
    "dataDscr": "varGrp var",
    "varGrp": "labl txt concept defntn universe",
    "var": "labl qstn valrng universe txt catgry derivation varFormat",
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "catgry": "catValu labl",
    "docDscr": "citation",
    "stdyDscr": "citation stdyInfo",
    "stdyInfo": "abstract",
    "valrng": "range",
    "derivation": "drvdesc drvcmd",
}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_codebook(path):
    document = ours(path)[0]
    title = Text("Enquête & co", "Survey & co")
    data = write_ddi(document, title, producer="Métropole", date="2024-06-03")
    assert data == write_ddi(document, title, producer="Métropole", date="2024-06-03")
    root = fromstring(data)
    identifiers = [e.get("ID") for e in root.iter() if e.get("ID")]
    assert len(identifiers) == len(set(identifiers))
    for element in root.iter():
        namespace, _, name = element.tag.partition("}")
        assert namespace == "{ddi:codebook:2_5"
        order = ORDER.get(name, "").split()
        places = [order.index(child.tag.partition("}")[2]) for child in element]
        assert places == sorted(places)
        assert set(element.get("var", "").split()) <= set(identifiers)


def test_codebook_of_a_question():
    root = fromstring(write_ddi(ours(OURS[0])[0], Text("T", "T"), producer="P", date="2024-06-03"))
    space = {"d": "ddi:codebook:2_5"}
    one = root.find(".//d:var[@name='one']", space)
    assert [
        c.findtext("d:catValu", "", space) for c in one.iterfind("d:catgry[@missing='Y']", space)
    ] == ["~prefers_not_to_say"]
    why = root.find(".//d:var[@name='why']", space)
    said = [universe.text for universe in why.iterfind("d:universe", space)]
    assert said == [
        "«\u00a0Oui ou non\u00a0» [yn] est «\u00a0Oui\u00a0»",
        "“Yes or no” [yn] is “Yes”",
    ]
    bounds = root.find(".//d:var[@name='n']/d:valrng/d:range", space)
    assert bounds.attrib == {"min": "0", "max": "10"}
    with pytest.raises(ValueError, match="not_a_questionnaire"):
        write_xlsform({})
    with pytest.raises(ValueError, match="not_a_questionnaire"):
        write_ddi({}, Text("T", "T"), producer="P", date="2024-06-03")
