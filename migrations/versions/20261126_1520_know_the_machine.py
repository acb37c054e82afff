"""The start of the machine that beat last: a worker begun again compares its clock with that."""

import sqlalchemy as sa
from alembic import op

revision = 'd5b1e83a60f2'
down_revision = 'c82f6e40b7a1'


def upgrade() -> None:
    op.add_column('clock', sa.Column('boot', sa.String(40), nullable=False, server_default=''))
    op.add_column('clock', sa.Column('elapsed', sa.Double(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('clock', 'elapsed')
    op.drop_column('clock', 'boot')
