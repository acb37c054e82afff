"""A LimeSurvey survey put together from its tables, old layout or new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.surveys.questionnaires.formats.html_to_text import Words
from app.surveys.questionnaires.formats.limesurvey.file import Language, Line, Tables


@dataclass
class Answer:
    """An answer or a subquestion: the code in the file, and the words."""

    code: str
    words: Words
    scale: str = "0"
    relevance: str = ""
    qid: str = ""


@dataclass
class Asked:
    """A question of the file."""

    qid: str
    code: str
    type: str
    line: Line
    words: Words
    help: Words
    attributes: dict[str, Line] = field(default_factory=dict)  # name -> value by language
    answers: list[Answer] = field(default_factory=list)
    parts: list[Answer] = field(default_factory=list)  # subquestions

    def attribute(self, name: str) -> str:
        return next((v.strip() for v in self.attributes.get(name, {}).values() if v.strip()), "")

    def scale(self, number: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.scale == number]

    def axis(self, number: str) -> list[Answer]:
        return [part for part in self.parts if part.scale == number]

    @property
    def other(self) -> bool:
        return self.line.get("other", "") == "Y"


@dataclass
class GroupOf:
    gid: str
    line: Line
    words: Words
    description: Words
    questions: list[Asked] = field(default_factory=list)


def read_groups(tables: Tables, language: Language) -> list[GroupOf]:
    """The groups in their order, each with its questions in theirs."""
    groups = _groups(tables, language)
    questions = _questions(tables, language)
    for question in questions.values():
        if question.line.get("gid", "") in groups:
            groups[question.line["gid"]].questions.append(question)
    for group in groups.values():
        group.questions.sort(key=lambda question: _number(question.line, "question_order"))
    return sorted(groups.values(), key=lambda group: _number(group.line, "group_order"))


def _number(line: Line, column: str) -> int:
    text = line.get(column, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _by(lines: Iterable[Line], column: str) -> dict[str, list[Line]]:
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.get(column, ""), []).append(line)
    return grouped


def _groups(tables: Tables, language: Language) -> dict[str, GroupOf]:
    texts = _by(tables["group_l10ns"], "gid")
    groups = {}
    for gid, lines in _by(tables["groups"], "gid").items():
        said = [*texts.get(gid, []), *lines]
        words = language.words(said, "group_name")
        groups[gid] = GroupOf(gid, lines[0], words, language.words(said, "description"))
    return groups


def _questions(tables: Tables, language: Language) -> dict[str, Asked]:
    texts = _by(tables["question_l10ns"], "qid")
    every = _by([*tables["questions"], *tables["subquestions"]], "qid")
    questions: dict[str, Asked] = {}
    parts: list[tuple[str, int, Answer]] = []
    for qid, lines in every.items():
        first, said = lines[0], [*texts.get(qid, []), *lines]
        words = language.words(said, "question")
        parent = first.get("parent_qid", "0").strip() or "0"
        title = first.get("title", "").strip()
        if parent == "0":
            hint = language.words(said, "help")
            questions[qid] = Asked(qid, title, first.get("type", "").strip(), first, words, hint)
        else:
            scale, rule = first.get("scale_id", "0").strip() or "0", first.get("relevance", "")
            part = Answer(title, words, scale, rule, qid)
            parts.append((parent, _number(first, "question_order"), part))
    for parent, _, part in sorted(parts, key=lambda each: each[1]):
        if parent in questions:
            questions[parent].parts.append(part)
    _add_answers(questions, tables, language)
    _add_attributes(questions, tables)
    return questions


def _add_answers(questions: dict[str, Asked], tables: Tables, language: Language) -> None:
    texts = _by(tables["answer_l10ns"], "aid")
    lines: dict[tuple[str, str, str], list[Line]] = {}
    for line in tables["answers"]:
        scale = line.get("scale_id", "0").strip() or "0"
        lines.setdefault((line.get("qid", ""), scale, line.get("code", "").strip()), []).append(
            line
        )
    ordered = sorted(lines.items(), key=lambda each: _number(each[1][0], "sortorder"))
    for (qid, scale, code), own in ordered:
        if qid in questions:
            said = [*(texts.get(own[0]["aid"], []) if "aid" in own[0] else []), *own]
            answer = Answer(code, language.words(said, "answer"), scale)
            questions[qid].answers.append(answer)


def _add_attributes(questions: dict[str, Asked], tables: Tables) -> None:
    for line in tables["question_attributes"]:
        question = questions.get(line.get("qid", ""))
        if question is not None:
            values = question.attributes.setdefault(line.get("attribute", "").strip(), {})
            values[line.get("language", "").strip()] = line.get("value", "")
