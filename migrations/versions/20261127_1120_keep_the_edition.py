"""Keep by which state of the catalogue an import was counted: others are counted anew."""

import sqlalchemy as sa
from alembic import op

revision = 'b7d2c94f10ae'
down_revision = 'e47c02b9d16a'


def upgrade() -> None:
    op.add_column('hr_figures', sa.Column('edition', sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column('hr_figures', 'edition')
