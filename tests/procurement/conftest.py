"""What is counted of a network in a day begins anew with each test."""

import pytest

from app.procurement.views import arriving
from app.procurement.views import firm as of_firm
from app.surveys.campaigns.visits import Visits


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch):
    monkeypatch.setattr(of_firm, "_GUESSED", Visits())
    monkeypatch.setattr(arriving, "_ARRIVED", Visits())
