"""What two versions of a report tell together, that neither tells alone."""

from __future__ import annotations

from app.indicators import service as indicators
from app.reports.core.approval import Step
from app.reports.models import ReportVersion
from app.reports.service.versions import versions


def told_beside_published(version: ReportVersion, least: int, secret_key: str) -> int | None:
    """Of how few agents, under `least`, somebody learns who has this version and one that was
    published before it, withdrawn since or not; None when of enough, or of none. 0 where their
    files cannot be compared any more."""
    counts: list[int] = []
    for other in versions(version.report):
        if other.number < version.number and other.step is Step.PUBLISHED:
            apart = {*version.imports} ^ {*other.imports}
            if apart and other.imports:
                counts += indicators.told_between(version.imports, other.imports, secret_key)
    few = [count for count in counts if count < least]
    return min(few, default=None)
