"""What each heading and each text of an agents' file means, as a form asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from flask_babel import gettext as _

from app.indicators.core import COLUMNS, REQUIRED, labels
from app.indicators.core.columns import KEPT
from app.indicators.core.joining import MONTH
from app.indicators.core.questions import ASIDE, Meaning
from app.indicators.core.scales import FULL_TIME
from app.indicators.core.spellings import NOBODY_COUNTED, WRONG
from app.indicators.forms.agents_file import full_time_words
from app.indicators.service.findings import Findings
from app.web import current_language


@dataclass(frozen=True)
class Asked:
    """One thing that is asked: what it is about, an example of it, the answer that it has."""

    name: str
    words: str
    example: str
    value: str
    choices: list[tuple[str, list[tuple[str, str]]]]
    error: str = ""


@dataclass
class MeaningForm:
    """Headings, then the texts of columns of codes, then the full-time post."""

    findings: Findings
    sent: Mapping[str, str] | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chosen = [self._chosen(heading) for heading in self._headings]
        for heading in self._headings if self.sent is not None else ():
            column = self._chosen(heading)
            if column != ASIDE and column not in COLUMNS:
                self.errors[_name(heading)] = _("Choose an answer.")
            elif column != ASIDE and chosen.count(column) > 1:
                self.errors[_name(heading)] = _("Two headings are this column: keep one.")

    @property
    def _headings(self) -> list[str]:
        ours = MONTH if self.findings.month_told else ""
        return [heading for heading in self.findings.examples if heading != ours]

    def _chosen(self, heading: str) -> str:
        if self.sent is not None:
            return self.sent.get(_name(heading), ASIDE)
        own = (column for column, name in self.findings.headings.items() if name == heading)
        return next(own, ASIDE)  # its own, before what is told by a grade

    @property
    def headings(self) -> list[Asked]:
        """Each heading that may be read, with its first text."""
        return [
            Asked(
                _name(heading),
                heading,
                self.findings.examples[heading],
                self._chosen(heading),
                _columns(),
                self.errors.get(_name(heading), ""),
            )
            for heading in self._headings
        ]

    @property
    def texts(self) -> list[tuple[str, list[Asked]]]:
        """For each column of codes, each text with its code."""
        language = current_language()
        asked = []
        for column, codes in self.findings.codes.items():
            choices = [("", _codes_of(column))]
            own = [
                Asked(_name(column, text), text, "", self._code(column, text), choices)
                for text in codes
            ]
            asked.append((labels.COLUMN_NAMES[column][language], own))
        return asked

    def _code(self, column: str, text: str) -> str:
        known = self.findings.codes[column][text]
        return known if self.sent is None else self.sent.get(_name(column, text), known)

    @property
    def full_time(self) -> Asked | None:
        """What a full-time post is written as, where the file has a share of working time."""
        if "quotite" not in self.findings.headings:
            return None
        choices = [(f"{full:g}", full_time_words(full)) for full in FULL_TIME]
        value = (
            f"{self.findings.full_time:g}" if self.sent is None else self.sent.get("full-time", "")
        )
        words = _("A full-time post is written")
        return Asked("full-time", words, "", value, [("", choices)])

    def meaning(self) -> Meaning:
        """What was said, for a form without errors; of the texts, what was changed."""
        assert self.sent is not None
        full = self.sent.get("full-time", "")
        changed = {
            column: {
                text: code
                for text in codes
                if (code := self._code(column, text)) in dict(_codes_of(column))
                and code != codes[text]
            }
            for column, codes in self.findings.codes.items()
        }
        return Meaning(
            {heading: self._chosen(heading) for heading in self._headings},
            {column: codes for column, codes in changed.items() if codes},
            next((each for each in FULL_TIME if f"{each:g}" == full), None),
        )


def _name(*words: str) -> str:
    """The name of a field, which says nothing of the file."""
    return f"m-{blake2b(repr(words).encode(), digest_size=8).hexdigest()}"


def _columns() -> list[tuple[str, list[tuple[str, str]]]]:
    names = {name: label[current_language()] for name, label in labels.COLUMN_NAMES.items()}
    groups = [
        (_("Required"), [name for name in COLUMNS if name in REQUIRED]),
        (_("Used when present"), [n for n in COLUMNS if n not in REQUIRED and n not in KEPT]),
        (_("Kept for later"), sorted(KEPT)),
    ]
    listed = [(title, [(name, names.get(name, name)) for name in own]) for title, own in groups]
    return [("", [(ASIDE, _("Not used"))]), *listed]


def _codes_of(column: str) -> list[tuple[str, str]]:
    language = current_language()
    codes = [(code, label[language]) for code, label in labels.CODES[column].items()]
    nobody = (NOBODY_COUNTED, _("Leave these people out (elected members, pensioners)"))
    wrong = (WRONG, _("It is an error: show me its lines"))
    return [*codes, *([nobody] if column == "statut" else []), wrong]
