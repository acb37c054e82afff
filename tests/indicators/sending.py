"""Agents' files as HR sends them by the pages, and the worker reads and counts them."""

import io

from sqlalchemy import func, select

from app.extensions import db
from app.indicators import service
from app.indicators.core.agents import NOBODY, completed
from app.indicators.service.snapshots import agents_of
from app.jobs.service import run_all
from app.web.settings import keys


def upload(data, name="agents.csv", year="2023"):
    return {"file": (io.BytesIO(data), name), "year": year}


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def kept(year):
    """The agents that are kept of a year."""
    imported = service.current_import(year)
    agents = agents_of(imported, keys()) if imported else None
    return NOBODY if agents is None else completed(agents)


def send_files(client, files, year="2023"):
    """Several files together, and the worker's reading; the address of step 2."""
    sent = [(io.BytesIO(data), name) for name, data in files.items()]
    answer = client.post("/agents-file/", {"file": sent, "year": year})
    run_all()
    return answer.location


def send(client, data, year="2023", name="agents.csv"):
    """Step 1, and the worker's reading; the address of step 2."""
    answer = client.post("/agents-file/", upload(data, name, year))
    run_all()
    return answer.location


def check(client, data, year="2023"):
    """Step 2, once the worker has read the file; the address of step 3."""
    address = send(client, data, year)
    page = client.get(address).get_data(as_text=True)
    assert f'action="{address}/confirm"' in page, page
    return f"{address}/confirm"


def page_of(client, data, year="2023"):
    """What is said of a file, once the worker has read it."""
    return client.get(send(client, data, year)).get_data(as_text=True)


def confirm(client, data, year="2023"):
    """Step 3, and the worker's count."""
    answer = client.post(check(client, data, year))
    run_all()
    return answer
