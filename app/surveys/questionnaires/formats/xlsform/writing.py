"""From a document to an XLSForm in both languages."""

from __future__ import annotations

from typing import Any, TypeAlias

from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.questionnaires.engine.editing import Document, questions, sections
from app.surveys.questionnaires.engine.kinds import ENTRIES, KINDS, kind_of
from app.surveys.questionnaires.engine.question import LONG_TEXT, Feature, Matrix, Shape
from app.surveys.questionnaires.engine.reader.questions import SPECIFY_LENGTH
from app.surveys.questionnaires.formats.xlsform.asked import asked_of
from app.surveys.questionnaires.formats.xlsform.book import write_book
from app.surveys.questionnaires.formats.xlsform.constraint_of import DEFAULT_LENGTH, constraint_of
from app.surveys.questionnaires.formats.xlsform.lists import Lists
from app.surveys.questionnaires.formats.xlsform.names import in_names_of_odk
from app.surveys.questionnaires.formats.xlsform.outgoing import Outgoing
from app.surveys.questionnaires.formats.xlsform.routes import skipped

SheetRow: TypeAlias = dict[str, Any]

#: The label of a question that asks why another one has no answer.
_WHY_NOT = {
    "fr": "Pas de réponse à la question précédente :",
    "en": "No answer to the previous question:",
}


