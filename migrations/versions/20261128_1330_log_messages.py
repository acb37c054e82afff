"""Which message each mail is, and the day on which it was asked for."""

import sqlalchemy as sa
from alembic import op

revision = 'c47d2a90be15'
down_revision = '91b0f4c6e2da'


def upgrade() -> None:
    op.add_column('mails', sa.Column('kind', sa.String(length=20), nullable=False, server_default=''))
    op.add_column('mails', sa.Column('queued_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('mails', 'queued_on')
    op.drop_column('mails', 'kind')
