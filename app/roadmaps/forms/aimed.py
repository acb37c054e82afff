"""The targets of roadmaps for figures that the product counts, for the pages of these figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from flask import url_for
from flask_babel import gettext as _

from app.indicators.following import Aimed
from app.roadmaps.forms.figures import measured, shown_indicator
from app.roadmaps.forms.words import pace_words
from app.roadmaps.service.measures import following
from app.text import dashed
from app.web.formats import day


def aims_of_roadmaps(codes: Collection[str], today: dt.date) -> list[Aimed]:
    """What roadmaps aim at for these figures."""
    aimed = []
    for indicator in following(codes):
        shown = shown_indicator(indicator, today, everything=False)
        if shown.target is None:
            continue
        value = measured(shown.target.value, indicator.unit)
        aimed.append(
            Aimed(
                dashed(indicator.roadmap.title, indicator.title),
                url_for("roadmaps.indicator", indicator_id=indicator.id),
                _("%(value)s by %(day)s", value=value, day=day(shown.target.on)),
                pace_words(shown.reading.pace) if shown.reading else None,
            )
        )
    return aimed
