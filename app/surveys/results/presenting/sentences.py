"""Plain sentences on the difference between groups: never more than the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Unit
from app.statistics.intervals import Interval
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.results.core import Conclusion, Gap, Measure, MeasureKind, Spread, Step, Verdict
from app.surveys.results.core.labels import group_label
from app.surveys.results.presenting.notes import reason_words
from app.web.formats import decimal, figure_text, percent, signed
from app.web.language import current_language

#: Groups that a sentence names one by one.
MOST_GROUPS = 6


@dataclass(frozen=True)
class Speaker:
    """What sentences need to know of a campaign."""

    questionnaire: Questionnaire
    volunteers: bool
    group: int
    #: Whether response differs by group: weighted shares are then those to quote.
    uneven: bool = False

    def name(self, cross: Cross, group: Group) -> str:
        return group_label(self.questionnaire, cross, group)[current_language()]


def conclusion_words(
    speaker: Speaker, measure: Measure, cross: Cross, concluded: Conclusion
) -> str:
    """The sentence that goes with one cross of a measure, in the current language."""
    if concluded.verdict is Verdict.HIDDEN:
        return reason_words(concluded.reason)
    quoted = concluded.quoted
    if measure.kind is MeasureKind.DAY:
        parts = [_medians(speaker, measure, cross)]
    elif isinstance(quoted, Gap):
        parts = [_gap_words(speaker, measure, cross, quoted)]
    else:
        parts = [_spread_words(speaker, measure, cross, quoted)] if quoted else []
    if speaker.volunteers:  # no sample of anybody: nothing is estimated or tested
        parts.append(_("This holds for the volunteers who answered and for nobody else."))
    else:
        parts.append(_verdict_words(measure, cross, concluded))
    return " ".join(part for part in parts if part)


def _verdict_words(measure: Measure, cross: Cross, concluded: Conclusion) -> str:
    if concluded.verdict is Verdict.NOT_FOUND:
        unsettled = _("These answers do not settle it.")
        if concluded.visible is None or not isinstance(concluded.quoted, Gap):
            return unsettled
        return f"{unsettled} {_visible(measure, cross, concluded.visible)}"
    withheld = SUPPRESSED in [
        f for figures in measure.counts.get(cross, {}).values() for f in figures
    ]
    untested = _("Too many counts are withheld to test this difference.")
    return {
        Verdict.UNTESTED: untested if withheld else _("There is too little to compare."),
        Verdict.FOUND: _found_words(measure, concluded),
        Verdict.CENSUS: _("Everybody answered: nothing is estimated."),
        Verdict.UNSURE: _(
            "These answers do not settle it: with this many people and comparisons, chance could "
            "still give such a difference."
        ),
    }[concluded.verdict]


def _found_words(measure: Measure, concluded: Conclusion) -> str:
    """What the test found: it compares all the answers of the groups, not the figure quoted alone."""
    if isinstance(concluded.quoted, Spread):
        return _("At least one group answers differently: chance alone can hardly explain it.")
    if measure.kind in (MeasureKind.SCALE, MeasureKind.CHOICE) and len(measure.steps) > 2:
        return _("Taking all answers together, chance alone can hardly explain their difference.")
    return _("Chance alone can hardly explain this difference.")


def _visible(measure: Measure, cross: Cross, visible: float) -> str:
    """How small a difference so many people would have shown."""
    if cross in measure.summaries:
        digits = max(measure.digits, 0)
        return _(
            "With this many people, a difference smaller than about %(gap)s would probably go "
            "unnoticed.",
            gap=decimal(visible, digits),
        )
    points = max(1, round(visible * 100))
    return ngettext(
        "With this many people, a difference smaller than about %(num)s point would probably go "
        "unnoticed.",
        "With this many people, a difference smaller than about %(num)s points would probably go "
        "unnoticed.",
        points,
    )


def _gap_words(speaker: Speaker, measure: Measure, cross: Cross, gap: Gap) -> str:
    """The figures of two groups and their difference, which keeps its sign."""
    first, second = (speaker.name(cross, group) for group in gap.groups)
    if gap.step is None:
        digits = max(measure.digits, 0)
        words = _(
            "Mean: %(first)s %(one)s, %(second)s %(two)s. %(first)s − %(second)s: %(gap)s",
            first=first,
            second=second,
            one=decimal(gap.values[0], digits),
            two=decimal(gap.values[1], digits),
            gap=signed(gap.difference, digits),
        )
        return words + _bounds(gap.interval, 1.0, digits)
    points = gap.difference * 100
    words = ngettext(
        "%(step)s: %(first)s %(one)s, %(second)s %(two)s. %(first)s − %(second)s: %(gap)s point",
        "%(step)s: %(first)s %(one)s, %(second)s %(two)s. %(first)s − %(second)s: %(gap)s points",
        2 if abs(points) >= 2 else 0,  # French has its singular under 2, English at 1 alone
        step=gap.step.label[current_language()].rstrip("."),
        first=first,
        second=second,
        one=percent(gap.values[0]),
        two=percent(gap.values[1]),
        gap=signed(points, 1),
    )
    return words + _bounds(gap.interval, 100.0, 1)


def _spread_words(speaker: Speaker, measure: Measure, cross: Cross, spread: Spread) -> str:
    """The figure of each group beside that of all; of many groups, how far they lie apart."""

    def said(value: float) -> str:
        return decimal(value, max(measure.digits, 0)) if spread.step is None else percent(value)

    groups = [f"{speaker.name(cross, g)} {said(value)}" for g, value in spread.values.items()]
    if len(groups) > MOST_GROUPS:
        low, high = min(spread.values.values()), max(spread.values.values())
        groups = [_("from %(low)s to %(high)s by group", low=said(low), high=said(high))]
    if spread.all is not None:
        groups.insert(0, _("all %(value)s", value=said(spread.all)))
    what = spread.step.label[current_language()].rstrip(".") if spread.step else _("Mean")
    return _("%(what)s: %(groups)s.", what=what, groups=", ".join(groups))


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


def overall_words(measure: Measure, uneven: bool = False) -> str:
    """What all people answered, in a sentence; where response is uneven, weighted first."""
    base = decimal(measure.base)
    if measure.summaries:
        moments = measure.summaries[()][()].moments
        if measure.kind is MeasureKind.DAY:
            return _("%(base)s people answered.", base=base)
        digits = max(measure.digits, 0)
        return _(
            "Of the %(base)s people who answered, the mean is %(mean)s.",
            base=base,
            mean=decimal(moments.mean, digits),
        )
    if measure.kind is MeasureKind.SCALE:
        figure = measure.upper_count((), ())
        if isinstance(figure, int):
            return _chosen_words(measure, measure.upper, figure / measure.base, uneven)
    shares = zip(measure.steps, measure.shares((), ()), strict=True)
    known = [(share, step) for step, share in shares if isinstance(share, float)]
    if not known or measure.withheld_of_all:
        return _("%(base)s people answered.", base=base)
    most, step = max(known, key=lambda pair: pair[0])
    return _chosen_words(measure, step, most, uneven)


def _chosen_words(measure: Measure, step: Step, share: float, uneven: bool) -> str:
    """How many chose one answer, of those who answered and, weighted, of the people invited."""
    answer, base = step.label[current_language()], decimal(measure.base)
    weighted = measure.calibrated.get(step.code) if uneven else None
    if weighted and weighted.interval:
        return _(
            "Weighted to the people invited, %(weighted)s chose “%(answer)s” (95%% interval: from "
            "%(low)s to %(high)s); of the %(base)s who answered, %(share)s.",
            weighted=percent(weighted.value),
            low=percent(weighted.interval.low),
            high=percent(weighted.interval.high),
            answer=answer,
            base=base,
            share=percent(share),
        )
    if measure.kind is MeasureKind.SCALE:
        return _(
            "Of the %(base)s people who answered, %(share)s chose: %(steps)s.",
            share=percent(share),
            base=base,
            steps=answer,
        )
    return _(
        "Of the %(base)s people who answered, %(share)s chose “%(step)s”, the most frequent answer.",
        step=answer,
        share=percent(share),
        base=base,
    )


#: Scales whose shares are no further apart than this are said to be about the same.
_ALIKE = 0.03


def battery_words(measures: Sequence[Measure], uneven: bool = False) -> str:
    """Which question of a battery stands highest and which lowest, in a sentence."""
    if measures[0].kind is MeasureKind.DIMENSION:
        shares = [
            (m.summaries[()][()].moments.mean / 100, m) for m in measures if () in m.summaries
        ]
        opening = _("Mean scores, from 0 to 100")
        said = [decimal(share * 100, max(m.digits, 0)) for share, m in shares]
    else:
        every = [(m.upper_of_all(uneven)[0], m) for m in measures]
        shares = [(share, m) for share, m in every if isinstance(share, float)]
        opening = measures[0].upper.label[current_language()]
        said = [percent(share, 0) for share, _measure in shares]
    if len(shares) < 2:
        return opening
    places = sorted(range(len(shares)), key=lambda place: shares[place][0])
    low, high = places[0], places[-1]
    if shares[high][0] - shares[low][0] <= _ALIKE:
        middle = said[places[len(places) // 2]]
        return _("%(what)s: about %(value)s for each question", what=opening, value=middle)
    names = [shares[place][1].label[current_language()].rstrip(".") for place in (low, high)]
    return _(
        "%(what)s: from %(low)s (“%(lowest)s”) to %(high)s (“%(highest)s”)",
        what=opening,
        low=said[low],
        lowest=names[0],
        high=said[high],
        highest=names[1],
    )
