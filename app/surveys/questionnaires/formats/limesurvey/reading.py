"""From a LimeSurvey structure file to a document: its groups become sections."""

from __future__ import annotations

from typing import Any

from app.surveys.questionnaires.engine.reader.parts import MAX_TEXT
from app.surveys.questionnaires.formats.codes import fitted
from app.surveys.questionnaires.formats.drop_refused import settled
from app.surveys.questionnaires.formats.limesurvey.file import Language, Tables, read_tables
from app.surveys.questionnaires.formats.limesurvey.kinds import KindMaker
from app.surveys.questionnaires.formats.limesurvey.naming import Named, Namer
from app.surveys.questionnaires.formats.limesurvey.question_makers import questions_of
from app.surveys.questionnaires.formats.limesurvey.relevance import Relevance
from app.surveys.questionnaires.formats.limesurvey.survey import GroupOf, read_groups
from app.surveys.questionnaires.formats.limesurvey.unread import say_unread_tables
from app.surveys.questionnaires.formats.limesurvey.wording import Wording
from app.surveys.questionnaires.formats.losses import Imported, Loss, Losses
from app.text import LANGUAGES


def read_limesurvey(data: bytes) -> Imported:
    """The document that a survey structure (.lss) describes. Raises UnreadableFile."""
    losses = Losses()
    document = _Reading(read_tables(data), losses).document()
    return settled(document, losses)


class _Reading:
    def __init__(self, tables: Tables, losses: Losses) -> None:
        self.tables, self.losses = tables, losses
        self.language = Language(tables.languages)
        self.groups = read_groups(tables, self.language)
        namer = Namer(losses)
        self.named = namer.name_all(self.groups)
        self.codes = namer.codes
        self.wording = Wording(namer.names, self.language, losses)
        self.relevance = Relevance(namer.names, tables["conditions"], losses)
        self.maker = KindMaker(self.wording, self.relevance)

    def document(self) -> dict[str, Any]:
        for name in self.language.others:
            self.losses.add("", Loss.OTHER_LANGUAGE, name)
        say_unread_tables(self.tables, self.losses)
        document = self._head()
        sections = [
            section
            for number, (group, named) in enumerate(zip(self.groups, self.named, strict=True), 1)
            if (section := self._section(f"s{number}", group, named))["questions"]
        ]
        if self.maker.scales:
            document["scales"] = self.maker.scales
        self.wording.texts.finish()
        return document | {"sections": sections}

    def _head(self) -> dict[str, Any]:
        said = [
            {**line, "language": line.get("surveyls_language", "")}
            for line in self.tables["surveys_languagesettings"]
        ]
        survey = next(iter(self.tables["surveys"]), {})
        code = fitted(f"survey-{survey.get('sid', '')}").replace("_", "-").strip("-")
        words = {name: self.language.words(said, f"surveyls_{name}") for name in _HEAD}
        head: dict[str, Any] = {
            "code": code,
            "title": self.wording.text(words["title"], "title", code),
        }
        parts = [self.wording.optional(words[n], n) for n in ("description", "welcometext")]
        filled = [part for part in parts if part]
        if filled:
            joined = {key: "\n\n".join(part[key] for part in filled) for key in LANGUAGES}
            head["introduction"] = {key: text[:MAX_TEXT] for key, text in joined.items()}
        return head

    def _section(self, code: str, group: GroupOf, named: list[Named]) -> dict[str, Any]:
        section: dict[str, Any] = {
            "code": code,
            "title": self.wording.text(group.words, f"{code}.title", code),
        }
        self.relevance.group = self.relevance.tree(group.line.get("grelevance", ""), code)
        if rule := self.relevance.kept(self.relevance.group, code):
            section["relevant"] = rule
        if group.line.get("randomization_group", "").strip():
            self.losses.add(code, Loss.ATTRIBUTE_IGNORED, "randomization_group")
        questions = [question for each in named for question in questions_of(self.maker, each)]
        description = self.wording.optional(group.description, f"{code}.description")
        if description and questions:
            own = self.codes.fit(f"{code}_text")
            questions.insert(0, {"code": own, "type": "statement", "label": description})
        return section | {"questions": questions}


_HEAD = ("title", "description", "welcometext")
