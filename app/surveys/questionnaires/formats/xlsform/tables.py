"""Table lists: groups of questions with the same answers, which are a matrix here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.surveys.questionnaires.engine.rules.tree import Node
from app.surveys.questionnaires.formats.expressions import every
from app.surveys.questionnaires.formats.losses import Loss
from app.surveys.questionnaires.formats.xlsform.entries import Entry, Group
from app.surveys.questionnaires.formats.xlsform.questions import QuestionMaker
from app.surveys.questionnaires.formats.xlsform.sheets import Row


def read_matrix(
    maker: QuestionMaker, group: Group, rules: list[Node], fit: Callable[[], str]
) -> dict[str, Any] | None:
    """The matrix of a table, None when its rows do not all have the same answers."""
    rows = [child for child in group.children if isinstance(child, Entry)]
    asked = [row for row in rows if row.base != "note"]
    if len(rows) < len(group.children) or len(rows) > len(asked) + 1 or not _alike(asked):
        return None
    choices = maker.lists.get(asked[0].list_name)
    if choices is None or not choices.options:
        return None
    code = fit()
    notes = [row.row for row in rows if row.base == "note"]
    label = maker.words(group.row, "label") or maker.words(notes[0] if notes else Row(), "label")
    matrix: dict[str, Any] = {
        "code": code,
        "type": "matrix",
        "label": maker.texts.text(label, code, code),
    }
    if hint := maker.texts.optional(maker.words(group.row, "hint"), code):
        matrix["hint"] = hint
    matrix["scale"] = maker.scale(choices)
    if choices.missing:
        matrix["missing"] = choices.missing
    if required := maker.required(asked[0].row.get("required", ""), code):
        matrix["required"] = required
    if rule := maker.kept(every(rules), code):
        matrix["relevant"] = rule
    if group.row.get("random", "").lower() == "yes":
        matrix["random"] = True
    matrix["items"] = [_item(maker, row) for row in asked]
    return matrix


def _item(maker: QuestionMaker, entry: Entry) -> dict[str, Any]:
    entry.row.get("required")  # the same for all of them
    if maker.texts.optional(entry.row.words("hint"), entry.code):
        maker.losses.add(entry.code, Loss.ATTRIBUTE_IGNORED, "hint")
    label = maker.texts.text(maker.words(entry.row, "label"), entry.code, entry.code)
    return {"code": entry.code, "label": label}


def _alike(rows: list[Entry]) -> bool:
    """Whether rows can be those of one matrix."""
    own = ("relevant", "constraint", "choice_filter")
    return (
        bool(rows)
        and all(row.base == "select_one" and not (row.role or row.or_other) for row in rows)
        and not any(column in row.row for row in rows for column in own)
        and len({(row.list_name, row.row.get("required", "")) for row in rows}) == 1
    )
