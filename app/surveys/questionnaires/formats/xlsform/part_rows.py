"""Rows of our own exports that are part of another question, or of the whole."""

from __future__ import annotations

from typing import Any

from app.surveys.questionnaires.engine.rules.tree import Call, Node, Operation, Reference, parts_of
from app.surveys.questionnaires.formats.expressions import OWN
from app.surveys.questionnaires.formats.xlsform.entries import Entry
from app.surveys.questionnaires.formats.xlsform.row_reader import RowReader
from app.surveys.questionnaires.formats.xlsform.sheets import Row


def add_part(reader: RowReader, entry: Entry) -> None:
    """A row of our own exports that belongs to another question, or to the whole."""
    row = entry.row
    row.dismiss()
    if entry.role == "introduction":
        reader.introduction = reader.texts.optional(row.words("label"), "introduction")
    elif entry.role == "variant":
        _variant(reader, row)
    elif entry.role == "soft":
        _soft(reader, row)
    owner = reader.by_code.get(reader.formulas.names.get(entry.of, ""))
    if owner is None:
        return
    if entry.role == "specify":
        chosen = entry.row["name"].rpartition(".")[2]
        for option in owner.get("options", []):
            if option["code"] == chosen:
                option["specify"] = True
    elif entry.list_name in reader.lists:
        owner["missing"] = reader.lists[entry.list_name].missing
        if required := reader.required(row.get("required", ""), owner["code"]):
            owner["required"] = required


def _variant(reader: RowReader, row: Row) -> None:
    name = row.get("name", "")
    rule = reader.kept(reader.formulas.tree(row.get("relevant", ""), name), name)
    if rule:
        variant: dict[str, Any] = {"if": rule}
        variant["label"] = reader.texts.text(reader.words(row, "label"), name, name)
        if hint := reader.texts.optional(reader.words(row, "hint"), name):
            variant["hint"] = hint
        reader.variants.append(variant)


def _soft(reader: RowReader, row: Row) -> None:
    """A note that is shown while a soft check fails."""
    name = row.get("name", "")
    owner = reader.by_code.get(name.rpartition(".soft")[0])
    tree = reader.formulas.tree(row.get("relevant", ""), name, check=True)
    if owner is None or tree is None:
        return
    fails = [part for part in parts_of(parts_of(tree, "or")[0], "and") if isinstance(part, Call)]
    if not fails or fails[-1].function != "not":
        return
    rule = reader.kept(_as_own(fails[-1].arguments[0], owner["code"]), name)
    if rule:
        message = reader.texts.text(reader.words(row, "label"), name, name)
        owner.setdefault("checks", []).append({"rule": rule, "message": message, "soft": True})


def _as_own(tree: Node, code: str) -> Node:
    """A check refers to its own question by a dot."""
    match tree:
        case Reference(name):
            return OWN if name == code else tree
        case Operation(sign, left, right):
            return Operation(sign, _as_own(left, code), _as_own(right, code))
        case Call(function, arguments):
            return Call(function, tuple(_as_own(argument, code) for argument in arguments))
    return tree
