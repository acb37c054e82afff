"""Keep what an import counts, for how long its agents are kept, and when a report was published."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = 'd81b5e60a7f3'
down_revision = 'c3a9f17e52d4'

SNAPSHOTS = sa.table('hr_snapshots', sa.column('import_id'))
JOBS = sa.table('jobs', sa.column('name'), sa.column('arguments', sa.JSON()), sa.column('slot'), sa.column('state'),
                sa.column('attempts'), sa.column('run_after', sa.DateTime(timezone=True)))


def upgrade() -> None:
    op.create_table('hr_figures',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('thresholds', sa.JSON(), nullable=False),
    sa.Column('profile', sa.JSON(), nullable=False),
    sa.Column('tables', sa.JSON(), nullable=False),
    sa.Column('digests', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['hr_imports.id'], name=op.f('fk_hr_figures_import_id_hr_imports'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_hr_figures'))
    )
    # what was imported before is kept for eighteen months from now
    connection, now = op.get_bind(), dt.datetime.now(dt.UTC)
    until = (now.date() + dt.timedelta(days=548)).isoformat()
    op.add_column('hr_imports', sa.Column('kept_until', sa.Date(), nullable=False, server_default=until))
    op.add_column('hr_imports', sa.Column('digests_until', sa.Date(), nullable=False, server_default=until))
    op.add_column('hr_imports', sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('report_versions', sa.Column('published_at', sa.DateTime(timezone=True), nullable=True))
    for number in connection.scalars(sa.select(SNAPSHOTS.c.import_id)).all():  # the worker counts them
        connection.execute(sa.insert(JOBS).values(
            name='hr.count', arguments={'import_id': number}, slot=f'hr.count:{number}', state='waiting', attempts=0, run_after=now,
        ))


def downgrade() -> None:
    op.get_bind().execute(sa.delete(JOBS).where(JOBS.c.name.like('hr.%')))
    op.drop_column('report_versions', 'published_at')
    op.drop_column('hr_imports', 'deleted_at')
    op.drop_column('hr_imports', 'digests_until')
    op.drop_column('hr_imports', 'kept_until')
    op.drop_table('hr_figures')
