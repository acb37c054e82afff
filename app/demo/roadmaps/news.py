"""What was said of a roadmap up to today: one update a day, sent by whoever kept it then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.demo.days import Days, morning
from app.demo.roadmaps.outline import Rows
from app.demo.roadmaps.plan import Plan
from app.demo.roadmaps.roles import Keepers
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.models import Action, Indicator, Risk, Value
from app.roadmaps.service import requests, updates
from app.roadmaps.service.updates import News, RiskNews, Sender

#: A figure of the end of a period is known some weeks later.
KNOWN_AFTER = dt.timedelta(days=20)
#: The key of the account that types updates for others.
MISSION = "mission"


@dataclass
class Sending:
    """What one person says of a roadmap on one day."""

    actions: dict[int, tuple[Action, dict[str, Any]]] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    risks: list[tuple[Risk, dict[str, Any]]] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)
    note: str = ""
    internal: bool = False


Sendings = dict[tuple[dt.date, str], Sending]


def send_news(plan: Plan, rows: Rows, keepers: Keepers) -> None:
    """Send, day after day, what the document of a plan says of one of its roadmaps."""
    sendings: Sendings = {}
    _gather_actions(plan.days, rows, sendings)
    _gather_measures(plan.days, rows, sendings)
    _gather_words(plan, rows, sendings)
    for (day, key), sending in sorted(sendings.items(), key=lambda pair: pair[0]):
        typed_for = keepers.ambassador(day) if key == MISSION else None
        sender = Sender(keepers.author(day, key), "fr", typed_for.id if typed_for else None)
        news = News(
            actions=[_action_news(plan.days, *each) for each in sending.actions.values()],
            values=sending.values,
            risks=[_risk_news(*each) for each in sending.risks],
            answers=sending.answers,
            note=sending.note,
            internal=sending.internal,
        )
        updates.send(rows.roadmap, news, sender, morning(day))


def _sending(sendings: Sendings, day: dt.date, entry: dict[str, Any]) -> Sending:
    return sendings.setdefault((day, entry.get("by", "")), Sending())


def _gather_actions(days: Days, rows: Rows, sendings: Sendings) -> None:
    for action, item in rows.actions:
        for day, entry in days.in_order(item.get("news", ())):
            own = _sending(sendings, day, entry).actions
            earlier = own[action.id][1] if action.id in own else {}
            own[action.id] = (action, {**earlier, **entry})


def _gather_measures(days: Days, rows: Rows, sendings: Sendings) -> None:
    for indicator, item in rows.indicators:
        for written, counted in item.get("values", {}).items():
            on = days.day(written)
            known = on if isinstance(written, int) else on + KNOWN_AFTER
            if known <= days.today:
                sending = _sending(sendings, max(known, days.first), {})
                sending.values.append(_value(indicator, on, counted))
    for risk, item in rows.risks:
        for day, entry in days.in_order(item.get("reviews", ())):
            _sending(sendings, day, entry).risks.append((risk, entry))


def _value(indicator: Indicator, on: dt.date, counted: dict[str, Any] | list[int]) -> Value:
    """A value: what was counted and of how many, or these with the women and men among them."""
    if isinstance(counted, list):
        counted = dict(zip(("numerator", "denominator"), counted, strict=False))
    return Value(indicator_id=indicator.id, on=on, **counted)


def _gather_words(plan: Plan, rows: Rows, sendings: Sendings) -> None:
    """What is said of the roadmap as a whole, of several actions by their codes, and to the
    mission, which asks."""
    for day, entry in plan.days.in_order(rows.item.get("news", ())):
        sending = _sending(sendings, day, entry)
        sending.note = entry.get("note", sending.note)
        sending.internal = entry.get("internal", False)
        for code, said in _by_code(entry):
            action = rows.action(code)
            sending.actions[action.id] = (action, said)
    asker = plan.people[MISSION].id
    for entry in rows.item.get("requests", ()):
        for day, asked in plan.days.in_order([entry]):
            request = requests.ask(rows.roadmap, asked["text"], "fr", asker, day)
            for answered, answer in plan.days.in_order(asked.get("answers", ())):
                sending = _sending(sendings, max(answered, day), answer)
                sending.answers[request.id] = answer["text"]


def _by_code(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for status, codes in entry.get("statuses", {}).items():
        for code in codes:
            yield str(code), {"status": status, "note": entry.get("notes", {}).get(code, "")}


def _action_news(days: Days, action: Action, entry: dict[str, Any]) -> ActionNews:
    """What an entry says of an action; what it leaves out stays as it is."""
    free = entry.get("unblocked", False)
    by = "" if free else entry.get("blocked_by", action.blocked_by)
    return ActionNews(
        action_id=action.id,
        status=ActionStatus(entry.get("status", action.status)),
        due=days.period(entry["due"]) if "due" in entry else action.due,
        blocked=bool(by),
        blocked_by=by,
        unblocked_by="" if free else entry.get("unblocked_by", action.unblocked_by),
        note=entry.get("note", ""),
        internal=entry.get("internal", False),
    )


def _risk_news(risk: Risk, entry: dict[str, Any]) -> RiskNews:
    level = RiskLevel(entry.get("level", risk.level))
    return RiskNews(risk, entry.get("still_true", True), level)
