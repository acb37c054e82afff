"""What a table says, as a sentence that quotes its figures: titles, proposed sentences.

Sentences are neutral: they say what is, by whom and by how much, and never why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.reports.core.references import Reference
from app.statistics.figures import Column, Row, Table, Unit, number
from app.text import Text

#: What is compared of women and of men: the endings or the beginnings of two columns.
_SEXES = ("women", "men")
#: Units that are compared as they are; counts say how many there are, and no more.
_COMPARED = (Unit.SHARE, Unit.EUROS, Unit.DAYS, Unit.YEARS, Unit.NUMBER)


@dataclass(frozen=True)
class Pair:
    """Two columns of a table that say the same of women and of men."""

    women: Column
    men: Column


def pairs(table: Table) -> Iterator[Pair]:
    """The pairs of columns that can be compared, in their order."""
    by_code = {column.code: column for column in table.columns}
    for code, column in by_code.items():
        twin = _twin(code)
        if twin in by_code and column.unit in _COMPARED:
            yield Pair(column, by_code[twin])


def _twin(code: str) -> str | None:
    """The column of men that goes with this one of women."""
    women, men = _SEXES
    if code.endswith(f"_{women}"):
        return code.removesuffix(women) + men
    if code.startswith(f"{women}_"):
        return men + code.removeprefix(women)
    return None


def main_pair(table: Table) -> Pair | None:
    """What a table compares first of all: a share before anything else."""
    every = list(pairs(table))
    shares = [pair for pair in every if pair.women.unit is Unit.SHARE]
    return next(iter(shares or every), None)


def is_series(table: Table) -> bool:
    """Whether its rows are years."""
    return bool(table.rows) and all(row.code.isdigit() and len(row.code) == 4 for row in table.rows)


def finding(table: Table, name: Text, label: Text | None = None) -> Text | None:
    """What a table about `name` says first, with its figures by reference; None when it has none to
    say. Its figure is called by a `label` where its column does not say what it is."""
    if is_series(table):
        return _over_years(table, name)
    columns = {column.code: column for column in table.columns}
    if "mean_gap" in columns:
        return _gap(table, name)
    if "share" in columns and columns["share"].unit is Unit.SHARE and "women" in columns:
        return _share(table, name)
    return _pair(table, name) or _of_all(table, name, label)


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
    """The groups whose figure is known, the lowest first."""
    rows = (row for row in table.rows if not row.total and row.code != "~base")
    known = [(value, row) for row in rows if (value := _known(table, row, column)) is not None]
    return sorted(known, key=lambda own: own[0])


def _between(table: Table, column: str) -> Text:
    """From the group that has least to the one that has most; nothing with fewer than two."""
    groups = _groups(table, column)
    if len(groups) < 2 or groups[0][0] == groups[-1][0]:
        return Text()
    low, high = groups[0][1], groups[-1][1]
    first, last = (_quote(table, row, column) for row in (low, high))
    return Text(
        f", de {first} ({low.label.fr}) à {last} ({high.label.fr})",
        f", from {first} ({low.label['en']}) to {last} ({high.label['en']})",
    )


def _share(table: Table, name: Text) -> Text | None:
    whole = whole_row(table)
    between = _between(table, "share")
    if whole is None or _known(table, whole, "share") is None:
        if not between:
            return None
        return Text(
            f"{name.fr} : part des femmes{between.fr}",
            f"{name['en']}: share of women{between['en']}",
        )
    share = _quote(table, whole, "share")
    return Text(
        f"{name.fr} : {share} de femmes{between.fr}", f"{name['en']}: {share} women{between['en']}"
    )


def _gap(table: Table, name: Text) -> Text | None:
    whole = whole_row(table)
    if whole is None or _known(table, whole, "mean_gap") is None:
        return None
    gap, between = _quote(table, whole, "mean_gap"), _between(table, "mean_gap")
    return Text(
        f"{name.fr} : écart moyen de {gap}{between.fr}",
        f"{name['en']}: mean gap {gap}{between['en']}",
    )


def _pair(table: Table, name: Text) -> Text | None:
    pair, whole = main_pair(table), whole_row(table)
    if pair is None or whole is None:
        return None
    if None in (_known(table, whole, column.code) for column in (pair.women, pair.men)):
        return None
    women, men = (_quote(table, whole, column.code) for column in (pair.women, pair.men))
    widest = _widest(table, pair)
    return Text(
        f"{name.fr} : femmes {women}, hommes {men}{widest.fr}",
        f"{name['en']}: women {women}, men {men}{widest['en']}",
    )


def _widest(table: Table, pair: Pair) -> Text:
    """The group in which women and men are the farthest apart."""
    apart = [
        (abs(women - men), row)
        for row in table.rows
        if not row.total
        and (women := _known(table, row, pair.women.code)) is not None
        and (men := _known(table, row, pair.men.code)) is not None
    ]
    if len(apart) < 2 or not max(apart, key=lambda own: own[0])[0]:
        return Text()
    row = max(apart, key=lambda own: own[0])[1]
    first, last = (_quote(table, row, column.code) for column in (pair.women, pair.men))
    return Text(
        f" ; au plus loin, {row.label.fr} : {first} et {last}",
        f"; farthest apart, {row.label['en']}: {first} and {last}",
    )


def _of_all(table: Table, name: Text, label: Text | None) -> Text | None:
    """The last share of a table, of everybody and from group to group; otherwise the first figure
    of everybody."""
    whole = whole_row(table)
    shares = [column for column in table.columns if column.unit is Unit.SHARE]
    column = shares[-1] if shares else next(iter(table.columns), None)
    if column is None:
        return None
    between = _between(table, column.code) if shares else Text()
    said = label or column.label
    if whole is None or _known(table, whole, column.code) is None:
        if not between:
            return None
        return Text(
            f"{name.fr} : {said.fr}{between.fr}",
            f"{name['en']}: {said['en']}{between['en']}",
        )
    value = _quote(table, whole, column.code)
    return Text(
        f"{name.fr} : {said.fr} {value}{between.fr}",
        f"{name['en']}: {said['en']} {value}{between['en']}",
    )


def _over_years(table: Table, name: Text) -> Text | None:
    """From the first year that is known to the last."""
    for column in _telling(table):
        years = [row for row in table.rows if _known(table, row, column.code) is not None]
        if len(years) > 1:
            first, last = years[0], years[-1]
            before, now = (_quote(table, row, column.code) for row in (first, last))
            return Text(
                f"{column.label.fr} : {before} en {first.code}, {now} en {last.code}",
                f"{column.label['en']}: {before} in {first.code}, {now} in {last.code}",
            )
    return None


def _telling(table: Table) -> list[Column]:
    """The columns of a series, those that tell most first."""
    first = [c for c in table.columns if c.code in ("share", "mean_gap")]
    return [*first, *(c for c in table.columns if c not in first)]


def reading(table: Table) -> Text | None:
    """How one line of a table is read, with its figures by reference."""
    pair = main_pair(table)
    codes = {column.code for column in table.columns}
    for row in table.rows:
        if row.total or row.code == "~base":
            continue
        if {"women", "share"} <= codes and _known(table, row, "share") is not None:
            women = _quote(table, row, "women")
            if _known(table, row, "women") is None:
                continue
            share = _quote(table, row, "share")
            return Text(
                f"{row.label.fr} : {women} femmes, soit {share} de l’ensemble de la ligne.",
                f"{row.label['en']}: {women} women, that is {share} of the whole line.",
            )
        if pair and _known(table, row, pair.women.code) is not None:
            women, men = (_quote(table, row, c.code) for c in (pair.women, pair.men))
            return Text(
                f"{row.label.fr} : {women} ({pair.women.label.fr}) ; {men} ({pair.men.label.fr}).",
                f"{row.label['en']}: {women} ({pair.women.label['en']}); "
                f"{men} ({pair.men.label['en']}).",
            )
    return None
