"""Publish results: answers in columns, publications, moderated texts.

Columns are added one by one in plain SQL, which both databases understand.
"""

import sqlalchemy as sa
from alembic import op

revision = 'b7c3e05d1f42'
down_revision = '4f1d2c7a9b30'


def upgrade() -> None:
    op.create_table('answer_columns',
    sa.Column('campaign_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('labels', sa.JSON(), nullable=False),
    sa.Column('codes', sa.LargeBinary(), nullable=False),
    sa.Column('numbers', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_answer_columns_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('campaign_id', 'name', name=op.f('pk_answer_columns'))
    )
    op.create_table('publications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('lead', sa.JSON(), nullable=False),
    sa.Column('correction', sa.JSON(), nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.Column('sentences', sa.JSON(), nullable=False),
    sa.Column('benchmarks', sa.JSON(), nullable=False),
    sa.Column('printed_fr', sa.Boolean(), nullable=False),
    sa.Column('printed_en', sa.Boolean(), nullable=False),
    sa.Column('pdf_fr', sa.LargeBinary(), nullable=True),
    sa.Column('pdf_en', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_publications_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_publications_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publications')),
    sa.UniqueConstraint('campaign_id', 'number', name=op.f('uq_publications_campaign_id'))
    )
    blob = 'BYTEA' if op.get_bind().dialect.name == 'postgresql' else 'BLOB'
    op.execute(f'ALTER TABLE campaigns ADD COLUMN columns_key {blob}')
    op.execute("ALTER TABLE free_texts ADD COLUMN state VARCHAR(20) NOT NULL DEFAULT 'waiting'")
    op.execute('ALTER TABLE free_texts ADD COLUMN released TEXT')
    # What was published before stays so, all of it, with the proposed sentences.
    op.execute(
        "INSERT INTO publications (campaign_id, number, published_on, public, lead, correction,"
        " left_out, sentences, benchmarks, printed_fr, printed_en) SELECT id, 1, COALESCE(published_on, closed_on,"
        " closes_on), FALSE, '{\"fr\": \"\", \"en\": \"\"}', '{\"fr\": \"\", \"en\": \"\"}',"
        " '[]', '{}', '{}', FALSE, FALSE FROM campaigns WHERE state = 'published'"
    )


def downgrade() -> None:
    op.execute('ALTER TABLE free_texts DROP COLUMN released')
    op.execute('ALTER TABLE free_texts DROP COLUMN state')
    op.execute('ALTER TABLE campaigns DROP COLUMN columns_key')
    op.drop_table('publications')
    op.drop_table('answer_columns')
