"""Organisations that roadmaps, tenders and calls for projects name."""

import sqlalchemy as sa
from alembic import op

revision = '730783328d35'
down_revision = 'd5b1e83a60f2'


def upgrade() -> None:
    op.create_table('organisations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('key', sa.String(length=480), nullable=False),
    sa.Column('acronym', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('municipality', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations')),
    sa.UniqueConstraint('key', name=op.f('uq_organisations_key'))
    )


def downgrade() -> None:
    op.drop_table('organisations')
