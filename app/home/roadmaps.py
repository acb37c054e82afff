"""What roadmaps ask of those who keep them, and of the mission."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.home.task import Task
from app.roadmaps.core.rounds import RECEIVED
from app.roadmaps.forms.steering_words import round_words
from app.roadmaps.models import Roadmap, Round
from app.roadmaps.service import mandates, requests, rounds, updates
from app.roadmaps.service.board import Counted, count_silent, counted_actions, is_silent
from app.web.formats import day, translated
from app.web.language import current_language


def own_roadmaps(person: Any, today: dt.date) -> list[Task]:
    own = mandates.own_roadmaps(person.id, today)
    typed_for = _to_confirm(person)
    if not own:
        return typed_for
    ids = [roadmap.id for roadmap in own]
    counted, news = counted_actions(ids, today), updates.last_news(ids)
    asked = _asked(own, today)
    return [
        _own_roadmap(each, counted.get(each.id, Counted()).late, news.get(each.id), today)
        if each.id not in asked
        else _asked_roadmap(each, asked[each.id], today)
        for each in own
    ] + typed_for


def _to_confirm(person: Any) -> list[Task]:
    """The updates that the mission typed for somebody."""
    return [
        Task(
            "warn",
            "pencil",
            _("To confirm"),
            _named(_("Typed for you: %(name)s"), sent.roadmap),
            _(
                "The mission typed your update of %(day)s. Confirm it in one click.",
                day=day(sent.on),
            ),
            url_for("roadmaps.show_update", update_id=sent.id),
        )
        for sent in updates.to_confirm(person.id)
    ]


def _asked(own: list[Roadmap], today: dt.date) -> dict[int, Round]:
    """The open round that still awaits the update of each of these roadmaps."""
    programmes = {roadmap.programme_id for roadmap in own}
    rows = [row for row in rounds.open_rounds(today) if row.programme_id in programmes]
    came = rounds.came_in(rows)
    return {
        roadmap.id: row
        for row in rows
        for roadmap in own
        if roadmap.programme_id == row.programme_id and (row.id, roadmap.id) not in came
    }


def _asked_roadmap(roadmap: Roadmap, row: Round, today: dt.date) -> Task:
    late = row.due_on < today
    return Task(
        "bad" if late else "warn",
        "circle-alert" if late else "clock",
        _("By %(day)s", day=day(row.due_on)),
        _named(_("My update: %(name)s"), roadmap),
        round_words(row),
        url_for("roadmaps.update", roadmap_id=roadmap.id),
    )


def open_rounds(person: Any, today: dt.date) -> list[Task]:
    """The rounds that are open, with what has come in each."""
    tasks, rows = [], rounds.open_rounds(today)
    awaited = rounds.awaited_in(rows, today)
    for row in rows:
        standing = awaited[row.id]
        received = sum(each.answer in RECEIVED for each in standing)
        over = row.due_on < today
        words = _("Updates received: %(received)s of %(all)s", received=received, all=len(standing))
        tasks.append(
            Task(
                "warn" if over else "info",
                "clock",
                _("To close") if over else _("By %(day)s", day=day(row.due_on)),
                Markup("{}, {}").format(round_words(row), translated(row.programme.title)),
                words,
                url_for("roadmaps.show_round", round_id=row.id),
            )
        )
    return tasks


def _named(words: str, roadmap: Roadmap) -> Markup:
    return Markup(words) % {"name": translated(roadmap.title)}


def _own_roadmap(roadmap: Roadmap, late: int, latest: dt.date | None, today: dt.date) -> Task:
    kind, glyph, word = ("ok", "circle-check", _("Up to date"))
    if late:
        words = ngettext("%(num)s action late", "%(num)s actions late", late)
        kind, glyph, word = ("bad", "circle-alert", words)
    elif is_silent(roadmap, latest, today):
        kind, glyph, word = ("warn", "triangle-alert", _("No recent news"))
    return Task(
        kind,
        glyph,
        word,
        _named(_("My update: %(name)s"), roadmap),
        _("Last news: %(day)s", day=day(latest)) if latest else _("No news yet"),
        url_for("roadmaps.update", roadmap_id=roadmap.id),
    )


def answers(person: Any, today: dt.date) -> list[Task]:
    """What was answered this week to what the mission asked."""
    return [
        Task(
            "info",
            "mail",
            _("Answered"),
            asked.text,
            _(
                "%(name)s: %(answer)s",
                name=asked.roadmap.title[current_language()],
                answer=asked.answer,
            ),
            url_for("roadmaps.show_update", update_id=asked.update_id),
        )
        for asked in requests.answered_since(today - dt.timedelta(days=7))
    ]


def silent_roadmaps(person: Any, today: dt.date) -> list[Task]:
    silent = count_silent(today)
    if not silent:
        return []
    title = ngettext("%(num)s roadmap without news", "%(num)s roadmaps without news", silent)
    words = _("For more than one and a half times the usual interval.")
    address = url_for("roadmaps.index", show="silent")
    return [Task("warn", "triangle-alert", _("To follow up"), title, words, address)]
