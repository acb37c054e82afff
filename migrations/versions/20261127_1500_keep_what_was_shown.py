"""Keep which numbers of people an import showed; name each table by what it is crossed by."""

import sqlalchemy as sa
from alembic import op

revision = 'c19e6b7a2d53'
down_revision = 'b7d2c94f10ae'

ALONE = ('recruitments', 'departures', 'promotions', 'part-time', 'training')


def upgrade() -> None:
    op.add_column('hr_figures', sa.Column('guarded', sa.JSON(), nullable=True))
    _rename({code: f'{code}-category' for code in ALONE})


def downgrade() -> None:
    _rename({f'{code}-category': code for code in ALONE})
    op.drop_column('hr_figures', 'guarded')


def _rename(names: dict[str, str]) -> None:
    figures = sa.table(
        'hr_figures', sa.column('import_id', sa.Integer), sa.column('tables', sa.JSON)
    )
    connection = op.get_bind()
    for import_id, tables in connection.execute(sa.select(figures.c.import_id, figures.c.tables)):
        renamed = [[names.get(code, code), {**table, 'code': names.get(code, code)}] for code, table in tables]
        connection.execute(
            sa.update(figures).where(figures.c.import_id == import_id).values(tables=renamed)
        )
