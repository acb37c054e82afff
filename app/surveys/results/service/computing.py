"""Results of closed campaigns, computed when they are asked for and kept while the server runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from threading import Lock

from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.core.columns import CodedAnswers, column_names
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.columns import computed_columns, stored_columns
from app.surveys.campaigns.service.participation import as_of
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.core import Load, Results, people_of
from app.surveys.results.core.tables import Source

#: Campaigns whose results are kept in memory; answers never change once they are in columns.
KEPT = 16
_memory: OrderedDict[object, Results] = OrderedDict()
_lock = Lock()  # several threads serve pages


def results_of(campaign: Campaign, thresholds: Thresholds) -> Results:
    """The results of a closed campaign, through the disclosure gate."""
    if campaign.columns_key is None:
        return computed_results(campaign, thresholds)
    key = (campaign.columns_key, tuple(campaign.crosses), thresholds)
    with _lock:
        if key not in _memory:
            _memory[key] = computed_results(campaign, thresholds)
        _memory.move_to_end(key)
        while len(_memory) > KEPT:
            _memory.popitem(last=False)
        return _memory[key]


def computed_results(campaign: Campaign, thresholds: Thresholds) -> Results:
    """The results of a closed campaign, not computed yet."""
    if campaign.columns_key is None:
        columns = computed_columns(campaign)
        return _results(campaign, thresholds, columns, partial(_chosen, columns))
    load = partial(stored_columns, campaign.id)
    return _results(campaign, thresholds, load(_needed(campaign)), load)


def source_of(campaign: Campaign) -> Source:
    """What the tables of a campaign say of where they come from."""
    questionnaire = questionnaire_of(campaign.version)
    return Source(questionnaire, campaign.code, campaign.title, as_of(campaign))


def _chosen(columns: dict[str, CodedAnswers], names: Sequence[str]) -> dict[str, CodedAnswers]:
    return {name: columns[name] for name in names if name in columns}


def _needed(campaign: Campaign) -> list[str]:
    """The columns of the declared attributes, or any other when nothing is crossed."""
    attributes = [cross[0] for cross in read_crosses(campaign.crosses) if len(cross) == 1]
    if attributes:
        return attributes
    questions = questionnaire_of(campaign.version).questions
    return next(([names[0]] for q in questions if (names := column_names(q))), [])


def _results(
    campaign: Campaign, thresholds: Thresholds, columns: Mapping[str, CodedAnswers], load: Load
) -> Results:
    questionnaire = questionnaire_of(campaign.version)
    answered = max((len(column) for column in columns.values()), default=0)
    population = [] if campaign.audience is Audience.PUBLIC else campaign.population
    people = people_of(
        questionnaire,
        columns,
        answered,
        campaign.crosses,
        [(tuple(values), count) for values, count in population],
    )
    return Results(questionnaire, people, thresholds, load, campaign.columns_key or b"")
