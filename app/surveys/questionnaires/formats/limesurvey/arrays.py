"""The arrays of LimeSurvey: matrices, or one question for each cell or row."""

from __future__ import annotations

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.reader.parts import MAX_TEXT
from app.surveys.questionnaires.formats.html_to_text import Bilingual
from app.surveys.questionnaires.formats.limesurvey import fixed
from app.surveys.questionnaires.formats.limesurvey.kinds import KindMaker, fixed_options
from app.surveys.questionnaires.formats.limesurvey.naming import Named
from app.surveys.questionnaires.formats.limesurvey.survey import Answer
from app.surveys.questionnaires.formats.losses import Loss


def matrix(maker: KindMaker, named: Named) -> list[Document]:
    kind = named.asked.type
    if kind in fixed.SCALES:
        name, options = fixed.SCALES[kind], fixed_options(kind)
    else:
        name = f"{named.code}_scale"
        options = maker.options(named.asked.scale("0"), named.options, named.code)
    return _matrix(maker, named, "", name, options)


def dual(maker: KindMaker, named: Named) -> list[Document]:
    """Two matrices, each with the words of its own header."""
    questions = []
    for scale, codes in (("0", named.options), ("1", named.second)):
        options = maker.options(named.asked.scale(scale), codes, named.code)
        questions += _matrix(maker, named, scale, f"{named.code}_scale_{scale}", options)
    return questions


def _matrix(
    maker: KindMaker, named: Named, scale: str, name: str, options: list[Document]
) -> list[Document]:
    asked, code = named.asked, f"{named.code}_{scale}" if scale else named.code
    if not options or not asked.axis("0"):
        maker.losses.add(code, Loss.NO_OPTIONS)
        return []
    matrix = maker.base(named, "matrix", code)
    if "checks" in matrix:
        del matrix["checks"]
        maker.losses.add(code, Loss.ATTRIBUTE_IGNORED, "em_validation_q")
    header = {"0": "dualscale_headerA", "1": "dualscale_headerB"}.get(scale, "")
    words = maker.wording.attribute(asked, header)
    if any(words.values()):
        matrix["label"] = _joined(matrix["label"], maker.wording.optional(words, code))
    matrix["scale"] = maker.scale(name, options)
    items: list[Document] = []
    for row in asked.axis("0"):
        own = named.cell(row.code, scale)
        if row.relevance.strip() not in ("", "1"):
            maker.losses.add(own, Loss.ATTRIBUTE_IGNORED, "relevance")
        if all(item["code"] != own for item in items):
            items.append({"code": own, "label": maker.wording.text(row.words, own, row.code)})
    return [maker.random(named, matrix | {"items": items})]


def _joined(first: Bilingual, second: Bilingual) -> Bilingual:
    joined = {language: f"{first[language]} – {second[language]}" for language in first}
    return {language: text[:MAX_TEXT].strip() for language, text in joined.items()}


def listed(maker: KindMaker, named: Named) -> list[Document]:
    """Several short texts or numbers: one question each, under the words of the whole."""
    kind = "number" if named.asked.type == "K" else "text"
    return [
        _part(maker, named, kind, named.cell(part.code), [part])
        for part in _once(named.asked.axis("0"))
    ]


def table(maker: KindMaker, named: Named) -> list[Document]:
    """A table of texts or of numbers: one question for each cell, or for each row of boxes."""
    asked = named.asked
    rows, columns = _once(asked.axis("0")), _once(asked.axis("1"))
    if asked.type == ":" and asked.attribute("multiflexible_checkbox") == "1":
        options = maker.options(columns, named.options, named.code)
        parts = [_part(maker, named, "multiple", named.cell(row.code), [row]) for row in rows]
        whole = [maker.chosen(named, each, [dict(o) for o in options]) for each in parts]
        return [question for each in whole for question in each]
    kind = "number" if asked.type == ":" else "text"
    return [
        _part(maker, named, kind, named.cell(row.code, column.code), [row, column])
        for row in rows
        for column in columns
    ]


def _once(parts: list[Answer]) -> list[Answer]:
    return list({part.code: part for part in reversed(parts)}.values())[::-1]


def _part(maker: KindMaker, named: Named, kind: str, code: str, parts: list[Answer]) -> Document:
    label = maker.wording.text(named.asked.words, named.code, named.asked.code or named.code)
    for part in parts:
        label = _joined(label, maker.wording.text(part.words, code, part.code or code))
    rule = maker.relevance.tree(parts[0].relevance, code)
    question = maker.base(named, kind, code, label, rule)
    question.pop("checks", None)
    if kind == "text":
        return maker.length(named, question)
    if kind == "number" and named.asked.type == ":":
        return maker.bounds(named, question, "multiflexible_min", "multiflexible_max")
    if kind == "number":
        return maker.bounds(named, question, "min_num_value_n", "max_num_value_n")
    return question
