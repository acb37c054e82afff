"""Texts out of anonymous answers: the mission reads them and releases them one by one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note
from app.surveys.campaigns.core import TextState
from app.surveys.campaigns.core.names import flagged
from app.surveys.campaigns.models import Campaign, FreeText
from app.surveys.questionnaires.engine import Question
from app.surveys.results.service import texts
from app.surveys.results.views.choosing import closed_campaign
from app.web import after_post, invalid, load, render, requires
from app.web.settings import settings

TEXT_MAX = 4000
PAGE = 50


def _question(campaign: Campaign, code: str) -> Question:
    """A question answered in words of which enough texts came."""
    for question, _count, readable in texts.text_questions(campaign, settings().survey_group):
        if question.code == code and readable:
            return question
    abort(404)


@bp.get("/<int:campaign_id>/results/texts/<code>")
@requires(Permission.SURVEY_MANAGE)
def moderate_texts(campaign_id: int, code: str) -> ResponseReturnValue:
    """The texts of one question, those to read first; names of the directory are flagged."""
    campaign = closed_campaign(campaign_id)
    question = _question(campaign, code)
    rows = texts.texts_of(campaign, code, settings().survey_group)
    rows.sort(key=lambda row: row.state is not TextState.WAITING)
    number = max(request.args.get("page", 1, type=int), 1)
    names = texts.names_of_directory()
    return render(
        "surveys/results/texts.html",
        campaign=campaign,
        question=question,
        rows=[_shown(row, names) for row in rows[(number - 1) * PAGE : number * PAGE]],
        waiting=sum(row.state is TextState.WAITING for row in rows),
        total=len(rows),
        number=number,
        pages=-(-len(rows) // PAGE),
    )


def _shown(row: FreeText, names: frozenset[str], error: str = "", typed: str | None = None) -> Any:
    pieces = flagged(row.text, names)
    return {
        "row": row,
        "id": row.id.hex(),
        "pieces": pieces,
        "flags": sum(name for _, name in pieces),
        "written": typed if typed is not None else row.released or row.text,
        "error": error,
    }


@bp.post("/<int:campaign_id>/results/texts/<code>/<key>")
@requires(Permission.SURVEY_MANAGE)
def moderate_text(campaign_id: int, code: str, key: str) -> ResponseReturnValue:
    """Release one text as it is written in the field, or keep it back."""
    campaign = closed_campaign(campaign_id)
    question = _question(campaign, code)
    ours = lambda _, row: (row.campaign_id, row.question) == (campaign.id, code)  # noqa: E731
    row = load(FreeText, _key(key), see=ours)
    written = request.form.get("released", "").strip().replace("\r\n", "\n")
    wanted = TextState.RELEASED if request.form.get("go") == "release" else TextState.WITHHELD
    error = ""
    if wanted is TextState.RELEASED and not written:
        error = _("Write what readers may see, or keep this text back.")
    elif len(written) > TEXT_MAX:
        error = _("Keep to %(count)s characters.", count=TEXT_MAX)
    if error:
        names = texts.names_of_directory()
        return invalid(
            "surveys/results/texts.html",
            campaign=campaign,
            question=question,
            waiting=1,
            total=1,
            number=1,
            pages=1,
            rows=[_shown(row, names, error, written)],
        )
    texts.moderate_text(row, wanted, written)
    note("campaign.text", campaign, question=code, state=wanted.value)
    db.session.commit()
    flash(_("Released.") if wanted is TextState.RELEASED else _("Kept back."))
    page = request.form.get("page", "1")
    number = small_number(page) or 1
    return after_post(url_for(".moderate_texts", campaign_id=campaign.id, code=code, page=number))


def _key(key: str) -> bytes:
    try:
        return bytes.fromhex(key)
    except ValueError:
        abort(404)
