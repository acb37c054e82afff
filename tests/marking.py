"""Which cases of a long table are tried every day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def every_day(cases: Iterable[Any], *usual: Any) -> list[Any]:
    """The cases of a table: these usual ones in everyday tests, the others with the slow ones."""
    return [case if case in usual else pytest.param(case, marks=pytest.mark.slow) for case in cases]
