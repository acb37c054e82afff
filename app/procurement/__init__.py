"""Tenders and the equality annex, whose form is a questionnaire of surveys."""

from flask import Flask

from app.indicators.following import GIVERS, Giver
from app.permissions import Permission
from app.procurement import service, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    GIVERS["procurement"] = Giver(Permission.TENDER_READ, service.clause_figures)
