"""What a table says, as a sentence that quotes its figures: titles, proposed sentences.

Sentences are neutral: they say what is, by whom and by how much, and never why. Nothing is said of
groups where one is withheld: the least of those that are shown is not the least of all.
"""

from __future__ import annotations

from app.reports.core.references import Reference
from app.reports.core.tables import MEN, WOMEN, Pair, is_series, main_pair, pairs, twin
from app.statistics.figures import Column, Row, Table, Unit, number, printed
from app.text import Text

#: The columns that say most of a table, where it has one: of everybody.
_TELLING = ("rate", "share_done", "gap", "hours")


def finding(table: Table, name: Text, label: Text | None = None) -> Text | None:
    """What a table about `name` says first, with its figures by reference; None when it has none to
    say. Its figure is called by a `label` where its column does not say what it is."""
    if is_series(table) and len(table.rows) > 1:
        return _over_years(table)
    columns = {column.code: column for column in table.columns}
    if "mean_gap" in columns:
        return _gap(table, name)
    if "share" in columns and columns["share"].unit is Unit.SHARE and WOMEN in columns:
        return _share(table, name)
    pair = main_pair(table)
    if pair is not None:
        return _compared(table, name, pair)
    return _of_all(table, name, label) or _counted(table, name)


def whole_row(table: Table) -> Row | None:
    """The row of everybody: the one that adds up the others, or the only one."""
    totals = [row for row in table.rows if row.total]
    if totals:
        return totals[-1]
    return table.rows[0] if len(table.rows) == 1 else None


def _known(table: Table, row: Row, column: str) -> float | None:
    return number(table.cell(row.code, column))


def _quote(table: Table, row: Row, column: str) -> str:
    return str(Reference(table.code, row.code, column))


def _groups(table: Table, column: str) -> list[tuple[float, Row]]:
    """The groups of a table, the lowest first; none where the figure of one is not known."""
    rows = [row for row in table.rows if not row.total and row.code != "~base"]
    known = [(value, row) for row in rows if (value := _known(table, row, column)) is not None]
    return sorted(known, key=lambda own: own[0]) if len(known) == len(rows) > 1 else []


def _ends(table: Table, column: str) -> tuple[Text, Text] | None:
    """The group that has least and the one that has most, each with its figure; None where they are
    not known, or are alike in print."""
    groups = _groups(table, column)
    unit = table.unit(column)
    if not groups or printed(groups[0][0], unit) == printed(groups[-1][0], unit):
        return None
    first, last = groups[0][1], groups[-1][1]
    low, high = (
        Text(
            f"{_quote(table, row, column)} ({row.label.fr})",
            f"{_quote(table, row, column)} ({row.label['en']})",
        )
        for row in (first, last)
    )
    return low, high


def _between(table: Table, column: str) -> Text:
    """From group to group, as the sentence about everybody goes on."""
    ends = _ends(table, column)
    if ends is None:
        return Text()
    low, high = ends
    return Text(f", de {low.fr} à {high.fr}", f", from {low['en']} to {high['en']}")


def _share(table: Table, name: Text) -> Text | None:
    whole, between = whole_row(table), _between(table, "share")
    if whole is not None and _known(table, whole, "share") is not None:
        share = _quote(table, whole, "share")
        return Text(
            f"{name.fr} : {share} de femmes{between.fr}",
            f"{name['en']}: {share} women{between['en']}",
        )
    if not between:
        return None
    return Text(
        f"{name.fr} : part des femmes{between.fr}", f"{name['en']}: share of women{between['en']}"
    )


def _gap(table: Table, name: Text) -> Text | None:
    """The gap of everybody may lie outside those of the groups: each is said of whom it is."""
    whole, ends = whole_row(table), _ends(table, "mean_gap")
    if whole is None or _known(table, whole, "mean_gap") is None:
        return None
    gap = _quote(table, whole, "mean_gap")
    if ends is None:
        return Text(f"{name.fr} : écart moyen de {gap}", f"{name['en']}: mean gap {gap}")
    low, high = ends
    return Text(
        f"{name.fr} : écart moyen de {gap} pour l’ensemble ; selon le groupe, de {low.fr} à {high.fr}",
        f"{name['en']}: mean gap {gap} overall; by group, from {low['en']} to {high['en']}",
    )


def _compared(table: Table, name: Text, pair: Pair) -> Text | None:
    whole = whole_row(table)
    if whole is None or None in (_known(table, whole, code) for code in pair.codes):
        return None
    women, men = (_quote(table, whole, code) for code in pair.codes)
    widest = _widest(table, pair)
    return Text(
        f"{name.fr} : femmes {women}, hommes {men}{widest.fr}",
        f"{name['en']}: women {women}, men {men}{widest['en']}",
    )


