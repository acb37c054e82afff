"""Home, and the pages about the site itself."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.accounts.forms import role_label
from app.accounts.models import Person
from app.extensions import utcnow
from app.home import samples
from app.home.awaits import tasks_of
from app.indicators import service as indicators
from app.permissions import Permission, Role, allowed
from app.roadmaps.forms.figures import shown_indicator
from app.roadmaps.service.standing import standing
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.service import campaigns
from app.web import current_person, public, render, requires
from app.web.settings import hr_thresholds, settings, thresholds

bp = Blueprint("home", __name__, template_folder="templates")


@bp.get("/")
@requires(Permission.HOME)
def index() -> Response:
    person, now = current_person(), utcnow()
    policy = standing(now) if _answers_for_policy(person) else None
    years = indicators.years() if allowed(person.roles, Permission.INDICATOR_READ) else []
    return render(
        "home/index.html",
        tasks=tasks_of(person, now.date()),
        roles=[role_label(role) for role in sorted(person.roles)],
        today=now,
        standing=policy,
        standing_first=Role.READER in person.roles,
        headlines=[
            shown_indicator(each, now.date(), everything=False)
            for each in (policy.headlines if policy else ())
        ],
        figures=indicators.tables(years[0]) if years else None,
        published=[c for c in campaigns.all_campaigns() if c.state is CampaignState.PUBLISHED],
    )


def _answers_for_policy(person: Person) -> bool:
    """Elected members, and those who head a directorate: they ask where the whole policy stands."""
    reads = allowed(person.roles, Permission.ROADMAP_READ)
    return reads and (Role.READER in person.roles or person.heads_directorate)


@bp.get("/privacy")
@public
def privacy() -> Response:
    return render(
        "home/privacy.html",
        limits=thresholds(),
        hr_limits=hr_thresholds(),
        hr_months=settings().hr_months,
    )


@bp.get("/legal")
@public
def legal() -> Response:
    return render("home/legal.html")


@bp.get("/accessibility")
@public
def accessibility() -> Response:
    return render("home/accessibility.html")


@bp.get("/listening-platform")
@public
def listening() -> Response:
    return render("home/listening.html")


@bp.get("/help/components")
@requires(Permission.ACCOUNT_MANAGE)
def components() -> Response:
    """Every component in every state, for those who maintain the product."""
    return render(
        "home/components.html",
        table=samples.TABLE,
        charts=samples.samples_of_charts(),
        form=samples.form(),
        problems=samples.PROBLEMS,
        blocks=samples.BLOCKS,
        title=_("Components"),
    )
