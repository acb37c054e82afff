"""Texts of other programs made plain: no tags, scripts or control characters, in both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TypeAlias

from app.surveys.questionnaires.engine.reader.parts import MAX_TEXT
from app.surveys.questionnaires.formats.losses import Loss, Losses
from app.text import LANGUAGES

#: Words by language; "" is a language that is not stated.
Words: TypeAlias = Mapping[str, str]
Bilingual: TypeAlias = dict[str, str]

_READ = 20_000  # characters of one text that are read
_TIMES = 3  # markup may be wrapped in markup
_UNSEEN = {"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "head"}
_BREAKS = {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
#: Tags that only hold words together.
_PLAIN = {"p", "div", "span", "br", "html", "body", "font", "section", "tbody"}
#: Tags with which more than a look is lost.
_HOLDING = {"a", "img", "video", "audio", "iframe", "object", "embed", "input", "script"}
_ADDRESS = re.compile(r"(?:href|src)\s*=\s*[\"']([^\"'<>]{1,200})", re.IGNORECASE)
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,15})(?=[\s/>])")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def plain(text: str) -> str:
    """The words of a text that may be HTML."""
    text = text[:_READ]
    for _ in range(_TIMES):
        stripped = _ENTITY.sub(lambda entity: html.unescape(entity.group(0)), _without_tags(text))
        if stripped == text:
            break
        text = stripped
    text = _OPENING.sub("‹", text)
    lines = (_line(line) for line in re.split(r"\r\n|[\r\n]", text))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    seen = "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in line)
    return re.sub(r"[ \t]+", " ", seen).strip(" ")


def _without_tags(text: str) -> str:
    """Reads once from left to right, whatever is left open; an unclosed `<` stays as it is."""
    kept: list[str] = []
    position = 0
    lowered = text.lower()
    while (opening := _OPENING.search(text, position)) is not None:
        kept.append(text[position : opening.start()])
        after, instead = _after_tag(text, lowered, opening.start())
        kept.append(instead)
        if after < 0:
            return "".join(kept) + text[opening.start() + 1 :].replace("<", "‹")
        position = after
    return "".join(kept) + text[position:]


def _after_tag(text: str, lowered: str, start: int) -> tuple[int, str]:
    """Where reading goes on after a tag, -1 when it has no end, and what stands in its place."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return (end + 3 if end >= 0 else len(text)), ""
    end = text.find(">", start)
    if end < 0:
        return -1, "‹"
    tag = _TAG.match(text, start)
    name = tag.group(1).lower() if tag else ""
    if name in _UNSEEN and text[start + 1] != "/" and text[end - 1] != "/":
        close = lowered.find(f"</{name}", end)
        after = lowered.find(">", close) if close >= 0 else -1
        return (after + 1 if after >= 0 else len(text)), " "
    return end + 1, "\n" if name in _BREAKS else ""


def _tags(text: str) -> set[str]:
    """The names of the tags of a text."""
    return {tag.lower() for tag in _NAME.findall(text[:_READ])}


class Texts:
    """Makes bilingual texts, and reports once which language a file lacks altogether."""

    def __init__(self, losses: Losses, default: str = "") -> None:
        self.losses = losses
        self.default = default  # the language of words that state none, "" when neither of ours
        self.number = 0
        self.filled: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        self.markup: set[str] = set()  # the tags met whose look is lost

    def text(self, words: Words, where: str, otherwise: str = "") -> Bilingual:
        """A text that is never blank: `otherwise` stands in for what has no words at all."""
        texts = self.optional(words, where)
        if not texts:
            self.losses.add(where, Loss.NO_LABEL)
            texts = dict.fromkeys(LANGUAGES, otherwise)
        return texts

    def optional(self, words: Words, where: str) -> Bilingual:
        """A text in both languages, or nothing."""
        texts = {language: self._cut(words.get(language, ""), where) for language in LANGUAGES}
        unsaid = self._cut(words.get("", ""), where)
        if self.default in LANGUAGES:
            texts[self.default] = texts[self.default] or unsaid
        others = (self._cut(each, where) for name, each in words.items() if name not in texts)
        known = texts["fr"] or texts["en"] or unsaid or next(filter(None, others), "")
        if not known:
            return {}
        self.number += 1
        for language in LANGUAGES:
            if not texts[language]:
                self.filled[language].append(where)
        return {language: texts[language] or known for language in LANGUAGES}

    def _cut(self, text: str, where: str) -> str:
        self.markup |= _tags(text) - _PLAIN - _HOLDING
        if lost := _tags(text) & _HOLDING:
            addresses = _ADDRESS.findall(text[:_READ])
            self.losses.add(where, Loss.MARKUP, ", ".join([*sorted(lost), *addresses]))
        words = plain(text)
        if len(words) > MAX_TEXT or len(text) > _READ:
            self.losses.add(where, Loss.TEXT_CUT, words[:40])
        return words[:MAX_TEXT].strip()

    def finish(self) -> None:
        if self.markup:
            self.losses.add("", Loss.MARKUP, ", ".join(sorted(self.markup)))
        for language, places in self.filled.items():
            whole = self.number > 1 and len(places) == self.number
            for where in [""] if whole else places:
                self.losses.add(where, Loss.MISSING_TRANSLATION, language)
