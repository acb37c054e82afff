"""What tells the agents of one import from those of another."""

import sqlalchemy as sa
from alembic import op

revision = 'b3d9471c08ef'
down_revision = 'a7c30f5e1b94'


def upgrade() -> None:
    op.add_column('hr_imports', sa.Column('digest', sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column('hr_imports', 'digest')
