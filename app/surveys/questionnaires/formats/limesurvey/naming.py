"""The codes of a LimeSurvey survey here, and the names that its expressions give them."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.surveys.questionnaires.formats.codes import Codes, faithful
from app.surveys.questionnaires.formats.expressions import Known
from app.surveys.questionnaires.formats.html_to_text import plain
from app.surveys.questionnaires.formats.limesurvey.fixed import FIXED, OTHER_NAME, YES_NO
from app.surveys.questionnaires.formats.limesurvey.relevance import Names
from app.surveys.questionnaires.formats.limesurvey.survey import Answer, Asked, GroupOf
from app.surveys.questionnaires.formats.losses import Loss, Losses
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile

MATRICES = {"A", "B", "C", "E", "F", "H"}
SEVERAL = {"M", "P"}
_MOST_CELLS = 2000
_SORTS = {"N": "number", "D": "date", "*": "any"}


@dataclass
class Named:
    """A question of the file with its codes: its own, those of its parts and of its options."""

    asked: Asked
    code: str = ""
    options: dict[str, str] = field(default_factory=dict)  # name in the file -> code here
    second: dict[str, str] = field(default_factory=dict)  # of the second scale
    cells: dict[tuple[str, ...], str] = field(default_factory=dict)  # subquestion(s) -> code here
    comment: str = ""

    def cell(self, *parts: str) -> str:
        return self.cells[parts]


class Namer:
    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.codes = Codes("q")
        self.names = Names()
        self.cells = 0

    def name_all(self, groups: list[GroupOf]) -> list[list[Named]]:
        return [[self._named(asked) for asked in group.questions] for group in groups]

    def _named(self, asked: Asked) -> Named:
        named = Named(asked, self.codes.fit(asked.code or f"q{asked.qid}"))
        if asked.code and not faithful(asked.code, named.code):
            self.losses.add(named.code, Loss.CODE_CHANGED, asked.code)
        named.options = self._options(asked)
        self._count(1)
        if asked.type in MATRICES:
            self._rows(named, "", named.options)
        elif asked.type == "1":
            named.second = _fitted(asked.scale("1"))
            self._rows(named, "0", named.options)
            self._rows(named, "1", named.second)
        elif asked.type in (":", ";"):
            self._table(named)
        elif asked.type in ("Q", "K"):
            self._list(named, "number" if asked.type == "K" else "text")
        elif asked.type in SEVERAL:
            self._boxes(named)
        else:
            self._single(named)
        return named

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > _MOST_CELLS:
            raise UnreadableFile(Unreadable.TOO_MANY_QUESTIONS, detail=f"> {_MOST_CELLS}")

    def _options(self, asked: Asked) -> dict[str, str]:
        if asked.type == "Y":
            return dict(YES_NO)
        if asked.type in FIXED:
            return {name: code for name, code, _ in FIXED[asked.type]}
        answers = asked.axis("0") if asked.type in SEVERAL else asked.scale("0")
        codes = _fitted(answers, asked.other and asked.type in {"L", "!", *SEVERAL})
        return codes

    def _single(self, named: Named) -> None:
        asked, sort = named.asked, _SORTS.get(named.asked.type, "text")
        if asked.type == "S" and asked.attribute("numbers_only") == "1":
            sort = "number"
        if asked.type in {"5", "L", "!", "O", "Y", "G"}:
            sort = "choice"
        if asked.type == "R":
            sort = "choices"
        self._add(named, "", "", Known(named.code, sort, named.options))
        if sort == "choice":
            self.names.words[asked.code] = _words(asked)
        if OTHER_NAME in named.options:
            other = f"{named.code}.{named.options[OTHER_NAME]}"
            self._add(named, "_other", "other", Known(other, "text"))
        if asked.type == "O":
            named.comment = self.codes.fit(f"{named.code}_comment")
            self._add(named, "_comment", "comment", Known(named.comment, "text"))

    def _add(self, named: Named, suffix: str, place: str, known: Known) -> None:
        self.names.add(named.asked.code + suffix, named.asked.qid, place, known)

    def _boxes(self, named: Named) -> None:
        asked = named.asked
        self._add(named, "", "", Known(named.code, "choices", named.options))
        for name, code in named.options.items():
            known = Known(f"{named.code}.{code}", "text")
            if name == OTHER_NAME:
                self._add(named, "_other", "other", known)
                continue
            self.names.add_box(f"{asked.code}_{name}", asked.qid, name, asked.code, name)
            if asked.type == "P":
                self._add(named, f"_{name}comment", f"{name}comment", known)

    def _rows(self, named: Named, scale: str, options: dict[str, str]) -> None:
        """The items of a matrix; those of a dual scale are told apart by scale number."""
        rows = named.asked.axis("0")
        self._count(len(rows))
        for row in rows:
            code = "_".join(part for part in (named.code, row.code, scale) if part)
            own = named.cells[row.code, scale] = self.codes.fit(code)
            suffix, place = f"_{row.code}", row.code
            if scale:
                suffix, place = f"{suffix}_{scale}", f"{place}#{scale}"
            self._add(named, suffix, place, Known(own, "choice", options))

    def _list(self, named: Named, sort: str) -> None:
        self._count(len(named.asked.axis("0")))
        for part in named.asked.axis("0"):
            own = named.cells[(part.code,)] = self.codes.fit(f"{named.code}_{part.code}")
            self._add(named, f"_{part.code}", part.code, Known(own, sort))

    def _table(self, named: Named) -> None:
        asked = named.asked
        rows, columns = asked.axis("0"), asked.axis("1")
        self._count(len(rows) * len(columns))
        ticked = asked.type == ":" and asked.attribute("multiflexible_checkbox") == "1"
        options = _fitted(columns) if ticked else {}
        named.options = options
        for row in rows:
            if ticked:
                own = named.cells[(row.code,)] = self.codes.fit(f"{named.code}_{row.code}")
                self._add(named, f"_{row.code}", row.code, Known(own, "choices", options))
            for column in columns:
                self._cell(named, row, column, ticked)

    def _cell(self, named: Named, row: Answer, column: Answer, ticked: bool) -> None:
        asked = named.asked
        suffix, place = f"_{row.code}_{column.code}", f"{row.code}_{column.code}"
        if ticked:
            of = f"{asked.code}_{row.code}"
            self.names.add_box(asked.code + suffix, asked.qid, place, of, column.code)
            return
        own = self.codes.fit(f"{named.code}_{row.code}_{column.code}")
        named.cells[row.code, column.code] = own
        self._add(named, suffix, place, Known(own, "number" if asked.type == ":" else "text"))


def _words(asked: Asked) -> dict[str, str]:
    """The name in the file of each answer, by its words."""
    fixed = {
        words[language]: name for name, _, words in FIXED.get(asked.type, []) for language in words
    }
    return fixed | {
        plain(text): answer.code for answer in asked.scale("0") for text in answer.words.values()
    }


def _fitted(answers: list[Answer], other: bool = False) -> dict[str, str]:
    codes = Codes()
    fitted: dict[str, str] = {}
    for answer in answers:
        if answer.code not in fitted:
            fitted[answer.code] = codes.fit(answer.code)
    if other:
        fitted[OTHER_NAME] = codes.fit("other")
    return fitted
