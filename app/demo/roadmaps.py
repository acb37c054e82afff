"""Roadmaps of the demonstration."""

from app.accounts.models import Person


def make_roadmaps(people: dict[str, Person]) -> None:
    """Nothing yet."""
