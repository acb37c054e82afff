"""`flask survey`."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts.service.audit import record
from app.cli import fail, whole_file
from app.extensions import begin_writing, db, utcnow
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.keys import KeyStore, WrongPassphrase, read_recovery_copy
from app.surveys.campaigns.service import campaigns
from app.surveys.questionnaires.formats import UnreadableFile, load_document, read_foreign
from app.surveys.questionnaires.forms.problem_words import problem_words
from app.surveys.questionnaires.forms.words import losses_words, unreadable_words
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import importing, versions
from app.web.settings import settings

MAX_FILE = 5 * 1024 * 1024

survey = AppGroup("survey", help="Questionnaires and the keys of campaigns.")


@survey.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_questionnaire(file: Path) -> None:
    """Publish a questionnaire from its file: YAML, XLSForm (.xlsx) or LimeSurvey (.lss)."""
    data = _content(file)
    today = utcnow().date()
    begin_writing()
    try:
        foreign = read_foreign(data, file.stem)
        document = foreign.document if foreign else load_document(data)
        if importing.is_another(document):
            fail(f"{document['code']} is the code of another questionnaire: change it in the file.")
        if foreign is None:
            version, problems = versions.import_questionnaire(data, today)
        else:
            version, problems = versions.publish_document(foreign.document, today)
    except UnreadableFile as refused:
        fail(f"{file}: {unreadable_words(refused)}")
    lost = foreign.losses if foreign else ()
    for sort in losses_words((loss.where, loss.what, loss.detail) for loss in lost):
        click.echo("\n".join([sort.words, *(f"  {line}" for line in sort.lines)]), err=True)
    for problem in problems:
        click.echo(problem_words(problem), err=True)
    if version is None:
        fail(f"{len(problems)} problems: nothing was saved.")
    record(None, "questionnaire.import", f"questionnaire:{version.code}", utcnow())
    db.session.commit()
    click.echo(f"{version.code}, version {version.number}")


def _content(file: Path) -> bytes:
    """The content of a file, cut one byte after the most that any questionnaire may weigh."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")


FORMATS: dict[str, Callable[[QuestionnaireVersion], bytes]] = {
    "yaml": lambda version: version.source.encode(),
    "xlsx": versions.as_xlsform,
    "ddi": lambda version: versions.as_ddi(version, settings().authority),
}


@survey.command("export")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="yaml")
@click.option("--output", type=click.Path(path_type=Path), help="Otherwise it is printed.")
def export_questionnaire(code: str, form: str, output: Path | None) -> None:
    """The latest version of a questionnaire as a file: YAML, XLSForm or DDI."""
    version = versions.latest_version(code)
    if version is None:
        fail(f"No questionnaire has the code {code}: `flask survey list` names them.")
    content = FORMATS[form](version)
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        with whole_file(output) as file:
            file.write(content)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")


@survey.command("list")
def list_questionnaires() -> None:
    """Print the codes of the questionnaires."""
    for version in versions.latest_versions():
        click.echo(f"{version.code}\tversion {version.number}\t{version.title['fr']}")


@survey.command("recover-key")
@click.argument("campaign_code")
@click.argument("file", type=click.Path(path_type=Path))
def recover_key(campaign_code: str, file: Path) -> None:
    """Put back the key of an open campaign from its recovery copy."""
    copy = _content(file)
    try:
        key = read_recovery_copy(copy, getpass.getpass("Passphrase: "))
    except WrongPassphrase:
        fail("This passphrase does not open this copy.")
    begin_writing()
    campaign = campaigns.campaign_by_code(campaign_code, to_write=True)
    if campaign is None or campaign.state not in (CampaignState.OPEN, CampaignState.CLOSING):
        fail(f"No campaign of code {campaign_code} is open or closing: its key has no use.")
    if bytes(key.public_key) != campaign.public_key:
        fail("This copy is the key of another campaign.")
    try:
        KeyStore(settings().keys_dir).put(campaign_code, key)
    except OSError as error:
        fail(f"{settings().keys_dir} cannot be written: {error.strerror}.")
    if campaign.state is CampaignState.CLOSING:
        campaigns.close_campaign(campaign, utcnow())
    record(None, "campaign.key_recovered", f"campaign:{campaign_code}", utcnow())
    db.session.commit()
    click.echo("The key is back.")
