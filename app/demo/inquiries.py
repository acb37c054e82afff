"""Generated answers to the surveys of young people, inhabitants and directorates.

None of these figures was published: the answers lean as the authority described (girls and rural
youth somewhat more aware), from fixed seeds, and the pages say that they are demonstration data.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.surveys.questionnaires.engine import Answers, Question, Questionnaire, cleaned
from app.surveys.questionnaires.engine.walk import walk

SEED = 300_16_27
YOUTH = 300
CITIZENS = (180, 210)

#: How far answers lean towards the end of the scale, by dimension: all, girls, rural youth.
_LEANING = {
    "kn": (0.58, 0.07, 0.05),
    "co": (0.50, 0.05, 0.03),
    "st": (0.30, -0.08, -0.04),
    "le": (0.55, 0.05, 0.03),
}
_BACKWARDS = {"co_alone", "st_equal"}
_STEPS = ("strongly_disagree", "disagree", "neutral", "agree", "strongly_agree")
#: How often inhabitants choose each option, by sex.
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
        own = {dimension: rng.gauss(0, 0.24) for dimension in _LEANING}  # what holds items together
        for code in questionnaire.by_code:
            if code[:2] in _LEANING and (
                str(answers.get(code, "~"))[0] != "~" or rng.random() < 0.6
            ):
                answers[code] = _step(code, answers, rng, own[code[:2]])
        rows.append(cleaned(questionnaire, answers))
    return rows


def _answered(code: str, answers: Answers) -> bool:
    return not str(answers.get(code, "~")).startswith("~")


def _option(question: Question, weights: Sequence[float], rng: random.Random) -> str:
    return rng.choices([option.code for option in question.options], weights)[0]


def _step(code: str, answers: Answers, rng: random.Random, own: float) -> str:
    usual, girls, rural = _LEANING[code[:2]]
    lean = (
        own
        + usual
        + girls * (answers["sex"] == "woman")
        + rural * (answers["territory"] == "rural")
    )
    position = sum(rng.random() < lean for _ in range(4))
    return _STEPS[4 - position if code in _BACKWARDS else position]


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
