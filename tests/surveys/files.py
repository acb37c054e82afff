"""Files that other tools write, as short as they can be."""

import io
from functools import cache
from html import escape
from pathlib import Path

import xlsxwriter
import yaml

from app.surveys.questionnaires.engine import AnswerProblem
from app.surveys.questionnaires.formats import write_xlsform
from tests.surveys.examples import FOLDER

DATA = Path(__file__).parents[2] / "app" / "demo" / "data"
ANNEX = DATA.parents[1] / "procurement" / "data"
OURS = [
    FOLDER / "every-kind.yaml",
    FOLDER / "xlsform-full.yaml",
    DATA / "managers-survey.yaml",
    ANNEX / "equality-annex.yaml",
    ANNEX / "equality-review.yaml",
]


@cache
def ours(path: Path) -> tuple:
    document = yaml.safe_load(path.read_bytes())
    return document, write_xlsform(document)


def sheet(
    survey: str,
    choices: str = "",
    settings: str = "form_title|form_id\nForm|form",
    more: dict[str, str] | None = None,
) -> bytes:
    """An XLSForm from lines of cells set apart by bars, the first line being the header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    pages = {"survey": survey, "choices": choices, "settings": settings, **(more or {})}
    for name, text in pages.items():
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


#: A total of four boxes that may be left blank, the last one with the check: what is sent, what is
#: wrong.
TOTALS = [
    ({}, {}),
    ({"one": "60"}, {"four": AnswerProblem.CHECK}),
    ({"one": "60", "two": "40"}, {}),
    ({"one": "60", "two": "30", "four": "10"}, {}),
    ({"one": "60", "two": "30", "four": "11"}, {"four": AnswerProblem.CHECK}),
    ({"one": "60", "two": "x"}, {"two": AnswerProblem.UNREADABLE}),
    ({"one": "10", "two": "70", "four": "20"}, {"four": AnswerProblem.CHECK}),
]
