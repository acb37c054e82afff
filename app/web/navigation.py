"""The left rail: what each permission opens."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from app.permissions import Permission, allowed


@dataclass(frozen=True)
class Link:
    endpoint: str
    label: str
    icon: str
    permission: Permission

    @property
    def current(self) -> bool:
        """Whether the page shown belongs to this entry."""
        blueprint = self.endpoint.split(".")[0]
        return (request.endpoint or "").split(".")[0] == blueprint


def navigation() -> list[tuple[str, list[Link]]]:
    """Groups of links that the person may follow, empty groups left out."""
    p = Permission
    groups = [
        ("", [Link("home.index", _("Home"), "house", p.HOME)]),
        (
            _("Surveys"),
            [Link("surveys.index", _("Surveys and results"), "clipboard-list", p.SURVEY_READ)],
        ),
        (
            _("Public policies"),
            [
                Link("roadmaps.index", _("Roadmaps"), "route", p.ROADMAP_READ),
                Link("procurement.index", _("Procurement clause"), "briefcase", p.TENDER_READ),
                Link("network.territory", _("Territory"), "map-pin", p.TERRITORY_READ),
                Link("organisations.index", _("Organisations"), "list", p.ORGANISATION_MANAGE),
            ],
        ),
        (
            _("Human resources"),
            [
                Link("hr.index", _("Agents’ file"), "upload", p.HR_IMPORT),
                Link("entered.index", _("Typed figures"), "pencil", p.FIGURE_ENTER),
                Link("indicators.index", _("Indicators"), "gauge", p.INDICATOR_READ),
                Link("reports.index", _("Annual report"), "file-text", p.REPORT_READ),
            ],
        ),
        (
            _("Settings"),
            [Link("people.index", _("Accounts and roles"), "users", p.ACCOUNT_MANAGE)],
        ),
    ]
    if not current_user.is_authenticated:
        return []
    may = lambda link: allowed(current_user.roles, link.permission)  # noqa: E731
    kept = [(title, [link for link in links if may(link)]) for title, links in groups]
    return [(title, links) for title, links in kept if links]