def write_xlsform(document: dict[str, Any]) -> bytes:
    """The XLSForm of a document, as an XLSX file.

    Raises ValueError for a document that is not a questionnaire, and CellTooLong for a rule that
    ODK needs in more words than a cell holds.
    """
    questionnaire, problems = read_questionnaire(document)
    if questionnaire is None:
        raise ValueError(str(problems[:3]))
    writer = _Writer(document)
    settings = {
        "form_title": document["title"].get("fr", ""),
        "form_id": document["code"],
        "default_language": "Français (fr)",
        "form_title_en": document["title"].get("en", ""),
    }
    return write_book(in_names_of_odk(writer.rows()), writer.lists.rows(), settings)


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lists = Lists(document.get("scales") or {})
        taken = {q["code"] for s in sections(document) for q in questions(s)}
        taken |= {
            i["code"] for s in sections(document) for q in questions(s) for i in q.get("items", [])
        }
        self.taken = taken
        self.names = {
            s["code"]: s["code"] if s["code"] not in taken else f"{s['code']}.section"
            for s in sections(document)
        }
        self.asked = asked_of(document, self.names)
        self.outgoing = Outgoing(self.asked)

    def rows(self) -> list[SheetRow]:
        rows = []
        introduction = self.document.get("introduction")
        if introduction and any(introduction.values()):
            name = "introduction"
            while name in self.taken or name in self.names.values():
                name += "_"
            rows.append(
                {"type": "note", "name": name, "label": introduction, "kind": "introduction"}
            )
        kept = skipped(self.document)
        for section in sections(self.document):
            rows += self._section(section, kept.get(section["code"], ""))
        return rows

    def _section(self, section: Document, kept: str) -> list[SheetRow]:
        rules = [self.outgoing.rule(rule) for rule in (section.get("relevant"), kept)]
        sort = "repeat" if section.get("repeat") else "group"
        start: SheetRow = {
            "type": f"begin_{sort}",
            "name": self.names[section["code"]],
            "label": section.get("title"),
            "relevant": _both([rule for rule in rules if rule]),
            "random": "yes" if section.get("random") else "",
            "appearance": "field-list",
        }
        if repeat := section.get("repeat"):
            times = self.outgoing.rule(repeat["times"])
            most = repeat["most"]
            start["repeat_count"] = f"if({times} > {most}, {most}, {times})"
        inside = [row for question in questions(section) for row in self._question(question)]
        return [start, *inside, {"type": f"end_{sort}"}]

    def _question(self, question: Document) -> list[SheetRow]:
        if isinstance(ENTRIES[question["type"]], Matrix):
            return self._matrix(question)
        row = self._row(question)
        before = self._variants(question)
        after = self._specified(question)
        if self.asked[question["code"]].companion:
            after.append(self._companion(question, row))
        return [*before, row, *after, *self._soft(question)]

    def _row(self, question: Document) -> SheetRow:
        kind, code = KINDS[question["type"]], question["code"]
        row: SheetRow = {
            "type": kind.xlsform.type,
            "name": code,
            "label": question.get("label"),
            "hint": question.get("hint"),
            "required": self._required(question),
            "relevant": self.outgoing.rule(question.get("relevant"), code),
            "appearance": kind.xlsform.appearance,
            "parameters": "randomize=true" if question.get("random") else "",
            "profile": question.get("profile", ""),
            "kind": kind.code if kind.xlsform.finer else "",
        }
        if (
            Feature.LENGTH in kind.features
            and question.get("max_length", DEFAULT_LENGTH) > LONG_TEXT
        ):
            row["appearance"] = "multiline"
        if kind.chosen:
            row["type"] = f"{row['type']} {self._list_of(question)}"
            row["choice_filter"] = self._filter(question)
        if Feature.CALCULATION in kind.features:
            row["calculation"] = self.outgoing.calculation(question.get("calculation"))
        row["constraint"] = constraint_of(question, self.outgoing)
        hard = [check for check in question.get("checks", []) if not check.get("soft")]
        row["constraint_message"] = _messages(hard)
        return row

    def _required(self, question: Document) -> str:
        required = question.get("required", False)
        if isinstance(required, bool):
            return "yes" if required else ""
        return self.outgoing.rule(required, question["code"])

    def _list_of(self, question: Document) -> str:
        kind, missing = kind_of(question["type"]), question.get("missing", [])
        if Feature.SCALE in kind.features:
            return self.lists.of_scale(str(question.get("scale")), missing)
        if kind.options:
            options = [{"code": o.code, "label": o.label.to_dict()} for o in kind.options]
            return self.lists.named(kind.code, options, missing)
        reasons = [] if kind.shape is Shape.RANKING else missing
        return self.lists.named(question["code"], question.get("options", []), reasons)

    def _filter(self, question: Document) -> str:
        """An option with a rule is among the choices while its rule holds."""
        rules = [
            f"(name != '{option['code']}' or {self.outgoing.rule(option['relevant'])})"
            for option in question.get("options", [])
            if option.get("relevant")
        ]
        return " and ".join(rules)

    def _variants(self, question: Document) -> list[SheetRow]:
        """Other words are shown above the question while their rule holds."""
        code = question["code"]
        return [
            {
                "type": "note",
                "name": f"{code}.variant{number}",
                "label": variant.get("label"),
                "hint": variant.get("hint"),
                "relevant": self.outgoing.rule(variant.get("if"), code, elsewhere=True),
                "kind": "variant",
            }
            for number, variant in enumerate(question.get("variants", []), start=1)
        ]

    def _specified(self, question: Document) -> list[SheetRow]:
        code, several = question["code"], KINDS[question["type"]].listed
        rows = []
        for option in question.get("options", []):
            if option.get("specify"):
                chosen = f"${{{code}}} = '{option['code']}'"
                if several:
                    chosen = f"selected(${{{code}}}, '{option['code']}')"
                rows.append(
                    {
                        "type": "text",
                        "name": f"{code}.{option['code']}",
                        "label": option["label"],
                        "relevant": chosen,
                        "constraint": f"string-length(.) <= {SPECIFY_LENGTH}",
                    }
                )
        return rows

    def _companion(self, question: Document, row: SheetRow) -> SheetRow:
        """The reasons for not answering, where they cannot be choices among the others."""
        code = question["code"]
        required, row["required"] = row["required"], ""
        name = self.lists.named("reasons", [], question["missing"])
        relevant = _both([row["relevant"], f"${{{code}}} = ''"])
        return {
            "type": f"select_one {name}",
            "name": f"{code}.missing",
            "label": _WHY_NOT,
            "relevant": relevant,
            "required": required,
        }

    def _soft(self, question: Document) -> list[SheetRow]:
        """A soft check becomes a note, shown while it fails; so does a hard one of a blank answer,
        which nobody passes by."""
        code = question["code"]
        rows = []
        numbers = {True: 0, False: 0}
        for check in question.get("checks", []):
            soft = bool(check.get("soft"))
            numbers[soft] += 1
            blank = self.outgoing.fails_blank(check["rule"], code)
            fails = [self.outgoing.fails(check["rule"], code)] if soft else []
            if relevant := _either([*fails, *([blank] if blank else [])]):
                sort = "soft" if soft else "check"
                row = {"type": "note", "name": f"{code}.{sort}{numbers[soft]}", "kind": sort}
                row |= {"label": check.get("message"), "relevant": relevant}
                rows.append(row if soft else row | {"required": "yes"})
        return rows

    def _matrix(self, question: Document) -> list[SheetRow]:
        code = question["code"]
        clash = code in self.taken - {code} or code in {i["code"] for i in question["items"]}
        start = {
            "type": "begin_group",
            "name": f"{code}.matrix" if clash or code in self.names.values() else code,
            "label": question.get("label"),
            "hint": question.get("hint"),
            "relevant": self.outgoing.rule(question.get("relevant")),
            "random": "yes" if question.get("random") else "",
            "appearance": "table-list",
        }
        rows = [
            {
                "type": f"select_one {self._list_of(question)}",
                "name": item["code"],
                "label": item.get("label"),
                "required": self._required(question),
            }
            for item in question["items"]
        ]
        return [start, *rows, {"type": "end_group"}]


def _both(rules: list[str]) -> str:
    rules = [rule for rule in rules if rule]
    return rules[0] if len(rules) == 1 else " and ".join(f"({rule})" for rule in rules)


def _either(rules: list[str]) -> str:
    return rules[0] if len(rules) == 1 else " or ".join(f"({rule})" for rule in rules)


def _messages(checks: list[Document]) -> dict[str, str]:
    messages = [check["message"] for check in checks if check.get("message")]
    return {
        language: " ".join(text for m in messages if (text := m.get(language)))
        for language in ("fr", "en")
    }
