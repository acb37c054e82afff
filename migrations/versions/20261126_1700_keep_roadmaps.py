"""Make roadmaps a living tool: mandates, placements, steps, indicators, risks, updates, history.

What was there is carried over; the tables are made anew, since SQLite alters few of their columns.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = '5c0e91d7ab34'
down_revision = '730783328d35'

TABLES_MADE = (
    'roadmap_notes',
    'roadmap_changes',
    'risk_reviews',
    'mission_requests',
    'indicator_values',
    'update_drafts',
    'steps',
    'roadmap_updates',
    'placements',
    'indicator_targets',
    'action_partners',
    'roadmap_indicators',
    'risks',
    'organisation_links',
    'objectives',
    'mandates',
    'actions',
    'roadmaps',
    'policy_categories',
    'axes',
    'programmes',
    'policies',
)
OLD = ('progress_updates', 'actions', 'objectives', 'roadmaps', 'policies', 'programmes')
NO_TEXT = '{"fr": "", "en": ""}'


def upgrade() -> None:
    rows = {table: _rows(table) for table in OLD}
    for table in OLD:
        op.drop_table(table)
    _create()
    _fill(rows)
    if op.get_bind().dialect.name == 'postgresql':
        for table in (*OLD[1:], 'roadmap_updates'):
            last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            op.execute(f'{last} HAVING max(id) IS NOT NULL')


def _rows(table: str) -> list[dict[str, object]]:
    found = op.get_bind().execute(sa.text(f'SELECT * FROM {table} ORDER BY id')).mappings()
    return [dict(row) for row in found]


def _json(value: object) -> str:
    """A column of JSON as both databases take it from plain SQL."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _insert(table: str, **values: object) -> None:
    names = ', '.join(f'"{name}"' for name in values)
    marks = ', '.join(f':{name}' for name in values)
    op.get_bind().execute(sa.text(f'INSERT INTO {table} ({names}) VALUES ({marks})'), values)


def _fill(rows: dict[str, list[dict[str, object]]]) -> None:
    ending = {'ended_on': None, 'end_reason': ''}
    starts = {row['id']: row['starts_on'] for row in rows['programmes']}
    for row in rows['programmes']:
        own = {**row, 'title': _json(row['title']), 'source': _json(row['source'])}
        _insert('programmes', **own, rhythm='quarterly', **ending)
    for row in rows['policies']:
        _insert('policies', **{**row, 'name': _json(row['name'])}, **ending)
    for position, row in enumerate(rows['roadmaps']):
        since = starts[row['programme_id']]
        _insert('policy_categories', policy_id=row['policy_id'], since=since, category=row['group'])
        own = {name: row[name] for name in ('id', 'programme_id', 'policy_id')}
        _insert('roadmaps', **own, position=position, ambition=NO_TEXT, judged_reason='', **ending)
        if row['ambassador_id'] is not None:
            _insert(
                'mandates',
                roadmap_id=row['id'],
                person_id=row['ambassador_id'],
                role='ambassador',
                starts_on=since,
                handover='',
            )
    for row in rows['objectives']:
        _insert('objectives', **{**row, 'title': _json(row['title'])}, code='', **ending)
    _fill_actions(rows)


def _fill_actions(rows: dict[str, list[dict[str, object]]]) -> None:
    roadmap_of = {row['id']: row['roadmap_id'] for row in rows['objectives']}
    own = {}
    for row in rows['actions']:
        own[row['id']] = roadmap_of[row['objective_id']]
        _insert(
            'actions',
            id=row['id'],
            roadmap_id=own[row['id']],
            title=_json(row['title']),
            status=_status(row['status']),
            due_on=row['due_on'],
            due_precision='day',
            purpose=NO_TEXT,
            finance=NO_TEXT,
            means=NO_TEXT,
            at_no_cost=False,
            applicability='unrated',
            blocked_by='',
            unblocked_by='',
            not_before=False,
        )
        _insert(
            'placements',
            action_id=row['id'],
            objective_id=row['objective_id'],
            position=row['position'],
            code='',
        )
    before: dict[object, object] = {}
    for row in sorted(rows['progress_updates'], key=lambda row: (str(row['on']), row['id'])):
        _say(row, own[row['action_id']], before.get(row['action_id'], 'planned'))
        before[row['action_id']] = _status(row['status'])


