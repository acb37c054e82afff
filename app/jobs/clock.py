"""Whether the clock may be trusted with what cannot be undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

#: What the clocks of two servers may differ by, and what setting one right moves it by.
TOLERANCE = dt.timedelta(minutes=2)
#: A server that was off for longer may have started with any date.
SILENCE = dt.timedelta(days=1)
#: A clock just started is looked at twice before it is trusted.
SECOND_LOOK = dt.timedelta(minutes=10)
#: After a jump, people have as long to see that the date is wrong.
DOUBT = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Reading:
    """What two clocks of a machine say at one instant."""

    now: dt.datetime
    # Since the machine started, asleep or not: nobody sets this clock.
    elapsed: dt.timedelta
    # Which start that was; empty where the machine does not say.
    boot: str = ""


@dataclass(frozen=True)
class Heartbeat:
    """What is known of the clock."""

    seen_at: dt.datetime
    # Since when a worker has seen it go on without a break.
    steady_since: dt.datetime
    # What it said just after its last jump.
    jumped_at: dt.datetime | None = None

    @property
    def trusted(self) -> bool:
        """Whether it has been steady for long enough."""
        looked_twice = self.seen_at - self.steady_since >= SECOND_LOOK
        return looked_twice and (self.jumped_at is None or self.seen_at - self.jumped_at >= DOUBT)


def next_beat(stored: Heartbeat, last: Reading | None, reading: Reading) -> Heartbeat:
    """The heartbeat after the one that is stored, by a process whose last reading is given: None
    when it begins."""
    now = reading.now
    if _jumped(stored, last, reading):
        return Heartbeat(now, now, jumped_at=now)
    if last is None and now - stored.seen_at > TOLERANCE:  # the machine may have been off
        return replace(stored, seen_at=now, steady_since=now)
    return replace(stored, seen_at=now)


def _jumped(stored: Heartbeat, last: Reading | None, reading: Reading) -> bool:
    """The date moved without time passing, or is not that of whoever beat before: this server
    before it was off, or another one."""
    if last is not None:
        drift = (reading.now - last.now) - (reading.elapsed - last.elapsed)
        if abs(drift) > TOLERANCE:
            return True
    return not -TOLERANCE <= reading.now - stored.seen_at <= SILENCE
