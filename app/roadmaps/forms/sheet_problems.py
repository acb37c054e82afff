"""What can be wrong with the file of a plan, in words: the problem, and what to do about it."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from flask_babel import gettext as _

from app.cells import LineProblem, Trouble
from app.roadmaps.core.columns import PlanTrouble
from app.roadmaps.core.plans import MAX_ACTIONS
from app.roadmaps.forms.sheets import choices
from app.web import problems
from app.web.formats import day, decimal

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def problem_words(problem: LineProblem) -> tuple[str, str]:
    """(problem, remedy) for one problem of the file of a plan."""
    said = problem.expected
    own = _of_headings(said) | _of_rows(said) | _of_names(said) | _of_plans(said)
    own |= _of_actions(said) | _of_endings(said)
    return own[problem.trouble] if problem.trouble in own else problems.words(problem)


_Words = dict[StrEnum, tuple[str, str]]


def _of_endings(expected: str) -> _Words:
    """Of what ended on a day; the day is written as in files."""
    ended_on = day(dt.date.fromisoformat(expected)) if _ISO_DAY.fullmatch(expected) else expected
    return {
        PlanTrouble.ENDED: (
            _("Ended on %(day)s", day=ended_on),
            _("Put it back first, or write another name."),
        ),
        PlanTrouble.ENDED_ROADMAP: (
            _("This roadmap ended on %(day)s", day=ended_on),
            _("Put the roadmap back first, or write another policy."),
        ),
        PlanTrouble.ENDED_AXIS: (
            _("The axis of this objective ended on %(day)s", day=ended_on),
            _("Put the axis back first, or write another name."),
        ),
        PlanTrouble.ENDED_PROGRAMME: (
            _("This programme ended on %(day)s", day=ended_on),
            _("Put the programme back first, or choose another one."),
        ),
    }


def _of_headings(expected: str) -> _Words:
    return {
        Trouble.DOUBLED_COLUMN: (
            _("Means the same as the column “%(name)s”", name=expected),
            _("Keep only one of the two."),
        ),
    }


def _number(expected: str) -> str:
    return decimal(int(expected)) if expected.isdigit() else expected


def _of_rows(expected: str) -> _Words:
    lists = {name: ", ".join(words) for name, words in choices().items()}
    limit = _number(expected)
    return {
        PlanTrouble.NO_ROW: (_("No row under the header"), _("Add one line for each action.")),
        PlanTrouble.TOO_MANY_ROWS: (
            _("Too many lines"),
            _("Keep to %(limit)s lines: send the plan in several files.", limit=limit),
        ),
        PlanTrouble.UNTITLED: (
            _("No title, in French or in English"),
            _("Write it in one language at least; no line above gives it."),
        ),
        PlanTrouble.NOT_A_PERIOD: (
            _("Not a date"),
            _("Write 30/06/2026, 06/2026, T2 2026, S1 2026, 2026, or not before 2028."),
        ),
        PlanTrouble.UNKNOWN_STATUS: (
            _("Unknown status"),
            _("Write one of: %(codes)s.", codes=lists["statut"]),
        ),
        PlanTrouble.UNKNOWN_CATEGORY: (
            _("Unknown category"),
            _("Write one of: %(codes)s.", codes=lists["categorie"]),
        ),
        PlanTrouble.UNKNOWN_PLACE: (
            _("Unknown place"),
            _("Write one of: %(codes)s.", codes=lists["lieu"]),
        ),
        PlanTrouble.NOT_WHOLE: (_("Not whole euros"), _("Round to the euro.")),
    }


def _of_names(expected: str) -> _Words:
    register = _("Add the organisation to the register first, or correct its name.")
    return {
        PlanTrouble.UNKNOWN_OWNER: (_("Not in the register of organisations"), register),
        PlanTrouble.UNKNOWN_PARTNER: (_("Not in the register of organisations"), register),
        PlanTrouble.UNKNOWN_PILOT: (
            _("Nobody with an account, and no organisation of the register, has this name"),
            _("Correct the name, or add the organisation first."),
        ),
        PlanTrouble.SEVERAL_PEOPLE: (
            _("Several accounts have this name"),
            _("Write the e-mail address of the right one."),
        ),
        PlanTrouble.UNKNOWN_ACCOUNT: (
            _("No open account has this address"),
            _("Correct the address, or ask an administrator for the account."),
        ),
        PlanTrouble.UNKNOWN_PERSON: (
            _("No open account has this name"),
            _(
                "Correct the name, write the e-mail address, or ask an administrator for the account."
            ),
        ),
        PlanTrouble.NOT_AMBASSADOR: (
            _("This account does not have the role of ambassador"),
            _("Ask an administrator for the role, or name somebody else."),
        ),
    }


def _of_plans(expected: str) -> _Words:
    return {
        PlanTrouble.TWO_AMBASSADORS: (
            _("Another ambassador on line %(line)s", line=expected),
            _("Keep one ambassador for each roadmap."),
        ),
        PlanTrouble.OTHER_AMBASSADOR: (
            _("This roadmap has its ambassador: %(name)s", name=expected),
            _("Empty this cell, or hand over from one to the other on the page of the roadmap."),
        ),
        PlanTrouble.TWO_CATEGORIES: (
            _("Another category on line %(line)s", line=expected),
            _("Keep one category for each policy."),
        ),
        PlanTrouble.TOO_MANY_ACTIONS: (
            _("This roadmap would have %(count)s actions", count=_number(expected)),
            _(
                "Keep to %(limit)s actions in a roadmap: put the others into another one.",
                limit=decimal(MAX_ACTIONS),
            ),
        ),
        PlanTrouble.DOUBLED_CODE: (
            _("Same code as line %(line)s", line=expected),
            _("Give each action of a roadmap its own code."),
        ),
        PlanTrouble.DOUBLED_ACTION: (
            _("Same action as line %(line)s", line=expected),
            _("Keep one of the two, or give each its code."),
        ),
        PlanTrouble.UNKNOWN_CODE: (
            _("No action of this roadmap has this code"),
            _("Write the code of an action of the same roadmap, in this file or there already."),
        ),
        PlanTrouble.DIFFERS: (
            _("Not what line %(line)s says of the same action", line=expected),
            _("Write the same, or empty this cell."),
        ),
    }


def _of_actions(expected: str) -> _Words:
    return {
        PlanTrouble.REVERSED: (
            _("It would be due before it starts"),
            _("Correct one of the two dates."),
        ),
        PlanTrouble.OUTSIDE: (
            _("Outside the programme"),
            _("Correct the date, or write yes in the column hors_programme."),
        ),
        PlanTrouble.COST: (
            _("At no cost, and with a sum"),
            _("Empty the sums, or write no."),
        ),
    }
