"""Keep what was removed of a plan, so that it can be put back; targets and requests taken back."""

import sqlalchemy as sa
from alembic import op

revision = '8d41f6b02c7e'
down_revision = '5c0e91d7ab34'


def upgrade() -> None:
    op.create_table('removed_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=20), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_removed_parts_person_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_removed_parts_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removed_parts'))
    )
    op.create_index(op.f('ix_removed_parts_roadmap_id'), 'removed_parts', ['roadmap_id'], unique=False)
    op.add_column('roadmaps', sa.Column('begun_on', sa.Date(), nullable=True))
    op.add_column('mission_requests', sa.Column('withdrawn_on', sa.Date(), nullable=True))
    op.add_column('indicator_targets', sa.Column('withdrawn', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    # What was taken back does not hold again. Columns are dropped where they are: a table that SQLite makes anew
    # would take with it the rows under it.
    op.execute("""DELETE FROM indicator_targets WHERE EXISTS (SELECT 1 FROM indicator_targets AS later
        WHERE later.withdrawn AND later.indicator_id = indicator_targets.indicator_id
        AND later."on" = indicator_targets."on" AND later.id >= indicator_targets.id)""")
    op.execute("DELETE FROM mission_requests WHERE withdrawn_on IS NOT NULL")
    for table, column in (('indicator_targets', 'withdrawn'), ('mission_requests', 'withdrawn_on'), ('roadmaps', 'begun_on')):
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column}')
    op.drop_table('removed_parts')
