"""Parts of questionnaires that were removed, copies that were discarded, questionnaires archived."""

import sqlalchemy as sa
from alembic import op

revision = 'e05b8c1f67d3'
down_revision = 'c47d2a90be15'


def upgrade() -> None:
    op.add_column('questionnaire_versions', sa.Column('archived_on', sa.Date(), nullable=True))
    op.add_column(
        'working_copies',
        sa.Column('removed', sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_table(
        'discarded_copies',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('document', sa.JSON(), nullable=False),
        sa.Column('losses', sa.JSON(), nullable=False),
        sa.Column('removed', sa.JSON(), nullable=False),
        sa.Column('discarded_on', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_discarded_copies')),
    )


def downgrade() -> None:
    op.drop_table('discarded_copies')
    op.drop_column('working_copies', 'removed')
    op.drop_column('questionnaire_versions', 'archived_on')
