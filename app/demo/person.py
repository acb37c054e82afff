"""An agent of the demonstration."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(eq=False)  # no two are the same person: looking for one need not compare their fields
class Person:
    number: str
    sex: str
    category: str
    born: dt.date
    stream: str
    status: str
    occupation: str
    directorate: str
    level: float
    quota: float
    recruited: dt.date
    left: dt.date | None = None
    hours: dict[int, int] = field(default_factory=dict)
