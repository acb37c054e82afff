"""Tables of head counts, means by sex, and rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.statistics.disclosure.linked import Equation, Linked, small_margins
from app.statistics.disclosure.optimum import TOTAL, by_lot, least_withheld
from app.statistics.disclosure.part import Cell
from app.statistics.figures import SUPPRESSED, Figure


def protect(
    counts: Sequence[Sequence[int]], threshold: int, columns: int | None = None, salt: bytes = b""
) -> list[list[Figure]]:
    """A table of counts with its margins, safe to publish.

    `counts` has r rows and c columns of head counts; `columns` is c, for a table that may have no
    row. The answer has r + 1 rows and c + 1 columns: the last of each is the margin. Where no choice
    of cells would do, nothing is published. `salt`, unknown to readers, decides between cells that
    would do as well. Raises ValueError for a negative count or a ragged table.
    """
    grid = _with_margins(counts, len(counts[0]) if counts else columns or 0)
    linked = Linked(
        {(r, c): v for r, row in enumerate(grid) for c, v in enumerate(row)},
        _margins(len(grid), len(grid[0])),
    )
    margins = small_margins(linked, threshold)
    if not margins:
        return [list(row) for row in grid]
    last = (len(grid) - 1, len(grid[0]) - 1)

    def weight(cell: Cell) -> float:
        return TOTAL if cell == last else 1 + (cell[0] == last[0] or cell[1] == last[1])

    chosen = least_withheld(linked, margins, by_lot(weight, salt))
    withheld = chosen.cells if chosen else linked.values
    return [
        [SUPPRESSED if (r, c) in withheld else value for c, value in enumerate(row)]
        for r, row in enumerate(grid)
    ]


def _with_margins(counts: Sequence[Sequence[int]], columns: int) -> list[list[int]]:
    if any(len(row) != columns for row in counts):
        raise ValueError("every row needs the same number of cells")
    if any(value < 0 for row in counts for value in row):
        raise ValueError("a head count cannot be negative")
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(row[place] for row in rows) for place in range(columns + 1)]]


def _margins(rows: int, columns: int) -> list[Equation]:
    """Every line adds up to its last cell."""
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    return [Equation(tuple(line[:-1]), (line[-1],)) for line in lines]


def publishable_groups(sizes: Mapping[str, tuple[int, int]], threshold: int) -> frozenset[str]:
    """Groups whose means may be shown for women and for men.

    `sizes` maps a group to its (women, men). A group needs `threshold` of each. Since the mean of
    all is published too, what is withheld must not be one group alone: smaller groups are withheld
    with it until the withheld people of each sex are none or at least `threshold` in two groups.
    """
    shown = {group for group, pair in sizes.items() if min(pair) >= threshold}
    while shown and any(_exposed(sizes, shown, sex, threshold) for sex in (0, 1)):
        shown.remove(min(shown, key=lambda group: (sum(sizes[group]), group)))
    return frozenset(shown)


def _exposed(
    sizes: Mapping[str, tuple[int, int]], shown: set[str], sex: int, threshold: int
) -> bool:
    hidden = [pair[sex] for group, pair in sizes.items() if group not in shown and pair[sex]]
    return bool(hidden) and (len(hidden) < 2 or sum(hidden) < threshold)


def rates_by_group(
    sizes: Mapping[str, tuple[int, int]], threshold: int, always_hidden: str = ""
) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
    """Response rates by group: those of `threshold` invited or more, and the rest together.

    `sizes` maps a group to (invited, answered); `always_hidden` is put with the rest. Returns the groups shown and the pooled rest; the
    rest is (0, 0) when nothing is hidden. One small group alone would follow from the total, and
    so would a rest under the threshold: larger groups join it until it is safe.
    """
    hidden = {g for g, (invited, _) in sizes.items() if invited < threshold or g == always_hidden}
    while hidden and (len(hidden) < 2 or sum(sizes[g][0] for g in hidden) < threshold):
        others = [group for group in sizes if group not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda group: (sizes[group][0], group)))
    shown = {group: pair for group, pair in sizes.items() if group not in hidden}
    rest = (sum(sizes[g][0] for g in hidden), sum(sizes[g][1] for g in hidden))
    return shown, rest
