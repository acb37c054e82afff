"""Campaigns that are changed, removed and put back; recovery copies that were checked."""

import sqlalchemy as sa
from alembic import op

revision = '91b0f4c6e2da'
down_revision = '3e9c51d7a8b4'


def upgrade() -> None:
    op.add_column('campaigns', sa.Column('circle', sa.String(length=20), nullable=True))
    op.add_column('campaigns', sa.Column('removed_on', sa.Date(), nullable=True))
    op.add_column('campaigns', sa.Column('copy_checked_on', sa.Date(), nullable=True))
    op.add_column(
        'campaigns',
        sa.Column('people_removed', sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.add_column(
        'invitations', sa.Column('late', sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column('invitations', 'late')
    op.execute("DELETE FROM campaigns WHERE state = 'removed'")
    op.drop_column('campaigns', 'people_removed')
    op.drop_column('campaigns', 'copy_checked_on')
    op.drop_column('campaigns', 'removed_on')
    op.drop_column('campaigns', 'circle')
