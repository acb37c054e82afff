"""Forms that were received, so that their copies change nothing."""

import sqlalchemy as sa
from alembic import op

revision = 'a7c30f5e1b94'
down_revision = 'e61b0d94a2c8'


def upgrade() -> None:
    op.create_table(
        'received_forms',
        sa.Column('digest', sa.String(64), primary_key=True),
        sa.Column('day', sa.Date(), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table('received_forms')
