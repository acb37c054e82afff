"""Imports of agents' files, undone and done again."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.forms.agents_file import AgentsFileForm
from app.indicators.models import HrImport
from app.indicators.views.agents_file import file_page, hr
from app.permissions import Permission
from app.web import after_post, current_person, load, requires


@hr.post("/<int:import_id>/undo")
@requires(Permission.HR_IMPORT)
def undo(import_id: int) -> ResponseReturnValue:
    imported = load(HrImport, import_id)
    if service.current_import(imported.year) is not imported:
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("Only the current import of a year can be undone.")]
        return file_page(form)
    before = service.undo_import(imported, utcnow())
    record(current_person().id, "hr.undo", f"hr_import:{import_id}", utcnow(), year=imported.year)
    db.session.commit()
    if before is None:
        flash(_("Import undone: there are no figures for %(year)s any more.", year=imported.year))
    else:
        flash(_("Import undone: the file before it counts again for %(year)s.", year=imported.year))
    return after_post(url_for(".index"))


@hr.post("/<int:import_id>/redo")
@requires(Permission.HR_IMPORT)
def redo(import_id: int) -> ResponseReturnValue:
    """Do again what was undone, while nothing else was imported for its year."""
    imported = load(HrImport, import_id)
    if imported.id not in service.redoable():
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("This import can no longer be done again: send its file.")]
        return file_page(form)
    imported.undone_at = None
    record(current_person().id, "hr.redo", f"hr_import:{import_id}", utcnow(), year=imported.year)
    db.session.commit()
    flash(_("This import counts again for %(year)s.", year=imported.year))
    return after_post(url_for(".index"))
