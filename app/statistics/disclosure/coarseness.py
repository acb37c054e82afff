"""How finely a scale is shown in small groups: all its steps, or three classes of them.

The sizes of groups are published; the answers decide nothing, so that the choice tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.statistics.disclosure.tied_tables import Cross, Group

#: People that each step of a scale needs, on average, in the smallest group of a cross.
PER_STEP = 10


def coarse_crosses(
    sizes: Mapping[Cross, Mapping[Group, int]], steps: int, group: int
) -> list[Cross]:
    """Crosses with a group too small for each of so many steps; groups under `group` are put
    together and do not count."""
    wanted = PER_STEP * steps
    return [
        cross
        for cross, groups in sizes.items()
        if cross and min((n for n in groups.values() if n >= group), default=0) < wanted
    ]


def thirds(steps: int) -> list[list[int]]:
    """The steps under the middle, the middle if there is one, the steps above, by position."""
    half = steps // 2
    places = list(range(steps))
    middle = [places[half : steps - half]] if steps % 2 else []
    return [places[:half], *middle, places[steps - half :]]
