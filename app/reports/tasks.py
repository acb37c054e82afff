"""Making a version, in the background: its content, then its files one by one."""

from __future__ import annotations

from app.documents.pdf import PdfFailure
from app.extensions import begin_writing, db, utcnow
from app.jobs.service import Urgency, task
from app.reports import making
from app.reports.core.chapters import Chapter
from app.reports.core.content import Content
from app.reports.core.files import Kind
from app.reports.models import ReportVersion
from app.reports.presenting.content import Progress, content_of
from app.reports.service import choosing, versions
from app.statistics.plain_values import from_plain, to_plain
from app.text import LANGUAGES, Language


class Stopped(Exception):
    """Somebody stopped the making of this version, or it needs nothing."""


@task("reports.build", Urgency.LAST)
def build(version_id: int) -> None:
    """Make what a version lacks. Begun again after its worker died, it goes on from what was kept;
    what cannot be made is said on the version, whose former files stay."""
    try:
        contents = _frozen(version_id) or freeze_content(version_id)
        while lacking := _lacking(version_id):  # anew each time: a step may be taken meanwhile
            language, kind = lacking[0]
            _make(version_id, contents[language], language, kind, len(lacking))
    except Stopped:
        begin_writing()
    except PdfFailure as failure:
        begin_writing()
        _version(version_id).failure = str(failure)[:300]


def _version(version_id: int) -> ReportVersion:
    return db.session.get_one(ReportVersion, version_id)


def _doing(version_id: int, what: str, progress: int) -> ReportVersion:
    """Say what is being done, unless somebody stopped it."""
    begin_writing()
    version = _version(version_id)
    if version.stopped_at is not None:
        db.session.rollback()
        raise Stopped
    version.doing, version.progress = what, progress
    db.session.commit()
    return version


def _frozen(version_id: int) -> dict[Language, Content] | None:
    """What a version froze already."""
    version = _version(version_id)
    contents = {
        language: content
        for language in LANGUAGES
        if (content := versions.content_of_version(version, language)) is not None
    }
    db.session.rollback()
    return contents if len(contents) == len(LANGUAGES) else None


def freeze_content(version_id: int) -> dict[Language, Content]:
    """Freeze the content in the two languages, from one state of the data."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    report = _version(version_id).report
    year, layout = report.year, report.layout
    choices = choosing.choices_of(year, layout)
    figures = making.figures_for(year, choices)
    if figures is None:
        raise PdfFailure(f"there are no figures for {year}")
    sources = making.sources_of(year, layout, choices)
    db.session.rollback()
    done = 0

    def progress(language: Language) -> Progress:
        def tell(chapter: Chapter) -> None:
            nonlocal done
            _doing(version_id, f"{language}:{chapter}", done)
            done += 1

        return tell

    contents = {own: content_of(figures, sources, own, progress(own)) for own in LANGUAGES}
    begin_writing()
    version = _version(version_id)
    plain = {own: to_plain(content) for own, content in contents.items()}
    version.content_fr, version.content_en = plain["fr"], plain["en"]
    version.imports = sorted(figures.imports.values())
    version.progress = done
    db.session.commit()
    return {own: from_plain(Content, each) for own, each in plain.items()}


def _lacking(version_id: int) -> list[tuple[Language, Kind]]:
    lacking = versions.to_make(_version(version_id))
    db.session.rollback()
    return lacking


def _make(version_id: int, content: Content, language: Language, kind: Kind, left: int) -> None:
    """Make one file of those that are left; no transaction is open meanwhile."""
    version = _version(version_id)
    state, step = making.state_of(version), version.step
    pdf = versions.file_of(version, language, Kind.PDF) if kind is Kind.ARCHIVE else None
    if pdf is not None and pdf.step is not step:  # a step was taken: its PDF comes first
        db.session.rollback()
        return
    printed = pdf.content if pdf else b""
    whole = version.progress_max
    db.session.rollback()
    _doing(version_id, f"{language}:{kind}", whole - left)
    data = making.make(content, kind, state, printed)
    begin_writing()
    version = _version(version_id)
    versions.keep_file(version, language, kind, step, data, utcnow())
    version.progress = whole - left + 1
    db.session.commit()
