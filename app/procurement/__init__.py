"""Tenders and the equality annex, whose form is a questionnaire of surveys."""

from flask import Flask

from app.indicators.following import GIVERS
from app.procurement import service, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    GIVERS["procurement"] = service.clause_figures
