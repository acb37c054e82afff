"""Statistical disclosure control: the one gate through which counts about people leave.

Primary rule: a count of 1 to `threshold` - 1 is withheld; zero is printed. Complementary rule: as
long as a withheld count can be computed from the published ones and the published margins, another
cell is withheld, the least informative first (method: linear audit of the published equations, as
in R's `sdcTable` and in Fischetti and Salazar, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.statistics.figures import SUPPRESSED, Figure

FLOOR_CELL = 5
FLOOR_GROUP = 11


@dataclass(frozen=True)
class Thresholds:
    """Settings of the gate; never under the floors."""

    cell: int = FLOOR_CELL
    group: int = FLOOR_GROUP
    pay: int = FLOOR_CELL

    def __post_init__(self) -> None:
        if self.cell < FLOOR_CELL or self.group < FLOOR_GROUP or self.pay < FLOOR_CELL:
            raise ValueError("disclosure thresholds cannot be set under their floors")


Cell = tuple[int, int]


def protect(counts: Sequence[Sequence[int]], threshold: int) -> list[list[Figure]]:
    """A table of counts with its margins, safe to publish.

    `counts` has r rows and c columns of head counts. The answer has r + 1 rows and c + 1 columns:
    the last of each is the margin. Raises ValueError for a negative count or a ragged table.
    """
    grid = _with_margins(counts)
    withheld = {cell for cell, value in _cells(grid) if 0 < value < threshold}
    _complete(grid, withheld, threshold, frozenset())
    return [
        [SUPPRESSED if (r, c) in withheld else int(value) for c, value in enumerate(row)]
        for r, row in enumerate(grid)
    ]


def _with_margins(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    if any(len(row) != len(counts[0]) for row in counts):
        raise ValueError("every row needs the same number of cells")
    if any(value < 0 for row in counts for value in row):
        raise ValueError("a head count cannot be negative")
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _cells(grid: list[list[int]]) -> list[tuple[Cell, int]]:
    return [((r, c), value) for r, row in enumerate(grid) for c, value in enumerate(row)]


def _complete(
    grid: list[list[int]], withheld: set[Cell], threshold: int, kept: frozenset[Cell]
) -> None:
    """Add cells to `withheld` until none follows from the others; `kept` are never added.

    A cell follows when the equations leave it no freedom, or when so few people are withheld on a
    line that counting them gives each cell away (two cells that add up to 2 are 1 and 1).
    """
    cells = [cell for cell, _ in _cells(grid) if cell not in kept]
    while exposed := determined(len(grid), len(grid[0]), withheld) | _thin(
        grid, withheld, threshold
    ):
        rows, columns = {row for row, _ in exposed}, {column for _, column in exposed}
        free = [cell for cell in cells if cell not in withheld]
        near = [cell for cell in free if cell[0] in rows or cell[1] in columns]
        if not free:
            return
        withheld.add(min(near or free, key=lambda cell: _cost(grid, cell)))


def _thin(grid: list[list[int]], withheld: set[Cell], threshold: int) -> set[Cell]:
    """Withheld cells of lines whose margin is published and that withhold too few people."""
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    lines = [[(r, c) for c in range(last_column + 1)] for r in range(last_row + 1)]
    lines += [[(r, c) for r in range(last_row + 1)] for c in range(last_column + 1)]
    thin: set[Cell] = set()
    for *inside, margin in lines:
        hidden = [cell for cell in inside if cell in withheld]
        told = margin not in withheld and (
            len(hidden) < len(inside) or grid[margin[0]][margin[1]] == 0
        )
        if hidden and told and sum(grid[r][c] for r, c in hidden) < threshold:
            thin |= set(hidden)
    return thin


def _cost(grid: list[list[int]], cell: Cell) -> tuple[int, int, Cell]:
    """What is lost by withholding a cell: margins last, zeros after counts, small counts first."""
    row, column = cell
    margins = (row == len(grid) - 1) + (column == len(grid[0]) - 1)
    value = grid[row][column]
    return (margins * 2 + (value == 0), value, cell)


def determined(rows: int, columns: int, withheld: set[Cell]) -> set[Cell]:
    """Withheld cells that the published cells of the same table give away by arithmetic.

    `rows` and `columns` count the margins. A cell is given away when no solution of the table's
    equations, the published cells being fixed, lets it vary.
    """
    unknown = sorted(withheld)
    if not unknown:
        return set()
    equations = []
    for r in range(rows):
        equations.append(
            [_sign(c, columns) * (cell == (r, c)) for cell in unknown for c in [cell[1]]]
        )
    for c in range(columns):
        equations.append([_sign(r, rows) * (cell == (r, c)) for cell in unknown for r in [cell[0]]])
    _, values, directions = np.linalg.svd(np.array(equations, dtype=float))
    rank = int((values > 1e-9).sum())
    free = directions[rank:]
    moves = np.abs(free).max(axis=0) if len(free) else np.zeros(len(unknown))
    return {cell for cell, move in zip(unknown, moves, strict=True) if move < 1e-9}


def _sign(position: int, length: int) -> int:
    """Cells of a line add up to its margin, which therefore counts negatively."""
    return -1 if position == length - 1 else 1


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


def protect_answers(
    counts: Mapping[str, Sequence[int]], thresholds: Thresholds
) -> dict[str, list[Figure]]:
    """Answers to one question by group, with the total of the groups shown under `all`.

    `counts` maps a group to the head count of each option. A group under the group threshold is
    left out, and the total leaves it out too, so that it cannot be computed by difference. Cells
    under the cell threshold are withheld, and so is a whole group that answered as one.
    """
    shown = {g: list(c) for g, c in counts.items() if sum(c) >= thresholds.group}
    if not shown:
        return {}
    options = len(next(iter(shown.values())))
    grid = _with_margins([[group[o] for group in shown.values()] for o in range(options)])
    withheld = {
        (r, c) for (r, c), value in _cells(grid) if 0 < value < thresholds.cell and r < options
    }
    for column, group in enumerate(shown.values()):
        if max(group) == sum(group):
            withheld |= {(r, column) for r in range(options)}
    bases = frozenset((options, column) for column in range(len(shown) + 1))
    _complete(grid, withheld, thresholds.cell, bases)
    columns = [*shown, "all"]
    return {
        name: [SUPPRESSED if (r, c) in withheld else grid[r][c] for r in range(options)]
        for c, name in enumerate(columns)
    }
