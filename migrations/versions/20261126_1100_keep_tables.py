"""Keep the tables of results instead of the answers they are made from.

Campaigns closed before go back to closing: a job counts their answers once more, by the present
rules, keeps the tables and erases the answers.
"""

import sqlalchemy as sa
from alembic import op

revision = 'd2f8a41c6e57'
down_revision = 'b7c3e05d1f42'


def upgrade() -> None:
    op.create_table('results',
    sa.Column('campaign_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.LargeBinary(length=16), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_results_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_results'))
    )
    op.drop_table('answer_columns')
    op.execute('ALTER TABLE campaigns DROP COLUMN columns_key')
    op.execute("ALTER TABLE campaigns ADD COLUMN areas JSON NOT NULL DEFAULT '{}'")
    closed = sa.table('campaigns', sa.column('id'), sa.column('state'), sa.column('audience'))
    jobs = sa.table(
        'jobs', sa.column('name'), sa.column('arguments', sa.JSON), sa.column('slot'),
        sa.column('state'), sa.column('attempts'), sa.column('run_after', sa.DateTime),
    )
    ours = sa.and_(closed.c.state.in_(['closed', 'published']), closed.c.audience != 'guests')
    bind = op.get_bind()
    for (number,) in bind.execute(sa.select(closed.c.id).where(ours)).all():
        slot = f'surveys.mix:{number}:tables'
        bind.execute(jobs.insert().values(
            name='surveys.mix', arguments={'campaign_id': number}, slot=slot, state='waiting',
            attempts=0, run_after=sa.func.current_timestamp(),
        ))
    bind.execute(closed.update().where(ours).values(state='closing'))


def downgrade() -> None:
    op.execute('ALTER TABLE campaigns DROP COLUMN areas')
    blob = 'BYTEA' if op.get_bind().dialect.name == 'postgresql' else 'BLOB'
    op.execute(f'ALTER TABLE campaigns ADD COLUMN columns_key {blob}')
    op.create_table('answer_columns',
    sa.Column('campaign_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('labels', sa.JSON(), nullable=False),
    sa.Column('codes', sa.LargeBinary(), nullable=False),
    sa.Column('numbers', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_answer_columns_campaign_id_campaigns'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('campaign_id', 'name', name=op.f('pk_answer_columns'))
    )
    op.drop_table('results')
