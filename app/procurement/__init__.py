"""Tenders and the equality annex, whose form is a questionnaire of surveys."""

from flask import Flask

from app.indicators.following import GIVERS, Giver
from app.permissions import Permission
from app.procurement import tasks, views  # noqa: F401  (tasks are registered by being imported)
from app.procurement.service.figures import clause_figures


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(views.annex)
    GIVERS["procurement"] = Giver(Permission.TENDER_READ, clause_figures)
