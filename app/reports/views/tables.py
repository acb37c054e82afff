"""The tables that a chapter shows, and their order."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db
from app.permissions import Permission
from app.reports.presenting.blocks import Piece
from app.reports.service import choosing
from app.reports.views.blueprint import bp
from app.reports.views.opened import locked, opened
from app.web import after_post, requires


@bp.post("/<int:year>/<layout>/<chapter>/tables")
@requires(Permission.REPORT_WRITE)
def tables(year: int, layout: str, chapter: str) -> ResponseReturnValue:
    """Choose the tables of a chapter, and their order."""
    own = opened(year, layout, chapter)
    if locked(own):
        flash(_("Nothing was saved: a version of this report is being approved."))
        return after_post(own.address)
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
