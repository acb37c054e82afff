"""What an attacker of printed tables finds, and what must be left to them."""

from __future__ import annotations

from app.statistics.figures import SUPPRESSED


def size(people, wanted):
    """How many people have one of the values wanted of each column."""
    return sum(all(one[name] in own for name, own in wanted.items()) for one in people)


def ranges(audit, people, printed):
    """(who, how many they are, the range left) for each number that is withheld, once the audit
    knows all that is shown."""
    hidden = []
    for wanted, figure in printed:
        if figure is SUPPRESSED:
            hidden.append(wanted)
        else:
            audit.publish(figure, **wanted)
    for wanted in hidden:
        yield wanted, size(people, wanted), audit.between(**wanted)


def check(found, threshold, seed):
    """No number withheld is worked out, and small ones may be one less or enough to be shown."""
    for wanted, count, (low, high) in found:
        assert high - low > 0.999, (seed, wanted, count)
        if 0 < count < threshold:
            assert low <= count - 1 + 1e-6, (seed, wanted, count, low)
            assert high >= threshold - 1e-6, (seed, wanted, count, high)
