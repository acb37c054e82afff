"""Results put first in the summary of a publication, and which of its words are the mission's."""

import sqlalchemy as sa
from alembic import op

revision = 'e61b0d94a2c8'
down_revision = 'd2f8a41c6e57'


def upgrade() -> None:
    op.add_column(
        'publications', sa.Column('put_first', sa.JSON(), nullable=False, server_default='[]')
    )
    op.add_column('publications', sa.Column('own_words', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('publications', 'own_words')
    op.drop_column('publications', 'put_first')
