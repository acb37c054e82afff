"""Reports in two layouts, with versions that are approved step by step; chapters by field of the law."""

import datetime as dt
import json

import sqlalchemy as sa
from alembic import op

revision = 'f1c84be2607d'
down_revision = 'c39d0f6a7e12'

UTC = sa.DateTime(timezone=True)
#: The chapters whose name changed, and what they are called now.
CHAPTERS = (('careers', 'promotion'), ('health', 'conditions'))
#: The chapters that the former program does not know.
NEW = ('recruitment', 'violence', 'articulation', 'action_plan', 'orientations', 'resources')
OLD = sa.table('report_versions', *(sa.column(name) for name in ('id', 'year', 'number', 'author_id', 'html_fr', 'html_en', 'printed_fr', 'printed_en')),
               *(sa.column(name, sa.LargeBinary()) for name in ('pdf_fr', 'pdf_en')), *(sa.column(name, UTC) for name in ('frozen_at', 'published_at')))
REPORTS = sa.table('reports', sa.column('id'), sa.column('year'), sa.column('layout'), sa.column('choices', sa.JSON()), sa.column('revision'))
VERSIONS = sa.table('report_versions', *(sa.column(name) for name in ('id', 'report_id', 'number', 'author_id', 'step', 'opinion', 'doing', 'progress',
                    'progress_max', 'failure', 'withdrawn_why')), sa.column('frozen_at', UTC), *(sa.column(name, sa.JSON()) for name in ('changes', 'imports')))
FILES = sa.table('report_files', *(sa.column(name) for name in ('version_id', 'language', 'kind', 'step')), sa.column('content', sa.LargeBinary()), sa.column('made_at', UTC))
STEPS = sa.table('report_steps', *(sa.column(name) for name in ('version_id', 'step', 'author_id')), sa.column('on', sa.Date()), sa.column('at', UTC))


def upgrade() -> None:
    connection = op.get_bind()
    old = connection.execute(sa.text('SELECT * FROM report_versions ORDER BY id')).all()
    connection.execute(sa.text("DELETE FROM jobs WHERE name = 'reports.print'"))
    op.drop_table('report_versions')
    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('layout', sa.String(length=20), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
    sa.UniqueConstraint('year', 'layout', name=op.f('uq_reports_year'))
    )

    _create_versions()
    op.create_table('chapter_checks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('chapter', sa.String(length=20), nullable=False),
    sa.Column('valid', sa.Boolean(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('figures_digest', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_chapter_checks_author_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chapter_checks'))
    )

    op.create_table('report_comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('chapter', sa.String(length=20), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_report_comments_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['version_id'], ['report_versions.id'], name=op.f('fk_report_comments_version_id_report_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_comments'))
    )
    with op.batch_alter_table('report_comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_comments_version_id'), ['version_id'], unique=False)

    op.create_table('report_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['report_versions.id'], name=op.f('fk_report_files_version_id_report_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_files')),
    sa.UniqueConstraint('version_id', 'language', 'kind', name=op.f('uq_report_files_version_id'))
    )
    with op.batch_alter_table('report_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_files_version_id'), ['version_id'], unique=False)

    op.create_table('report_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_report_steps_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['version_id'], ['report_versions.id'], name=op.f('fk_report_steps_version_id_report_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_steps'))
    )
    with op.batch_alter_table('report_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_steps_version_id'), ['version_id'], unique=False)


    for name in ('figures', 'left_out'):
        empty = '{}' if name == 'figures' else '[]'
        op.add_column('chapter_texts', sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text(f"'{empty}'")))
    with op.batch_alter_table('chapter_texts') as batch:
        for name in ('figures', 'left_out'):
            batch.alter_column(name, server_default=None)
    for before, now in CHAPTERS:
        connection.execute(sa.text('UPDATE chapter_texts SET chapter = :now WHERE chapter = :before'), {'now': now, 'before': before})
    _keep(old)


