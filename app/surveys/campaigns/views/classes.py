"""Answers put together in areas, by which results are compared."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.core.classes import Area, invited_by
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import classing
from app.surveys.questionnaires.engine import Question
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.text import Text
from app.web import after_post, invalid, render, requires
from app.web.settings import settings

#: Empty lines offered below the areas that there are.
SPARE = 6
MOST = 60
#: Names in French and in English, and the number of each answer's area.
Typed = tuple[list[tuple[str, str]], dict[str, int]]


@bp.route("/<int:campaign_id>/classes/<code>", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def classes(campaign_id: int, code: str) -> ResponseReturnValue:
    """The areas of one question of a campaign in preparation."""
    campaign = the_campaign(campaign_id)
    questions = {question.code: question for question in classing.comparable_questions(campaign)}
    if code not in questions or campaign.state is not CampaignState.DRAFT:
        abort(404)
    question = questions[code]
    if request.method == "GET":
        return _page(campaign, question, _kept(campaign, question))
    typed = _typed(question)
    if problems := _problems(typed):
        return _page(campaign, question, typed, problems)
    if not classing.group_answers(campaign, code, _areas(question, typed)):
        abort(404)
    note("campaign.areas", campaign, question=code)
    db.session.commit()
    flash(_("Saved."))
    return after_post(url_for(".show", campaign_id=campaign.id, _anchor=f"classes-{code}"))


def _page(
    campaign: Campaign, question: Question, typed: Typed, problems: list[str] | None = None
) -> Response:
    names, chosen = typed
    questionnaire = questionnaire_of(campaign.version)
    people = invited_by(questionnaire, classing.invited(campaign), question.code)
    lines = [*names, *[("", "")] * SPARE]
    return (invalid if problems else render)(
        "surveys/classes.html",
        campaign=campaign,
        question=question,
        areas=[(number, fr, en) for number, (fr, en) in enumerate(lines, start=1)],
        options=[
            (o, people.get(o.code, 0) if people else None, chosen.get(o.code))
            for o in question.options
        ],
        problems=problems or [],
        group=settings().survey_group,
    )


def _kept(campaign: Campaign, question: Question) -> Typed:
    areas = classing.areas_of(campaign, question.code)
    chosen = {v: number for number, area in enumerate(areas, start=1) for v in area.values}
    return [(area.label.fr, area.label.en) for area in areas], chosen


def _typed(question: Question) -> Typed:
    """What the form says; lines left empty at the end are no areas."""
    languages = [request.form.getlist(f"area-{language}") for language in ("fr", "en")]
    lines = list(zip(*languages, strict=False))[:MOST]
    names = [(fr.strip()[:80], en.strip()[:80]) for fr, en in lines]
    sent = {option.code: request.form.get(f"of-{option.code}", "") for option in question.options}
    chosen = {code: number for code, n in sent.items() if (number := small_number(n)) is not None}
    used = max([number for number, pair in enumerate(names, start=1) if any(pair)], default=0)
    used = max([used, *(number for number in chosen.values() if number <= len(names))])
    return names[:used], chosen


def _problems(typed: Typed) -> list[str]:
    names, chosen = typed
    used = set(chosen.values())
    problems = [
        _("Area %(number)s needs its name in French and in English.", number=number)
        for number, pair in enumerate(names, start=1)
        if not all(pair) and (any(pair) or number in used)
    ]
    if any(number > len(names) for number in used):
        problems.append(_("An answer is in an area that is not there."))
    doubled = [pair for pair in names if all(pair) and names.count(pair) > 1]
    if doubled:
        problems.append(_("Two areas have the same name: %(name)s.", name=doubled[0][0]))
    return problems


def _areas(question: Question, typed: Typed) -> list[Area]:
    """The areas, by codes that no answer has."""
    names, chosen = typed
    return [
        Area(
            f"area-{number}",
            Text(*pair),
            tuple(o.code for o in question.options if chosen.get(o.code) == number),
        )
        for number, pair in enumerate(names, start=1)
    ]
