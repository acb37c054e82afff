"""How many visitors of public links came from each network today: in memory alone.

No address is written anywhere, beside an answer or not: it is counted under a key that this process
made and throws away with the day.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import threading
from collections import Counter

#: One network may take this part of the day's places of a campaign: the people of one building are
#: many, and one program must leave places to others.
PART = 5
#: Networks counted, at most: whoever comes from more of them meets the limit of the day itself.
NETWORKS = 50_000


class Visits:
    """The visits of the present day."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin(dt.date.min)

    def _begin(self, day: dt.date) -> None:
        self._day, self._key = day, secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()

    def _name(self, campaign_id: int, network: str, today: dt.date) -> bytes:
        if today != self._day:
            self._begin(today)
        return hmac.digest(self._key, f"{campaign_id} {network}".encode(), "sha256")

    def taken(self, campaign_id: int, network: str, today: dt.date) -> int:
        """How many have begun from this network today."""
        with self._lock:
            return self._counts[self._name(campaign_id, network, today)]

    def note(self, campaign_id: int, network: str, today: dt.date) -> None:
        """One more has."""
        with self._lock:
            name = self._name(campaign_id, network, today)
            if len(self._counts) < NETWORKS:
                self._counts[name] += 1


VISITS = Visits()


def share(places: int) -> int:
    """How many of a day's places one network may take."""
    return max(1, places // PART)
