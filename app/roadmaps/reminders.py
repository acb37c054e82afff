"""Messages that ask for the update of roadmaps, in the language of who keeps them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.config import Settings
from app.extensions import db
from app.jobs.models import Mail
from app.jobs.service import queue_mail, reword_mail
from app.roadmaps.core.rounds import Stage, stage_due
from app.roadmaps.forms.steering_words import round_words
from app.roadmaps.models import Mandate, OrganisationLink, Roadmap, Round
from app.roadmaps.service import reminding, rounds
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.board import BoardRow
from app.roadmaps.service.reminding import Addressed
from app.web.formats import day


def address_of(settings: Settings, endpoint: str, **values: object) -> str:
    """The whole address of a page, wherever a message is written."""
    return settings.base_url + current_app.url_map.bind("").build(endpoint, values)


def link_address(settings: Settings, link: OrganisationLink) -> str:
    """The address that opens the update of an organisation's roadmap."""
    token = link.token(settings.secret_key)
    return address_of(settings, "roadmaps.enter_by_link", token=token)


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
            link=address_of(settings, "roadmaps.update", roadmap_id=roadmap.id),
        )
    queue_mail(person.email, subject, body, domain=settings.mail_domain, now=now)


def send_due(settings: Settings, row: Round, now: dt.datetime) -> int:
    """Write to those who have not answered a round, if a message of it is due today: each once,
    whoever else sends at this moment; how many messages."""
    today = now.date()
    lock(row.programme)
    db.session.refresh(row)
    if not row.open:
        return 0
    sent = reminding.sent_stages(row.id)
    due: defaultdict[Stage, list[Roadmap]] = defaultdict(list)
    for roadmap in rounds.missing(row, today):
        stage = stage_due(row.opens_on, row.due_on, sent.get(roadmap.id, ()), today)
        if stage is not None:
            due[stage].append(roadmap)
    return sum(_send(settings, row, stage, own, now) for stage, own in due.items())


def _send(
    settings: Settings, row: Round, stage: Stage, roadmaps: Sequence[Roadmap], now: dt.datetime
) -> int:
    by_roadmap = reminding.recipients(roadmaps, now.date())
    messages = reminding.together(by_roadmap, roadmaps)
    for each in messages:
        mail = write(settings, row, stage, each, now)
        reminding.note_sent(row.id, stage, now.date(), each, mail)
    nobody = [roadmap for roadmap in roadmaps if not by_roadmap[roadmap.id]]
    reminding.note_nobody(row.id, stage, now.date(), nobody)
    return len(messages)


def write(settings: Settings, row: Round, stage: Stage, to: Addressed, now: dt.datetime) -> Mail:
    """One message of a round, with the address of the update of who receives it."""
    subject, body = _words(settings, row, stage, to)
    return queue_mail(to.email, subject, body, domain=settings.mail_domain, now=now)


def _words(settings: Settings, row: Round, stage: Stage, to: Addressed) -> tuple[str, str]:
    recipient = to.recipient
    if isinstance(recipient, Mandate):
        language = recipient.person.language
        link = address_of(settings, "roadmaps.my_update")
    else:
        language = recipient.organisation.language
        link = link_address(settings, recipient)
    with force_locale(language):
        name = round_words(row)
        subject = _SUBJECTS[stage](name, day(row.due_on))
        titles = "\n".join(f"– {roadmap.title[language]}" for roadmap in to.roadmaps)
        body = _(
            "Hello,\n\n%(opening)s\n\n%(titles)s\n\nThree minutes are enough, and “nothing new” is an "
            "answer:\n%(link)s\n\nMessages stop as soon as your update has come.",
            opening=_OPENINGS[stage](name, day(row.due_on)),
            titles=titles,
            link=link,
        )
    return subject, body


_SUBJECTS = {
    Stage.OPENING: lambda name, due: _("My update by %(day)s: %(round)s", day=due, round=name),
    Stage.TWO_WEEKS: lambda name, due: _("My update by %(day)s: %(round)s", day=due, round=name),
    Stage.THREE_DAYS: lambda name, due: _(
        "A few days left, until %(day)s: %(round)s", day=due, round=name
    ),
    Stage.LATE: lambda name, due: _("Your update is still awaited: %(round)s", round=name),
    Stage.VERY_LATE: lambda name, due: _("Your update is still awaited: %(round)s", round=name),
}
_OPENINGS = {
    Stage.OPENING: lambda name, due: _(
        "%(round)s is open. Your update is asked for by %(day)s:", round=name, day=due
    ),
    Stage.TWO_WEEKS: lambda name, due: _(
        "%(round)s goes on. Your update is asked for by %(day)s:", round=name, day=due
    ),
    Stage.THREE_DAYS: lambda name, due: _(
        "%(round)s: your update is asked for by %(day)s, in a few days:", round=name, day=due
    ),
    Stage.LATE: lambda name, due: _(
        "%(round)s was due on %(day)s. Your update still counts:", round=name, day=due
    ),
    Stage.VERY_LATE: lambda name, due: _(
        "%(round)s was due on %(day)s and will soon be closed. Your update still counts:",
        round=name,
        day=due,
    ),
}


def stop(settings: Settings, roadmap: Roadmap, now: dt.datetime) -> None:
    """A roadmap is not asked any more, its update came or it has ended: what has not left yet says
    nothing of it, and does not leave where it says nothing else."""
    row = rounds.open_round(roadmap.programme_id)
    if row is None:
        return
    for mail in reminding.unsent(row.id, roadmap.id):
        own = reminding.reminders_in(mail)
        stage, to = own[0].stage, reminding.leave_out(own, roadmap.id, now.date())
        if to is None:
            reminding.forget(mail)
        else:
            reword_mail(mail, *_words(settings, row, stage, to))
