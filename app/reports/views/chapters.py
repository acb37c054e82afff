"""A chapter: its text beside its figures, the sentences that are proposed, its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission, allowed
from app.reports.core.chapters import CHAPTERS, WRITTEN
from app.reports.core.layouts import LAYOUTS
from app.reports.core.narrative import too_long
from app.reports.core.references import Tables, references_in
from app.reports.forms.words import problems_of
from app.reports.presenting import drafting
from app.reports.presenting.key_figures import key_figures
from app.reports.service import choosing, texts
from app.reports.service.texts import Writing
from app.reports.views.blueprint import bp
from app.reports.views.opened import Open, locked, opened
from app.text import LANGUAGES, Text
from app.web import (
    after_post,
    conflict,
    current_person,
    invalid,
    render,
    requires,
)

PAGE = "reports/chapter.html"
MOST_LEFT_OUT = 200
#: Signs that turn the order of others: nobody sees what they do.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@bp.route("/<int:year>/<layout>/<chapter>", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def chapter(year: int, layout: str, chapter: str) -> ResponseReturnValue:
    """The text of a chapter in the two languages, beside the page as it will be printed."""
    own = opened(year, layout, chapter)
    if request.method == "GET":
        text = own.saved.text if own.saved else Text()
        left_out = own.saved.left_out if own.saved else []
        return _show(own, text, left_out)
    if own.chapter not in WRITTEN:
        abort(404)
    text = Text(*(_typed(language) for language in LANGUAGES))
    left_out = request.form.getlist("left_out")[:MOST_LEFT_OUT]
    go = request.form.get("go", "save")
    if go not in ("save", "validate"):
        return _changed(own, text, left_out, go)
    return _save(own, text, left_out, validated=go == "validate")


def _typed(language: str) -> str:
    text = request.form.get(f"text-{language}", "").replace("\r\n", "\n")
    return text.translate(_TURNING).strip()


def _changed(own: Open, text: Text, left_out: list[str], go: str) -> Response:
    """The form with one more sentence in its texts, or one less proposed, or its preview: nothing is
    saved yet."""
    act, _colon, code = go.partition(":")
    proposed = {each.code: each.text for each in drafting.sentences(own.composer, own.chapter)}
    if act == "keep" and code in proposed:
        said = proposed[code]
        text = Text(_joined(text.fr, said.fr), _joined(text.en, said.en))
    elif act == "leave" and code in proposed:
        left_out = [*left_out, code]
    elif act == "quote" and references_in(code):
        text = Text(_joined(text.fr, code), _joined(text.en, code))
    return _show(own, text, left_out, errors=_errors(text, own.composer.tables), unsaved=True)


def _joined(text: str, sentence: str) -> str:
    return f"{text} {sentence}".strip()


def _save(own: Open, text: Text, left_out: list[str], validated: bool) -> ResponseReturnValue:
    if locked(own):
        flash(_("Nothing was saved: a version of this report is being approved."))
        return _show(own, text, left_out, status=409, unsaved=True)
    errors = _errors(text, own.composer.tables)
    base = small_number(request.form.get("base", "0")) or 0
    if errors:
        return _show(own, text, left_out, status=422, errors=errors, unsaved=True)
    if request.form.get("digest", own.digest) != own.digest:
        flash(_("Nothing was saved: figures changed since you opened the page. Read, save again."))
        return _show(own, text, left_out, status=409, unsaved=True)
    writing = Writing(text, base, drafting.figures_seen(own.about), left_out)
    row = texts.write(own.year, own.chapter, writing, current_person().id, utcnow())
    if row is None:
        return _show(own, text, left_out, status=409, unsaved=True)
    refusal = _validate(own, row.version, text) if validated else ""
    db.session.commit()
    flash(refusal or (_("Text saved and chapter validated.") if validated else _("Text saved.")))
    return after_post(own.address)


def _errors(text: Text, tables: Tables) -> dict[str, str]:
    """What is wrong with the text in each language, by the field that it is typed in."""
    return {
        f"text-{language}": " ".join(problems)
        for language in LANGUAGES
        if (problems := problems_of(text.to_dict()[language], tables))
    }


def _validate(own: Open, version: int, text: Text) -> str:
    """Say that a chapter is right, as its page showed it; why it is not, otherwise."""
    if text.missing():
        return _("Text saved, not validated: it is written in one language alone.")
    _keep_check(own, True, version, own.digest)
    return ""


def _keep_check(own: Open, valid: bool, version: int, digest: str) -> None:
    person = current_person()
    texts.check(own.year, own.chapter, valid, version, digest, person.id, utcnow())
    act = "report.validate" if valid else "report.reopen"
    record(person.id, act, f"report:{own.year}:{own.chapter}", utcnow())


def _show(
    own: Open,
    text: Text,
    left_out: list[str],
    status: int = 200,
    errors: dict[str, str] | None = None,
    unsaved: bool = False,
) -> Response:
    """The page of a chapter, with the text as it is in the form."""
    printable = text if not any(map(too_long, text.to_dict().values())) else Text()
    texts_shown = {**own.sources.texts, own.chapter: printable}
    own = replace(own, sources=replace(own.sources, texts=texts_shown))
    saved = own.saved
    theirs = saved if status == 409 and saved and not locked(own) else None
    answer = {200: render, 409: conflict, 422: invalid}[status]
    return answer(
        PAGE,
        **_context(own),
        text=text,
        base=saved.version if saved else 0,
        left_out=left_out,
        sentences=[
            each
            for each in drafting.sentences(own.composer, own.chapter)
            if each.code not in left_out
        ],
        errors=errors or {},
        theirs=theirs,
        unsaved=unsaved,
        outdated=drafting.outdated_in(saved, own.about) if saved and not unsaved else {},
    )


def _doors() -> list[tuple[str, str]]:
    """Where what a chapter lacks is brought, for those who may."""
    roles = current_person().roles
    doors = [
        (Permission.HR_IMPORT, _("Agents’ file"), url_for("hr.index")),
        (Permission.FIGURE_ENTER, _("Typed figures"), url_for("entered.index")),
        (
            Permission.ROADMAP_STEER,
            _("November reports"),
            url_for("roadmaps.steer", page="novembers"),
        ),
    ]
    return [(words, address) for may, words, address in doors if allowed(roles, may)]


def _context(own: Open) -> dict[str, Any]:
    check = texts.checks(own.year).get(own.chapter)
    version = own.saved.version if own.saved else 0
    return {
        "year": own.year,
        "layout": own.layout,
        "laid": LAYOUTS[own.layout],
        "code": own.chapter,
        "declared": CHAPTERS[own.chapter],
        "written": own.chapter in WRITTEN,
        "saved": own.saved,
        "check": check,
        "check_holds": check is not None
        and (check.text_version, check.figures_digest) == (version, own.digest),
        "digest": own.digest,
        "content": {"key": key_figures(own.figures), "method": own.composer.method()},
        "preview": own.composer.chapter(own.chapter, 4),
        "pieces": own.composer.pieces[own.chapter],
        "shown": [piece.table.code for piece in own.shown],
        "revision": choosing.revision_of(own.year, own.layout),
        "quotables": list(drafting.quotables([piece.table for piece in own.shown])),
        "locked": locked(own),
        "address": own.address,
        "doors": _doors(),
        "screen": True,
    }


@bp.post("/<int:year>/<layout>/<chapter>/check")
@requires(Permission.REPORT_WRITE)
def check(year: int, layout: str, chapter: str) -> ResponseReturnValue:
    """Open a chapter again that was validated; validate one that has no text of its own."""
    own = opened(year, layout, chapter)
    version = own.saved.version if own.saved else 0
    if locked(own):
        flash(_("Nothing was saved: a version of this report is being approved."))
        return after_post(own.address)
    valid = request.form.get("valid") == "yes"
    if valid and (own.chapter in WRITTEN or request.form.get("digest") != own.digest):
        flash(_("Not validated: the text or the figures changed meanwhile. Read them again."))
        return after_post(own.address)
    _keep_check(own, valid, version, own.digest)
    db.session.commit()
    flash(_("Chapter validated.") if valid else _("Chapter opened again."))
    return after_post(own.address)
