"""What firms fill in: pages, check, sending, receipt."""

from __future__ import annotations

from dataclasses import replace

from flask import (
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from app.extensions import csrf, db, utcnow
from app.procurement.core.annexes import PROOF_NAMES, PROOFS, completeness
from app.procurement.forms.changes import changed_words
from app.procurement.letters import personal_link, receipt_letter, title_of
from app.procurement.service import bidders, sheets
from app.procurement.views.blueprints import annex, file_name
from app.procurement.views.firm import Opened, closed, opened, the_sheet
from app.surveys.questionnaires.engine import Section, follow
from app.surveys.questionnaires.forms.filling import Filled, filled, neighbour, page_of, saved_part
from app.surveys.questionnaires.forms.question_blocks import (
    NOTHING_TYPED,
    Typed,
    pages_answered,
)
from app.text import LANGUAGES
from app.web import (
    after_post,
    check_origin,
    current_language,
    invalid,
    printed,
    public,
    render,
    repeatable,
)
from app.web.render import wants_part
from app.web.settings import settings


@annex.get("/<int:sheet_id>")
@public
def start(sheet_id: int) -> ResponseReturnValue:
    """Where a firm stands: what is asked, what was sent, its receipt."""
    sheet = the_sheet(sheet_id)
    key, bidder = settings().secret_key, sheet.bidder
    sent, now = sheets.completeness_of(sheet, key), utcnow()
    return render(
        "procurement/firm/start.html",
        sheet=sheet,
        bidder=bidder,
        tender=bidder.tender,
        title=title_of(sheet),
        open=sheets.is_open(sheet, now),
        others=[
            (own.id, title_of(own))
            for own in bidder.sheets
            if own is not sheet and sheets.is_open(own, now)
        ],
        answered=bidders.answered(bidder),
        sent=sent,
        begun=sheet.draft is not None,
        link=personal_link(bidder),
        proofs=PROOFS,
        proof_names=PROOF_NAMES,
        keeping=bidder.tender.keeping,
        now=now,
        kept_until=bidders.kept_until(bidder),
        guest=True,
    )


@annex.get("/<int:sheet_id>/<int:number>")
@public
def page(sheet_id: int, number: int) -> ResponseReturnValue:
    form = opened(sheet_id)
    if not follow(form.questionnaire, form.answers).questions_of(_section(form, number)):
        return redirect(_neighbour(form, number, 1))
    return _page(form, number)


def _section(form: Opened, number: int) -> Section:
    if not 1 <= number <= len(form.questionnaire.sections):
        abort(404)
    return form.questionnaire.sections[number - 1]


def _page(
    form: Opened, number: int, typed: Typed = NOTHING_TYPED, *, lacking: bool = False
) -> Response:
    """A page; where answers are `lacking`, it says so once, and the next button leaves it."""
    shown = page_of(form.questionnaire, form.answers, number, typed)
    return (invalid if typed.faults else render)(
        "procurement/firm/page.html",
        filling=shown,
        errors=[] if lacking else shown.errors(current_language()),
        returning=_returning(form),
        lacking=lacking,
        action=url_for(".save", sheet_id=form.sheet_id, number=number),
        guest=True,
    )


def _returning(form: Opened) -> str:
    """The question that is being changed from the check; empty on the way through."""
    code = request.values.get("from", "")
    return code if code in form.questionnaire.by_code else ""


@annex.post("/<int:sheet_id>/<int:number>", endpoint="save")
@csrf.exempt
@repeatable
@public
def save(sheet_id: int, number: int) -> ResponseReturnValue:
    """Save a page, whole (a button) or as it stands (after each answer, by htmx)."""
    check_origin()
    form = opened(sheet_id)
    own = filled(form.questionnaire, _section(form, number), form.answers, request.form)
    sheets.save_draft(form.sheet, own.answers, settings().secret_key)
    db.session.commit()
    return make_response(saved_part(own)) if wants_part() else _after_saving(form, number, own)


def _after_saving(form: Opened, number: int, own: Filled) -> Response:
    """Where the button leads. An annex may be left incomplete: only what cannot be taken keeps one
    on the page."""
    go = request.form.get("go", "next")
    here = url_for(".page", sheet_id=form.sheet_id, number=number)
    saved = replace(form, answers=own.answers)
    if go in LANGUAGES:
        session["language"] = go
        refresh()
    if own.wrong.faults and go != "back":
        return _page(saved, number, own.wrong)
    if go in LANGUAGES or request.form.get("clear"):
        return after_post(here)
    if go == "later":
        return after_post(url_for(".start", sheet_id=form.sheet_id))
    if go == "next" and (new := own.new_questions()):
        return after_post(f"{here}#question-{new[0].code}")
    if go == "next" and own.untouched and not request.form.get("lacking"):
        return _page(saved, number, own.unfinished, lacking=True)
    if (line := _returning(form)) and go == "next":
        return after_post(url_for(".review", sheet_id=form.sheet_id, _anchor=f"line-{line}"))
    return after_post(_neighbour(saved, number, -1 if go == "back" else 1))


def _neighbour(form: Opened, number: int, step: int) -> str:
    path = follow(form.questionnaire, form.answers)
    other = neighbour(form.questionnaire, path, number, step)
    if other is not None:
        return url_for(".page", sheet_id=form.sheet_id, number=other)
    return url_for(".review" if step > 0 else ".start", sheet_id=form.sheet_id)


@annex.get("/<int:sheet_id>/review")
@public
def review(sheet_id: int) -> ResponseReturnValue:
    return _review(opened(sheet_id))


def _review(form: Opened, *, unsworn: bool = False) -> Response:
    return (invalid if unsworn else render)(
        "procurement/firm/review.html",
        sheet=form.sheet,
        pages=pages_answered(form.questionnaire, form.answers),
        state=completeness(form.questionnaire, form.answers),
        unsworn=unsworn,
        guest=True,
    )


@annex.post("/<int:sheet_id>/send")
@csrf.exempt
@repeatable
@public
def send(sheet_id: int) -> ResponseReturnValue:
    """Send the sheet, complete or not; sent again before the deadline, it takes its place."""
    check_origin()
    form = opened(sheet_id)
    if request.form.get("sworn") != "yes":
        return _review(form, unsworn=True)
    now, key, before = utcnow(), settings().secret_key, form.sheet.digest
    said, to_complete = sheets.sent_answers(form.sheet, key), sheets.completing(form.sheet, now)
    if not sheets.send(form.sheet, key, now):
        return closed(form.sheet)
    if form.sheet.digest != before:
        receipt_letter(form.sheet, now)
        if to_complete:
            words = changed_words(form.questionnaire, said, sheets.sent_answers(form.sheet, key))
            bidders.act(form.sheet.bidder, "completed", None, now, words)
    db.session.commit()
    return after_post(url_for(".start", sheet_id=sheet_id))


@annex.get("/<int:sheet_id>/copy.pdf")
@public
def copy(sheet_id: int) -> ResponseReturnValue:
    """What was sent, with its receipt."""
    sheet = the_sheet(sheet_id)
    answers = sheets.sent_answers(sheet, settings().secret_key)
    if answers is None:
        abort(404)
    html = render_template(
        "procurement/firm/copy.html",
        title=title_of(sheet),
        sheet=sheet,
        bidder=sheet.bidder,
        tender=sheet.bidder.tender,
        pages=pages_answered(sheets.questionnaire_of(sheet), dict(answers)),
    )
    return printed(
        html, f"{file_name('annexe', sheet.bidder.tender)}-{current_language()}.pdf", sheet.id
    )
