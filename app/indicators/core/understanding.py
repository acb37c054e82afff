"""What the headings and the texts of a payroll export mean, and what has to be asked of it.

What is sure is not asked; what somebody answered is remembered for the next file of the same
source; what names a person is dropped by its heading, before anything is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import polars as pl

from app.cells import CellError
from app.indicators.core.columns import COLUMNS, PERIOD, REQUIRED
from app.indicators.core.days import read_month
from app.indicators.core.frameworks import TOLD, code_of_grade
from app.indicators.core.headings import column_of, is_personal, is_title, said
from app.indicators.core.questions import ASIDE, About, Memory, Question
from app.indicators.core.scales import FULL_TIME, Commas, commas_of, scale_of
from app.indicators.core.spellings import NOBODY_COUNTED, SPELLINGS, WRONG, code_of

#: Headings that we add to a file that comes back with its errors.
OURS = frozenset({"a corriger", "to correct", "fichier", "file"})
#: More different texts than this in a column of codes: it is another column.
MOST_TEXTS = 60
#: Of the grades that tell streams and categories there are more.
MOST_GRADES = 3_000


@dataclass(frozen=True)
class Understood:
    """How a file is read: the heading of each column, the code of each text, the scales; what is
    still asked; the headings that are left aside, and those dropped at the door."""

    headings: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    full_time: float
    commas: Mapping[str, Commas]
    questions: tuple[Question, ...]
    aside: tuple[str, ...]
    dropped: tuple[str, ...]
    examples: Mapping[str, str] = field(default_factory=dict)


_REACHES = r"^[1278][0-9]{12}(?:[0-9]{2})?$|^\S+@\S+\.\S+$|^FR[0-9]{2}[0-9A-Z ]{20,}$"


def _reaches_people(texts: pl.Series) -> bool:
    """Whether a column holds social security numbers, addresses or accounts, whatever its heading."""
    first = texts.alias("first").filter(texts != "").head(50).str.replace_all(" ", "")
    return len(first) > 0 and bool(first.str.contains(_REACHES).all())


def source_of(header: Sequence[str]) -> str:
    """What tells a source from another: its headings, in any order."""
    words = {said(each) for each in header if each and not is_personal(each)} - OURS
    return blake2b("\n".join(sorted(words)).encode(), digest_size=16).hexdigest()


def understand(header: Sequence[str], texts: pl.DataFrame, memory: Memory) -> Understood:
    """What a file means: its columns of texts are named by their headings."""
    dropped = tuple(
        heading
        for heading in header
        if heading and (is_personal(heading) or _reaches_people(texts[heading]))
    )
    readable = [heading for heading in header if heading and heading not in dropped]
    headings = _headings(readable, texts, memory)
    headings |= _told_by_grade(headings)
    if "mois_payes" in headings and not _months_of_payroll(headings, texts):
        headings.pop(PERIOD, None)
    questions = [*_missing(headings, readable, texts, memory)]
    codes: dict[str, dict[str, str]] = {}
    for column in sorted(SPELLINGS.keys() & headings.keys()):
        codes[column], asked = _codes(column, texts[headings[column]], memory)
        questions += asked
    full_time, asked = _full_time(headings, texts, memory)
    commas, doubtful = _commas(headings, texts, memory)
    used = set(headings.values())
    return Understood(
        headings=headings,
        codes=codes,
        full_time=full_time,
        commas=commas,
        questions=(*questions, *asked, *doubtful),
        aside=tuple(heading for heading in readable if heading not in used),
        dropped=dropped,
        examples=dict(zip(readable, _examples(texts, readable), strict=True)),
    )


def _months_of_payroll(headings: Mapping[str, str], texts: pl.DataFrame) -> bool:
    """Whether the heading of months has several, and nothing else: a year is said beside them."""
    if PERIOD not in headings:
        return False
    written = texts[headings[PERIOD]].unique()
    try:
        return 1 < written.len() <= MOST_TEXTS and bool([read_month(text) for text in written])
    except CellError:
        return False


def _headings(readable: Sequence[str], texts: pl.DataFrame, memory: Memory) -> dict[str, str]:
    """The heading of each column: of several, the one that is called just so, or has most in it."""
    by_column: dict[str, list[str]] = {}
    for heading in readable:
        column = memory.columns.get(said(heading), column_of(heading))
        if column and column != ASIDE:
            by_column.setdefault(column, []).append(heading)
    if "sexe" not in by_column:
        titles = [heading for heading in readable if is_title(heading)]
        by_column |= {"sexe": titles} if titles else {}

    def fit(column: str, heading: str) -> tuple[bool, int]:
        return said(heading) == said(column), int((texts[heading] != "").sum())

    return {
        column: max(those, key=lambda heading, own=column: fit(own, heading))  # type: ignore[misc]
        for column, those in by_column.items()
    }


def _told_by_grade(headings: Mapping[str, str]) -> dict[str, str]:
    """Where a file has no stream or no category, the heading of the grades that tell them."""
    grades = headings.get("cadre_emplois") or headings.get("grade")
    return {column: grades for column in TOLD if column not in headings} if grades else {}


def needed(columns: Collection[str]) -> frozenset[str]:
    """The columns that a file with these cannot do without: months of payroll are counted."""
    if PERIOD not in columns:
        return REQUIRED
    return (
        REQUIRED | {PERIOD} if "mois_payes" in columns else (REQUIRED | {PERIOD}) - {"mois_payes"}
    )


def _missing(
    headings: Mapping[str, str], readable: Sequence[str], texts: pl.DataFrame, memory: Memory
) -> list[Question]:
    """Which heading a column is that no file can do without and that none names."""
    free = tuple(heading for heading in readable if heading not in headings.values())
    choices = (*free, ASIDE)
    return [
        Question(About.HEADING, column, choices, examples=_examples(texts, free))
        for column in COLUMNS
        if column in needed(headings) and column not in {*headings, *memory.absent} and free
    ]


def _examples(texts: pl.DataFrame, headings: Sequence[str]) -> tuple[str, ...]:
    """The first text under each heading."""
    return tuple(
        next(iter(texts[heading].filter(texts[heading] != "").head(1)), "")[:60]
        for heading in headings
    )


def _codes(column: str, texts: pl.Series, memory: Memory) -> tuple[dict[str, str], list[Question]]:
    """The code of each text of a column, and the texts whose code has to be asked."""
    counted = texts.filter(texts != "").value_counts(sort=True)
    known, codes = memory.codes.get(column, {}), {}
    questions: list[Question] = []
    choices = (*SPELLINGS[column], WRONG)
    zero = column == "sexe" and "0" in counted[counted.columns[0]]
    doubtful = ("1", "2") if zero else ()  # 0 and 1 are no usual code of the sexes
    for text, times in counted.head(MOST_GRADES if column in TOLD else MOST_TEXTS).iter_rows():
        code = known.get(said(text)) or (None if text in doubtful else code_of(column, text))
        if code is None and column in TOLD:
            code = code_of_grade(column, text)
        if code is not None:
            codes[text] = code
        elif len(questions) < MOST_TEXTS:
            questions.append(Question(About.TEXT, column, choices, said(text), times, (text,)))
    return codes, questions


def _full_time(
    headings: Mapping[str, str], texts: pl.DataFrame, memory: Memory
) -> tuple[float, list[Question]]:
    """What a full-time post is written as, asked where the column leaves a doubt."""
    if "quotite" not in headings:
        return 1, []
    times = dict(texts[headings["quotite"]].value_counts(sort=True).iter_rows())
    times.pop("", None)
    scale = scale_of(times)
    if scale.sure or memory.full_time is not None:
        return (scale.full if scale.sure else memory.full_time or 1), []
    choices = tuple(f"{full:g}" for full in FULL_TIME)
    usual = tuple(list(times)[:5])
    question = Question(About.FULL_TIME, "quotite", choices, examples=usual)
    return scale.full, [question]


def _commas(
    headings: Mapping[str, str], texts: pl.DataFrame, memory: Memory
) -> tuple[dict[str, Commas], list[Question]]:
    """What the commas of each column of amounts are, asked where both readings are possible."""
    commas, questions = {}, []
    for column, heading in headings.items():
        if COLUMNS[column].most is None:
            continue
        written = texts[heading].filter(texts[heading].str.contains("[.,]"))
        said_before = memory.commas.get(column)
        meant = commas_of(written) or (Commas(said_before) if said_before else None)
        commas[column] = meant or Commas.DECIMALS
        if meant is None:
            usual = tuple(sorted(written.head(1000).unique())[:5])
            questions.append(Question(About.COMMAS, column, tuple(Commas), examples=usual))
    return commas, questions


def left_out(understood: Understood) -> list[str]:
    """The texts of the status of those whom the file does not count."""
    return [t for t, code in understood.codes.get("statut", {}).items() if code == NOBODY_COUNTED]
