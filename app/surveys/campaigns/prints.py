"""What is printed to invite people: a poster for a public link, a slip for each person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from app.config import Settings
from app.documents.qr import qr_svg
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.letters import personal_link
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.questionnaires.service.versions import minutes_of
from app.text import LANGUAGES
from app.web import current_language
from app.web.formats import day

#: The mark of the product, where the authority has given no logo of its own.
_MARK = Markup(
    '<svg viewBox="0 0 32 32" role="img" aria-label="{}"><path fill="#5a2a82" '
    'd="M16 2a14 14 0 0 1 0 28z"/><path fill="#1aa18e" d="M16 2a14 14 0 0 0 0 28z"/></svg>'
)


def poster_html(settings: Settings, campaign: Campaign, link: str) -> str:
    """A poster in the language of the moment, with the other one below each line."""
    return render_template(
        "surveys/poster_pdf.html",
        campaign=campaign,
        link=_typed(link),
        qr=_qr(link, _("Code to scan: %(link)s", link=link)),
        logo=_logo(settings),
        promises=[in_both(words) for words in _promises(campaign)],
        where=in_both(lambda: _("Scan the code, or type:")),
        last_day=in_both(lambda: _("Until %(day)s", day=day(campaign.closes_on))),
    )


def _logo(settings: Settings) -> Markup:
    if settings.logo is None:
        return _MARK.format(settings.authority)
    return Markup(settings.logo.read_text(encoding="utf-8"))


def _typed(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://")


def _qr(address: str, title: str) -> Markup:
    return Markup(qr_svg(address, title).decode())


def in_both(words: Callable[[], str]) -> tuple[str, str]:
    """Words in the language of the moment, then in the other one."""
    here = current_language()
    other = next(language for language in LANGUAGES if language != here)
    with force_locale(other):
        said = words()
    return words(), said


def _promises(campaign: Campaign) -> Sequence[Callable[[], str]]:
    def minutes() -> str:
        count = minutes_of(campaign.version, current_language())
        return ngettext("Answer in %(num)s minute", "Answer in %(num)s minutes", count)

    promises: list[Callable[[], str]] = [minutes]
    if campaign.mode is CampaignMode.ANONYMOUS:
        promises.append(lambda: _("Anonymous: nobody can know who answered what"))
    promises.append(lambda: _("No account, no name"))
    if campaign.public_results:
        promises.append(lambda: _("Results open to all"))
    return promises


@dataclass(frozen=True)
class Slip:
    """What one slip says, in the language of its person."""

    invitation: Invitation
    language: str
    directorate: str
    title: str
    how: str
    promise: str
    paper: str
    link: str
    slip: str
    qr: Markup


def slips_html(settings: Settings, campaign: Campaign, invited: Sequence[Invitation]) -> str:
    slips = [_slip(settings, campaign, invitation) for invitation in invited]
    return render_template("surveys/slips.html", campaign=campaign, slips=slips)


def _slip(settings: Settings, campaign: Campaign, invitation: Invitation) -> Slip:
    language, link = invitation.spoken, personal_link(settings, invitation)
    directorate = invitation.person.directorate if invitation.person else None
    anonymous = campaign.mode is CampaignMode.ANONYMOUS
    with force_locale(language):
        minutes = minutes_of(campaign.version, language)
        return Slip(
            invitation,
            language,
            directorate.name[language] if directorate else "",
            campaign.title[language],
            ngettext(
                "Scan the code, or type the address: about %(num)s minute, until %(day)s.",
                "Scan the code, or type the address: about %(num)s minutes, until %(day)s.",
                minutes,
                day=day(campaign.closes_on, language=language),
            ),
            _(
                "Anonymous: nobody can know who answered what. This link answers in your place: keep it."
            )
            if anonymous
            else _("This link answers in your place: keep it."),
            _("On paper, code of the slip:"),
            _typed(link),
            invitation.slip(settings.secret_key),
            _qr(link, _("Code to scan: %(link)s", link=link)),
        )