def _keep(old: list) -> None:
    """The versions of before, with the documents that they froze: reports before the budget."""
    connection = op.get_bind()
    choices = {'survey': '', 'monitoring': None, 'plan': '', 'years': 3, 'without': [], 'more': [], 'order': []}
    numbers = {year: place for place, year in enumerate(sorted({row.year for row in old}), start=1)}
    for year, number in numbers.items():
        connection.execute(REPORTS.insert().values(id=number, year=year, layout='budget', choices=choices, revision=0))
    for row in old:
        frozen, published = _moment(row.frozen_at), _moment(row.published_at)
        step = 'published' if published else 'draft'
        connection.execute(VERSIONS.insert().values(id=row.id, report_id=numbers[row.year], number=row.number, author_id=row.author_id, step=step, opinion='',
                           doing='', progress=1, progress_max=1, failure='', withdrawn_why='', frozen_at=frozen, changes={'fr': '', 'en': ''}, imports=[]))
        if published:
            connection.execute(STEPS.insert().values(version_id=row.id, step=step, author_id=None, on=published.date(), at=published))
        for language in ('fr', 'en'):
            pdf, html = getattr(row, f'pdf_{language}'), getattr(row, f'html_{language}')
            for kind, content in (('pdf', pdf), ('page', html.encode() if html else None)):
                if content:
                    connection.execute(FILES.insert().values(version_id=row.id, language=language, kind=kind, step=step, content=bytes(content), made_at=frozen))
    if connection.dialect.name == 'postgresql':
        for table in ('reports', 'report_versions'):
            connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {table}"))


def _moment(value: object) -> dt.datetime | None:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value.replace(tzinfo=value.tzinfo or dt.UTC) if value else None


def _create_versions() -> None:
    op.create_table('report_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('frozen_at', UTC, nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('imports', sa.JSON(), nullable=False),
    sa.Column('content_fr', sa.JSON(), nullable=True),
    sa.Column('content_en', sa.JSON(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('doing', sa.String(length=60), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('progress_max', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=300), nullable=False),
    sa.Column('stopped_at', UTC, nullable=True),
    sa.Column('withdrawn_at', UTC, nullable=True),
    sa.Column('withdrawn_why', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_report_versions_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_report_versions_report_id_reports')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_versions')),
    sa.UniqueConstraint('report_id', 'number', name=op.f('uq_report_versions_report_id'))
    )
    with op.batch_alter_table('report_versions') as batch:
        batch.create_index(batch.f('ix_report_versions_report_id'), ['report_id'], unique=False)


def downgrade() -> None:
    connection = op.get_bind()
    kept = connection.execute(sa.text(
        "SELECT v.id, r.year, v.number, v.frozen_at, v.author_id, v.step FROM report_versions v JOIN reports r ON r.id = v.report_id "
        "WHERE r.layout = 'budget' ORDER BY v.id")).all()
    files = {(row.version_id, row.language, row.kind): row.content for row in connection.execute(sa.text(
        "SELECT version_id, language, kind, content FROM report_files WHERE kind IN ('pdf', 'page')"))}
    connection.execute(sa.text("DELETE FROM jobs WHERE name = 'reports.build'"))
    for table in ('report_steps', 'report_files', 'report_comments', 'chapter_checks', 'report_versions', 'reports'):
        op.drop_table(table)
    op.create_table('report_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('frozen_at', UTC, nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('published_at', UTC, nullable=True),
    sa.Column('html_fr', sa.Text(), nullable=True),
    sa.Column('html_en', sa.Text(), nullable=True),
    sa.Column('pdf_fr', sa.LargeBinary(), nullable=True),
    sa.Column('pdf_en', sa.LargeBinary(), nullable=True),
    sa.Column('printed_fr', sa.Boolean(), nullable=False),
    sa.Column('printed_en', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_report_versions_author_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_versions')),
    sa.UniqueConstraint('year', 'number', name=op.f('uq_report_versions_year'))
    )
    with op.batch_alter_table('chapter_texts') as batch:
        batch.drop_column('left_out')
        batch.drop_column('figures')
    for before, now in CHAPTERS:
        connection.execute(sa.text('UPDATE chapter_texts SET chapter = :before WHERE chapter = :now'), {'now': now, 'before': before})
    gone = ', '.join(f"'{chapter}'" for chapter in NEW)
    connection.execute(sa.text(f'DELETE FROM chapter_texts WHERE chapter IN ({gone})'))
    for row in kept:
        own = {f'{name}_{language}': files.get((row.id, language, kind)) for language in ('fr', 'en') for name, kind in (('pdf', 'pdf'), ('html', 'page'))}
        connection.execute(OLD.insert().values(
            id=row.id, year=row.year, number=row.number, frozen_at=_moment(row.frozen_at), author_id=row.author_id,
            published_at=_moment(row.frozen_at) if row.step == 'published' else None,
            html_fr=bytes(own['html_fr'] or b'').decode(), html_en=bytes(own['html_en'] or b'').decode(), pdf_fr=own['pdf_fr'], pdf_en=own['pdf_en'],
            printed_fr=own['pdf_fr'] is not None, printed_en=own['pdf_en'] is not None))
