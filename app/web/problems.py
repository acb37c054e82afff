"""Words for the problems of a file, in the reader's language: what is wrong, how to mend it."""

from enum import StrEnum

from flask_babel import gettext as _

from app.cells import LineProblem, Trouble


def words(problem: LineProblem) -> tuple[str, str]:
    """(problem, remedy) for one line problem."""
    expected = problem.expected
    return (_of_columns() | _of_cells(expected) | _of_values(expected))[problem.trouble]


def two_readings_words(readings: str) -> str:
    """What to do about a number typed in a form that can be read in two ways."""
    return _(
        "This number can be read in two ways: write it as one of %(readings)s.",
        readings=readings.replace(" / ", _(" or ")),
    )


def _of_columns() -> dict[StrEnum, tuple[str, str]]:
    return {
        Trouble.UNKNOWN_COLUMN: (
            _("Unknown column"),
            _("Delete this column or give it one of the names of the template."),
        ),
        Trouble.MISSING_COLUMN: (_("Required column missing"), _("Add this column to the file.")),
        Trouble.DOUBLED_COLUMN: (_("Column present twice"), _("Keep only one of the two.")),
        Trouble.NO_ROW: (_("No row under the header"), _("Add one line for each person.")),
    }


def _of_cells(expected: str) -> dict[StrEnum, tuple[str, str]]:
    return {
        Trouble.EMPTY: (_("Empty cell"), _("Fill in this cell: it is required.")),
        Trouble.NOT_A_CODE: (_("Unknown code"), _("Write one of: %(codes)s.", codes=expected)),
        Trouble.NOT_A_NUMBER: (
            _("Not a number"),
            _("Write figures only, with a comma or a point for decimals."),
        ),
        Trouble.OUT_OF_RANGE: (
            _("Number out of range"),
            _("Expected: %(range)s.", range=expected),
        ),
        Trouble.NOT_A_DATE: (
            _("Impossible date"),
            _("Write a day of the calendar, as 31/12/1980 or 1980-12-31."),
        ),
        Trouble.NOT_A_BOOLEAN: (_("Neither yes nor no"), _("Write oui or non, 1 or 0.")),
        Trouble.NOT_AN_ADDRESS: (
            _("Not an e-mail address"),
            _("Write an address such as nom@metropole.fr."),
        ),
        Trouble.TOO_LONG: (_("Text too long"), _("Keep to %(limit)s characters.", limit=expected)),
        Trouble.DOUBLED_KEY: (
            _("Same key as line %(line)s", line=expected),
            _("Keep one line for each person."),
        ),
        Trouble.OTHER_THAN_LINE: (
            _("Says something else than line %(line)s of the same key", line=expected),
            _("Give each person a key of their own, or correct one of the two lines."),
        ),
        Trouble.INCONSISTENT: (
            _("Contradicts another column"),
            _("Check: %(rule)s", rule=expected),
        ),
    }


def _of_values(expected: str) -> dict[StrEnum, tuple[str, str]]:
    return {
        Trouble.IN_ERROR: (
            _("The formula of this cell failed"),
            _("Mend the formula, or write its value in its place."),
        ),
        Trouble.NOT_COMPUTED: (
            _("A formula whose result is not in the file"),
            _("Open the file in a spreadsheet program, save it there, and send it again."),
        ),
        Trouble.TWO_READINGS: (
            _("A number that can be read in two ways"),
            _("Write it as one of: %(readings)s.", readings=expected.replace(" / ", _(" or "))),
        ),
        Trouble.NOT_IN_DIRECTORY: (
            _("Not in the directory"),
            _("Correct the address, or tick “Some of them are not in the directory”."),
        ),
    }
