"""Where published figures come from: base, missing answers, filter, test, what is withheld."""

from __future__ import annotations

from flask_babel import gettext as _

from app.statistics.disclosure import Cross
from app.statistics.figures import SUPPRESSED, Unit
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core import Conclusion, Measure, Results
from app.surveys.results.core.follow_ups import filters_of
from app.surveys.results.core.labels import REASON_LABELS
from app.surveys.results.presenting.notes import attribute_names, test_words
from app.web.formats import day, decimal, figure_text
from app.web.language import current_language


def about_measure(campaign: Campaign, results: Results, measure: Measure) -> list[tuple[str, str]]:
    """Where the figures of a question come from; of one that is not shown, no figure."""
    language, version = current_language(), campaign.version
    lines = _base(measure, results.people.answered - results.people.size) if measure.shown else []
    if measure.code in results.questionnaire.by_code:
        lines.append((_("Asked"), _asked(results, measure)))
    if measure.shown:
        lines.append((_("Interval"), _interval(campaign, measure)))
        lines.append((_("Weighting"), _weighting(results, measure)))
    title = _(
        "%(title)s, version %(number)s of %(day)s",
        title=version.title[language],
        number=version.number,
        day=day(version.published_on),
    )
    return [*lines, (_("Questionnaire"), title)]


def _base(measure: Measure, aside: int) -> list[tuple[str, str]]:
    base = _(
        "%(base)s answers of the %(asked)s people in the tables who were asked",
        base=decimal(measure.base),
        asked=decimal(measure.asked),
    )
    lines = [(_("Base"), base)]
    if measure.missing:
        why = [
            f"{REASON_LABELS[reason][current_language()]} {figure_text(figure, Unit.COUNT)}"
            for reason, figure in measure.missing.items()
        ]
        lines.append((_("Without answer"), " ; ".join(why)))
    if aside:
        words = _(
            "%(count)s people who did not give the attributes by which results are compared: "
            "apart they would be too few, and in the totals alone they would follow by "
            "subtraction",
            count=decimal(aside),
        )
        lines.append((_("Set aside"), words))
    return lines


def _asked(results: Results, measure: Measure) -> str:
    questions = results.questionnaire.by_code
    filters = sorted(filters_of(results.questionnaire, questions[measure.code]))
    if not filters:
        return _("of everybody")
    names = " ; ".join(questions[code].label[current_language()] for code in filters)
    return _("of those whose answers lead here: %(names)s", names=names)


def _interval(campaign: Campaign, measure: Measure) -> str:
    if campaign.audience is Audience.PUBLIC:
        return _("none: the people who answered are volunteers")
    population = measure.populations.get((), {}).get(())
    if population is None:
        return _("none: nobody knows how many of the people invited could have answered")
    return _(
        "at 95%%, for %(count)s people invited (Wilson, finite population)",
        count=decimal(population),
    )


def _weighting(results: Results, measure: Measure) -> str:
    if not measure.calibrated:
        return _("none: each person counts once")
    return _(
        "the table of all people also gives weighted shares (%(attributes)s)",
        attributes=attribute_names(results.questionnaire, measure.calibrated_by),
    )


def about_cross(
    results: Results, measure: Measure, cross: Cross, concluded: Conclusion
) -> list[tuple[str, str]]:
    lines = []
    if concluded.test is not None:
        lines.append((_("Test"), test_words(concluded.test, bool(measure.summaries))))
    cells = [figure for f in measure.counts.get(cross, {}).values() for figure in f]
    withheld = sum(figure is SUPPRESSED for figure in cells)
    lines.append(
        (
            _("Withheld"),
            _(
                "%(count)s of %(all)s counts, under %(threshold)s or giving one away",
                count=withheld,
                all=len(cells),
                threshold=results.thresholds.cell,
            )
            if withheld
            else _("nothing"),
        )
    )
    if cross in measure.pooled:
        lines.append(
            (
                _("Put together"),
                _(
                    "%(count)s groups of fewer than %(group)s people",
                    count=len(measure.pooled[cross]),
                    group=results.thresholds.group,
                ),
            )
        )
    return lines
