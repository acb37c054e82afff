"""Home, and the pages about the site itself."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.accounts.forms import role_label
from app.extensions import utcnow
from app.home import samples
from app.home.awaits import tasks_of
from app.indicators import service as indicators
from app.permissions import Permission, allowed
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.service import campaigns
from app.web import current_person, public, render, requires
from app.web.settings import hr_thresholds, thresholds

bp = Blueprint("home", __name__, template_folder="templates")


@bp.get("/")
@requires(Permission.HOME)
def index() -> Response:
    person = current_person()
    years = indicators.years() if allowed(person.roles, Permission.INDICATOR_READ) else []
    return render(
        "home/index.html",
        tasks=tasks_of(person, utcnow().date()),
        roles=[role_label(role) for role in sorted(person.roles)],
        today=utcnow(),
        figures=indicators.tables(years[0], hr_thresholds()) if years else None,
        published=[c for c in campaigns.all_campaigns() if c.state is CampaignState.PUBLISHED],
    )


@bp.get("/privacy")
@public
def privacy() -> Response:
    return render("home/privacy.html", limits=thresholds(), hr_limits=hr_thresholds())


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
