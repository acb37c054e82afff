"""The heartbeat of workers: how long their clock has been steady."""

import sqlalchemy as sa
from alembic import op

revision = 'a94d17c3f0be'
down_revision = 'b3d9471c08ef'


def upgrade() -> None:
    op.create_table('clock',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('steady_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('jumped_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock'))
    )


def downgrade() -> None:
    op.drop_table('clock')
