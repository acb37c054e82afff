"""What a firm changed in its annex, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from app.procurement.core.annexes import Answers
from app.surveys.questionnaires.engine import Question, Questionnaire
from app.surveys.questionnaires.forms.answer_words import headed, written
from app.web import current_language


def changed_words(
    questionnaire: Questionnaire, before: Answers | None, after: Answers | None
) -> str:
    """A line for each question that is answered otherwise: what was said, and what is."""
    said, says = before or {}, after or {}
    changed = [q for q in questionnaire.questions if said.get(q.code) != says.get(q.code)]
    return "\n".join(
        f"{headed(q.label[current_language()])} {_shown(q, said)} → {_shown(q, says)}"
        for q in changed
    )


def _shown(question: Question, answers: Answers) -> str:
    value = answers.get(question.code)
    return _("no answer") if value is None else written(question, value, current_language())
