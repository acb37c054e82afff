"""Remember, of each import that readers were shown, the digests of its rows."""

import sqlalchemy as sa
from alembic import op

revision = 'a7e31d5c0b92'
down_revision = 'd84f0a3be617'


def upgrade() -> None:
    op.add_column('hr_imports', sa.Column('shown_digests', sa.LargeBinary(), nullable=True))
    op.execute('UPDATE hr_imports SET shown_digests = (SELECT f.digests FROM hr_figures f '
               'WHERE f.import_id = hr_imports.id AND f.held_for IS NULL)')


def downgrade() -> None:
    op.drop_column('hr_imports', 'shown_digests')
