"""Generated answers to the surveys of young people, inhabitants and directorates.

None of these figures was published: the answers lean as the authority described (girls and rural
youth somewhat more aware), from fixed seeds, and the pages say that they are demonstration data.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence

from app.surveys.questionnaires.engine import Answers, Question, Questionnaire, cleaned
from app.surveys.questionnaires.engine.walk import walk

SEED = 300_16_27
YOUTH = 300
CITIZENS = (180, 210)

#: How far answers lean towards the end of the scale, by dimension: all, girls, rural youth.
_LEANING = {
    "kn": (0.58, 0.07, 0.05),
    "co": (0.52, 0.05, 0.03),
    "st": (0.66, -0.05, -0.08),
    "le": (0.56, 0.06, 0.03),
}
_BACKWARDS = {"co_alone", "st_gift_care", "st_gift_feelings"}
#: Where the scale « girls or boys » passes from one step to the next: most say « neither ».
_WHO = (0.12, 0.34, 0.72, 0.96)
#: How often each option is chosen; the right answers to the quizzes are the third ones.
_CHOICES = {
    "quiz_pay": (3, 17, 35, 45),
    "quiz_account": (13, 33, 38, 16),
    "co_speaks": (14, 28, 15, 26, 17),
    "co_acts": (42, 58),
    "age": (12, 34, 33, 21),
}
#: The same of what inhabitants answer, by sex.
_SHARES = {
    "woman": {
        "safe": (16, 27, 26, 13, 18),
        "transport": (14, 20, 18, 30, 18),
        "travel": (22, 11, 7, 26, 5, 23, 6),
        "enough": (48, 40, 12),
        "age": (16, 27, 33, 24),
    },
    "man": {
        "safe": (10, 16, 35, 27, 12),
        "transport": (16, 22, 20, 27, 15),
        "travel": (18, 13, 8, 21, 9, 25, 6),
        "enough": (32, 49, 19),
        "age": (16, 27, 33, 24),
    },
}


def youth_answers(questionnaire: Questionnaire) -> list[Answers]:
    """300 young people, girls and boys, urban and rural."""
    rng = random.Random(SEED)
    rows = []
    for _ in range(YOUTH):
        answers = walk(questionnaire, rng)
        answers["sex"] = rng.choices(("woman", "man", "~prefers_not_to_say"), (55, 42, 3))[0]
        answers["territory"] = rng.choices(("urban", "rural"), (62, 38))[0]
        own = {dimension: rng.gauss(0, 0.27) for dimension in _LEANING}  # what holds items together
        for question in questionnaire.questions:
            code = question.code
            if not _answered(code, answers) and rng.random() >= 0.6:
                continue
            if code in _CHOICES:
                answers[code] = _option(question, _CHOICES[code], rng)
            elif code[:2] in _LEANING:
                answers[code] = _step(question, answers, rng, own[code[:2]])
        rows.append(cleaned(questionnaire, answers))
    return rows


def _answered(code: str, answers: Answers) -> bool:
    return not str(answers.get(code, "~")).startswith("~")


def _option(question: Question, weights: Sequence[float], rng: random.Random) -> str:
    return rng.choices([option.code for option in question.options], weights)[0]


def _step(question: Question, answers: Answers, rng: random.Random, own: float) -> str:
    usual, girls, rural = _LEANING[question.code[:2]]
    lean = (
        own
        + usual
        + girls * (answers["sex"] == "woman")
        + rural * (answers["territory"] == "rural")
    )
    last = len(question.options) - 1
    if question.code.startswith("st_"):
        position = bisect(_WHO, lean + rng.gauss(0, 0.2))
    else:
        position = sum(rng.random() < lean for _ in range(last))
    return question.options[last - position if question.code in _BACKWARDS else position].code


def citizens_answers(questionnaire: Questionnaire, wave: int) -> list[Answers]:
    """Inhabitants of one wave; the second one knows a little more of what is done."""
    rng = random.Random(SEED + 90 + wave)
    rows = []
    for _ in range(CITIZENS[wave - 1]):
        answers = walk(questionnaire, rng)
        answers["sex"] = rng.choices(("woman", "man"), (54, 46))[0]
        for code, shares in _SHARES[str(answers["sex"])].items():
            if _answered(code, answers) or rng.random() < 0.6:
                answers[code] = _option(questionnaire.by_code[code], shares, rng)
        if _answered("knows_actions", answers):
            answers["knows_actions"] = "yes" if rng.random() < 0.3 + 0.1 * wave else "no"
        rows.append(cleaned(questionnaire, answers))
    return rows


def directorates_answers(
    questionnaire: Questionnaire, directorates: Sequence[str]
) -> dict[str, Answers]:
    """What these directorates say they have done; the others have not answered yet."""
    rng = random.Random(SEED + 9)
    names = ("Formation des équipes", "Marche exploratoire", "Données par sexe", "Affiches")
    by_directorate = {}
    for code in directorates:
        answers = walk(questionnaire, rng)
        for question in questionnaire.questions:
            if question.kind.free and question.code in answers:
                answers[question.code] = rng.choice(names)
            if question.code.startswith("action_cost") and question.code in answers:
                answers[question.code] = float(rng.randrange(2, 30) * 100)
        by_directorate[code] = cleaned(questionnaire, answers)
    return by_directorate
