"""A file for statistical programs, made from the published tables of one cross and nothing else.

It gives back these tables exactly: as many lines as people in them, and in each group as many of
each answer as is published. Every column is shuffled on its own, so that a line is nobody, and what
is withheld on the page is a missing value here.
"""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.statistics.disclosure import REST, Cross, Group
from app.statistics.figures import SUPPRESSED
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.results.core import Measure, People
from app.surveys.results.core.labels import group_label
from app.surveys.results.exports.dictionary import (
    CLASSES_FROM,
    MISSING_FROM,
    MISSING_TO,
    NO_ANSWER,
    NOT_ASKED,
    WITHHELD,
    Variable,
    reason_code,
)
from app.surveys.results.exports.short_labels import (
    FILE_BYTES,
    VALUE_BYTES,
    VARIABLE_BYTES,
    cut_to,
    shortened,
)
from app.text import Language, Text

Codes = npt.NDArray[np.float64]

NOTE = Text(
    "Fichier issu des tableaux publiés. Chaque colonne est mélangée séparément : une ligne ne "
    "correspond à personne et les corrélations entre colonnes n’ont pas de sens.",
    "Made from the published tables. Each column is shuffled on its own: a line is nobody, and "
    "correlations between columns have no meaning.",
)

SHORTENED = Text(
    "Libellés raccourcis, entiers dans le dictionnaire : {}.",
    "Labels shortened, whole in the dictionary: {}.",
)


def write_sav(
    questionnaire: Questionnaire,
    people: People,
    variables: Sequence[Variable],
    cross: Cross,
    group_threshold: int,
    language: Language,
    title: Text,
) -> bytes:
    """The SPSS file of one cross; the empty cross has the reasons for not answering.

    Raises KeyError for a cross that was not declared.
    """
    sizes, small = _groups(people, cross, group_threshold)
    coded = [variable for variable in variables if variable.codes]
    columns: dict[str, Codes] = {}
    labels: dict[str, str] = {}
    values: dict[str, dict[int | float, str]] = {}
    if cross:
        columns["group"] = np.repeat(np.arange(1.0, len(sizes) + 1), list(sizes.values()))
        labels["group"] = Text("Groupe", "Group")[language]
        values["group"] = {
            place: group_label(questionnaire, cross, group)[language]
            for place, group in enumerate(sizes, start=1)
        }
    for place, variable in enumerate(coded):
        columns[variable.name] = _mixed(place, variable, cross, sizes, small)
        labels[variable.name] = variable.label[language]
        values[variable.name] = {c: t[language] for c, t in variable.labels_by(cross).items()}
    missing: dict[str, Any] = {v.name: [{"lo": MISSING_FROM, "hi": MISSING_TO}] for v in coded}
    return _written(
        columns,
        file_label=cut_to(title[language], FILE_BYTES),
        missing_ranges=missing,
        variable_measure={v.name: v.scale for v in coded},
        variable_format=dict.fromkeys(columns, "F3.0"),
        **_labelled(labels, values, language),
    )


def _labelled(
    labels: Mapping[str, str], values: Mapping[str, Mapping[int | float, str]], language: Language
) -> dict[str, Any]:
    """The labels of variables and of their values, and what the file says of itself."""
    short = shortened(labels, VARIABLE_BYTES)
    codes = {name: shortened(own, VALUE_BYTES) for name, own in values.items()}
    cut = [n for n in labels if (short[n], codes.get(n)) != (labels[n], values.get(n))]
    note = _note(cut, language)
    return {"column_labels": short, "variable_value_labels": codes, "note": note}


def _note(cut: Sequence[str], language: Language) -> list[str]:
    """What the file says of itself, with the variables whose labels it has in part."""
    words = NOTE[language]
    if cut:
        words += " " + SHORTENED[language].format(", ".join(cut))
    widths = range(76, 0, -4)  # a line has 80 bytes, which are fewer letters with accents
    wrapped = (textwrap.wrap(words, width) for width in widths)
    return next(lines for lines in wrapped if all(len(line.encode()) <= 80 for line in lines))


def _written(columns: Mapping[str, Codes], **described: Any) -> bytes:
    """The file that pyreadstat writes of these columns."""
    import pandas as pd
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.sav"
        pyreadstat.write_sav(pd.DataFrame(columns), str(path), **described)
        return path.read_bytes()


def _mixed(
    place: int,
    variable: Variable,
    cross: Cross,
    sizes: Mapping[Group, int],
    small: frozenset[Group],
) -> Codes:
    """A column, each group in an order of its own, so that no line is a person's answers."""
    mixer = np.random.default_rng(place)
    groups = [_filled(variable, cross, group, size, small) for group, size in sizes.items()]
    return np.concatenate([mixer.permutation(codes) for codes in groups])


def _groups(
    people: People, cross: Cross, threshold: int
) -> tuple[dict[Group, int], frozenset[Group]]:
    """How many people each group has, those of small groups together; which ones are small."""
    sizes = people.sizes[cross]
    small = frozenset(group for group, size in sizes.items() if size < threshold)
    if small and (len(small) < 2 or sum(sizes[g] for g in small) < threshold):
        others = sorted((size, group) for group, size in sizes.items() if group not in small)
        small |= {others[0][1]} if others else set()
    shown = {group: size for group, size in sizes.items() if group not in small}
    if small:
        shown[REST] = sum(sizes[group] for group in small)
    return shown, small


def _filled(
    variable: Variable, cross: Cross, group: Group, size: int, small: frozenset[Group]
) -> Codes:
    """The codes of one group: what is published, then what is withheld, then no answer."""
    measure = variable.measure
    assert measure is not None
    if cross not in measure.counts or group not in measure.counts[cross]:
        return np.full(size, float(WITHHELD))
    if group == REST and frozenset(measure.pooled.get(cross, ())) != small:
        return np.full(size, float(WITHHELD))
    base = measure.bases[cross][group]
    counts = _published(measure, variable, cross, group, base)
    known = sum(counts.values())
    counts[WITHHELD] = base - known
    counts |= _absent(measure, cross, size - base)
    filled = np.repeat(np.array(list(counts), dtype=float), list(counts.values()))
    assert len(filled) == size, (measure.code, cross, group)
    return filled


def _published(
    measure: Measure, variable: Variable, cross: Cross, group: Group, base: int
) -> dict[int, int]:
    """How many of a group have each published code, of an option or a class of options."""
    figures = measure.figures(cross, group)
    if variable.option is not None:
        chosen = figures[variable.option]
        return {1: chosen, 2: base - chosen} if isinstance(chosen, int) else {}
    first = CLASSES_FROM if cross in measure.classes else 1
    return {
        code: int(figure)
        for code, figure in enumerate(figures, start=first)
        if figure is not SUPPRESSED and figure is not None
    }


def _absent(measure: Measure, cross: Cross, absent: int) -> dict[int, int]:
    """Why people of a group have no answer: told of all people, and only where it is published."""
    reasons = {reason_code(r): f for r, f in measure.missing.items() if isinstance(f, int)}
    if cross or len(reasons) < len(measure.missing):
        return {NO_ANSWER: absent}
    return {**reasons, NOT_ASKED: absent - sum(reasons.values())}
