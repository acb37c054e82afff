"""Steering: rounds of updates, bodies and what they decide, reviews, calendars, November reports."""

import datetime as dt
import json
import logging

import sqlalchemy as sa
from alembic import op

revision = 'bb1f72701d4f'
down_revision = 'f1c84be2607d'

UTC = sa.DateTime(timezone=True)
#: Columns of tables that are there, with what they name. The tables are not made anew: what hangs on their rows would go.
NAMING = (
    ('actions', 'body_id', 'bodies'),
    ('roadmap_changes', 'decision_id', 'decisions'),
    ('roadmap_updates', 'round_id', 'rounds'),
)
#: In an order in which they can be dropped.
TABLES = ('round_reminders', 'recommendation_advisers', 'decisions', 'action_causes', 'rounds', 'recommendations', 'participants', 'meetings', 'calendar_feeds', 'absences', 'snapshots', 'reviews', 'bodies')
LOG = logging.getLogger('alembic.runtime.migration')
MONITORINGS = sa.table('monitorings', *(sa.column(name) for name in ('id', 'programme_id', 'year', 'number', 'revision', 'author_id', 'failure')),
                       sa.column('as_of', sa.Date()), *(sa.column(name, UTC) for name in ('opened_at', 'frozen_at')),
                       *(sa.column(name, sa.JSON()) for name in ('opening', 'changes', 'figures')))
REPORTS = sa.table('reports', sa.column('id'), sa.column('year'), sa.column('choices', sa.JSON()))


