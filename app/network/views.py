"""The page of the territory."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.network import service
from app.permissions import Permission
from app.web import render, requires
from app.web.drawings import women_and_men

bp = Blueprint("network", __name__, template_folder="templates")


@bp.get("/territory")
@requires(Permission.TERRITORY_READ)
def territory() -> Response:
    elected = service.elected_table()
    chart = women_and_men(elected, _("Women and men elected, by term")) if elected else None
    return render(
        "network/territory.html", elected=elected, chart=chart, families=service.territory_table()
    )
