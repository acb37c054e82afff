"""Tenders by level, their firms, what these fill in and commit to."""

import datetime as dt
import json
import secrets

import sqlalchemy as sa
from alembic import op
from flask import current_app

from app.documents.sealing import seal_bytes

revision = 'e5b20c7f94a1'
down_revision = 'a7e31d5c0b92'

TENDERS = sa.table('tenders', *(sa.column(name) for name in ('id', 'number', 'procedure', 'purchase', 'lots', 'level', 'skill_asked',
                   'version_id', 'nonce', 'keeps_unsuccessful', 'keeps_winner', 'keeps_undecided', 'row_version')),
                   sa.column('title', sa.JSON()), sa.column('launched_on', sa.Date()), sa.column('deadline_at', sa.DateTime(timezone=True)))
BIDDERS = sa.table('bidders', *(sa.column(name) for name in ('id', 'tender_id', 'identifier', 'name', 'email', 'language', 'nonce', 'bid',
                   'outcome', 'cleared', 'sent', 'asked', 'controlled')), sa.column('begun_at', sa.DateTime(timezone=True)))
SHEETS = sa.table('bidder_sheets', *(sa.column(name) for name in ('bidder_id', 'version_id', 'year', 'asked')), sa.column('sent', sa.LargeBinary()),
                  sa.column('sent_at', sa.DateTime(timezone=True)))

#: The figures that roadmaps follow, under the names that they have now.
FIGURES = (
    ('procurement:clause:with_clause', 'procurement:clause:with_annex'),
    ('procurement:clause:returned', 'procurement:bids:returned'),
    ('procurement:clause:complete', 'procurement:annexes:complete'),
)


def upgrade() -> None:
    connection = op.get_bind()
    tenders = connection.execute(sa.text('SELECT t.id, t.number, t.title, t.launched_on, t.deadline, t.campaign_id, c.version_id '
                                         'FROM tenders t LEFT JOIN campaigns c ON c.id = t.campaign_id ORDER BY t.id')).all()
    annexes = connection.execute(sa.text('SELECT a.id, a.tender_id, a.bidder, n.answers, n.received_on FROM annexes a '
                                         'LEFT JOIN named_responses n ON n.invitation_id = a.invitation_id ORDER BY a.id')).all()
    op.drop_table('annexes')
    op.drop_table('tenders')
    _create()
    for row in tenders:
        deadline = dt.datetime.combine(_day(row.deadline), dt.time(23, 0), dt.UTC)
        connection.execute(TENDERS.insert().values(
            id=row.id, number=row.number, title=_json(row.title), procedure='adapted', purchase='services', lots=1,
            level=1 if row.campaign_id else 0, skill_asked=False, launched_on=_day(row.launched_on), deadline_at=deadline,
            version_id=row.version_id, nonce=secrets.token_hex(8), keeps_unsuccessful=1, keeps_winner=5, keeps_undecided=2, row_version=1))
    versions = {row.id: row.version_id for row in tenders}
    for row in annexes:
        received = dt.datetime.combine(_day(row.received_on), dt.time(12, 0), dt.UTC) if row.received_on else None
        begun = received or dt.datetime.now(dt.UTC)
        connection.execute(BIDDERS.insert().values(
            id=row.id, tender_id=row.tender_id, identifier='', name=row.bidder, email='', language='fr', nonce=secrets.token_hex(8),
            begun_at=begun, bid=False, outcome='waiting', cleared=False, sent=received is not None, asked=False, controlled=False))
        sent = seal_bytes(json.dumps(_json(row.answers)).encode(), 'annex of a tender', current_app.config['SECRET_KEY']) if received else None
        connection.execute(SHEETS.insert().values(bidder_id=row.id, version_id=versions[row.tender_id], year=0, sent=sent, sent_at=received, asked=''))
    for before, now in FIGURES:
        connection.execute(sa.text('UPDATE roadmap_indicators SET computed_from = :now WHERE computed_from = :before'), {'now': now, 'before': before})
    _forget(list(connection.scalars(sa.text("SELECT id FROM campaigns WHERE audience = 'guests'"))))
    if connection.dialect.name == 'postgresql':
        for table in ('tenders', 'bidders'):
            connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {table}"))


