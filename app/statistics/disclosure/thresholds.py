"""From how many people on something may be shown."""

from __future__ import annotations

from dataclasses import dataclass

FLOOR_CELL = 5
FLOOR_GROUP = 11


@dataclass(frozen=True)
class Thresholds:
    """Settings of the gate; never under the floors."""

    cell: int = FLOOR_CELL
    group: int = FLOOR_GROUP
    pay: int = FLOOR_CELL

    def __post_init__(self) -> None:
        if self.cell < FLOOR_CELL or self.group < FLOOR_GROUP or self.pay < FLOOR_CELL:
            raise ValueError("disclosure thresholds cannot be set under their floors")
