"""Hold back figures that tell of few agents, until somebody lets them be shown."""

import sqlalchemy as sa
from alembic import op

revision = 'd84f0a3be617'
down_revision = 'c19e6b7a2d53'


def upgrade() -> None:
    op.add_column('hr_figures', sa.Column('held_for', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('hr_figures', 'held_for')