def _say(row: dict[str, object], roadmap_id: object, before: object) -> None:
    """One update for each that was said, with what it changed and its note."""
    author = {'id': row['id'], 'author_id': row['author_id'], 'on': row['on']}
    _insert('roadmap_updates', **author, roadmap_id=roadmap_id, nothing_new=False)
    if _status(row['status']) != before:
        _insert(
            'roadmap_changes',
            part='action',
            part_id=row['action_id'],
            roadmap_id=roadmap_id,
            update_id=row['id'],
            person_id=row['author_id'],
            at=f'{row["on"]} 00:00:00.000000',
            field='status',
            old=before,
            new=_status(row['status']),
        )
    if row['note']:
        said = {name: row[name] for name in ('action_id', 'language')}
        _insert('roadmap_notes', **said, text=row['note'], update_id=row['id'], internal=False)


def _status(status: object) -> object:
    return 'abandoned' if status == 'dropped' else status


def downgrade() -> None:
    """The tables of before, empty: go back to a backup for what they held."""
    for table in TABLES_MADE:
        op.drop_table(table)
    _create_old()


def _create() -> None:
    op.create_table('policies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policies')),
    sa.UniqueConstraint('code', name=op.f('uq_policies_code')),
    sqlite_autoincrement=True
    )
    op.create_table('programmes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('rhythm', sa.String(length=20), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['previous_id'], ['programmes.id'], name=op.f('fk_programmes_previous_id_programmes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('code', name=op.f('uq_programmes_code')),
    sqlite_autoincrement=True
    )
    op.create_table('axes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_axes_programme_id_programmes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_axes')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_axes_programme_id'), 'axes', ['programme_id'], unique=False)
    op.create_table('policy_categories',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('policy_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['policy_id'], ['policies.id'], name=op.f('fk_policy_categories_policy_id_policies'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_categories')),
    sa.UniqueConstraint('policy_id', 'since', name=op.f('uq_policy_categories_policy_id'))
    )
    op.create_table('roadmaps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('policy_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('ambition', sa.JSON(), nullable=False),
    sa.Column('judged_light', sa.String(length=20), nullable=True),
    sa.Column('judged_reason', sa.String(length=300), nullable=False),
    sa.Column('judged_until', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_roadmaps_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['policy_id'], ['policies.id'], name=op.f('fk_roadmaps_policy_id_policies')),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_roadmaps_programme_id_programmes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmaps')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_roadmaps_organisation_id'), 'roadmaps', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_roadmaps_policy_id'), 'roadmaps', ['policy_id'], unique=False)
    op.create_index(op.f('ix_roadmaps_programme_id'), 'roadmaps', ['programme_id'], unique=False)
    op.create_table('actions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('purpose', sa.JSON(), nullable=False),
    sa.Column('finance', sa.JSON(), nullable=False),
    sa.Column('means', sa.JSON(), nullable=False),
    sa.Column('at_no_cost', sa.Boolean(), nullable=False),
    sa.Column('planned_euros', sa.Integer(), nullable=True),
    sa.Column('spent_euros', sa.Integer(), nullable=True),
    sa.Column('pilot_id', sa.Integer(), nullable=True),
    sa.Column('pilot_organisation_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=20), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('paused_from', sa.String(length=20), nullable=True),
    sa.Column('applicability', sa.String(length=20), nullable=False),
    sa.Column('blocked_on', sa.Date(), nullable=True),
    sa.Column('blocked_by', sa.String(length=300), nullable=False),
    sa.Column('unblocked_by', sa.String(length=300), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('starts_precision', sa.String(length=20), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_precision', sa.String(length=20), nullable=True),
    sa.Column('not_before', sa.Boolean(), nullable=False),
    sa.Column('origin', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['pilot_id'], ['people.id'], name=op.f('fk_actions_pilot_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pilot_organisation_id'], ['organisations.id'], name=op.f('fk_actions_pilot_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_actions_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_actions')),
    sa.UniqueConstraint('origin', name=op.f('uq_actions_origin')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_actions_roadmap_id'), 'actions', ['roadmap_id'], unique=False)
    op.create_table('mandates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('handover', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mandates_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_mandates_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandates'))
    )
    op.create_index(op.f('ix_mandates_person_id'), 'mandates', ['person_id'], unique=False)
    op.create_index(op.f('ix_mandates_roadmap_id'), 'mandates', ['roadmap_id'], unique=False)
    op.create_table('objectives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('axis_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['axis_id'], ['axes.id'], name=op.f('fk_objectives_axis_id_axes')),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_objectives_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objectives')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_objectives_axis_id'), 'objectives', ['axis_id'], unique=False)
    op.create_index(op.f('ix_objectives_roadmap_id'), 'objectives', ['roadmap_id'], unique=False)
    op.create_table('organisation_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('nonce', sa.String(length=16), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_links_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_organisation_links_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_links'))
    )
    op.create_index(op.f('ix_organisation_links_organisation_id'), 'organisation_links', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_organisation_links_roadmap_id'), 'organisation_links', ['roadmap_id'], unique=False)
    op.create_table('risks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('mitigation', sa.JSON(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_risks_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risks')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_risks_roadmap_id'), 'risks', ['roadmap_id'], unique=False)
    op.create_table('roadmap_indicators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('question', sa.JSON(), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('direction', sa.String(length=20), nullable=False),
    sa.Column('frequency', sa.String(length=20), nullable=False),
    sa.Column('headline', sa.Boolean(), nullable=False),
    sa.Column('base_value', sa.Double(), nullable=True),
    sa.Column('base_on', sa.Date(), nullable=True),
    sa.Column('low', sa.Double(), nullable=True),
    sa.Column('high', sa.Double(), nullable=True),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('computed_from', sa.String(length=120), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_roadmap_indicators_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_indicators')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_roadmap_indicators_roadmap_id'), 'roadmap_indicators', ['roadmap_id'], unique=False)
    op.create_table('action_partners',
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_action_partners_action_id_actions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_action_partners_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('action_id', 'organisation_id', name=op.f('pk_action_partners'))
    )
    op.create_index(op.f('ix_action_partners_organisation_id'), 'action_partners', ['organisation_id'], unique=False)
    op.create_table('indicator_targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('set_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['roadmap_indicators.id'], name=op.f('fk_indicator_targets_indicator_id_roadmap_indicators'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_targets'))
    )
    op.create_index(op.f('ix_indicator_targets_indicator_id'), 'indicator_targets', ['indicator_id'], unique=False)
    op.create_table('placements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('objective_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_placements_action_id_actions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.id'], name=op.f('fk_placements_objective_id_objectives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placements'))
    )
    op.create_index(op.f('ix_placements_action_id'), 'placements', ['action_id'], unique=False)
    op.create_index(op.f('ix_placements_objective_id'), 'placements', ['objective_id'], unique=False)
    op.create_table('roadmap_updates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('nothing_new', sa.Boolean(), nullable=False),
    sa.Column('typed_for_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_roadmap_updates_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['link_id'], ['organisation_links.id'], name=op.f('fk_roadmap_updates_link_id_organisation_links')),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_roadmap_updates_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['typed_for_id'], ['people.id'], name=op.f('fk_roadmap_updates_typed_for_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_updates'))
    )
    op.create_index(op.f('ix_roadmap_updates_roadmap_id'), 'roadmap_updates', ['roadmap_id'], unique=False)
    op.create_index(op.f('ix_roadmap_updates_typed_for_id'), 'roadmap_updates', ['typed_for_id'], unique=False)
    op.create_table('steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('starred', sa.Boolean(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_precision', sa.String(length=20), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_steps_action_id_actions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_steps')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_steps_action_id'), 'steps', ['action_id'], unique=False)
    op.create_table('update_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('saved_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['organisation_links.id'], name=op.f('fk_update_drafts_link_id_organisation_links'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_update_drafts_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_update_drafts_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_update_drafts')),
    sa.UniqueConstraint('roadmap_id', 'link_id', name='uq_update_drafts_link'),
    sa.UniqueConstraint('roadmap_id', 'person_id', name=op.f('uq_update_drafts_roadmap_id'))
    )
    op.create_table('indicator_values',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('update_id', sa.Integer(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('numerator', sa.Double(), nullable=False),
    sa.Column('denominator', sa.Double(), nullable=True),
    sa.Column('women', sa.Integer(), nullable=True),
    sa.Column('men', sa.Integer(), nullable=True),
    sa.Column('other', sa.Integer(), nullable=True),
    sa.Column('comment', sa.String(length=300), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['roadmap_indicators.id'], name=op.f('fk_indicator_values_indicator_id_roadmap_indicators'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['update_id'], ['roadmap_updates.id'], name=op.f('fk_indicator_values_update_id_roadmap_updates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_values'))
    )
    op.create_index(op.f('ix_indicator_values_indicator_id'), 'indicator_values', ['indicator_id'], unique=False)
    op.create_index(op.f('ix_indicator_values_update_id'), 'indicator_values', ['update_id'], unique=False)
    op.create_table('mission_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('asker_id', sa.Integer(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('update_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answer_language', sa.String(length=2), nullable=False),
    sa.ForeignKeyConstraint(['asker_id'], ['people.id'], name=op.f('fk_mission_requests_asker_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_mission_requests_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['update_id'], ['roadmap_updates.id'], name=op.f('fk_mission_requests_update_id_roadmap_updates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mission_requests')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_mission_requests_roadmap_id'), 'mission_requests', ['roadmap_id'], unique=False)
    op.create_table('risk_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('risk_id', sa.Integer(), nullable=False),
    sa.Column('update_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('still_true', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_risk_reviews_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['risk_id'], ['risks.id'], name=op.f('fk_risk_reviews_risk_id_risks'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['update_id'], ['roadmap_updates.id'], name=op.f('fk_risk_reviews_update_id_roadmap_updates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_risk_reviews'))
    )
    op.create_index(op.f('ix_risk_reviews_risk_id'), 'risk_reviews', ['risk_id'], unique=False)
    op.create_index(op.f('ix_risk_reviews_update_id'), 'risk_reviews', ['update_id'], unique=False)
    op.create_table('roadmap_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=20), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=True),
    sa.Column('update_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['organisation_links.id'], name=op.f('fk_roadmap_changes_link_id_organisation_links')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_roadmap_changes_person_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_roadmap_changes_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['update_id'], ['roadmap_updates.id'], name=op.f('fk_roadmap_changes_update_id_roadmap_updates'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_changes'))
    )
    op.create_index(op.f('ix_roadmap_changes_roadmap_id'), 'roadmap_changes', ['roadmap_id'], unique=False)
    op.create_index(op.f('ix_roadmap_changes_update_id'), 'roadmap_changes', ['update_id'], unique=False)
    op.create_table('roadmap_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('update_id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('internal', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_roadmap_notes_action_id_actions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['corrects_id'], ['roadmap_notes.id'], name=op.f('fk_roadmap_notes_corrects_id_roadmap_notes')),
    sa.ForeignKeyConstraint(['update_id'], ['roadmap_updates.id'], name=op.f('fk_roadmap_notes_update_id_roadmap_updates'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmap_notes')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_roadmap_notes_corrects_id'))
    )
    op.create_index(op.f('ix_roadmap_notes_action_id'), 'roadmap_notes', ['action_id'], unique=False)
    op.create_index(op.f('ix_roadmap_notes_update_id'), 'roadmap_notes', ['update_id'], unique=False)


def _create_old() -> None:
    op.create_table('programmes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('code', name=op.f('uq_programmes_code'))
    )
    op.create_table('policies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policies')),
    sa.UniqueConstraint('code', name=op.f('uq_policies_code'))
    )
    op.create_table('roadmaps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('policy_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.String(length=20), nullable=False),
    sa.Column('ambassador_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ambassador_id'], ['people.id'], name=op.f('fk_roadmaps_ambassador_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['policy_id'], ['policies.id'], name=op.f('fk_roadmaps_policy_id_policies')),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_roadmaps_programme_id_programmes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roadmaps')),
    sa.UniqueConstraint('programme_id', 'policy_id', name=op.f('uq_roadmaps_programme_id'))
    )
    op.create_table('objectives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_objectives_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objectives'))
    )
    op.create_table('actions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('objective_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['objective_id'], ['objectives.id'], name=op.f('fk_actions_objective_id_objectives'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_actions'))
    )
    op.create_table('progress_updates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_progress_updates_action_id_actions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_progress_updates_author_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress_updates'))
    )
    op.create_index('ix_roadmaps_ambassador_id', 'roadmaps', ['ambassador_id'])
    op.create_index('ix_objectives_roadmap_id', 'objectives', ['roadmap_id'])
    op.create_index('ix_actions_objective_id', 'actions', ['objective_id'])
    op.create_index('ix_progress_updates_action_id', 'progress_updates', ['action_id'])
