"""The file of a plan in words: its form, its template, what it adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired

from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.columns import COLUMNS
from app.roadmaps.core.headings import HEADINGS
from app.roadmaps.core.plans import Category
from app.roadmaps.core.weaving import Count
from app.roadmaps.forms.words import category_words, place_words, status_words
from app.web.form import Form

#: Columns that a spreadsheet would turn into numbers or days: 1.10, 06/2026.
AS_TYPED = frozenset({"code", "debut", "echeance", "meme_que"})


class PlanFileForm(Form):
    file = FileField(
        _l("File of the plan (XLSX, ODS, XLS or CSV)"), [FileRequired(_l("Choose a file."))]
    )


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
