"""How long it takes to answer: the words to read, and the time to give each answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.path import follow
from app.surveys.questionnaires.engine.question import LONG_TEXT, Option, Question, Shape
from app.surveys.questionnaires.engine.walk import walk

#: Words that adults read silently in a minute: 238 in English (Brysbaert 2019, 190 studies); French
#: says the same in more words, of which more are short ones.
WORDS_A_MINUTE: Mapping[str, float] = {"fr": 240, "en": 238}
#: Seconds to decide and to answer, once the words are read. Our own measure: no study gives one for
#: each kind of answer.
ANSWERING: Mapping[Shape, float] = {
    Shape.OPTION: 7.5,
    Shape.OPTIONS: 9,
    Shape.RANKING: 20,
    Shape.NUMBER: 8,
    Shape.DAY: 8,
    Shape.TEXT: 15,
    Shape.NOTHING: 0,
    Shape.CALCULATED: 0,
}
#: A text of several lines, which many leave empty.
SEVERAL_LINES = 30.0
#: Questions of all the walks together: their number falls as questionnaires grow.
_EFFORT = 800


def minutes_of(questions: Sequence[Question], language: str) -> int:
    """Whole minutes, one at least, to read and answer these questions one after the other."""
    return _whole(seconds_of(questions, language))


def seconds_of(questions: Sequence[Question], language: str) -> float:
    """Seconds to read and answer these questions; options like those just before are not read again."""
    words, answering = 0, 0.0
    before: tuple[Option, ...] = ()
    for question in questions:
        words += _words(question.label[language]) + _words(question.hint[language])
        if question.options != before:
            words += sum(_words(option.label[language]) for option in question.options)
        before = question.options
        answering += _answering(question)
    return words / WORDS_A_MINUTE[language] * 60 + answering


def _words(text: str) -> int:
    return len(text.split())


def _answering(question: Question) -> float:
    if question.specifies:
        return 0.0  # few people choose its option
    if question.kind.shape is Shape.TEXT and question.max_length > LONG_TEXT:
        return SEVERAL_LINES
    return ANSWERING[question.kind.shape]


def usual_minutes(questionnaire: Questionnaire, language: str) -> int:
    """About how long people take, in whole minutes: what is said wherever a survey is announced.

    Three paths in four take no longer, among some followed at random, the same ones each time.
    """
    walks = max(5, min(40, _EFFORT // (len(questionnaire.questions) or 1)))
    rng = random.Random(questionnaire.code)
    paths = [follow(questionnaire, walk(questionnaire, rng)).questions for _ in range(walks)]
    lengths = sorted(seconds_of(path, language) for path in paths)
    return _whole(lengths[3 * len(lengths) // 4])


def _whole(seconds: float) -> int:
    return max(1, round(seconds / 60))
