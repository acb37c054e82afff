"""The questions of LimeSurvey, type by type."""

from __future__ import annotations

import re

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.reader.parts import MAX_OPTIONS
from app.surveys.questionnaires.engine.reader.questions import MAX_TEXT_LENGTH
from app.surveys.questionnaires.engine.rules.tree import Node
from app.surveys.questionnaires.formats.common_checks import check_whole
from app.surveys.questionnaires.formats.expressions import every
from app.surveys.questionnaires.formats.html_to_text import Bilingual
from app.surveys.questionnaires.formats.limesurvey import fixed
from app.surveys.questionnaires.formats.limesurvey.naming import Named
from app.surveys.questionnaires.formats.limesurvey.relevance import Relevance
from app.surveys.questionnaires.formats.limesurvey.survey import Answer
from app.surveys.questionnaires.formats.limesurvey.wording import Wording
from app.surveys.questionnaires.formats.losses import Loss

_LENGTHS = {"S": 500, "Q": 500, ";": 500, "T": 2000, "U": MAX_TEXT_LENGTH}
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class KindMaker:
    """Makes questions of ours from one of theirs."""

    def __init__(self, wording: Wording, relevance: Relevance) -> None:
        self.wording, self.relevance = wording, relevance
        self.losses = wording.losses
        self.scales: dict[str, list[Document]] = {}

    def base(
        self,
        named: Named,
        kind: str,
        code: str = "",
        label: Bilingual | None = None,
        rule: Node | None = None,
    ) -> Document:
        """What every question has: code, words, whether and when it is asked."""
        asked, code = named.asked, code or named.code
        question: Document = {"code": code, "type": kind}
        question["label"] = label or self.wording.text(asked.words, code, asked.code or code)
        if hint := self.wording.optional(asked.help, code):
            question["hint"] = hint
        if asked.line.get("mandatory") == "Y" and kind not in ("statement", "calculated"):
            question["required"] = True
        own = self.relevance.of_question(asked.qid, asked.line.get("relevance", ""), named.code)
        rules = [each for each in (own, rule) if each is not None]
        if kept := self.relevance.kept(every(rules), code):
            question["relevant"] = kept
        self._check(question, named)
        return question

    def _check(self, question: Document, named: Named) -> None:
        text = named.asked.attribute("em_validation_q")
        if not text:
            return
        own = self.relevance.names.known.get(named.asked.code)
        rule = self.relevance.text(text, named.code, own)
        if rule:
            words = self.wording.attribute(named.asked, "em_validation_q_tip")
            message = self.wording.optional(words, named.code) or dict(fixed.NOT_VALID)
            question["checks"] = [{"rule": rule, "message": message}]

    def random(self, named: Named, question: Document) -> Document:
        orders = ("random_order", "answer_order", "subquestion_order")
        if any(named.asked.attribute(name) in ("1", "2", "random") for name in orders):
            question["random"] = True
        return question

    def options(self, answers: list[Answer], codes: dict[str, str], where: str) -> list[Document]:
        if len(answers) > MAX_OPTIONS:
            self.losses.add(where, Loss.OPTIONS_CUT, len(answers))
        by_code: dict[str, Document] = {}
        for answer in answers[:MAX_OPTIONS]:
            code = codes[answer.code]
            if code not in by_code:
                label = self.wording.text(answer.words, f"{where}.{code}", answer.code or code)
                by_code[code] = {"code": code, "label": label}
        return list(by_code.values())

    def other(self, named: Named) -> list[Document]:
        code = named.options.get(fixed.OTHER_NAME)
        if not code:
            return []
        words = self.wording.attribute(named.asked, "other_replace_text")
        label = self.wording.optional(words, named.code) or dict(fixed.OTHER)
        return [{"code": code, "label": label, "specify": True}]

    def scale(self, name: str, options: list[Document]) -> str:
        """The name of a scale with these options; the same options are one scale."""
        for known, own in self.scales.items():
            if own == options:
                return known
        self.scales[name] = options
        return name

    def chosen(self, named: Named, question: Document, options: list[Document]) -> list[Document]:
        if not options:
            self.losses.add(named.code, Loss.NO_OPTIONS)
            return []
        question["options"] = options
        return [self.random(named, question)]

    def single(self, named: Named) -> list[Document]:
        kind = "dropdown" if named.asked.type == "!" else "single"
        options = self.options(named.asked.scale("0"), named.options, named.code)
        questions = self.chosen(named, self.base(named, kind), options + self.other(named))
        if questions and named.comment:
            rule = self.relevance.of_question(
                named.asked.qid, named.asked.line.get("relevance", ""), named.code
            )
            comment: Document = {
                "code": named.comment,
                "type": "text",
                "label": dict(fixed.COMMENT),
            }
            if kept := self.relevance.kept(rule, named.comment):
                comment["relevant"] = kept
            questions.append(comment)
        return questions

    def fixed_single(self, named: Named) -> list[Document]:
        question = self.base(named, "single")
        return self.chosen(named, question, fixed_options(named.asked.type))

    def points(self, named: Named) -> list[Document]:
        question = self.base(named, "scale")
        question["scale"] = self.scale(fixed.SCALES["5"], fixed_options("5"))
        return [question]

    def yes_no(self, named: Named) -> list[Document]:
        return [self.base(named, "yes_no")]

    def several(self, named: Named) -> list[Document]:
        asked = named.asked
        options = self.options(asked.axis("0"), named.options, named.code)
        alone = re.split(r"[;,\s]+", asked.attribute("exclude_all_others"))
        for answer in asked.axis("0"):
            option = next((o for o in options if o["code"] == named.options[answer.code]), None)
            if option is None:
                continue
            if answer.code in alone:
                option["exclusive"] = True
            if asked.type == "P":
                option["specify"] = True
            if rule := self.relevance.text(answer.relevance, named.code):
                option["relevant"] = rule
        question = self._limits(named, self.base(named, "multiple"))
        return self.chosen(named, question, options + self.other(named))

    def _limits(self, named: Named, question: Document) -> Document:
        names = {"min_answers": "min_choices", "max_answers": "max_choices"}
        for name, key in names.items():
            value = named.asked.attribute(name)
            if value.isascii() and value.isdigit() and len(value) < 4 and int(value):
                question[key] = int(value)
            elif value not in ("", "0"):
                self.losses.add(named.code, Loss.ATTRIBUTE_IGNORED, name)
        return question

    def ranking(self, named: Named) -> list[Document]:
        question = self._limits(named, self.base(named, "ranking"))
        options = self.options(named.asked.scale("0"), named.options, named.code)
        return self.chosen(named, question, options)

    def written(self, named: Named) -> list[Document]:
        if named.asked.attribute("numbers_only") == "1":
            return [self.base(named, "number")]
        return [self.length(named, self.base(named, "text"))]

    def length(self, named: Named, question: Document) -> Document:
        most = named.asked.attribute("maximum_chars")
        limit = int(most) if most.isascii() and most.isdigit() and 0 < len(most) < 7 else 0
        question["max_length"] = min(limit or _LENGTHS[named.asked.type], MAX_TEXT_LENGTH)
        return question

    def number(self, named: Named) -> list[Document]:
        question = self.base(named, "number")
        if named.asked.attribute("num_value_int_only") == "1":
            check_whole(question)
        return [self.bounds(named, question, "min_num_value_n", "max_num_value_n")]

    def bounds(self, named: Named, question: Document, low: str, high: str) -> Document:
        for name, key in ((low, "min"), (high, "max")):
            text = named.asked.attribute(name)
            if _NUMBER.fullmatch(text):
                value = float(text)
                question[key] = int(value) if value.is_integer() else value
            elif text and (rule := self.relevance.value(text, named.code)[0]):
                question[key] = rule
        return question

    def date(self, named: Named) -> list[Document]:
        shape = named.asked.attribute("date_format").lower()
        if shape and "d" not in shape:
            self.losses.add(named.code, Loss.TYPE_CHANGED, shape)
        question = self.base(named, "date")
        for name, key in (("date_min", "min"), ("date_max", "max")):
            text = named.asked.attribute(name)
            if _DAY.fullmatch(text):
                question[key] = text
            elif text:
                self.losses.add(named.code, Loss.ATTRIBUTE_IGNORED, name)
        return [question]

    def statement(self, named: Named) -> list[Document]:
        return [self.base(named, "statement")]

    def calculated(self, named: Named) -> list[Document]:
        """An equation is the text of its question, which has its code for a label here."""
        text = next(iter(named.asked.words.values()), "").strip()
        rule, asked = self.relevance.value(re.sub(r"<[^<>]*>", "", text), named.code)
        if not rule:
            return []
        label = dict.fromkeys(("fr", "en"), named.asked.code or named.code)
        question = self.base(named, "calculated", label=label, rule=asked)
        question.pop("checks", None)
        return [question | {"calculation": rule}]


def fixed_options(kind: str) -> list[Document]:
    return [{"code": code, "label": dict(label)} for _, code, label in fixed.FIXED[kind]]
