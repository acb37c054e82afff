"""The file of a plan in words: its form, its template, its problems, what it adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired

from app.cells import LineProblem, Trouble
from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.columns import COLUMNS, PlanTrouble
from app.roadmaps.core.headings import HEADINGS
from app.roadmaps.core.plans import Category
from app.roadmaps.core.weaving import Count
from app.roadmaps.forms.words import category_words, place_words, status_words
from app.web import problems
from app.web.form import Form
from app.web.formats import decimal
from app.web.language import current_language

#: Columns that a spreadsheet would turn into numbers or days: 1.10, 06/2026.
AS_TYPED = frozenset({"code", "debut", "echeance", "meme_que"})


class PlanFileForm(Form):
    file = FileField(_l("File of the plan (XLSX or CSV)"), [FileRequired(_l("Choose a file."))])


def choices() -> dict[str, list[str]]:
    """What can be written in the columns that have lists."""
    yes_or_no = [_("yes"), _("no")]
    return {
        "categorie": [category_words(category) for category in Category],
        "statut": [status_words(status)[0] for status in ActionStatus],
        "lieu": [place_words(place) for place in Place],
        "sans_cout": yes_or_no,
        "hors_programme": yes_or_no,
    }


def template_columns() -> list[tuple[str, Sequence[str]]]:
    """The columns of the empty file, with their lists."""
    lists = choices()
    return [(name, lists.get(name, ())) for name in COLUMNS if name != "programme"]


def columns_help() -> list[tuple[str, str, str]]:
    """Each column, its English name, and what it holds."""
    return [(name, _english(name), words) for name, words in _helps().items()]


def _english(name: str) -> str:
    return HEADINGS[name][0]


def _names_of_columns() -> str:
    """The names of the columns, those that the template has in the reader's language."""
    french = current_language() == "fr"
    return ", ".join(name if french else _english(name) for name in _helps())


def _helps() -> dict[str, str]:
    both = _("in French; its English is in the same column with _en")
    return {
        "politique": _("The public policy, %(both)s.", both=both),
        "categorie": ", ".join(choices()["categorie"]) + ".",
        "ambassade": _("The name or e-mail address of an account that has the role of ambassador."),
        "proprietaire": _("An organisation of the register; empty for the authority."),
        "axe": _("The axis of the programme, if it has any, %(both)s.", both=both),
        "objectif": _("The objective, %(both)s.", both=both),
        "code": _(
            "The code of the action, such as 1.2; of the objective on a line without action."
        ),
        "action": _("The action, %(both)s.", both=both),
        "statut": ", ".join(choices()["statut"]) + ".",
        "debut": _("A day, a month, a quarter, a half-year or a year."),
        "echeance": _("The same; or “not before 2028”."),
        "pilote": _("An organisation of the register, or the name or address of an account."),
        "partenaires": _("Organisations of the register, separated by semicolons."),
        "lieu": ", ".join(choices()["lieu"]) + ".",
        "prevu": _("Planned euros, whole."),
        "depense": _("Spent euros, whole."),
        "sans_cout": _("yes or no."),
        "meme_que": _(
            "The code of an action of the same roadmap, which this line puts elsewhere too."
        ),
        "hors_programme": _("yes to keep dates that are outside the programme."),
    }


def count_words(counts: Mapping[str, Count]) -> list[tuple[str, Count]]:
    """Each kind of part, with how many a file adds and how many are there."""
    words = {
        "roadmaps": _("Roadmaps"),
        "axes": _("Axes"),
        "objectives": _("Objectives"),
        "actions": _("Actions"),
        "places": _("Actions put under one more objective"),
        "ambassadors": _("Ambassadors"),
    }
    return [(words[kind], count) for kind, count in counts.items() if count.new or count.there]


def saved_words(counts: Mapping[str, Count]) -> str:
    """What was made of a file, in one sentence."""
    roadmaps, actions = counts["roadmaps"].new, counts["actions"].new
    return _(
        "Imported: %(roadmaps)s, %(actions)s.",
        roadmaps=ngettext("%(num)s roadmap", "%(num)s roadmaps", roadmaps),
        actions=ngettext("%(num)s action", "%(num)s actions", actions),
    )


def problem_words(problem: LineProblem) -> tuple[str, str]:
    """(problem, remedy) for one problem of the file of a plan."""
    said = problem.expected
    own = (
        _of_headings(said) | _of_rows(said) | _of_names(said) | _of_plans(said) | _of_actions(said)
    )
    return own[problem.trouble] if problem.trouble in own else problems.words(problem)


_Words = dict[StrEnum, tuple[str, str]]


def _of_headings(expected: str) -> _Words:
    return {
        Trouble.UNKNOWN_COLUMN: (
            _("Unknown column"),
            _(
                "Delete this column, or give it one of these names: %(names)s.",
                names=_names_of_columns(),
            ),
        ),
        Trouble.DOUBLED_COLUMN: (
            _("Means the same as the column “%(name)s”", name=expected),
            _("Keep only one of the two."),
        ),
    }


def _of_rows(expected: str) -> _Words:
    lists = {name: ", ".join(words) for name, words in choices().items()}
    limit = decimal(int(expected)) if expected.isdigit() else expected
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
