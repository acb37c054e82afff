"""Words for a file that is not read at all."""

from flask_babel import gettext as _

from app.documents.spreadsheets import Refusal


def refusal_words(refusal: Refusal) -> str:
    return {
        Refusal.TOO_LARGE: _("This file is larger than 10 MB: keep the columns of the template."),
        Refusal.TOO_MANY_CELLS: _(
            "This file has more than 20,000 lines or 200 columns, or a cell far from the others: "
            "delete what is outside the table."
        ),
        Refusal.NOT_A_SPREADSHEET: _("This is neither a CSV nor an XLSX file."),
        Refusal.BOOBY_TRAPPED: _(
            "This file would unfold beyond reason and was not opened. Save the table again as CSV."
        ),
        Refusal.EMPTY: _("This file is empty."),
    }[refusal]
