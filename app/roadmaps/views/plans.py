"""Programmes: begun from a shape or from the last one, with their policies and roadmaps."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Organisation
from app.accounts.service.organisations import organisations
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.plans import CarryForm, CategoryForm, NewProgrammeForm, NewRoadmapForm
from app.roadmaps.models import Policy, Programme, Roadmap
from app.roadmaps.service import beginning, plans
from app.roadmaps.service.beginning import Carried
from app.roadmaps.service.board import board, roadmaps_of_programmes
from app.roadmaps.service.history import record_added
from app.roadmaps.service.removals import removed_from
from app.roadmaps.views.rights import author, load_to_change
from app.text import Text
from app.web import after_post, invalid, load, render, requires


@bp.get("/programmes")
@requires(Permission.ROADMAP_STEER)
def programmes() -> ResponseReturnValue:
    """Every programme, and the policies that survive them."""
    return render(
        "roadmaps/programmes.html",
        programmes=plans.programmes(),
        policies=plans.policies(),
        removed=removed_from(None),
        today=utcnow().date(),
    )


@bp.route("/programmes/new", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def new_programme() -> ResponseReturnValue:
    """A programme, empty or with what its shape begins with."""
    form = NewProgrammeForm()
    if request.method == "GET":
        return render("roadmaps/new_programme.html", form=form)
    if not form.validate():
        return invalid("roadmaps/new_programme.html", form=form)
    programme = beginning.begin(form.values(), form.shape.data, utcnow().date())
    _keep_added(programme)
    flash(_("Programme begun."))
    return after_post(url_for(".programme", programme_id=programme.id))


def _keep_added(row: Programme | Policy | Roadmap) -> None:
    record_added(row, author(), utcnow())
    db.session.commit()


@bp.get("/programmes/<int:programme_id>")
@requires(Permission.ROADMAP_STEER)
def programme(programme_id: int) -> ResponseReturnValue:
    """One programme: its axes, its roadmaps and who keeps them."""
    row = load(Programme, programme_id)
    today = utcnow().date()
    later = [p for p in plans.programmes() if p.starts_on > row.starts_on and not p.over(today)]
    return render(
        "roadmaps/programme.html",
        programme=row,
        axes=plans.axes_of(row.id),
        rows=board(roadmaps_of_programmes([row]), today),
        later=later,
        today=today,
    )


@bp.route("/programmes/<int:programme_id>/new-roadmap", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def new_roadmap(programme_id: int) -> ResponseReturnValue:
    """A roadmap of a policy, of the authority or of an organisation that owns it."""
    row = load_to_change(Programme, programme_id)
    form = NewRoadmapForm()
    form.offer(plans.policies(), organisations())
    page = "roadmaps/new_roadmap.html"
    if request.method == "GET":
        return render(page, form=form, programme=row)
    if not form.validate():
        return invalid(page, form=form, programme=row)
    number, owner = small_number(form.policy.data), small_number(form.organisation.data)
    organisation = load(Organisation, owner) if owner else None
    policy = load(Policy, number) if number else None
    if policy is not None and plans.find_roadmap(row, policy, organisation):
        form.policy.errors = [_("This policy has its roadmap in this programme already.")]
        return invalid(page, form=form, programme=row)
    name = Text(form.name_fr.data or "", form.name_en.data or "")
    if policy is None and plans.policy_called(name):
        form.name_fr.errors = [_("There is a policy of this name: choose it above.")]
        return invalid(page, form=form, programme=row)
    policy = policy or plans.add_policy(name)
    if form.category.data:
        plans.categorise(policy, form.category.data, row.starts_on)
    roadmap = plans.add_roadmap(row, policy, organisation, begun_on=utcnow().date())
    _keep_added(roadmap)
    if organisation is not None:
        flash(_("Roadmap added. Make the link by which it is kept."))
        return after_post(url_for(".manage_links", roadmap_id=roadmap.id))
    flash(_("Roadmap added. Name its ambassador."))
    return after_post(url_for(".people", roadmap_id=roadmap.id))


@bp.route("/policies/<int:policy_id>/category", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def categorise(policy_id: int) -> ResponseReturnValue:
    """What a policy becomes from a day on; what it was stays written."""
    policy = load_to_change(Policy, policy_id)
    form = CategoryForm()
    page = "roadmaps/category.html"
    if request.method == "GET":
        form.category.data, form.since.data = policy.category(utcnow().date()), utcnow().date()
        return render(page, form=form, policy=policy)
    if not form.validate():
        return invalid(page, form=form, policy=policy)
    assert form.category.data is not None
    assert form.since.data is not None
    plans.categorise(policy, form.category.data, form.since.data)
    db.session.commit()
    flash(_("Saved."))
    return after_post(url_for(".programmes"))


@bp.route("/programmes/<int:programme_id>/carry", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def carry(programme_id: int) -> ResponseReturnValue:
    """Let roadmaps of the programme before go on in this one."""
    row = load_to_change(Programme, programme_id)
    earlier = [p for p in plans.programmes() if p.id != row.id and p.starts_on <= row.starts_on]
    used = plans.programmes_in_use()
    sources = [p for p in earlier if p.id in used]
    before = next(
        (p for p in sources if p.id == small_number(request.values.get("from", ""))), None
    )
    before = before or (sources[0] if sources else None)
    roadmaps = roadmaps_of_programmes([before]) if before else []
    form, page = CarryForm(), "roadmaps/carry.html"
    context: dict[str, Any] = {"programme": row, "before": before, "sources": sources}
    context["roadmaps"] = roadmaps
    there = roadmaps_of_programmes([row])
    filled = plans.filled_roadmaps([roadmap.id for roadmap in there])
    context["there"] = {roadmap.policy_id for roadmap in there if roadmap.id in filled}
    if request.method == "GET":
        return render(page, form=form, **context)
    chosen = set(request.form.getlist("roadmap"))
    kept: list[Roadmap] = [r for r in roadmaps if str(r.id) in chosen]
    if not form.validate() or not kept:
        flash(_("Nothing was carried over: tick the roadmaps that go on."))
        return invalid(page, form=form, **context)
    what = Carried(actions=bool(form.open_actions.data), measures=bool(form.measures.data))
    carried = beginning.carry_over(row, kept, what, utcnow().date())
    for roadmap in carried:
        record_added(roadmap, author(), utcnow())
    db.session.commit()
    flash(_("Carried over: %(count)s.", count=len(carried)))
    return after_post(url_for(".programme", programme_id=row.id))