def _widest(table: Table, pair: Pair) -> Text:
    """The group in which women and men are the farthest apart, in print."""
    apart = []
    for row in table.rows:
        values = [_known(table, row, code) for code in pair.codes]
        if row.total or row.code == "~base":
            continue
        if values[0] is None or values[1] is None:
            return Text()
        written = [printed(value, pair.women.unit) for value in values if value is not None]
        apart.append((abs(written[0] - written[1]), row))
    if len(apart) < 2 or not max(apart, key=lambda own: own[0])[0]:
        return Text()
    row = max(apart, key=lambda own: own[0])[1]
    first, last = (_quote(table, row, code) for code in pair.codes)
    return Text(
        f" ; plus grand écart, {row.label.fr} : {first} et {last}",
        f"; widest gap, {row.label['en']}: {first} and {last}",
    )


def _of_all(table: Table, name: Text, label: Text | None) -> Text | None:
    """A share or a gap of everybody, and from group to group."""
    column = _telling(table, label)
    if column is None:
        return None
    whole, said = whole_row(table), label or column.label
    between = _between(table, column.code) if column.unit is Unit.SHARE else Text()
    if whole is not None and _known(table, whole, column.code) is not None:
        value = _quote(table, whole, column.code)
        return Text(
            f"{name.fr} : {said.fr} {value}{between.fr}",
            f"{name['en']}: {said['en']} {value}{between['en']}",
        )
    if not between:
        return None
    return Text(f"{name.fr} : {said.fr}{between.fr}", f"{name['en']}: {said['en']}{between['en']}")


def _telling(table: Table, label: Text | None) -> Column | None:
    """The column that says most of everybody: named so; otherwise the first share, or the last where
    the columns are groups."""
    by_code = {column.code: column for column in table.columns}
    named = [by_code[code] for code in _TELLING if code in by_code]
    shares = [
        column
        for column in table.columns
        if column.unit is Unit.SHARE and not {WOMEN, MEN} & {*column.code.split("_")}
    ]
    if label is not None:
        return shares[-1] if shares else None
    return next(iter([*named, *shares]), None)


def _counted(table: Table, name: Text) -> Text | None:
    """How many women and men, where nothing else is said; otherwise how many of the first thing."""
    whole = whole_row(table)
    if whole is None:
        return None
    pair = next(pairs(table), None)
    if pair is not None and pair.women.unit is Unit.COUNT:
        if None in (_known(table, whole, code) for code in pair.codes):
            return None
        women, men = (_quote(table, whole, code) for code in pair.codes)
        return Text(
            f"{name.fr} : femmes {women}, hommes {men}", f"{name['en']}: women {women}, men {men}"
        )
    column = next(iter(table.columns), None)
    if column is None or _known(table, whole, column.code) is None or twin(column.code):
        return None
    value = _quote(table, whole, column.code)
    return Text(
        f"{name.fr} : {column.label.fr} {value}", f"{name['en']}: {column.label['en']} {value}"
    )


def _over_years(table: Table) -> Text | None:
    """From the first year that is known to the last: of everybody, or of women and of men."""
    of_all = [column for column in table.columns if column.code in ("share", "mean_gap", *_TELLING)]
    pair = next(pairs(table), None)
    if of_all:
        return _course(table, of_all[:1])
    if pair is not None:
        return _course(table, [pair.women, pair.men])
    return _course(table, list(table.columns[:1]))


def _course(table: Table, columns: list[Column]) -> Text | None:
    said = []
    for column in columns:
        years = [row for row in table.rows if _known(table, row, column.code) is not None]
        if len(years) < 2:
            return None
        before, now = (_quote(table, row, column.code) for row in (years[0], years[-1]))
        said.append(
            Text(
                f"{column.label.fr} : {before} en {years[0].code}, {now} en {years[-1].code}",
                f"{column.label['en']}: {before} in {years[0].code}, {now} in {years[-1].code}",
            )
        )
    if not said:
        return None
    return Text(" ; ".join(own.fr for own in said), "; ".join(own["en"] for own in said))


def reading(table: Table) -> Text | None:
    """How one line of a table of groups is read, with its figures by reference."""
    if is_series(table):
        return None
    pair = main_pair(table)
    codes = {column.code for column in table.columns}
    for row in table.rows:
        if row.total or row.code == "~base":
            continue
        if {WOMEN, "share"} <= codes and table.unit("share") is Unit.SHARE:
            if None not in (_known(table, row, code) for code in (WOMEN, "share")):
                return _read_share(table, row)
        elif pair and None not in (_known(table, row, code) for code in pair.codes):
            women, men = (_quote(table, row, code) for code in pair.codes)
            return Text(
                f"{row.label.fr} : {women} ({pair.women.label.fr}) ; {men} ({pair.men.label.fr}).",
                f"{row.label['en']}: {women} ({pair.women.label['en']}); "
                f"{men} ({pair.men.label['en']}).",
            )
    return None


def _read_share(table: Table, row: Row) -> Text:
    women, share = (_quote(table, row, code) for code in (WOMEN, "share"))
    return Text(
        f"{row.label.fr} : {women} femmes, soit {share} de la ligne.",
        f"{row.label['en']}: {women} women, that is {share} of the line.",
    )
