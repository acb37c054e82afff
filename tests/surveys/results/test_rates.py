"""Response rates never tell who hid an attribute, nor the few who did not answer."""

import pytest

from app.statistics.figures import SUPPRESSED as S
from app.surveys.results.core.people import People
from app.surveys.results.core.rates import with_rates

SEX = ("sex",)


def published(invited, answered, base):
    """By group: how many were invited, answered, and are in the tables."""
    groups = {(code,): place for place, code in enumerate("abcd"[: len(invited)])}
    people = People(
        answered=sum(answered),
        size=sum(base),
        sizes={SEX: {group: base[place] for group, place in groups.items()}},
        given_up=(),
        population={
            (): {(): sum(invited)},
            SEX: {group: invited[place] for group, place in groups.items()},
        },
    )
    counts = {SEX: {group: answered[place] for group, place in groups.items()}}
    return with_rates(people, counts, 5, b"lot")


def let_out(invited, answered, base):
    return list(published(invited, answered, base).answered_by[SEX].values())


@pytest.mark.parametrize(
    ("invited", "answered", "base", "expected"),
    [
        # nobody hid anything, many did not answer
        ((100, 100), (60, 50), (60, 50), [60, 50]),
        # 5 women and 11 men hid their sex: neither is a small number
        ((161, 226), (97, 129), (92, 118), [97, 129]),
        # 3 of category C: withheld, and with them another, else they would follow
        ((190, 65), (110, 40), (100, 37), [S, S]),
        # one who did not answer
        ((50, 60), (49, 40), (44, 30), [S, S]),
        # three answers of a group: they are not printed, nor can they be worked out
        ((60, 50, 30), (40, 30, 3), (30, 20, 3), [40, S, S]),
        # more in the tables than answered: people called themselves otherwise
        ((50, 60), (20, 40), (21, 39), [S, S]),
    ],
)
def test_small_numbers_beside_the_tables_are_withheld(invited, answered, base, expected):
    assert let_out(invited, answered, base) == expected


def test_groups_without_small_numbers_stay():
    shown = let_out((100, 100, 100), (60, 50, 40), (57, 40, 30))
    assert shown[0] is S
    assert sorted(shown[1:], key=str) in ([40, S], [50, S])


@pytest.mark.parametrize(
    ("invited", "answered", "base"),
    [
        # everybody answered: who hid an attribute is who was invited less who is in the tables
        ((42, 30), (42, 30), (39, 26)),
        # nobody hid anything: who did not answer is the same
        ((50, 60), (49, 40), (49, 40)),
    ],
)
def test_what_sizes_tell_alone_hides_who_was_invited(invited, answered, base):
    people = published(invited, answered, base)
    assert people.answered_by == {}
    assert set(people.population) == {()}