def upgrade() -> None:
    op.create_table('bodies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('meets', sa.String(length=20), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_bodies_programme_id_programmes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bodies')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_bodies_programme_id'), 'bodies', ['programme_id'])
    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('calendar_from', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_reviews_programme_id_programmes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_reviews_programme_id'), 'reviews', ['programme_id'])
    op.create_table('snapshots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_snapshots_programme_id_programmes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshots')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_snapshots_programme_id'), 'snapshots', ['programme_id'])
    op.create_table('absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_absences_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    op.create_index(op.f('ix_absences_person_id'), 'absences', ['person_id'])
    op.create_table('calendar_feeds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('nonce', sa.String(length=16), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_calendar_feeds_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_calendar_feeds_programme_id_programmes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feeds')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_calendar_feeds_person_id'), 'calendar_feeds', ['person_id'])
    op.create_index(op.f('ix_calendar_feeds_programme_id'), 'calendar_feeds', ['programme_id'])
    op.create_table('meetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_meetings_body_id_bodies'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meetings')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_meetings_body_id'), 'meetings', ['body_id'])
    op.create_table('participants',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('advice', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_participants_review_id_reviews'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participants')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_participants_review_id'), 'participants', ['review_id'])
    op.create_table('recommendations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('theme', sa.JSON(), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('applicability', sa.String(length=20), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('months', sa.JSON(), nullable=False),
    sa.Column('comment', sa.JSON(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('end_reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['bodies.id'], name=op.f('fk_recommendations_body_id_bodies')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_recommendations_review_id_reviews'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendations')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_recommendations_body_id'), 'recommendations', ['body_id'])
    op.create_index(op.f('ix_recommendations_review_id'), 'recommendations', ['review_id'])
    op.create_table('rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('opener_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('snapshot_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['opener_id'], ['people.id'], name=op.f('fk_rounds_opener_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_rounds_programme_id_programmes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['snapshot_id'], ['snapshots.id'], name=op.f('fk_rounds_snapshot_id_snapshots')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_rounds_programme_id'), 'rounds', ['programme_id'])
    op.create_table('action_causes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('figure', sa.String(length=120), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_action_causes_action_id_actions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_causes'))
    )
    op.create_index(op.f('ix_action_causes_action_id'), 'action_causes', ['action_id'])
    op.create_index(op.f('ix_action_causes_figure'), 'action_causes', ['figure'])
    op.create_table('decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=True),
    sa.Column('action_id', sa.Integer(), nullable=True),
    sa.Column('indicator_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('due', sa.String(length=10), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawer_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['actions.id'], name=op.f('fk_decisions_action_id_actions'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_decisions_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['indicator_id'], ['roadmap_indicators.id'], name=op.f('fk_decisions_indicator_id_roadmap_indicators'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meetings.id'], name=op.f('fk_decisions_meeting_id_meetings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_decisions_recommendation_id_recommendations'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['withdrawer_id'], ['people.id'], name=op.f('fk_decisions_withdrawer_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_decisions_action_id'), 'decisions', ['action_id'])
    op.create_index(op.f('ix_decisions_indicator_id'), 'decisions', ['indicator_id'])
    op.create_index(op.f('ix_decisions_meeting_id'), 'decisions', ['meeting_id'])
    op.create_index(op.f('ix_decisions_recommendation_id'), 'decisions', ['recommendation_id'])
    op.create_table('recommendation_advisers',
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_recommendation_advisers_participant_id_participants'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_recommendation_advisers_recommendation_id_recommendations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('recommendation_id', 'participant_id', name=op.f('pk_recommendation_advisers'))
    )
    op.create_index(op.f('ix_recommendation_advisers_participant_id'), 'recommendation_advisers', ['participant_id'])
    op.create_table('round_reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('recipient', sa.String(length=20), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['mail_id'], ['mails.id'], name=op.f('fk_round_reminders_mail_id_mails'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_round_reminders_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_round_reminders_round_id_rounds'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_reminders')),
    sa.UniqueConstraint('round_id', 'roadmap_id', 'stage', 'recipient', name=op.f('uq_round_reminders_round_id'))
    )
    op.create_index(op.f('ix_round_reminders_mail_id'), 'round_reminders', ['mail_id'])
    op.create_index(op.f('ix_round_reminders_roadmap_id'), 'round_reminders', ['roadmap_id'])
    for table, column, named in NAMING:
        name = f'fk_{table}_{column}_{named}'
        op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {named} (id)')
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column])
    op.add_column('actions', sa.Column('publics', sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    _report_by_programme()
    op.create_table('monitoring_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('monitoring_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['monitoring_id'], ['monitorings.id'], name=op.f('fk_monitoring_files_monitoring_id_monitorings'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitoring_files')),
    sa.UniqueConstraint('monitoring_id', 'language', name=op.f('uq_monitoring_files_monitoring_id'))
    )
    op.create_table('monitoring_words',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('monitoring_id', sa.Integer(), nullable=False),
    sa.Column('roadmap_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('checked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['monitoring_id'], ['monitorings.id'], name=op.f('fk_monitoring_words_monitoring_id_monitorings'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['roadmap_id'], ['roadmaps.id'], name=op.f('fk_monitoring_words_roadmap_id_roadmaps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitoring_words')),
    sa.UniqueConstraint('monitoring_id', 'roadmap_id', name=op.f('uq_monitoring_words_monitoring_id'))
    )
    op.create_index(op.f('ix_monitoring_words_roadmap_id'), 'monitoring_words', ['roadmap_id'])


def _report_by_programme() -> None:
    """One November report for each programme, in the place of one for all."""
    connection = op.get_bind()
    old = connection.execute(sa.text('SELECT * FROM monitorings ORDER BY id')).all()
    op.drop_table('monitorings')
    op.create_table('monitorings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('opened_at', UTC, nullable=False),
    sa.Column('opening', sa.JSON(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('frozen_at', UTC, nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('snapshot_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=True),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('failure', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_monitorings_author_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['programme_id'], ['programmes.id'], name=op.f('fk_monitorings_programme_id_programmes')),
    sa.ForeignKeyConstraint(['snapshot_id'], ['snapshots.id'], name=op.f('fk_monitorings_snapshot_id_snapshots')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitorings')),
    sa.UniqueConstraint('programme_id', 'year', 'number', name=op.f('uq_monitorings_programme_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_monitorings_programme_id'), 'monitorings', ['programme_id'])
    programmes = _programmes()
    taken: dict[tuple[int, int], list[int]] = {}
    number, nothing = 0, {'fr': '', 'en': ''}
    for row in old:
        for own in _list(row.figures):
            programme = programmes.get(own['code']) or programmes.get(own['title']['fr'])
            if programme is None:
                LOG.warning('The November report of %s is not kept for %s, which is gone.', row.year, own['code'])
                continue
            number += 1
            frozen = _moment(row.frozen_at)
            connection.execute(MONITORINGS.insert().values(
                id=number, programme_id=programme, year=row.year, number=row.number, as_of=_day(row.as_of), opened_at=frozen,
                opening=nothing, changes=nothing, revision=0, frozen_at=frozen, author_id=row.author_id, figures=[own], failure=''))
            taken.setdefault((row.year, row.number), []).append(number)
    _restart(number)
    for report in connection.execute(sa.select(REPORTS)).all():
        choices = dict(report.choices)
        chosen = taken.get((report.year, choices.pop('monitoring', None)), [])
        connection.execute(REPORTS.update().where(REPORTS.c.id == report.id).values(choices={**choices, 'monitorings': chosen}))


def _programmes() -> dict[str, int]:
    """The number of each programme, by its title, and by its code: that may have been changed since."""
    rows = op.get_bind().execute(sa.text('SELECT code, id, title FROM programmes')).all()
    titles = {_list(row.title)['fr']: row.id for row in rows}
    return titles | {row.code: row.id for row in rows}


def _restart(number: int) -> None:
    if op.get_bind().dialect.name == 'postgresql' and number:
        op.execute(f"SELECT setval(pg_get_serial_sequence('monitorings', 'id'), {number})")


def _list(value: object) -> list:
    return json.loads(value) if isinstance(value, str) else value


def _moment(value: object) -> dt.datetime:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value.replace(tzinfo=value.tzinfo or dt.UTC)


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def downgrade() -> None:
    connection = op.get_bind()
    kept = connection.execute(sa.text('SELECT * FROM monitorings WHERE frozen_at IS NOT NULL ORDER BY year, number, id')).all()
    op.execute("DELETE FROM jobs WHERE name IN ('roadmaps.print', 'roadmaps.daily')")
    gone = "('body', 'meeting', 'review', 'participant', 'recommendation')"
    for table in ('roadmap_changes', 'removed_parts'):
        op.execute(f'DELETE FROM {table} WHERE part IN {gone}')
    op.execute("UPDATE actions SET origin = NULL WHERE origin LIKE 'recommendation:%'")
    for table in ('monitoring_words', 'monitoring_files', 'monitorings'):
        op.drop_table(table)
    op.create_table('monitorings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('frozen_at', UTC, nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_monitorings_author_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitorings')),
    sa.UniqueConstraint('year', 'number', name=op.f('uq_monitorings_year'))
    )
    together: dict[tuple[int, int], list] = {}
    for row in kept:
        together.setdefault((row.year, row.number), []).append(row)
    former = sa.table('monitorings', *(sa.column(name) for name in ('id', 'year', 'number', 'author_id')), sa.column('as_of', sa.Date()),
                      sa.column('frozen_at', UTC), sa.column('figures', sa.JSON()))
    for place, ((year, number), rows) in enumerate(together.items(), start=1):
        figures = [own for row in rows for own in _list(row.figures)]
        connection.execute(former.insert().values(id=place, year=year, number=number, author_id=rows[0].author_id, as_of=_day(rows[0].as_of),
                                                  frozen_at=_moment(rows[0].frozen_at), figures=figures))
    _restart(len(together))
    numbers = {row.id: row.number for row in kept}
    for report in connection.execute(sa.select(REPORTS)).all():
        choices = dict(report.choices)
        chosen = [numbers[own] for own in choices.pop('monitorings', []) if own in numbers]
        choices['monitoring'] = chosen[0] if chosen else None
        connection.execute(REPORTS.update().where(REPORTS.c.id == report.id).values(choices=choices))
    op.drop_column('actions', 'publics')
    for table, column, _named in NAMING:
        op.drop_index(op.f(f'ix_{table}_{column}'), table_name=table)
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
