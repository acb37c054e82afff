"""Earlier answers in the words of a question: `You said ${women} women.`"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Value
from app.text import LANGUAGES, Text

PLACEHOLDER = re.compile(r"\$\{([a-z][a-z0-9_.]*)\}")

#: Writes an answer in a language: the shell knows how numbers and days are written.
Writer = Callable[[Question, Value, str], str]


def placeholders(text: str) -> set[str]:
    """The codes of the answers that a text quotes."""
    return set(PLACEHOLDER.findall(text))


def dotted(words: str) -> str:
    """The words with dots for each answer that they quote."""
    return PLACEHOLDER.sub("…", words)


def without_answers(text: Text) -> Text:
    """The text with dots for each answer that it quotes: as paper shows it, before any is given."""
    return Text(dotted(text.fr), dotted(text.en))


def renamed(text: Text, names: Mapping[str, str]) -> Text:
    """The same text about other questions."""
    fill = lambda match: "${" + names.get(match.group(1), match.group(1)) + "}"  # noqa: E731
    return Text(PLACEHOLDER.sub(fill, text.fr), PLACEHOLDER.sub(fill, text.en))


def piped(
    text: Text, questionnaire: Questionnaire, given: Mapping[str, Value], write: Writer
) -> Text:
    """The text with the answers in it; what is not answered is shown as dots."""
    if "${" not in text.fr + text.en:
        return text

    def in_language(language: str) -> str:
        def fill(match: re.Match[str]) -> str:
            code = match.group(1)
            value = given.get(code)
            question = questionnaire.by_code.get(code)
            if value is None or question is None or str(value).startswith("~"):
                return "…"
            return write(question, value, language)

        return PLACEHOLDER.sub(fill, getattr(text, language))

    return Text(*(in_language(language) for language in LANGUAGES))


def worded(question: Question, given: Mapping[str, Value]) -> tuple[Text, Text]:
    """The label and the hint of a question for these answers: those of the first variant that
    applies, or its own."""
    for variant in question.variants:
        if variant.rule.holds(given):
            return variant.label, variant.hint or question.hint
    return question.label, question.hint
