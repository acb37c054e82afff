"""The words of a publication: proposed by the product, rewritten or kept by the mission."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask_babel import force_locale

from app.surveys.results.core import Measure
from app.surveys.results.core.batteries import batteries
from app.surveys.results.presenting.cards import battery_key
from app.surveys.results.presenting.presenter import Presenter
from app.surveys.results.presenting.sentences import battery_words
from app.text import LANGUAGES


def proposed_words(presented: Presenter, measure: Measure) -> dict[str, dict[str, str]]:
    """What is proposed for a question, in both languages, by the key of its cross; with the words
    above its battery, where it is the first of one."""
    words = {
        measure.key(cross): _in_both(partial(presented.proposed, measure, cross))
        for cross in presented.crosses_of(measure)
        if not measure.hides(cross)
    }
    if battery := _battery_of(presented, measure):
        words[battery_key(measure)] = _in_both(
            partial(battery_words, battery, presented.speaker.uneven)
        )
    return words


def frozen_words(presented: Presenter) -> dict[str, dict[str, str]]:
    """All words of a publication, in both languages, by key: what readers go on seeing."""
    written = presented.chosen.sentences if presented.chosen else {}
    frozen: dict[str, dict[str, str]] = {}
    for measure in presented.chosen_measures():
        if measure.shown:
            frozen |= {
                key: written.get(key, words)
                for key, words in proposed_words(presented, measure).items()
            }
    return frozen


def _battery_of(presented: Presenter, measure: Measure) -> tuple[Measure, ...]:
    """The battery that a question is the first of."""
    groups = batteries(presented.chosen_measures())
    return next((g for g in groups if len(g) > 1 and g[0].code == measure.code), ())


def _in_both(say: Callable[[], str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            words[language] = say()
    return words
