"""Who may do what: the one table of roles and permissions."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    MANAGER = "manager"
    AMBASSADOR = "ambassador"
    MISSION = "mission"
    HR = "hr"
    PROCUREMENT = "procurement"
    READER = "reader"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    HOME = "home"
    SURVEY_READ = "survey.read"
    SURVEY_MANAGE = "survey.manage"
    ROADMAP_READ = "roadmap.read"
    ROADMAP_UPDATE = "roadmap.update"  # of one's own
    ROADMAP_STEER = "roadmap.steer"  # of all
    HR_IMPORT = "hr.import"
    FIGURE_ENTER = "figure.enter"
    INDICATOR_READ = "indicator.read"
    INDICATOR_RELEASE = "indicator.release"  # of figures that tell of few people
    TENDER_READ = "tender.read"
    TENDER_MANAGE = "tender.manage"
    TENDER_KEEP = "tender.keep"  # for how long annexes are kept
    TERRITORY_READ = "territory.read"
    REPORT_READ = "report.read"
    REPORT_WRITE = "report.write"
    REPORT_APPROVE = "report.approve"  # for the equality mission
    ORGANISATION_MANAGE = "organisation.manage"
    ACCOUNT_MANAGE = "account.manage"


P = Permission
_EVERYONE = frozenset({P.HOME, P.SURVEY_READ, P.TERRITORY_READ})
_READING = _EVERYONE | {P.ROADMAP_READ, P.INDICATOR_READ, P.REPORT_READ}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: _EVERYONE | {P.ROADMAP_READ},  # a policy that nobody sees is not mainstreamed
    Role.AMBASSADOR: _EVERYONE | {P.ROADMAP_READ, P.ROADMAP_UPDATE},
    Role.MISSION: _READING
    | {
        P.SURVEY_MANAGE,
        P.ROADMAP_UPDATE,
        P.ROADMAP_STEER,
        P.TENDER_READ,
        P.TENDER_KEEP,
        P.ORGANISATION_MANAGE,
        P.FIGURE_ENTER,
        P.INDICATOR_RELEASE,
        P.REPORT_WRITE,
        P.REPORT_APPROVE,
    },
    Role.HR: _READING | {P.HR_IMPORT, P.FIGURE_ENTER, P.REPORT_WRITE},
    Role.PROCUREMENT: _EVERYONE
    | {P.TENDER_READ, P.TENDER_MANAGE, P.ROADMAP_READ, P.ORGANISATION_MANAGE},
    Role.READER: _READING,
    Role.ADMINISTRATOR: _EVERYONE | {P.ACCOUNT_MANAGE},
}


def allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of these roles carries this permission."""
    return any(permission in ROLES[role] for role in roles)
