"""The pages of an organisation's link: its update and its receipts, and nothing else."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps import reminders
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.links import LinkForm
from app.roadmaps.forms.receipt import receipt
from app.roadmaps.models import Note, OrganisationLink, Roadmap, Update
from app.roadmaps.service import links
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.history import Author
from app.roadmaps.views.correcting import correct_sentence
from app.roadmaps.views.update_form import (
    Keeper,
    keep_field,
    receive_form,
    show_form,
    take_out,
)
from app.web import (
    after_post,
    current_person,
    invalid,
    load,
    public,
    render,
    repeatable,
    requires,
)
from app.web.settings import settings

#: Where the session of a browser keeps the tokens that it came with, by roadmap.
_TOKENS = "roadmap_links"


@bp.get("/by-link/<token>")
@public
def enter_by_link(token: str) -> ResponseReturnValue:
    """A personal link: remember it, and leave the token out of all other addresses."""
    link = links.link_by_token(settings().secret_key, token, utcnow().date())
    if link is None:
        return _no_link()
    session[_TOKENS] = {**session.get(_TOKENS, {}), str(link.roadmap_id): token}
    return redirect(url_for(".update_by_link", roadmap_id=link.roadmap_id))


def _no_link() -> Response:
    return render("roadmaps/no_link.html", status=404, guest=True, contact=settings().contact)


def _link(roadmap_id: int) -> OrganisationLink:
    """The link that this browser came with, while it holds."""
    token = session.get(_TOKENS, {}).get(str(roadmap_id), "")
    link = links.link_by_token(settings().secret_key, token, utcnow().date())
    if link is None or link.roadmap_id != roadmap_id:
        abort(_no_link())
    return link


def _keeper(roadmap_id: int, to_send: bool = False) -> Keeper:
    link = _link(roadmap_id)
    if to_send and lock(link):
        link = _link(roadmap_id)  # it may have been ended meanwhile
    return Keeper(
        roadmap=link.roadmap,
        author=Author(link_id=link.id),
        address=url_for(".update_by_link", roadmap_id=roadmap_id),
        receipt=lambda number: url_for(".receipt_by_link", roadmap_id=roadmap_id, update_id=number),
        guest=True,
    )


@bp.get("/kept/<int:roadmap_id>")
@public
def update_by_link(roadmap_id: int) -> Response:
    return show_form(_keeper(roadmap_id))


@bp.post("/kept/<int:roadmap_id>")
@public
def send_by_link(roadmap_id: int) -> ResponseReturnValue:
    return receive_form(_keeper(roadmap_id, to_send=True))


@bp.post("/kept/<int:roadmap_id>/draft")
@repeatable
@public
def keep_draft_by_link(roadmap_id: int) -> Response:
    return keep_field(_keeper(roadmap_id))


@bp.post("/kept/<int:roadmap_id>/forget")
@public
def forget_draft_by_link(roadmap_id: int) -> ResponseReturnValue:
    return take_out(_keeper(roadmap_id))


@bp.get("/kept/<int:roadmap_id>/updates/<int:update_id>")
@public
def receipt_by_link(roadmap_id: int, update_id: int) -> Response:
    """What was sent by this link."""
    link = _link(roadmap_id)
    sent = load(Update, update_id, see=lambda _person, row: row.link_id == link.id)
    return render(
        "roadmaps/receipt.html",
        update=sent,
        receipt=receipt(sent, internal=True),
        editable=True,
        mine=False,
        guest=True,
    )


@bp.route("/kept/<int:roadmap_id>/notes/<int:note_id>/correct", methods=["GET", "POST"])
@public
def correct_note_by_link(roadmap_id: int, note_id: int) -> ResponseReturnValue:
    """Put another sentence in the place of one that was sent by this link."""
    link = _link(roadmap_id)
    if request.method == "POST":
        lock(link)
    note = load(Note, note_id, see=lambda _person, row: row.update.link_id == link.id)
    back = url_for(".receipt_by_link", roadmap_id=roadmap_id, update_id=note.update_id)
    return correct_sentence(note, back, guest=True)


@bp.route("/<int:roadmap_id>/links", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def manage_links(roadmap_id: int) -> ResponseReturnValue:
    """Who of the organisation keeps its roadmap, by which link."""
    roadmap = load(Roadmap, roadmap_id, see=lambda _person, row: row.organisation_id is not None)
    form = LinkForm()
    if request.method == "GET":
        form.email.data = roadmap.organisation.email if roadmap.organisation else ""
        return _page(roadmap, form)
    if not form.validate():
        return _page(roadmap, form, failed=True)
    link = links.make_link(roadmap, form.holder.data or "", form.email.data or "", utcnow().date())
    if link.email:
        reminders.send_link(settings(), link, utcnow())
    record(current_person().id, "roadmap_link.make", f"roadmap_link:{link.id}", utcnow())
    db.session.commit()
    flash(_("Link made, and sent.") if link.email else _("Link made: give it to its holder."))
    return after_post(url_for(".manage_links", roadmap_id=roadmap.id))


def _page(roadmap: Roadmap, form: LinkForm, failed: bool = False) -> Response:
    answer = invalid if failed else render
    return answer(
        "roadmaps/links.html",
        roadmap=roadmap,
        form=form,
        links=links.links_of(roadmap.id),
        address=lambda link: reminders.link_address(settings(), link),
        today=utcnow().date(),
    )


@bp.post("/links/<int:link_id>/end")
@requires(Permission.ROADMAP_STEER)
def end_link(link_id: int) -> ResponseReturnValue:
    """Let a link open nothing any more."""
    link = load(OrganisationLink, link_id)
    links.end_link(link, utcnow().date())
    record(current_person().id, "roadmap_link.end", f"roadmap_link:{link.id}", utcnow())
    db.session.commit()
    flash(_("This link opens nothing any more."))
    return after_post(url_for(".manage_links", roadmap_id=link.roadmap_id))
