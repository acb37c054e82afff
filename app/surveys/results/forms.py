"""Forms of a publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app import cells
from app.cells import CellError
from app.surveys.results.core import Measure, MeasureKind
from app.surveys.results.models import Publication
from app.text import Text
from app.web import current_language
from app.web.form import Form
from app.web.formats import decimal


def say_half_written(pairs: Sequence[tuple[Field, Field]]) -> bool:
    """Say beside each field that its twin in the other language is filled and it is not."""
    whole = False
    for pair in pairs:
        filled = [bool((field.data or "").strip()) for field in pair]
        if any(filled) and not all(filled):
            pair[filled.index(False)].errors = [_("Write it in both languages, or in neither.")]
            whole = True
    return whole


def _percent(text: str | None) -> float:
    """Raises CellError."""
    return cells.number((text or "").replace("%", ""), 0, 100, current_language())


class PublicationForm(Form):
    lead_fr = TextAreaField(_l("Introduction in French"), [Length(max=3000)])
    lead_en = TextAreaField(_l("Introduction in English"), [Length(max=3000)])
    correction_fr = TextAreaField(_l("What this version corrects, in French"), [Length(max=1000)])
    correction_en = TextAreaField(_l("What this version corrects, in English"), [Length(max=1000)])
    public = BooleanField(_l("Anybody may read the page by its address, without an account"))

    def half_written(self) -> bool:
        """Whether a text is in one language only: readers of the other one would miss it."""
        return say_half_written(
            [
                (self.lead_fr, self.lead_en),
                (self.correction_fr, self.correction_en),
            ]
        )

    @classmethod
    def of(cls, draft: Publication, promised: bool) -> PublicationForm:
        """Without the choice of who may read it, where that was promised to those who answered."""
        form = cls(
            lead_fr=draft.lead.fr,
            lead_en=draft.lead.en,
            correction_fr=draft.correction.fr,
            correction_en=draft.correction.en,
            public=draft.public,
        )
        if promised:
            del form.public
        return form

    def fill(self, draft: Publication) -> None:
        draft.lead = Text((self.lead_fr.data or "").strip(), (self.lead_en.data or "").strip())
        draft.correction = Text(
            (self.correction_fr.data or "").strip(), (self.correction_en.data or "").strip()
        )
        draft.public = "public" not in self or bool(self.public.data)


class BenchmarkForm(Form):
    """A figure from elsewhere beside a question."""

    step = SelectField(_l("Answer that it is about"))
    share = StringField(_l("Share, in %"), description=_l("For example: 37,5."))
    source_fr = StringField(_l("Source in French"), [Length(max=160)])
    source_en = StringField(_l("Source in English"), [Length(max=160)])

    @classmethod
    def of(cls, benchmark: Mapping[str, Any], measure: Measure) -> BenchmarkForm:
        source = Text.from_dict(benchmark.get("source", {}))
        share = benchmark.get("share")
        form = cls(
            step=benchmark.get("step", ""),
            source_fr=source.fr,
            source_en=source.en,
            share="" if share is None else decimal(float(share) * 100, 1),
        )
        steps = [*measure.steps]
        if steps and measure.kind is MeasureKind.SCALE:  # one that is not shown may have none
            steps.append(measure.upper)
        form.step.choices = [SelectChoice("", _("No point of comparison"))] + [
            SelectChoice(step.code, step.label[current_language()]) for step in steps
        ]
        return form

    def validate_step(self, field: SelectField) -> None:
        typed = [self.share.data, self.source_fr.data, self.source_en.data]
        if not field.data and any((text or "").strip() for text in typed):
            raise ValidationError(_("Choose the answer that this figure is about."))

    def validate_share(self, field: StringField) -> None:
        if not self.step.data:
            return
        try:
            _percent(field.data)
        except CellError:
            raise ValidationError(_("Write a share between 0 and 100.")) from None

    def validate_source_fr(self, field: StringField) -> None:
        self._needed(field)

    def validate_source_en(self, field: StringField) -> None:
        self._needed(field)

    def _needed(self, field: StringField) -> None:
        if self.step.data and not (field.data or "").strip():
            raise ValidationError(_("Say where this figure comes from, in both languages."))

    def benchmark(self) -> dict[str, Any]:
        """What is typed, empty without an answer to compare."""
        if not self.step.data:
            return {}
        try:
            share = _percent(self.share.data) / 100
        except CellError:
            return {}
        source = Text((self.source_fr.data or "").strip(), (self.source_en.data or "").strip())
        return {"step": self.step.data, "share": share, "source": source.to_dict()}
