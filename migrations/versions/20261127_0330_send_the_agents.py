"""Agents' files that wait to be read and confirmed, and what is known of their sources."""

import sqlalchemy as sa
from alembic import op

revision = 'c3a9f17e52d4'
down_revision = 'b7d20c94e1f5'


def upgrade() -> None:
    op.create_table('hr_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('findings', sa.LargeBinary(), nullable=True),
    sa.Column('snapshot', sa.LargeBinary(), nullable=True),
    sa.Column('agents', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('replaces', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_hr_files_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hr_files')),
    sqlite_autoincrement=True
    )
    op.create_table('hr_sources',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('memory', sa.JSON(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_hr_sources'))
    )


def downgrade() -> None:
    op.drop_table('hr_sources')
    op.drop_table('hr_files')
