"""The settings of this instance, for views and commands."""

from flask import current_app

from app.config import Settings
from app.documents.key_folder import KeyFolder
from app.statistics.disclosure import Thresholds


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def thresholds() -> Thresholds:
    """The thresholds of survey results."""
    own = settings()
    return Thresholds(cell=own.survey_cell, group=own.survey_group, pay=own.pay_group)


def keys() -> KeyFolder:
    """Where the secret keys of this instance are."""
    return KeyFolder(settings().keys_dir)


def hr_thresholds() -> Thresholds:
    """The thresholds of human-resources figures."""
    return hr_thresholds_of(settings())


def hr_thresholds_of(own: Settings) -> Thresholds:
    """Those that an instance has by its settings."""
    return Thresholds(cell=own.hr_cell, group=own.survey_group, pay=own.pay_group)
