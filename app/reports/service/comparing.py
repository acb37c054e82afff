"""What two versions tell together, that neither tells alone."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.indicators import service as indicators
from app.reports.core.approval import ORDER, Step
from app.reports.models import ReportStep, ReportVersion

#: From this step on a version is in the hands of others.
_GIVEN_OUT = ORDER[ORDER.index(Step.OPINION) :]


def told_beside_others(version: ReportVersion, least: int, secret_key: str) -> int | None:
    """Of how few agents, under `least`, somebody learns who has this version and one that was given
    out: of any layout and year, withdrawn since or not. None when of enough, or of none; 0 where the
    files that they come from cannot be compared any more."""
    few: list[int] = []
    for other in _given_out(version):
        if not other.imports:  # of before what it comes from was kept
            few += [0] if other.report.year == version.report.year else []
            continue
        for count in indicators.told_between(version.imports, other.imports, secret_key):
            few += [0 if count is None else count] if count != 0 else []
    return min((count for count in few if count < least), default=None)


def _given_out(version: ReportVersion) -> list[ReportVersion]:
    """The other versions that somebody outside may have."""
    taken = select(ReportStep.version_id).where(ReportStep.step.in_(_GIVEN_OUT))
    others = select(ReportVersion).where(
        ReportVersion.id != version.id,
        ReportVersion.id.in_(taken) | ReportVersion.step.in_(_GIVEN_OUT),
    )
    return list(db.session.scalars(others))
