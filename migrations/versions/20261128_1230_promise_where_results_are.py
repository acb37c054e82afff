"""Where those who answer will read the results, and the words for people under 18."""

import sqlalchemy as sa
from alembic import op

revision = '3e9c51d7a8b4'
down_revision = 'bb1f72701d4f'


def upgrade() -> None:
    op.add_column('campaigns', sa.Column('minors_text', sa.JSON(), nullable=True))
    op.add_column(
        'campaigns',
        sa.Column('public_results', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE campaigns SET public_results = TRUE "
        "WHERE audience = 'public' AND state IN ('draft', 'open')"
    )


def downgrade() -> None:
    op.drop_column('campaigns', 'public_results')
    op.drop_column('campaigns', 'minors_text')
