"""A calendar feed as calendars read it (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event, vDDDTypes, vInt, vText

from app.roadmaps.core.periods import Precision
from app.roadmaps.forms.words import period_words
from app.roadmaps.models import CalendarFeed
from app.roadmaps.service.feeds import Dated, Kind

#: How often calendars are asked to look again; they do as they like.
REFRESH = dt.timedelta(hours=12)


def calendar_file(
    feed: CalendarFeed, dates: Sequence[Dated], domain: str, now: dt.datetime
) -> bytes:
    """The dates of a feed, each of a whole day, whose summary says how precise it is."""
    language = feed.language
    with force_locale(language):
        calendar = Calendar()
        calendar.add("PRODID", "-//Isonomia//FR")
        calendar.add("VERSION", "2.0")
        calendar.add("CALSCALE", "GREGORIAN")
        calendar.add("METHOD", "PUBLISH")
        calendar.add("NAME", _text(_name(feed)))
        calendar.add("X-WR-CALNAME", _text(_name(feed)))
        calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
        stamp = vDDDTypes(now)
        for each in dates:
            calendar.add_component(_event(each, domain, language, stamp))
        return bytes(calendar.to_ical())


def _name(feed: CalendarFeed) -> str:
    if feed.programme is not None:
        return feed.programme.title[feed.language]
    return _("My roadmaps")


def _event(each: Dated, domain: str, language: str, stamp: vDDDTypes) -> Event:
    """An event of a whole day. Values are given their types here: `add` looks for them each time."""
    event = Event()
    event["UID"] = vText(f"{each.kind}-{each.number}@{domain}")
    event["DTSTAMP"] = stamp
    event["DTSTART"] = vDDDTypes(each.on)
    event["DTEND"] = vDDDTypes(each.on + dt.timedelta(days=1))
    event["SUMMARY"] = _text(summary_of(each, language))
    where = each.where[language]
    if where:
        event["LOCATION" if each.kind is Kind.MEETING else "DESCRIPTION"] = _text(where)
    if each.sequence:
        event["SEQUENCE"] = vInt(each.sequence)
    event["TRANSP"] = _TRANSPARENT
    return event


def _text(words: str) -> vText:
    """A text without the control characters that a calendar may not hold (RFC 5545, 3.3.11)."""
    return vText("".join(sign for sign in words if sign >= " " or sign in "\n\t"))


#: A date of a plan does not make anybody busy.
_TRANSPARENT = vText("TRANSPARENT")


def summary_of(each: Dated, language: str) -> str:
    """What a date says: what it is of, and its period where it is no day."""
    title = each.title[language]
    if each.kind is Kind.MEETING:
        return title
    if each.kind is Kind.ROUND:
        return _("Updates asked by today: %(title)s", title=title)
    if each.from_then:
        return _("Not before %(period)s: %(title)s", period=period_words(each.period), title=title)
    if each.period.precision is Precision.DAY:
        return _("Due: %(title)s", title=title)
    return _("Due in %(period)s: %(title)s", period=period_words(each.period), title=title)
