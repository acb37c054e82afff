"""Where published figures come from: base, missing answers, filter, test, what is withheld."""

from __future__ import annotations

from flask_babel import gettext as _

from app.statistics.disclosure import Cross
from app.statistics.figures import SUPPRESSED, Unit
from app.surveys.core.results import Conclusion, Measure, Results
from app.surveys.core.results.labels import REASON_LABELS
from app.surveys.core.results.measuring import filters_of
from app.surveys.models import Campaign
from app.surveys.presenting.sentences import test_words
from app.web.formats import day, decimal, figure_text
from app.web.language import current_language


def about_measure(campaign: Campaign, results: Results, measure: Measure) -> list[tuple[str, str]]:
    """Where the figures of a question come from."""
    language, questionnaire = current_language(), results.questionnaire
    people = results.people
    lines = [
        (_("Base"), _("%(base)s answers of the %(asked)s people asked", base=decimal(measure.base),
                      asked=decimal(measure.asked)))
    ]  # fmt: skip
    if measure.missing:
        why = [
            f"{REASON_LABELS[reason][language]} {figure_text(figure, Unit.COUNT)}"
            for reason, figure in measure.missing.items()
        ]
        lines.append((_("Without answer"), " ; ".join(why)))
    aside = people.answered - people.size
    if aside:
        lines.append((_("Set aside"), _(
            "%(count)s people who did not give the attributes by which results are compared: apart "
            "they would be too few, and in the totals alone they would follow by subtraction",
            count=decimal(aside)
        )))  # fmt: skip
    if measure.code in questionnaire.by_code:
        filters = filters_of(questionnaire, questionnaire.by_code[measure.code])
        names = [questionnaire.by_code[code].label[language] for code in sorted(filters)]
        lines.append(
            (
                _("Asked"),
                _("of those whose answers lead here: %(names)s", names=" ; ".join(names))
                if names
                else _("of everybody"),
            )
        )
    population = measure.populations.get((), {}).get(())
    lines.append((_("Interval"), _("none: the people who answered are volunteers")
                  if population is None else
                  _("at 95%%, for %(count)s people invited (Wilson, finite population)",
                    count=decimal(population))))  # fmt: skip
    weighted = _("the tables of all people also give weighted shares") if measure.weighted else ""
    lines.append((_("Weighting"), weighted or _("none: each person counts once")))
    version = campaign.version
    lines.append((_("Questionnaire"), _("%(title)s, version %(number)s of %(day)s",
                  title=version.title[language], number=version.number,
                  day=day(version.published_on))))  # fmt: skip
    return lines


def about_cross(
    results: Results, measure: Measure, cross: Cross, found: Conclusion
) -> list[tuple[str, str]]:
    lines = []
    if found.test is not None:
        lines.append((_("Test"), test_words(found.test)))
    cells = [figure for f in measure.counts.get(cross, {}).values() for figure in f]
    withheld = sum(figure is SUPPRESSED for figure in cells)
    lines.append((_("Withheld"), _(
        "%(count)s of %(all)s counts, under %(threshold)s or giving one away", count=withheld,
        all=len(cells), threshold=results.thresholds.cell
    ) if withheld else _("nothing")))  # fmt: skip
    if cross in measure.pooled:
        lines.append((_("Put together"), _("%(count)s groups of fewer than %(group)s people",
                      count=len(measure.pooled[cross]), group=results.thresholds.group)))  # fmt: skip
    return lines
