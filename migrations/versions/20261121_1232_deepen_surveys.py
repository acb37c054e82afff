"""Deepen surveys: modes, audiences, reminders, retention, questionnaires being written.

Columns are added one by one in plain SQL, which both databases understand: rebuilding a table on
SQLite would drop it, and with it the rows that refer to it.
"""

import sqlalchemy as sa
from alembic import op

revision = '4f1d2c7a9b30'
down_revision = '8bce6f6e495a'

COLUMNS = {
    'campaigns': {
        'audience': "VARCHAR(20) NOT NULL DEFAULT 'directory'",
        'opens_on': 'DATE',
        'retention_days': 'INTEGER NOT NULL DEFAULT 90',
        'erased_on': 'DATE',
        'keeper_id': 'INTEGER CONSTRAINT fk_campaigns_keeper_id_people REFERENCES people (id)',
        'wave_of_id': 'INTEGER CONSTRAINT fk_campaigns_wave_of_id_campaigns REFERENCES campaigns (id)',
        'caution': 'JSON',
        'for_minors': 'BOOLEAN NOT NULL DEFAULT FALSE',
        'pilot': 'BOOLEAN NOT NULL DEFAULT FALSE',
        'letters': "JSON NOT NULL DEFAULT '{}'",
        'counted': "JSON NOT NULL DEFAULT '{}'",
    },
    'drafts': {'page': 'INTEGER'},
    'invitations': {
        'email': 'VARCHAR(254)',
        'language': "VARCHAR(2) NOT NULL DEFAULT 'fr'",
        'attributes': "JSON NOT NULL DEFAULT '{}'",
        'nonce': "VARCHAR(16) NOT NULL DEFAULT ''",
        'reminded_on': 'DATE',
        'mail_id': 'INTEGER CONSTRAINT fk_invitations_mail_id_mails REFERENCES mails (id)',
        'opted_out': 'BOOLEAN NOT NULL DEFAULT FALSE',
    },
    'mails': {'bounced_on': 'DATE', 'about': 'VARCHAR(80)'},
}


def upgrade() -> None:
    op.create_table('working_copies',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('document', sa.JSON(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('losses', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_working_copies'))
    )
    op.create_table('free_texts',
    sa.Column('id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=90), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_free_texts_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_free_texts')),
    sqlite_with_rowid=False
    )
    op.create_table('reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('messages', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_reminders_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('campaign_id', 'on', name=op.f('uq_reminders_campaign_id'))
    )
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.execute(f'ALTER TABLE {table} ADD COLUMN {name} {kind}')
    op.create_index('ix_mails_about', 'mails', ['about'])
    # nobody declared a retention for them: the longest one
    op.execute("UPDATE campaigns SET retention_days = 1095")
    op.execute("UPDATE campaigns SET audience = 'guests' WHERE mode = 'named'")
    op.execute("UPDATE campaigns SET mode = 'nominative' WHERE mode = 'named'")
    _freeze_attributes()


def _freeze_attributes() -> None:
    """What the directory knows of the people invited so far."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(
        'SELECT invitations.id, people.sex, people.category, directorates.code FROM invitations '
        'JOIN people ON people.id = invitations.person_id '
        'LEFT JOIN directorates ON directorates.id = people.directorate_id'
    )).all()
    for invitation_id, sex, category, directorate in rows:
        values = {'sex': sex, 'category': category, 'directorate': directorate}
        known = {name: value for name, value in values.items() if value}
        connection.execute(
            sa.text('UPDATE invitations SET attributes = :known WHERE id = :id').bindparams(
                sa.bindparam('known', known, type_=sa.JSON()), id=invitation_id
            )
        )


def downgrade() -> None:
    op.execute("UPDATE campaigns SET mode = 'named' WHERE mode <> 'anonymous'")
    op.drop_index('ix_mails_about', 'mails')
    for table, columns in COLUMNS.items():
        for name in reversed(columns):
            op.execute(f'ALTER TABLE {table} DROP COLUMN {name}')
    op.drop_table('reminders')
    op.drop_table('free_texts')
    op.drop_table('working_copies')
