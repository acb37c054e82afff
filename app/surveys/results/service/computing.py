"""Results of closed campaigns: loaded, measured, and kept while the server runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.core.columns import CodedAnswers
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.columns import computed_columns, stored_columns
from app.surveys.campaigns.service.participation import as_of
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.core import People, Results, measure_answers, people_of
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
        known = _memory.get(key)
    results = known or computed_results(campaign, thresholds)  # not while others wait
    with _lock:
        _memory[key] = results
        _memory.move_to_end(key)
        while len(_memory) > KEPT:
            _memory.popitem(last=False)
    return results


def computed_results(campaign: Campaign, thresholds: Thresholds) -> Results:
    """The results of a closed campaign, computed anew."""
    columns = columns_by_name(campaign)
    people = people_in(campaign, columns)
    salt = campaign.columns_key or b""
    return measure_answers(questionnaire_of(campaign.version), columns, people, thresholds, salt)


def columns_by_name(campaign: Campaign) -> dict[str, CodedAnswers]:
    """All columns of a closed campaign, whether they were kept or not."""
    if campaign.columns_key is None:
        return computed_columns(campaign)
    return stored_columns(campaign.id)


def people_in(campaign: Campaign, columns: Mapping[str, CodedAnswers]) -> People:
    """Whom the tables of a campaign are about; nobody knows whom a public link reached."""
    population = [] if campaign.audience is Audience.PUBLIC else campaign.population
    return people_of(
        questionnaire_of(campaign.version),
        columns,
        max((len(column) for column in columns.values()), default=0),
        campaign.crosses,
        [(tuple(values), count) for values, count in population],
    )


def source_of(campaign: Campaign) -> Source:
    """What the tables of a campaign say of where they come from."""
    questionnaire = questionnaire_of(campaign.version)
    return Source(questionnaire, campaign.code, campaign.title, as_of(campaign))
