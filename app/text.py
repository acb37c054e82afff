"""Bilingual content as a value, and words as they are looked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Language: TypeAlias = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "fr"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in French and in English; never blank while one language exists."""

    fr: str = ""
    en: str = ""

    def __getitem__(self, language: str) -> str:
        """The text in `language`, borrowed from the other one when it is missing."""
        return str(getattr(self, language)) or self.fr or self.en

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)

    def language_shown(self, language: str) -> str:
        """The language in which `self[language]` is really written."""
        if getattr(self, language):
            return language
        return "fr" if self.fr else "en"

    def missing(self) -> tuple[Language, ...]:
        """The languages still to be written; none for a text left wholly empty."""
        return tuple(code for code in LANGUAGES if not getattr(self, code)) if self else ()

    def to_dict(self) -> dict[str, str]:
        return {"fr": self.fr, "en": self.en}

    @classmethod
    def from_dict(cls, value: Mapping[str, str]) -> Text:
        return cls(fr=value.get("fr") or "", en=value.get("en") or "")


def both(text: str) -> Text:
    """A text that is the same in the two languages: a name, a code."""
    return Text(text, text)


def dashed(first: Text, second: Text) -> Text:
    """One text after the other: « Vos attentes – Femmes »; in the languages that one of them has."""
    said = {
        code: f"{first[code]} – {second[code]}"
        for code in LANGUAGES
        if getattr(first, code) and getattr(second, code)
    }
    return Text(**said) if said else Text(f"{first['fr']} – {second['fr']}")


def quoted(words: str, language: str) -> str:
    """Words between the quotation marks of a language."""
    return f"«\u00a0{words}\u00a0»" if language == "fr" else f"“{words}”"


def copied(title: Text) -> Text:
    """The title of a copy, cut so that what is kept of it still fits its field."""
    return Text(f"{title['fr'][:110]} (copie)", f"{title['en'][:110]} (copy)")


def plain(words: str) -> str:
    """Without accents or capitals."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
