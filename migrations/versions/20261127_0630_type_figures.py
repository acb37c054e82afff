"""Figures that are typed, in entries that can be undone; those of the territory among them."""

import datetime as dt
import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = 'e47c02b9d16a'
down_revision = 'd81b5e60a7f3'

BODIES = sa.table('body_members', sa.column('id'), sa.column('body', sa.JSON()), sa.column('term'), sa.column('women'), sa.column('men'))
TERRITORY = sa.table('territory_figures', sa.column('id'), sa.column('label', sa.JSON()), sa.column('share'), sa.column('reference_share'),
                     sa.column('change'), sa.column('reference_change'), sa.column('as_of', sa.Date()))
ENTRIES = sa.table('entries', sa.column('id'), sa.column('subject'), sa.column('at', sa.DateTime(timezone=True)))
LINES = sa.table('entered_lines', *(sa.column(name) for name in ('entry_id', 'subject', 'key', 'follows', 'removed', 'year', 'source')),
                 sa.column('axes', sa.JSON()), sa.column('measures', sa.JSON()), sa.column('dated', sa.Date()))
SHARES = ('share', 'reference_share', 'change', 'reference_change')


def upgrade() -> None:
    op.create_table('entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('filename', sa.String(length=120), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_entries_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_entries_subject'), 'entries', ['subject'])
    op.create_table('entered_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=400), nullable=False),
    sa.Column('follows', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Boolean(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('axes', sa.JSON(), nullable=False),
    sa.Column('measures', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_entered_lines_entry_id_entries'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entered_lines')),
    sa.UniqueConstraint('subject', 'key', 'follows', name=op.f('uq_entered_lines_subject'))
    )
    op.create_index(op.f('ix_entered_lines_entry_id'), 'entered_lines', ['entry_id'])
    connection = op.get_bind()
    source = 'Saisi avant cette version'
    bodies = connection.execute(sa.select(BODIES).order_by(BODIES.c.id)).all()
    rows = []
    for row in bodies:
        year = int(row.term[:4]) if row.term[:4].isdigit() else 2000
        axes = {'body_fr': row.body['fr'], 'body_en': row.body['en'], 'term': row.term}
        rows.append((year, axes, ('body_fr', 'term'), {'members_women': row.women, 'members_men': row.men}, dt.date(year, 12, 31)))
    _enter('elected', rows, source)
    figures = connection.execute(sa.select(TERRITORY).order_by(TERRITORY.c.id)).all()
    _enter('territory', [
        (row.as_of.year, {'label_fr': row.label['fr'], 'label_en': row.label['en']}, ('label_fr',),
         {name: getattr(row, name) for name in SHARES}, row.as_of)
        for row in figures
    ], f'{source} ; évolution de 2009 à 2020')
    op.drop_table('territory_figures')
    op.drop_table('body_members')


def _enter(subject, rows, source) -> None:
    if not rows:
        return
    connection = op.get_bind()
    connection.execute(sa.insert(ENTRIES).values(subject=subject, at=dt.datetime.now(dt.UTC)))
    entry = connection.scalar(sa.select(sa.func.max(ENTRIES.c.id)))
    for year, axes, named, measures, dated in rows:
        key = json.dumps([year, *(_plain(axes[name]) for name in named)], ensure_ascii=False)
        connection.execute(sa.insert(LINES).values(
            entry_id=entry, subject=subject, key=key, follows=0, removed=False, year=year, source=source,
            axes=axes, measures=measures, dated=dated,
        ))


def _plain(words: str) -> str:
    parts = unicodedata.normalize('NFKD', words.casefold())
    return ' '.join(''.join(sign for sign in parts if not unicodedata.combining(sign)).split())


def _small(value):
    """What a column of whole numbers takes; nothing for what no body counts."""
    return None if value is None or value > 2**31 - 1 else int(value)


def downgrade() -> None:
    op.create_table('body_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('term', sa.String(length=20), nullable=False),
    sa.Column('women', sa.Integer(), nullable=True),
    sa.Column('men', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body_members'))
    )
    op.create_table('territory_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    *(sa.Column(name, sa.Float(), nullable=True) for name in SHARES),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_territory_figures'))
    )
    connection = op.get_bind()
    undone = sa.table('entries', sa.column('id'), sa.column('undone_at'))
    kept = sa.select(LINES).join(undone, undone.c.id == LINES.c.entry_id).where(undone.c.undone_at.is_(None))
    lines = connection.execute(kept.order_by(sa.literal_column('entered_lines.id'))).mappings().all()
    for row in {(each['subject'], each['key']): each for each in lines}.values():
        axes, figures = row['axes'], row['measures']
        if row['removed']:
            continue
        if row['subject'] == 'elected':
            connection.execute(sa.insert(BODIES).values(
                body={'fr': axes['body_fr'], 'en': axes['body_en']}, term=axes['term'][:20],
                women=_small(figures['members_women']), men=_small(figures['members_men']),
            ))
        if row['subject'] == 'territory':
            connection.execute(sa.insert(TERRITORY).values(
                label={'fr': axes['label_fr'], 'en': axes['label_en']}, as_of=row['dated'], **{name: figures[name] for name in SHARES},
            ))
    op.drop_table('entered_lines')
    op.drop_table('entries')
