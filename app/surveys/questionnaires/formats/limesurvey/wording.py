"""The words of a LimeSurvey survey, with the answers that they are filled with."""

from __future__ import annotations

import re

from app.surveys.questionnaires.formats.html_to_text import Bilingual, Texts, Words, plain
from app.surveys.questionnaires.formats.limesurvey.file import Language
from app.surveys.questionnaires.formats.limesurvey.relevance import Names
from app.surveys.questionnaires.formats.limesurvey.survey import Asked
from app.surveys.questionnaires.formats.losses import Loss, Losses

_BRACES = re.compile(r"\$?\{(?![\s}])([^{}\n]{1,500})\}")
_NAME = re.compile(r"(?:INSERTANS:)?([\w#]+)(?:\.(?:NAOK|shown|value|valueNAOK|code))?", re.ASCII)


class Wording:
    def __init__(self, names: Names, language: Language, losses: Losses) -> None:
        self.names, self.language, self.losses = names, language, losses
        self.texts = Texts(losses)

    def attribute(self, asked: Asked, name: str) -> Words:
        """The words of an attribute; without a language, they are for all."""
        values = asked.attributes.get(name, {})
        words: Words = {
            self.language.names[language]: text
            for language, text in values.items()
            if language in self.language.names
        }
        return words or {"": values.get("", "")}

    def text(self, words: Words, where: str, otherwise: str) -> Bilingual:
        return self.texts.text(self._filled(words, where), where, otherwise)

    def optional(self, words: Words, where: str) -> Bilingual:
        return self.texts.optional(self._filled(words, where), where)

    def _filled(self, words: Words, where: str) -> Words:
        def fill(match: re.Match[str]) -> str:
            name = _NAME.fullmatch(match.group(1))
            known = self.names.known.get(self.names.of(name.group(1))) if name else None
            if known is not None:
                return "${" + known.code + "}"
            self.losses.add(where, Loss.PLACEHOLDER_DROPPED, match.group(1))
            return "…"

        return {
            language: _BRACES.sub(fill, plain(text)) if "{" in text else text
            for language, text in words.items()
        }
