"""The workbook for the analysis report."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.documents.spreadsheets import XLSX, Page, write_workbook
from app.extensions import db, utcnow
from app.permissions import Permission
from app.procurement.core.annexes import Answers
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import LEVELS, Level
from app.procurement.forms.words import outcome_words
from app.procurement.models import Bidder, Tender
from app.procurement.service.questionnaires import annex_of
from app.procurement.views.blueprints import bp, file_name
from app.procurement.views.opened import Row, met, rows_of, the_opened
from app.surveys.questionnaires.engine import Question
from app.surveys.questionnaires.forms.answer_words import written
from app.web import attached, current_language, current_person, requires, traced
from app.web.formats import moment


@bp.get("/<int:tender_id>/analysis.xlsx")
@requires(Permission.TENDER_MANAGE)
@traced
def analysis(tender_id: int) -> Response:
    """For the analysis report: firms, lights, decisions; then what each declared."""
    tender = the_opened(tender_id)
    questionnaire, language = annex_of(tender), current_language()
    rows = rows_of(tender)
    record(current_person().id, "annex.export", f"tender:{tender_id}", utcnow(), read=len(rows))
    pages = [_consultation(tender), _firms_page(rows)]
    if questionnaire is not None:
        answered = [row for row in rows if row.answers is not None]
        pages.append(
            Page(
                _("Declared"),
                [_("Question"), *(row.bidder.name for row in answered)],
                [
                    [q.label[language], *(_said(q, row.answers) for row in answered)]
                    for q in met(questionnaire, answered)
                ],
            )
        )
    db.session.commit()
    return attached(write_workbook(pages), f"{file_name('analyse', tender)}.xlsx", XLSX)


def _consultation(tender: Tender) -> Page:
    """Which tender it is, when its annexes were opened, how they are to be read."""
    words = (
        _("Only the actions proposed for this contract are judged; the rest informs.")
        if tender.level is Level.CRITERION
        else _("These answers inform: none of them is scored.")
    )
    lines = [
        [_("Number"), tender.number],
        [_("Object"), tender.title[current_language()]],
        [_("Level of equality"), LEVELS[tender.level].name[current_language()]],
        [_("Annexes opened"), moment(tender.opened_at) if tender.opened_at else ""],
        [_("How to read it"), words],
    ]
    return Page(_("Tender"), [_("Tender"), tender.number], lines)


def _firms_page(rows: Sequence[Row]) -> Page:
    header = [_("Firm"), _("Number"), _("Bid"), _("Annex"), _("To look at"), _("Decision")]
    lines = [
        [
            row.bidder.name,
            row.bidder.number,
            _("yes") if row.bidder.bid else _("no"),
            _annex_words(row),
            "\n".join(each.reason[current_language()] for each in row.findings),
            outcome_words(row.bidder.outcome)[0],
            _reason(row.bidder),
        ]
        for row in rows
    ]
    return Page(_("Firms"), [*header, _("Reason")], lines)


def _annex_words(row: Row) -> str:
    if row.state is None:
        return _("none")
    return _("complete") if row.state.complete else _("incomplete")


def _said(question: Question, answers: Answers | None) -> str | float:
    """An answer; a number stays a number, for whoever counts with it."""
    value = (answers or {}).get(question.code)
    if value is None or isinstance(value, float):
        return "" if value is None else value
    return written(question, value, current_language())


def _reason(bidder: Bidder) -> str:
    """The words of the latest decision."""
    kinds = {each.value for each in Outcome}
    own = [act.words for act in bidder.acts if act.kind in kinds]
    return own[-1] if own else ""
