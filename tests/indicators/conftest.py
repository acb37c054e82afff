"""What tests of indicators share."""

import pytest


@pytest.fixture
def hr(as_role):
    return as_role("hr").speak("en")
