"""What is asked of a firm, noted of its proofs and decided about it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.extensions import utcnow
from app.procurement.core.keeping import Outcome
from app.procurement.forms.firms import email_address
from app.procurement.forms.moments import moment_to_come
from app.procurement.forms.words import outcome_words
from app.procurement.models import AskedProof
from app.web.form import Form


class ReasonForm(Form):
    """Why something is decided."""

    reason = TextAreaField(_l("Reason"), [DataRequired(_l("Write the reason.")), Length(max=4000)])


class DecisionForm(ReasonForm):
    """What becomes of a firm, and why."""

    outcome = RadioField(_l("Decision"), [InputRequired(_l("Choose a decision."))])

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.outcome.choices = [
            SelectChoice(each.value, outcome_words(each)[0])
            for each in Outcome
            if each is not Outcome.WAITING
        ]


class AskForm(Form):
    """What a firm is asked to complete, and by when."""

    words = TextAreaField(
        _l("Message"), [DataRequired(_l("Write your message.")), Length(max=4000)]
    )
    until = moment_to_come(_l("Until"))
    email = StringField(
        _l("E-mail of the firm"),
        [
            DataRequired(_l("Write the e-mail address of the firm.")),
            Length(max=254),
            email_address,
        ],
    )


class ProofForm(Form):
    """When a proof came, and until when it is valid. `seen` is what its page showed: what somebody
    else noted since is not wiped."""

    seen = HiddenField()
    received_on = DateField(_l("Received on"), [Optional()])
    valid_until = DateField(_l("Valid until"), [Optional()])

    def __init__(self, proof: AskedProof, **options: object) -> None:
        super().__init__(obj=proof, prefix=f"{proof.code}-", **options)
        self.now = f"{proof.received_on} {proof.valid_until}"
        if self.seen.data is None:
            self.seen.data = self.now

    @property
    def changed(self) -> bool:
        """Whether somebody typed other dates than those that its page showed."""
        return f"{self.received_on.data} {self.valid_until.data}" != self.seen.data

    def note(self, proof: AskedProof) -> None:
        """Keep the dates that were typed."""
        if self.changed:
            proof.received_on, proof.valid_until = self.received_on.data, self.valid_until.data

    def validate_seen(self, field: HiddenField) -> None:
        if self.changed and field.data != self.now:
            raise ValidationError(_("Somebody noted other dates meanwhile: open this page again."))

    def validate_received_on(self, field: DateField) -> None:
        if field.data and field.data > utcnow().date():
            raise ValidationError(_("This day is to come."))

    def validate_valid_until(self, field: DateField) -> None:
        if field.data and self.received_on.data and field.data < self.received_on.data:
            raise ValidationError(_("This proof was no longer valid when it was received."))
