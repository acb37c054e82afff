"""How finely a scale is shown in small groups: all its steps, three classes of them, or two.

The sizes of groups are published; the answers decide nothing, so that the choice tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.statistics.disclosure.tied_tables import Cross, Group

#: People that each line of a scale needs, on average, in the smallest group of a cross.
PER_LINE = 10
#: The steps of each class, by position.
Classes = list[list[int]]


def classes_of_steps(
    sizes: Mapping[Cross, Mapping[Group, int]], steps: int, group: int
) -> dict[Cross, Classes]:
    """The classes of a scale in each cross that has a group too small for all its steps: those
    under the middle, the middle and those above; in still smaller groups the last two lines are
    those above the middle and the others. Groups under `group` are put together and do not count.
    """
    classes = {}
    for cross, groups in sizes.items():
        smallest = min((n for n in groups.values() if n >= group), default=0)
        if cross and smallest < PER_LINE * steps:
            thirds = _thirds(steps)
            fine = smallest >= PER_LINE * len(thirds)
            classes[cross] = thirds if fine else _halves(steps)
    return classes


def _thirds(steps: int) -> Classes:
    half = steps // 2
    places = list(range(steps))
    middle = [places[half : steps - half]] if steps % 2 else []
    return [places[:half], *middle, places[steps - half :]]


def _halves(steps: int) -> Classes:
    places = list(range(steps))
    upper = steps - steps // 2
    return [places[:upper], places[upper:]]
