"""Roadmaps of the demonstration."""

import datetime as dt

from app.accounts.models import Person


def make_roadmaps(people: dict[str, Person], today: dt.date) -> None:
    """Nothing yet."""
