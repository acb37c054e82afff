"""Files of plans, sent as the mission sends them."""

from __future__ import annotations

import io
import re

import xlsxwriter
from sqlalchemy import func, select

from app.documents.spreadsheets import write_csv
from app.extensions import db
from app.roadmaps.models import (
    Action,
    Axis,
    Change,
    Mandate,
    Objective,
    Placement,
    Policy,
    Roadmap,
)

ADA = "ada@metropole.example"
HEADER = [
    "politique",
    "politique_en",
    "categorie",
    "ambassade",
    "axe",
    "objectif",
    "code",
    "action",
]
PLAN = [
    ["Sport", "Sports", "prioritaire", ADA, "Accès", "Ouvrir", "1.1", "Compter"],
    ["", "", "", "", "", "", "1.2", "Former"],
    ["", "", "", "", "", "Financer", "", ""],
    ["Culture", "", "à lancer", "", "", "", "", ""],
]
TABLES = (Policy, Roadmap, Axis, Objective, Action, Placement, Mandate, Change)


def counts():
    """How many rows of each kind there are."""
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def address(programme):
    db.session.rollback()
    return f"/roadmaps/programmes/{programme.id}/import"


def upload(client, programme, rows, header=HEADER, status=200):
    """Step 2: what would be made of a file, or what is wrong with it."""
    content = rows if isinstance(rows, bytes) else write_csv(header, rows)
    sent = {"file": (io.BytesIO(content), "plan.csv")}
    return client.post(address(programme), sent, status).get_data(as_text=True)


def sealed_in(page):
    return re.search(r'name="sealed" value="([\w+/=]+)"', page)[1]


def confirm(client, programme, page, status=303):
    return client.post(f"{address(programme)}/confirm", {"sealed": sealed_in(page)}, status)


def load_plan(client, programme, rows=PLAN, header=HEADER):
    confirm(client, programme, upload(client, programme, rows, header))


def workbook(rows):
    """An XLSX of rows as people type them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Plan")
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()
