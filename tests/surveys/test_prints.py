"""What is printed to invite people: a poster in both languages, slips to cut out."""

import io

import pytest
from pypdf import PdfReader

from app.config import SettingsError, read_settings
from app.documents.pdf import pictures
from app.surveys.campaigns.service import inviting
from tests.people import sign_in_as
from tests.surveys import factories


@pytest.fixture
def mission(as_role):
    return as_role("mission")


def words_of(response):
    pages = PdfReader(io.BytesIO(response.data)).pages
    return len(pages), " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_poster_says_everything_in_both_languages_on_one_page(mission, settings):
    campaign = factories.make_public_campaign(settings)
    answer = mission.get(f"/surveys/{campaign.id}/poster.pdf")
    count, words = words_of(answer)
    assert count == 1
    for said in (
        "Enquête publique",
        "Public inquiry",
        settings.authority,
        "Répondez en",
        "Answer in",
        "Anonyme",
        "Anonymous",
        f"/s/{campaign.code}",
        "31 décembre 2999",
        "31 December 2999",
    ):
        assert said in words, said
    assert len(pictures(answer.data)) == 1


def test_slips_are_cut_out_for_those_without_a_mailbox(mission, settings, campaign):
    count, words = words_of(mission.get(f"/surveys/{campaign.id}/slips/1.pdf"))
    assert count == 2  # eight on a page
    for invitation in inviting.invitations(campaign):
        assert invitation.name in words
        assert invitation.slip(settings.secret_key) in words
    assert "jusqu’au 31 décembre 2999 inclus" in words
    for wrong in (0, 2, 99999):
        mission.get(f"/surveys/{campaign.id}/slips/{wrong}.pdf", 404)


def test_nobody_prints_links_before_the_opening(mission, settings, people):
    draft = factories.make_campaign(settings, people, opened=False)
    mission.get(f"/surveys/{draft.id}/slips/1.pdf", 422)


def test_a_public_link_has_no_slips_and_others_no_poster(mission, settings, campaign):
    public = factories.make_public_campaign(settings)
    mission.get(f"/surveys/{public.id}/slips/1.pdf", 404)
    mission.get(f"/surveys/{campaign.id}/poster.pdf", 404)


@pytest.mark.parametrize("role", ["manager", "hr", "reader", "ambassador"])
def test_only_the_mission_prints_them(app, campaign, role):
    client = sign_in_as(app, [role])
    client.get(f"/surveys/{campaign.id}/slips/1.pdf", 403)


def test_a_logo_is_a_drawing_that_can_be_read(tmp_path):
    drawing = tmp_path / "logo.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert read_settings({"ISONOMIA_LOGO": str(drawing)}).logo == drawing
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\xff")
    (tmp_path / "logo.txt").write_text("logo")
    for wrong in ("nothing.svg", "logo.png", "logo.txt"):
        with pytest.raises(SettingsError):
            read_settings({"ISONOMIA_LOGO": str(tmp_path / wrong)})
