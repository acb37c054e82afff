"""Keep the agents of an import as sealed columns, under a key of their own, in place of rows."""

import io

import polars as pl
import sqlalchemy as sa
from alembic import op
from flask import current_app
from nacl.secret import SecretBox
from nacl.utils import random

from app.documents.key_folder import KeyFolder

revision = 'b7d20c94e1f5'
down_revision = '8d41f6b02c7e'

#: The columns of the table of before, in its order, and what each is called and kept as.
COLUMNS = {
    'uid': ('uid', pl.String), 'sex': ('sexe', pl.String), 'birth_year': ('annee_naissance', pl.Int16),
    'status': ('statut', pl.String), 'category': ('categorie', pl.String), 'stream': ('filiere', pl.String),
    'time_share': ('quotite', pl.Float64), 'months': ('mois_payes', pl.Float64), 'pay': ('remu_brute', pl.Float64),
    'framework': ('cadre_emplois', pl.String), 'occupation': ('metier', pl.String), 'directorate': ('direction', pl.String),
    'full_post': ('temps_complet', pl.Boolean), 'working_time': ('temps_travail', pl.String), 'bonus': ('primes', pl.Float64),
    'joined_on': ('date_entree_coll', pl.Date), 'eligible': ('promouvable_grade', pl.Boolean),
    'promoted': ('promu_grade', pl.Boolean), 'training_days': ('jours_formation', pl.Float64),
    'training_hours': ('heures_formation', pl.Float64), 'recruited_on': ('date_recrut', pl.Date),
    'left_on': ('date_sortie', pl.Date),
}
TYPES = {
    'uid': sa.String(32), 'sex': sa.String(1), 'birth_year': sa.Integer(), 'status': sa.String(20),
    'category': sa.String(6), 'stream': sa.String(3), 'working_time': sa.String(16),
    'framework': sa.String(200), 'occupation': sa.String(200), 'directorate': sa.String(200),
} | dict.fromkeys(('full_post', 'eligible', 'promoted'), sa.Boolean()) \
  | dict.fromkeys(('joined_on', 'recruited_on', 'left_on'), sa.Date()) \
  | dict.fromkeys(('time_share', 'months', 'pay', 'bonus', 'training_days', 'training_hours'), sa.Float())
REQUIRED = {'uid', 'sex', 'birth_year', 'status', 'category', 'stream', 'time_share', 'months', 'pay'}

IMPORTS = sa.table('hr_imports', sa.column('id'), sa.column('year'))
AGENTS = sa.table('agent_years', sa.column('import_id'), *(sa.column(name, TYPES[name]) for name in COLUMNS), sa.column('kept', sa.JSON()))
SNAPSHOTS = sa.table('hr_snapshots', sa.column('import_id'), sa.column('sealed', sa.LargeBinary()))


def _box(year: int, number: int) -> SecretBox:
    keys = KeyFolder(current_app.config['SETTINGS'].keys_dir)
    name = f'agents-{year}-{number}.key'
    if keys.read(name) is None:
        keys.write(name, random(SecretBox.KEY_SIZE))
    return SecretBox(keys.read(name))


def upgrade() -> None:
    op.create_table('hr_snapshots',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['hr_imports.id'], name=op.f('fk_hr_snapshots_import_id_hr_imports'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_hr_snapshots'))
    )
    connection = op.get_bind()
    for number, year in connection.execute(sa.select(IMPORTS.c.id, IMPORTS.c.year)).all():
        own = sa.select(*(AGENTS.c[name] for name in COLUMNS), AGENTS.c.kept).where(AGENTS.c.import_id == number)
        rows = connection.execute(own.order_by(AGENTS.c.uid)).all()
        if not rows:
            continue
        columns = list(zip(*rows))
        agents = pl.DataFrame([pl.Series(name, values, kind) for (name, kind), values in zip(COLUMNS.values(), columns)])
        kept = [each or {} for each in columns[-1]]
        others = sorted({name for each in kept for name in each})
        agents = agents.with_columns(pl.Series(name, [each.get(name) for each in kept], strict=False) for name in others)
        packed = io.BytesIO()
        agents.write_parquet(packed, compression='zstd')
        sealed = bytes(_box(year, number).encrypt(packed.getvalue()))
        connection.execute(sa.insert(SNAPSHOTS).values(import_id=number, sealed=sealed))
    op.drop_table('agent_years')


def downgrade() -> None:
    op.create_table('agent_years',
    sa.Column('import_id', sa.Integer(), nullable=False),
    *(sa.Column(name, TYPES[name], nullable=name not in REQUIRED) for name in COLUMNS),
    sa.Column('kept', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['hr_imports.id'], name=op.f('fk_agent_years_import_id_hr_imports'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'uid', name=op.f('pk_agent_years'))
    )
    connection = op.get_bind()
    own = sa.select(SNAPSHOTS.c.import_id, SNAPSHOTS.c.sealed, IMPORTS.c.year).join(IMPORTS, IMPORTS.c.id == SNAPSHOTS.c.import_id)
    for number, sealed, year in connection.execute(own).all():
        agents = pl.read_parquet(io.BytesIO(_box(year, number).decrypt(sealed)))
        others = [name for name in agents.columns if name not in {new for new, _kind in COLUMNS.values()}]
        dates = [pl.col(name).cast(pl.String) for name in others if agents[name].dtype == pl.Date]
        kept = agents.with_columns(dates).select(others).to_dicts() if others else [{}] * agents.height
        rows = [
            {'import_id': number, **{old: row[new] for old, (new, _kind) in COLUMNS.items()},
             'kept': {name: value for name, value in also.items() if value is not None}}
            for row, also in zip(agents.to_dicts(), kept)
        ]
        connection.execute(sa.insert(AGENTS), rows)
    op.drop_table('hr_snapshots')
