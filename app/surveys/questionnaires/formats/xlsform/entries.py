"""The rows of the survey sheet: what each stands for, and the code it will have here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.surveys.questionnaires.engine.kinds import KINDS
from app.surveys.questionnaires.engine.question import Kind, Shape
from app.surveys.questionnaires.formats.codes import Codes, faithful
from app.surveys.questionnaires.formats.expressions import Known
from app.surveys.questionnaires.formats.losses import Loss, Losses
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile
from app.surveys.questionnaires.formats.xlsform.choices import REASONS, ChoiceList
from app.surveys.questionnaires.formats.xlsform.sheets import Row

MAX_DEPTH = 20
_ALIASES = {
    "int": "integer",
    "number": "decimal",
    "string": "text",
    "datetime": "date",
    "select": "select_one",
    "select1": "select_one",
    "select_one_from": "select_one",
    "add_select_one_prompt_using": "select_one",
    "select_all_that_apply": "select_multiple",
    "select_all_that_apply_from": "select_multiple",
    "select_multiple_from": "select_multiple",
    "add_select_multiple_prompt_using": "select_multiple",
    "trigger": "acknowledge",
    "add_note_prompt": "note",
    "add_text_prompt": "text",
    "add_date_prompt": "date",
    "add_integer_prompt": "integer",
    "add_decimal_prompt": "decimal",
    "odk:rank": "rank",
    "begin_loop": "begin_group",
    "end_loop": "end_group",
}
LISTED = {"select_one", "select_multiple", "rank"}
#: Our kind for each type of theirs: the first one declared, and types that we do not write.
TYPES: dict[str, Kind] = {
    kind.xlsform.type: kind for kind in reversed(KINDS.values()) if not kind.xlsform.finer
} | {
    "integer": KINDS["number"],
    "range": KINDS["number"],
    "time": KINDS["text"],
    "acknowledge": KINDS["single"],
}
_SORTS = {
    Shape.OPTION: "choice",
    Shape.OPTIONS: "choices",
    Shape.RANKING: "choices",
    Shape.NUMBER: "number",
    Shape.DAY: "date",
    Shape.CALCULATED: "any",
}
_MONTH_ONLY = "month-year"
REASON = ".missing"


@dataclass
class Entry:
    """A question of the sheet. `role` says when it is only a part of another one, `of`."""

    row: Row
    base: str
    list_name: str = ""
    or_other: bool = False
    code: str = ""
    role: str = ""
    of: str = ""

    @property
    def kind(self) -> Kind:
        """The kind that its type stands for, or the finer one that our own column names."""
        usual = TYPES[self.base]
        if self.base == "date" and _MONTH_ONLY in self.appearance:
            usual = KINDS["month"]
        finer = KINDS.get(self.row.get("kind", "").lower())
        named = finer is not None and finer.xlsform.finer and finer.shape is usual.shape
        return finer if named and finer is not None else usual

    @property
    def parameters(self) -> dict[str, str]:
        """Its parameters by name, `start=1 end=10`."""
        said = self.row.get("parameters", "").lower()
        pairs = re.findall(r"([\w-]+)\s*=\s*([^\s,;]*)", said)
        return dict(pairs) if pairs or not said else {said: ""}

    @property
    def appearance(self) -> set[str]:
        return set(self.row.get("appearance", "").lower().split())


@dataclass
class Group:
    """A group or a repeated group, with what is in it."""

    row: Row = field(default_factory=Row)
    repeat: bool = False
    children: list[Entry | Group] = field(default_factory=list)

    @property
    def table(self) -> bool:
        return "table-list" in self.row.get("appearance", "").lower().split()

    def entries(self) -> Iterator[Entry]:
        for child in self.children:
            if isinstance(child, Group):
                yield from child.entries()
            else:
                yield child


def read_tree(rows: list[Row], losses: Losses) -> Group:
    """The groups of a sheet, missing or surplus ends forgiven. Raises UnreadableFile."""
    path = [Group()]
    for row in rows:
        entry, name = _entry(row), row.get("name", "")
        if row.get("disabled", "").lower() in ("yes", "oui", "true", "vrai", "1"):
            losses.add(name, Loss.SWITCHED_OFF)
            row.dismiss()
            continue
        if entry.base in ("begin_group", "begin_repeat"):
            for word in sorted(entry.appearance - {"table-list", "field-list"}):
                losses.add(name, Loss.ATTRIBUTE_IGNORED, f"appearance {word}")
            if row.get("type").lower().startswith(("begin loop", "begin_loop")):
                losses.add(name, Loss.REPEAT_NOT_CARRIED)
            group = Group(row, entry.base == "begin_repeat")
            path[-1].children.append(group)
            path.append(group)
            if len(path) > MAX_DEPTH:
                raise UnreadableFile(Unreadable.TOO_DEEP)
        elif entry.base in ("end_group", "end_repeat"):
            row.dismiss()  # an end may repeat the name and the label of its group
            if len(path) == 1:
                losses.add(name, Loss.GROUP_NOT_OPENED)
            path = path[:-1] or path
        else:
            path[-1].children.append(entry)
    for group in path[1:]:
        losses.add(group.row.get("name", ""), Loss.GROUP_NOT_CLOSED)
    return path[0]


def _entry(row: Row) -> Entry:
    parts = row.get("type", "").split()
    if not parts:
        return Entry(row, "")
    lowered = [part.lower() for part in parts]
    other = len(parts) > 2 and lowered[-1] in ("or_other", "specify_other")
    if other:
        parts, lowered = parts[:-1], lowered[:-1]
    if lowered[0] in ("begin", "end") and len(parts) > 1:
        lowered = ["_".join(lowered[:2])]
    for length in range(min(len(lowered), 6), 0, -1):
        base = "_".join(lowered[:length])
        base = _ALIASES.get(base, base)
        if base in LISTED and length < len(parts):
            return Entry(row, base, " ".join(parts[length:]), other)
    whole = "_".join(lowered)
    return Entry(row, _ALIASES.get(whole, whole))


def name_entries(
    root: Group, lists: Mapping[str, ChoiceList], codes: Codes, losses: Losses
) -> dict[str, tuple[str, Known]]:
    """Gives every question its code and its role; what rules may say of each, by its name."""
    known: dict[str, tuple[str, Known]] = {}
    for entry in root.entries():
        name = entry.row.get("name", "")
        _give_role(entry, name, known)
        if entry.role in ("reason", "specify"):
            owner = known[entry.of][1]
            key = f"{owner.code}{'.' + name.rpartition('.')[2]}"
            own = Known(owner.code, "choice", REASONS) if entry.role == "reason" else None
            known[name] = (key, own or Known(key, "text"))
        elif entry.base in TYPES and not entry.role:
            code = entry.row.get("code") or name
            entry.code = codes.fit(code or entry.base)
            if not faithful(code, entry.code):
                losses.add(entry.code, Loss.CODE_CHANGED, name)
            known.setdefault(name, (entry.code, _known(entry, lists)))
    return known


def _give_role(entry: Entry, name: str, known: Mapping[str, tuple[str, Known]]) -> None:
    kind = entry.row.get("kind", "").lower()
    if entry.base == "note" and kind in ("introduction", "soft", "check", "variant"):
        entry.role = kind
        return
    owner, _, part = name.rpartition(".")
    if owner not in known:
        return
    sort, options = known[owner][1].sort, known[owner][1].options
    if entry.base == "select_one" and name.endswith(REASON) and sort != "choice":
        entry.role, entry.of = "reason", owner
    elif entry.base == "text" and part in options.values():
        entry.role, entry.of = "specify", owner


def _known(entry: Entry, lists: Mapping[str, ChoiceList]) -> Known:
    sort = _SORTS.get(entry.kind.shape, "text")
    if sort == "date" and entry.kind.xlsform.appearance == _MONTH_ONLY:
        sort = "month"
    if entry.base == "acknowledge":
        return Known(entry.code, sort, {"OK": "ok"})
    options = dict(lists[entry.list_name].codes) if entry.list_name in lists else {}
    if entry.or_other:
        options.setdefault("other", "other")
    return Known(entry.code, sort, options)
