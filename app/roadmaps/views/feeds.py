"""Calendar feeds: the page of who makes them, and the address that calendars read."""

from __future__ import annotations

from flask import Response, abort, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.feeds import calendar_file
from app.roadmaps.models import CalendarFeed
from app.roadmaps.service import feeds, plans
from app.roadmaps.service.mandates import held_roadmaps
from app.web import (
    after_post,
    current_language,
    current_person,
    load,
    public,
    render,
    requires,
)
from app.web.settings import settings

#: Nobody needs more at a time.
MOST = 10


@bp.route("/feeds", methods=["GET", "POST"])
@requires(Permission.ROADMAP_READ)
def own_feeds() -> ResponseReturnValue:
    """The feeds of the person signed in, and the form that makes one."""
    person, today = current_person(), utcnow().date()
    going = plans.current_programmes(today)
    every = feeds.feeds_of(person.id)
    if request.method == "GET":
        return render(
            "roadmaps/feeds.html",
            feeds=[each for each in every if each.revoked_on is None],
            programmes=going,
            asked=small_number(request.args.get("programme", "")),
            keeps=bool(held_roadmaps(person.id, today)) or not going,
            address=lambda feed: (
                settings().base_url
                + url_for(".calendar_feed", token=feed.token(settings().secret_key))
            ),
        )
    number = small_number(request.form.get("programme", ""))
    programme = next((each for each in going if each.id == number), None)
    if sum(each.revoked_on is None for each in every) >= MOST:
        flash(_("You have ten addresses already: revoke one first."))
    else:
        feeds.make_feed(person, programme, current_language(), today)
        flash(_("The address is made: copy it into your calendar."))
    db.session.commit()
    return after_post(url_for(".own_feeds"))


@bp.post("/feeds/<int:feed_id>/revoke")
@requires(Permission.ROADMAP_READ)
def revoke_feed(feed_id: int) -> ResponseReturnValue:
    """Let an address tell nothing any more."""
    row = load(CalendarFeed, feed_id, may=lambda person, row: row.person_id == person.id)
    feeds.revoke(row, utcnow().date())
    db.session.commit()
    flash(_("Revoked: this address no longer works."))
    return after_post(url_for(".own_feeds"))


@bp.get("/feeds/<token>.ics")
@public
def calendar_feed(token: str) -> Response:
    """The dates of a feed, for whoever has its address."""
    row = feeds.feed_by_token(settings().secret_key, token) or abort(404)
    if not feeds.tells(row):
        with force_locale(row.language):
            words = _(
                "This calendar address was revoked, or its owner no longer reads roadmaps. Make another "
                "one in the intranet, under Roadmaps."
            )
        gone = make_response(words, 410)
        gone.mimetype = "text/plain"
        return gone
    now = utcnow()
    content = calendar_file(row, feeds.dates_of(row, now.date()), settings().mail_domain, now)
    answer = make_response(content)
    answer.mimetype = "text/calendar"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