def _forget(campaigns: list[int]) -> None:
    """The campaigns that asked bidders, with their links and answers: these are with the tenders now."""
    connection = op.get_bind()
    invited = 'SELECT id FROM invitations WHERE campaign_id = :campaign'
    for campaign in campaigns:
        for table in ('named_responses', 'drafts', 'participations'):
            connection.execute(sa.text(f'DELETE FROM {table} WHERE invitation_id IN ({invited})'), {'campaign': campaign})
        for table in ('invitations', 'reminders'):
            connection.execute(sa.text(f'DELETE FROM {table} WHERE campaign_id = :campaign'), {'campaign': campaign})
        connection.execute(sa.text('DELETE FROM campaigns WHERE id = :campaign'), {'campaign': campaign})


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _create() -> None:
    op.create_table('tenders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('procedure', sa.String(length=20), nullable=False),
    sa.Column('purchase', sa.String(length=20), nullable=False),
    sa.Column('lots', sa.Integer(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=True),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('skill_asked', sa.Boolean(), nullable=False),
    sa.Column('skill_obtained', sa.Boolean(), nullable=True),
    sa.Column('awarded_amount', sa.Integer(), nullable=True),
    sa.Column('launched_on', sa.Date(), nullable=False),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('directorate_id', sa.Integer(), nullable=True),
    sa.Column('buyer_id', sa.Integer(), nullable=True),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('nonce', sa.String(length=16), nullable=False),
    sa.Column('keeps_unsuccessful', sa.Integer(), nullable=False),
    sa.Column('keeps_winner', sa.Integer(), nullable=False),
    sa.Column('keeps_undecided', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('contract_ends_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['buyer_id'], ['people.id'], name=op.f('fk_tenders_buyer_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['directorate_id'], ['directorates.id'], name=op.f('fk_tenders_directorate_id_directorates'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['opened_by_id'], ['people.id'], name=op.f('fk_tenders_opened_by_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['version_id'], ['questionnaire_versions.id'], name=op.f('fk_tenders_version_id_questionnaire_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenders')),
    sa.UniqueConstraint('number', name=op.f('uq_tenders_number')),
    sqlite_autoincrement=True
    )
    op.create_table('bidders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('identifier', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('nonce', sa.String(length=16), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent', sa.Boolean(), nullable=False),
    sa.Column('asked', sa.Boolean(), nullable=False),
    sa.Column('controlled', sa.Boolean(), nullable=False),
    sa.Column('bid', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('cleared', sa.Boolean(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=True),
    sa.Column('reviews', sa.JSON(), nullable=True),
    sa.Column('erased_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['tender_id'], ['tenders.id'], name=op.f('fk_bidders_tender_id_tenders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidders')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_bidders_tender_id_identifier', 'bidders', ['tender_id', 'identifier'], unique=False)
    op.create_table('bidder_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bidder_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('draft', sa.LargeBinary(), nullable=True),
    sa.Column('sent', sa.LargeBinary(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('open_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['bidder_id'], ['bidders.id'], name=op.f('fk_bidder_sheets_bidder_id_bidders'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['version_id'], ['questionnaire_versions.id'], name=op.f('fk_bidder_sheets_version_id_questionnaire_versions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidder_sheets')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_bidder_sheets_bidder_id'), 'bidder_sheets', ['bidder_id'], unique=False)
    op.create_table('bidder_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bidder_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['bidder_id'], ['bidders.id'], name=op.f('fk_bidder_acts_bidder_id_bidders'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_bidder_acts_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidder_acts'))
    )
    op.create_index(op.f('ix_bidder_acts_bidder_id'), 'bidder_acts', ['bidder_id'], unique=False)
    op.create_table('bidder_proofs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bidder_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['bidder_id'], ['bidders.id'], name=op.f('fk_bidder_proofs_bidder_id_bidders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidder_proofs'))
    )
    op.create_index(op.f('ix_bidder_proofs_bidder_id'), 'bidder_proofs', ['bidder_id'], unique=False)
    op.create_table('commitments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bidder_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('controlled_on', sa.Date(), nullable=True),
    sa.Column('kept', sa.Boolean(), nullable=True),
    sa.Column('control', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['bidder_id'], ['bidders.id'], name=op.f('fk_commitments_bidder_id_bidders'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_commitments_bidder_id'), 'commitments', ['bidder_id'], unique=False)
    op.create_table('declared',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declared'))
    )
    op.create_table('annex_keeping',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unsuccessful', sa.Integer(), nullable=False),
    sa.Column('winner', sa.Integer(), nullable=False),
    sa.Column('undecided', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annex_keeping'))
    )


def downgrade() -> None:
    for table in ('declared', 'annex_keeping', 'commitments', 'bidder_proofs', 'bidder_acts', 'bidder_sheets', 'bidders', 'tenders'):
        op.drop_table(table)
    op.create_table('tenders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('launched_on', sa.Date(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_tenders_campaign_id_campaigns')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenders')),
    sa.UniqueConstraint('number', name=op.f('uq_tenders_number'))
    )
    op.create_table('annexes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tender_id', sa.Integer(), nullable=False),
    sa.Column('bidder', sa.String(length=160), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitations.id'], name=op.f('fk_annexes_invitation_id_invitations')),
    sa.ForeignKeyConstraint(['tender_id'], ['tenders.id'], name=op.f('fk_annexes_tender_id_tenders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annexes')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_annexes_invitation_id'))
    )
    op.create_index(op.f('ix_annexes_tender_id'), 'annexes', ['tender_id'], unique=False)
