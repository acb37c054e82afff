"""November reports: where programmes stood on a day, frozen."""

import sqlalchemy as sa
from alembic import op

revision = 'c39d0f6a7e12'
down_revision = 'e5b20c7f94a1'


def upgrade() -> None:
    op.create_table('monitorings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_monitorings_author_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitorings')),
    sa.UniqueConstraint('year', 'number', name=op.f('uq_monitorings_year'))
    )


def downgrade() -> None:
    op.drop_table('monitorings')
