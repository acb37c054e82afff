"""Messages that ask for the update of a roadmap, in the language of who keeps it."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.config import Settings
from app.jobs.service import queue_mail
from app.roadmaps.models import Mandate, OrganisationLink
from app.roadmaps.service.board import BoardRow


def link_address(settings: Settings, link: OrganisationLink) -> str:
    """The address that opens the update of an organisation's roadmap."""
    path = url_for("roadmaps.enter_by_link", token=link.token(settings.secret_key))
    return settings.base_url + path


def send_link(settings: Settings, link: OrganisationLink, now: dt.datetime) -> None:
    """Send an organisation the link by which it keeps its roadmap."""
    language = link.organisation.language
    with force_locale(language):
        title = link.roadmap.title[language]
        subject = _("Your roadmap: %(title)s", title=title)
        body = _(
            "Hello,\n\n%(organisation)s keeps the roadmap “%(title)s”. Your personal link opens "
            "its update, without an account. Three minutes are enough, and “nothing new” is an "
            "answer:\n%(link)s\n\nWhoever has this link can use it: keep it to yourself.",
            organisation=link.organisation.name,
            title=title,
            link=link_address(settings, link),
        )
    queue_mail(link.email, subject, body, domain=settings.mail_domain, now=now)


def remind(settings: Settings, row: BoardRow, mandate: Mandate, now: dt.datetime) -> None:
    """Ask the ambassador of a roadmap for news, with the address of their update."""
    person, roadmap = mandate.person, row.roadmap
    with force_locale(person.language):
        title = roadmap.title[person.language]
        subject = _("My update: %(title)s", title=title)
        late = ngettext("%(num)s action late", "%(num)s actions late", row.counted.late)
        body = _(
            "Hello,\n\nThe equality mission would like to know where the roadmap “%(title)s” "
            "stands (%(late)s). Three minutes are enough, and “nothing new” is an answer:\n%(link)s",
            title=title,
            late=late,
            link=settings.base_url + url_for("roadmaps.update", roadmap_id=roadmap.id),
        )
    queue_mail(person.email, subject, body, domain=settings.mail_domain, now=now)
