"""Plain sentences on the difference between groups: never more than the test says."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Unit
from app.statistics.intervals import Interval
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.results.core import Conclusion, Gap, Measure, MeasureKind, Verdict
from app.surveys.results.core.labels import group_label
from app.surveys.results.presenting.notes import reason_words
from app.web.formats import decimal, figure_text, percent, signed
from app.web.language import current_language


@dataclass(frozen=True)
class Speaker:
    """What sentences need to know of a campaign."""

    questionnaire: Questionnaire
    volunteers: bool
    group: int

    def name(self, cross: Cross, group: Group) -> str:
        return group_label(self.questionnaire, cross, group)[current_language()]


def conclusion_words(
    speaker: Speaker, measure: Measure, cross: Cross, concluded: Conclusion
) -> str:
    """The sentence that goes with one cross of a measure, in the current language."""
    if concluded.verdict is Verdict.HIDDEN:
        return reason_words(concluded.reason)
    parts = [_said(speaker, measure, cross, concluded.gap)] if concluded.gap else []
    if measure.kind is MeasureKind.DAY:
        parts = [_medians(speaker, measure, cross)]
    if speaker.volunteers:  # no sample of anybody: nothing is estimated or tested
        return " ".join(
            [*parts, _("This holds for the volunteers who answered and for nobody else.")]
        )
    if concluded.verdict is Verdict.UNTESTED:
        parts.append(_("Too many counts are withheld, or too alike, to test this difference."))
    elif concluded.verdict is Verdict.FOUND:
        parts.append(_("Chance alone would rarely give answers so different as a whole."))
    elif concluded.verdict is Verdict.CENSUS:
        parts.append(_("Everybody answered: nothing is estimated."))
    elif concluded.verdict is Verdict.UNSURE:
        parts.append(
            _(
                "These answers do not settle it: with so many people and so many comparisons, chance "
                "could still give such a difference."
            )
        )
    else:
        parts.append(_("These answers do not settle it."))
        if concluded.visible is not None:
            parts.append(_visible(measure, cross, concluded.visible))
    return " ".join(part for part in parts if part)


def _visible(measure: Measure, cross: Cross, visible: float) -> str:
    """How small a difference so many people would have shown."""
    if cross in measure.summaries:
        digits = max(measure.digits, 0)
        return _(
            "With so many people, only a difference of %(gap)s or more would probably have "
            "been seen.",
            gap=decimal(visible, digits),
        )
    return _(
        "With so many people, only a difference of %(points)s points or more would probably "
        "have been seen.",
        points=decimal(visible * 100),
    )


def _said(speaker: Speaker, measure: Measure, cross: Cross, gap: Gap) -> str:
    """The two figures and their difference."""
    first, second = (speaker.name(cross, group) for group in gap.groups)
    if gap.step is None:
        digits = max(measure.digits, 0)
        words = _(
            "Mean: %(first)s %(one)s, %(second)s %(two)s: %(gap)s, the former minus the latter",
            first=first,
            second=second,
            one=decimal(gap.values[0], digits),
            two=decimal(gap.values[1], digits),
            gap=signed(gap.difference, digits),
        )
        return words + _bounds(gap.interval, 1.0, digits)
    points = gap.difference * 100
    words = ngettext(
        "%(step)s: %(first)s %(one)s, %(second)s %(two)s: %(gap)s point, the former minus the latter",
        "%(step)s: %(first)s %(one)s, %(second)s %(two)s: %(gap)s points, the former minus the latter",
        2 if abs(points) >= 2 else 0,  # French has its singular under 2, English at 1 alone
        step=gap.step.label[current_language()].rstrip("."),
        first=first,
        second=second,
        one=percent(gap.values[0]),
        two=percent(gap.values[1]),
        gap=signed(points, 1),
    )
    return words + _bounds(gap.interval, 100.0, 1)


def _medians(speaker: Speaker, measure: Measure, cross: Cross) -> str:
    """The median day of each group."""
    medians = [
        f"{speaker.name(cross, group)} {figure_text(each.median, Unit.DAY)}"
        for group, each in measure.summaries[cross].items()
        if each.median is not None
    ]
    return _("Median day: %(days)s.", days=", ".join(medians)) if medians else ""


def _bounds(interval: Interval | None, scale: float, digits: int) -> str:
    if interval is None:
        return "."
    low, high = (signed(bound * scale, digits) for bound in (interval.low, interval.high))
    return " " + _("(95%% interval: from %(low)s to %(high)s).", low=low, high=high)


def overall_words(measure: Measure) -> str:
    """What all people answered, in a sentence."""
    base = decimal(measure.base)
    if measure.summaries:
        moments = measure.summaries[()][()].moments
        if measure.kind is MeasureKind.DAY:
            return _("%(base)s people answered.", base=base)
        digits = max(measure.digits, 0)
        return _(
            "The mean is %(mean)s, of %(base)s people.",
            base=base,
            mean=decimal(moments.mean, digits),
        )
    if measure.kind is MeasureKind.SCALE:
        figure = measure.upper_count((), ())
        if figure is not SUPPRESSED:
            share = figure_text((figure or 0) / measure.base, Unit.SHARE)
            return _(
                "%(share)s of the %(base)s people who answered chose: %(steps)s.",
                share=share,
                base=base,
                steps=measure.upper.label[current_language()],
            )
    shares = zip(measure.steps, measure.shares((), ()), strict=True)
    known = [(share, step) for step, share in shares if isinstance(share, float)]
    if not known or measure.withheld_of_all:
        return _("%(base)s people answered.", base=base)
    most, step = max(known, key=lambda pair: pair[0])
    return _(
        "The most frequent answer is “%(step)s”: %(share)s of the %(base)s people who answered.",
        step=step.label[current_language()],
        share=percent(most),
        base=base,
    )
