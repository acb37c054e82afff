"""Labels as short as SPSS wants them, and still told apart.

SPSS Statistics, Command Syntax Reference, VARIABLE LABELS and VALUE LABELS: a label has at most 256
bytes for a variable and 120 for a value (FILE LABEL: 60).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TypeVar

VARIABLE_BYTES, VALUE_BYTES, FILE_BYTES = 256, 120, 60
_CUT = " … "

Key = TypeVar("Key")


def shortened(labels: Mapping[Key, str], most: int) -> dict[Key, str]:
    """The labels in so many bytes at most, all different where they were.

    What is too long loses its middle, since labels of one list often begin or end alike; what is
    then the same takes its place in the list before it.
    """
    short: dict[Key, str] = {}
    whole: dict[str, str] = {}  # what each label stands for
    for place, (key, label) in enumerate(labels.items(), start=1):
        tries = itertools.chain([label], (f"{n}. {label}" for n in itertools.count(place)))
        short[key] = next(
            c for c in (cut_to(t, most) for t in tries) if whole.get(c, label) == label
        )
        whole[short[key]] = label
    return short


def cut_to(label: str, most: int) -> str:
    """A label in so many bytes at most, without its middle if need be."""
    if len(label.encode()) <= most:
        return label
    room = most - len(_CUT.encode())
    end = _last(label, room // 2)
    return _first(label, room - len(end.encode())).rstrip() + _CUT + end.lstrip()


def _first(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _last(text: str, most: int) -> str:
    return text.encode()[-most:].decode(errors="ignore")
