"""How finely a scale is shown follows from the sizes of groups, which are public."""

import pytest

from app.statistics.disclosure.coarseness import classes_of_steps

AREA = ("area",)
THIRDS, HALVES = [[0, 1], [2], [3, 4]], [[0, 1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("smallest", "steps", "classes"),
    [
        (50, 5, None),
        (49, 5, THIRDS),
        (30, 5, THIRDS),
        (29, 5, HALVES),
        (11, 5, HALVES),
        (39, 4, [[0, 1], [2, 3]]),
        (15, 4, [[0, 1], [2, 3]]),
    ],
)
def test_small_groups_show_fewer_lines(smallest, steps, classes):
    sizes = {(): {(): 500}, AREA: {("a",): smallest, ("b",): 200}}
    assert classes_of_steps(sizes, steps, 11).get(AREA) == classes


def test_groups_that_are_put_together_do_not_count():
    assert classes_of_steps({AREA: {("a",): 60, ("b",): 4}}, 5, 11) == {}


def test_all_people_are_never_shown_more_coarsely():
    assert classes_of_steps({(): {(): 12}}, 5, 11) == {}
