"""What this instance brings to the agents' files that it imports, for views, tasks and commands."""

from app.indicators.service import Instance
from app.web.settings import hr_thresholds, keys, settings


def instance() -> Instance:
    own = settings()
    return Instance(own.secret_key, keys(), hr_thresholds(), own.hr_months)
