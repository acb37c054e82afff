"""Actions that directorates say they carried out, in a survey in their name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.models import Action, Objective, Programme, Roadmap
from app.roadmaps.service import parts
from app.roadmaps.service.parts import PARTS
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.models import Campaign, Invitation, NamedResponse
from app.surveys.campaigns.service import answering, campaigns
from app.surveys.questionnaires.engine import Question, follow
from app.surveys.questionnaires.engine.question import Shape
from app.surveys.questionnaires.engine.rules import Value
from app.surveys.questionnaires.service import versions
from app.text import Text

#: The title of an action holds no more; a longer answer is a remark rather than a name.
LONGEST = 200


@dataclass(frozen=True)
class Proposal:
    """What somebody wrote that may be an action, with what they said on the same page."""

    origin: str
    invitation: Invitation
    words: str
    beside: list[tuple[Question, object]]
    #: Everything that they answered, which the words of a question may quote.
    given: Mapping[str, Value]
    action: Action | None


def named_campaigns() -> list[Campaign]:
    """The surveys whose answers are in the name of those who give them, and are still kept."""
    return [
        campaign
        for campaign in campaigns.all_campaigns()
        if campaign.mode is CampaignMode.NOMINATIVE and campaign.erased_on is None
    ]


def proposals(campaign: Campaign) -> list[Proposal]:
    """What the answers of a survey propose: each page on which something short was written."""
    questionnaire = versions.questionnaire_of(campaign.version)
    rows: list[tuple[str, Invitation, str, list[tuple[Question, object]], Mapping[str, Value]]] = []
    for invitation, response in answering.named_responses(campaign):
        for questions in follow(questionnaire, response.answers).pages:
            answered = list(_answered(questions[1], response))
            for question, answer in answered:
                if question.kind.shape is Shape.TEXT and 0 < len(str(answer)) <= LONGEST:
                    origin = f"answer:{invitation.id}:{question.code}"
                    beside = [pair for pair in answered if pair[0] is not question]
                    rows.append((origin, invitation, str(answer), beside, response.answers))
                    break
    made_of = select(Action).where(Action.origin.in_([row[0] for row in rows]))
    actions = {action.origin: action for action in db.session.scalars(made_of).unique()}
    return [Proposal(*row, actions.get(row[0])) for row in rows]


def _answered(
    questions: tuple[Question, ...], response: NamedResponse
) -> Iterator[tuple[Question, object]]:
    for question in questions:
        answer = response.answers.get(question.code)
        if answer not in (None, "", []) and not str(answer).startswith("~"):
            yield question, answer


def objectives_to_choose(programme: Programme) -> list[Objective]:
    """The objectives of a programme's roadmaps, in their order."""
    own = (
        select(Objective)
        .join(Objective.roadmap)
        .options(contains_eager(Objective.roadmap))
        .where(Roadmap.programme_id == programme.id, Objective.ended_on.is_(None))
        .order_by(Roadmap.position, Roadmap.id, Objective.position, Objective.id)
    )
    return list(db.session.scalars(own).unique())


def make_action(proposal: Proposal, objective: Objective) -> Action:
    """An action that was carried out, from what somebody wrote; the one that is there already."""
    if proposal.action is not None:
        return proposal.action
    language = proposal.invitation.spoken
    title = Text(**{language: proposal.words})
    values = {"title": title, "status": ActionStatus.DONE, "origin": proposal.origin}
    action: Action = parts.add_part(PARTS["action"], objective, values)
    return action
