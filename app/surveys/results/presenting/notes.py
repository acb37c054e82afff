"""Words beside a figure: why it is withheld, how groups were compared, what weighting does."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.statistics.comparisons import Comparison, Effect, Method
from app.statistics.disclosure import Reason
from app.statistics.figures import Table, Unit
from app.statistics.weighting import WeightingProblem
from app.surveys.campaigns.core.crosses import attribute_label
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.engine.differences import Comparability
from app.surveys.results.core.calibrating import Weighting
from app.surveys.results.core.people import People
from app.web.formats import decimal, figure_text, signed
from app.web.language import current_language


def reason_words(reason: Reason | None) -> str:
    """Why a question or a cross is not shown: one sentence for all that the gate withholds."""
    if reason is None:
        return _("This comparison was not declared before the campaign was opened.")
    if reason is Reason.KEPT_BACK:
        return _("This comparison is not published.")
    return _("Not shown: too few people, or showing it could tell what somebody answered.")


def base_words(questionnaire: Questionnaire, people: People) -> str:
    """Of whom results are, where some did not give the attributes that they are compared by."""
    return ngettext(
        "The results are about %(people)s of the %(all)s people who answered: %(num)s did not say "
        "(%(attributes)s).",
        "The results are about %(people)s of the %(all)s people who answered: %(num)s did not say "
        "(%(attributes)s).",
        people.answered - people.size,
        people=decimal(people.size),
        all=decimal(people.answered),
        attributes=attribute_names(questionnaire, [c[0] for c in people.sizes if len(c) == 1]),
    )


def response_words(rates: Table) -> str:
    """« 226 réponses sur 387 personnes invitées (58,4 %) »."""
    answered, invited = (rates.cell("total", name) for name in ("answered", "invited"))
    assert isinstance(answered, int)
    return ngettext(
        "%(num)s answer of %(invited)s people invited (%(rate)s)",
        "%(num)s answers of %(invited)s people invited (%(rate)s)",
        answered,
        invited=figure_text(invited, Unit.COUNT),
        rate=figure_text(rates.cell("total", "rate"), Unit.SHARE),
    )


def unsettled_words(count: int, volunteers: bool) -> str:
    """Above the comparisons that are folded; volunteers settle nothing about anybody else."""
    if volunteers:
        return ngettext("%(num)s comparison", "%(num)s comparisons", count)
    return ngettext(
        "%(num)s comparison that these answers do not settle",
        "%(num)s comparisons that these answers do not settle",
        count,
    )


def method_words(method: Method) -> str:
    return {
        Method.CHI_SQUARED: _("chi-squared test"),
        Method.FISHER: _("Fisher’s exact test"),
        Method.MANN_WHITNEY: _("Mann-Whitney test"),
        Method.KRUSKAL_WALLIS: _("Kruskal-Wallis test"),
        Method.LINEAR_TREND: _("test of linear trend"),
    }[method]


def effect_words(effect: Effect) -> str:
    return {
        Effect.CRAMER_V: _("Cramér’s V"),
        Effect.CLIFF_DELTA: _("Cliff’s delta"),
        Effect.EPSILON_SQUARED: _("epsilon squared"),
        Effect.CORRELATION: _("correlation"),
        Effect.HEDGES_G: _("Hedges’ g"),
    }[effect]


def test_words(test: Comparison, of_numbers: bool) -> str:
    """The test, its p-value and its effect size, for those who know statistics.

    Those of numbers and scores are rounded: they are not computed from published figures.
    """
    if of_numbers:
        return _(
            "%(method)s, p %(p)s", method=method_words(test.method), p=_p_rounded(test.probability)
        )
    words = _("%(method)s, p %(p)s", method=method_words(test.method), p=_p(test.p))
    if test.adjusted is not None:
        words += ", " + _(
            "%(p)s after correction for the tests of the same page (Benjamini-Hochberg)",
            p=_p(test.adjusted),
        )
    sign = decimal if test.effect in (Effect.CRAMER_V, Effect.EPSILON_SQUARED) else signed
    return f"{words} ; {effect_words(test.effect)} {sign(test.value, 2)}"


def _p_rounded(p: float) -> str:
    """Under which usual bound."""
    bound = next((bound for bound in (0.001, 0.01, 0.05) if p < bound), None)
    return "≥ " + decimal(0.05, 2) if bound is None else f"< {decimal(bound, 3)}"


def _p(p: float) -> str:
    return f"< {decimal(0.001, 3)}" if p < 0.001 else f"= {decimal(p, 3)}"


def comparability_words(comparability: Comparability) -> str:
    """What a reader must know before setting two waves side by side."""
    return {
        Comparability.SAME: _("Same question, same answers to choose from."),
        Comparability.REWORDED: _("The words changed: part of the change may come from them."),
        Comparability.MAPPED: _(
            "The answers to choose from changed: earlier ones count under those that mean the same."
        ),
        Comparability.BROKEN: _(
            "Break in the series: the answers to choose from are not the same, nothing is compared."
        ),
        Comparability.NEW: _("New question: it was not asked before."),
        Comparability.GONE: _("This question is not asked any more."),
    }[comparability]


def weighting_words(questionnaire: Questionnaire, weighting: Weighting) -> str:
    """Why there are no weights."""
    options = {o.code: o.label for q in questionnaire.profile for o in q.options}
    names = ", ".join(
        options[code][current_language()] if code in options else code for code in weighting.classes
    )
    return {
        None: "",
        WeightingProblem.NO_POPULATION: _(
            "The answers are not weighted: nobody knows how many people of each group were invited."
        ),
        WeightingProblem.CLASS_MISSING: _(
            "The answers are not weighted: nobody in the tables is of a group that was invited "
            "(%(names)s).",
            names=names,
        ),
        WeightingProblem.CLASS_UNKNOWN: _(
            "The answers are not weighted: some are of a group that was not invited (%(names)s).",
            names=names,
        ),
        WeightingProblem.TOO_FEW: _("The answers are not weighted: a group has too few answers."),
        WeightingProblem.TOO_UNEQUAL: _(
            "The answers are not weighted: some people would count five times or more."
        ),
    }[weighting.problem]


def weighting_note(questionnaire: Questionnaire, weighting: Weighting) -> str:
    """What weighting does to the answers, or why there is none."""
    if weighting.problem or not weighting.attributes:
        return weighting_words(questionnaire, weighting)
    note = _(
        "The tables of all people also give weighted shares, with their intervals, as if each group "
        "had answered in its place among the people invited (%(attributes)s), where nothing that "
        "they need is withheld: design effect %(effect)s, as much as %(people)s answers of a plain "
        "sample.",
        attributes=attribute_names(questionnaire, weighting.attributes),
        effect=decimal(weighting.design_effect, 2),
        people=decimal(weighting.effective),
    )
    if not weighting.uneven:
        return note
    return f"{note} " + _(
        "Since response differs by group, the weighted shares of all people are those quoted."
    )


def attribute_names(questionnaire: Questionnaire, attributes: Sequence[str]) -> str:
    labels = (attribute_label(questionnaire, name) for name in attributes)
    return ", ".join(label[current_language()] for label in labels)
