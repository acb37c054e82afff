"""A chapter: its text beside its figures, the sentences that are proposed, its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.reports import making
from app.reports.core.chapters import CHAPTERS, WRITTEN, Chapter
from app.reports.core.choices import Choices
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.forms.words import problems_of
from app.reports.models import ChapterText
from app.reports.presenting import drafting
from app.reports.presenting.blocks import Piece, chosen
from app.reports.presenting.content import Composer, Sources
from app.reports.presenting.key_figures import key_figures
from app.reports.service import choosing, texts, versions
from app.reports.service.figures import ReportFigures
from app.reports.service.texts import Writing
from app.reports.views.blueprint import bp, chapter_of, figures_or_404, known_year, layout_of
from app.text import LANGUAGES, Text
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    render,
    requires,
)

PAGE = "reports/chapter.html"


@dataclass(frozen=True)
class Open:
    """A chapter that somebody has open: what it is of, its figures, what is saved of it."""

    year: int
    layout: Layout
    chapter: Chapter
    choices: Choices
    figures: ReportFigures
    sources: Sources
    saved: ChapterText | None

    @property
    def composer(self) -> Composer:
        return Composer(self.figures, self.sources, current_language())

    def shown(self, composer: Composer) -> list[Piece]:
        return chosen(composer.pieces[self.chapter], self.chapter, self.choices)

    @property
    def address(self) -> str:
        return url_for(".chapter", year=self.year, layout=self.layout, chapter=self.chapter)


def opened(year: int, layout: str, chapter: str) -> Open:
    """A chapter of a report by its address; 404 when there is none."""
    known_year(year)
    own = layout_of(layout)
    code = chapter_of(LAYOUTS[own], chapter)
    choices = choosing.choices_of(year, own)
    return Open(
        year,
        own,
        code,
        choices,
        figures_or_404(year, choices),
        making.sources_of(year, own, choices),
        texts.texts(year).get(code),
    )


def _locked(own: Open) -> bool:
    """Whether a version that says this chapter is being approved."""
    for layout, laid in LAYOUTS.items():
        report = choosing.report_of(own.year, layout)
        if own.chapter in laid.chapters and versions.on_its_way(report) is not None:
            return True
    return False


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
    left_out = request.form.getlist("left_out")
    go = request.form.get("go", "save")
    if go != "save":
        return _changed(own, text, left_out, go)
    return _save(own, text, left_out)


def _typed(language: str) -> str:
    return request.form.get(f"text-{language}", "").replace("\r\n", "\n").strip()


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
    return _show(own, text, left_out, unsaved=True)


def _joined(text: str, sentence: str) -> str:
    return f"{text} {sentence}".strip()


def _save(own: Open, text: Text, left_out: list[str]) -> ResponseReturnValue:
    if _locked(own):
        flash(_("Nothing was saved: a version of this report is being approved."))
        return _show(own, text, left_out, status=409, unsaved=True)
    composer = own.composer
    errors = {
        f"text-{language}": problems[0]
        for language in LANGUAGES
        if (problems := problems_of(text.to_dict()[language], composer.tables))
    }
    base = small_number(request.form.get("base", "0")) or 0
    if errors:
        return _show(own, text, left_out, status=422, errors=errors, unsaved=True)
    writing = Writing(text, base, drafting.figures_seen(own.shown(composer)), left_out)
    row = texts.write(own.year, own.chapter, writing, current_person().id, utcnow())
    if row is None:
        return _show(own, text, left_out, status=409, unsaved=True)
    db.session.commit()
    flash(_("Text saved."))
    return after_post(own.address)


def _show(
    own: Open,
    text: Text,
    left_out: list[str],
    status: int = 200,
    errors: dict[str, str] | None = None,
    unsaved: bool = False,
) -> Response:
    """The page of a chapter, with the text as it is in the form."""
    sources = replace(own.sources, texts={**own.sources.texts, own.chapter: text})
    composer = Composer(own.figures, sources, current_language())
    shown = own.shown(composer)
    saved = own.saved
    theirs = saved if status == 409 and saved and not _locked(own) else None
    answer = {200: render, 409: conflict, 422: invalid}[status]
    return answer(
        PAGE,
        **_context(own, composer, shown),
        text=text,
        base=saved.version if saved else 0,
        left_out=left_out,
        sentences=[
            each for each in drafting.sentences(composer, own.chapter) if each.code not in left_out
        ],
        errors=errors or {},
        theirs=theirs,
        unsaved=unsaved,
        outdated=drafting.outdated_in(saved, shown) if saved and not unsaved else {},
    )


def _context(own: Open, composer: Composer, shown: list[Piece]) -> dict[str, Any]:
    check = texts.checks(own.year).get(own.chapter)
    version = own.saved.version if own.saved else 0
    digest = drafting.digest_of_chapter(shown)
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
        and (check.text_version, check.figures_digest) == (version, digest),
        "digest": digest,
        "content": {"key": key_figures(own.figures), "method": composer.method()},
        "preview": composer.chapter(own.chapter, 4),
        "pieces": composer.pieces[own.chapter],
        "shown": [piece.table.code for piece in shown],
        "revision": choosing.revision_of(own.year, own.layout),
        "quotables": list(drafting.quotables([piece.table for piece in shown])),
        "locked": _locked(own),
        "address": own.address,
        "screen": True,
    }


@bp.post("/<int:year>/<layout>/<chapter>/check")
@requires(Permission.REPORT_WRITE)
def check(year: int, layout: str, chapter: str) -> ResponseReturnValue:
    """Say that a chapter is right as it was read, or open it again."""
    own = opened(year, layout, chapter)
    valid = request.form.get("valid") == "yes"
    version = own.saved.version if own.saved else 0
    digest = drafting.digest_of_chapter(own.shown(own.composer))
    read = (request.form.get("version"), request.form.get("digest"))
    if valid and read != (str(version), digest):
        flash(_("Not validated: the text or the figures changed meanwhile. Read them again."))
        return after_post(own.address)
    if valid and own.saved and own.saved.text.missing():
        flash(_("Not validated: the text is written in one language alone."))
        return after_post(own.address)
    person = current_person()
    texts.check(year, own.chapter, valid, version, digest, person.id, utcnow())
    act = "report.validate" if valid else "report.reopen"
    record(person.id, act, f"report:{year}:{own.chapter}", utcnow())
    db.session.commit()
    flash(_("Chapter validated.") if valid else _("Chapter opened again."))
    return after_post(url_for(".outline", year=year, layout=own.layout))


@bp.post("/<int:year>/<layout>/<chapter>/tables")
@requires(Permission.REPORT_WRITE)
def tables(year: int, layout: str, chapter: str) -> ResponseReturnValue:
    """Choose the tables of a chapter, and their order."""
    own = opened(year, layout, chapter)
    pieces = own.composer.pieces[own.chapter]
    ticked = {*request.form.getlist("table")}
    codes = [piece.table.code for piece in pieces]
    places = {
        code: small_number(request.form.get(f"place-{code}", "")) or len(codes) for code in codes
    }
    choices = replace(
        own.choices,
        without=_others(own.choices.without, codes, [p for p in pieces if p.by_default], ticked, 0),
        more=_others(own.choices.more, codes, [p for p in pieces if not p.by_default], ticked, 1),
        order={**own.choices.order, own.chapter: tuple(sorted(codes, key=places.__getitem__))},
    )
    base = small_number(request.form.get("revision", "0")) or 0
    if choosing.choose(year, own.layout, choices, base) is None:
        flash(_("Nothing was saved: somebody else changed the choices meanwhile. Check them."))
    else:
        db.session.commit()
        flash(_("Tables saved."))
    return after_post(own.address)


def _others(
    kept: tuple[str, ...], codes: list[str], pieces: list[Piece], ticked: set[str], wanted: int
) -> tuple[str, ...]:
    """The choices of other chapters, with those of these tables that are ticked, or that are not."""
    own = [piece.table.code for piece in pieces if (piece.table.code in ticked) == bool(wanted)]
    return (*(code for code in kept if code not in codes), *own)
