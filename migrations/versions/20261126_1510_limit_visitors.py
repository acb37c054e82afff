"""How many people may begin by a public link in one day, and the day on which each did."""

import sqlalchemy as sa
from alembic import op

revision = 'c82f6e40b7a1'
down_revision = 'a94d17c3f0be'


def upgrade() -> None:
    op.add_column(
        'campaigns',
        sa.Column('visitors_a_day', sa.Integer(), nullable=False, server_default='1000'),
    )
    op.add_column('invitations', sa.Column('begun_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('invitations', 'begun_on')
    op.drop_column('campaigns', 'visitors_a_day')
