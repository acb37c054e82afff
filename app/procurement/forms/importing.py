"""The form of a file of tenders, and what is wrong with one in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.cells import LineProblem, Trouble
from app.procurement.core.importing import TenderTrouble
from app.procurement.core.levels import LEVELS, PROCEDURES, PURCHASES, Procedure, Purchase
from app.text import Text
from app.web import current_language, problems
from app.web.form import Form
from app.web.formats import as_typed


class TendersFileForm(Form):
    file = FileField(_l("File (CSV, XLSX, ODS or XLS)"), [FileRequired(_l("Choose a file."))])


def column_hints() -> dict[str, str]:
    """What to write in a column."""
    amount, day = _("whole euros without tax"), _("a day, such as 31/12/2027")
    language = current_language()
    return {
        "niveau": ", ".join(f"{int(e)} ({own.name[language]})" for e, own in LEVELS.items()),
        "procedure": ", ".join(words[language] for words in PROCEDURES.values()),
        "nature": ", ".join(words[language] for words in PURCHASES.values()),
        "lots": _("a number from 1 to 99"),
        "montant": amount,
        "montant_attribue": amount,
        "lancement": day,
        "fin_marche": day,
        "date_limite": _("a day and an hour, such as 31/12/2027 12:00; without an hour, noon"),
        "direction": _("code or name of a directorate"),
        "acheteur": _("address of an account that follows tenders"),
        "competence_demandee": _("oui or non"),
        "competence_obtenue": _("oui or non"),
    }


def values_of(line: Mapping[str, Any], buyer_id: int | None) -> dict[str, Any]:
    """What a line of a file says, as a tender keeps it; its buyer is this one where it names none."""
    return {
        "number": line["numero"],
        "title": Text(line["objet"], line.get("objet_anglais", "")),
        "level": line["niveau"],
        "procedure": line.get("procedure", Procedure.ADAPTED),
        "purchase": line.get("nature", Purchase.SERVICES),
        "lots": line.get("lots", 1),
        "amount": line.get("montant"),
        "awarded_amount": line.get("montant_attribue"),
        "launched_on": line["lancement"],
        "deadline_at": as_typed(line["date_limite"]),
        "directorate_id": line.get("direction"),
        "buyer_id": line.get("acheteur", buyer_id),
        "skill_asked": line.get("competence_demandee", False),
        "skill_obtained": line.get("competence_obtenue"),
        "contract_ends_on": line.get("fin_marche"),
    }


def tender_problem_words(problem: LineProblem) -> tuple[str, str]:
    """(problem, remedy) for a line of tenders."""
    own = {
        Trouble.NO_ROW: (_("No row under the header"), _("Add one line for each tender.")),
        Trouble.DOUBLED_KEY: (
            _("Same number as line %(line)s", line=problem.expected),
            _("Keep one line for each tender."),
        ),
        TenderTrouble.NOT_A_MOMENT: (
            _("Not a day and an hour"),
            _("Write a day and an hour, such as 15/03/2027 12:00."),
        ),
        TenderTrouble.NOT_WHOLE: (_("Not a whole number"), _("Write it without decimals.")),
        Trouble.NOT_A_DATE: (
            _("Impossible date"),
            _("Write a day of the calendar, such as 31/12/2027."),
        ),
        TenderTrouble.BEFORE_LAUNCH: (
            _("Before the tender is launched"),
            _("Correct this day, or the day of launching."),
        ),
        TenderTrouble.NOT_A_BUYER: (
            _("No account of this address may follow tenders"),
            _("Write the address of an account of procurement, or leave the cell empty."),
        ),
        TenderTrouble.NO_DIRECTORATE: (
            _("Unknown directorate"),
            _("Write the name or code of a directorate, as the form of a tender lists them."),
        ),
    }
    return own.get(problem.trouble) or problems.words(problem)
