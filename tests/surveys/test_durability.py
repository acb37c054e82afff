"""Answers outlive the server: killed between two requests, asked the same thing again and again.

A real server is killed as a power cut would, once for each request that writes: the request is on
its way, then nothing. The browser goes on with the cookies that it has.
"""

from __future__ import annotations

import http.client
import re
import threading
from urllib.parse import urlencode

import pytest
from nacl.public import SealedBox
from sqlalchemy import func, select, text

from app.extensions import begin_writing, db
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Ballot, Draft, Invitation, Participation
from app.surveys.campaigns.service import answering
from app.surveys.questionnaires.engine import open_ballot
from app.web.once import new_number
from tests.people import Client
from tests.surveys import factories
from tools.browsing import Browser
from tools.serving import Server

pytestmark = pytest.mark.slow

COPIES = 50
#: What one person answers, page by page.
PAGES = {
    1: [("s1", "agree"), ("one", "b"), ("many", "x")],
    2: [("yn", "no"), ("n", "7"), ("cost", "1200")],
    3: [("sex", "woman"), ("directorate", "d01")],
}
WHOLE = {
    "s1": "agree",
    "one": "b",
    "many": ["x"],
    "yn": "no",
    "n": 7.0,
    "cost": 1200.0,
    "sex": "woman",
    "directorate": "d01",
}


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(24))


@pytest.fixture
def server(settings, tmp_path):
    """A server on the tests' database, never left behind; what it printed holds no answer."""
    environ = {
        "ISONOMIA_INSTANCE": str(settings.instance),
        "ISONOMIA_DATABASE_URL": settings.database_url,
        "ISONOMIA_SECRET_KEY": settings.secret_key,
    }
    log = tmp_path / "server.log"
    made = Server(environ, log)
    yield made
    made.kill()
    said = log.read_text()
    assert "Traceback" not in said
    assert "/answer/" not in said, "the server writes who comes when"


def link(settings, campaign):
    invitation = factories.invitations(campaign)[0]
    return f"/a/{invitation.token(settings.secret_key)}"


def stored(settings, campaign):
    """The answers in the urn, opened with the key that is still there, and who has answered."""
    db.session.rollback()
    box = SealedBox(KeyStore(settings.keys_dir).private(campaign.code))
    ballots = [open_ballot(box.decrypt(b)) for b in db.session.scalars(select(Ballot.sealed))]
    return ballots, db.session.scalars(select(Participation.invitation_id)).all()


def is_whole(settings, campaign):
    """One answer, one participation, all that was acknowledged, and no draft any more."""
    ballots, people = stored(settings, campaign)
    assert ballots == [WHOLE]
    assert people == [factories.invitations(campaign)[0].id]
    assert db.session.scalar(select(Draft.invitation_id)) is None


def form_at(browser, path, answers=()):
    """The form of a page, with these answers, sent by the button that goes on."""
    [form] = browser.visit("GET", path).forms
    return [*form.hidden, *answers, *form.buttons[:1]]


def send_and_kill(server, browser, path, sent):
    """Send a request, and kill the server before it has answered: done or not, nobody knows."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    marks = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{n}={v}" for n, v in browser.cookies.items()),
    }
    connection.request("POST", path, urlencode(sent), marks)
    server.kill()
    connection.close()


def after_a_kill(server, browser, path, sent):
    """The request is lost with the server, then sent again twice: where it leads."""
    send_and_kill(server, browser, path, sent)
    server.start()
    browser.close()
    first = browser.request("POST", path, sent)
    again = browser.request("POST", path, sent)
    assert first.status in (303, 422)
    assert again.status == 303 or path.count("/") == 2
    return first


def ticked(browser, path):
    """The answers that a page shows as chosen."""
    html = browser.request("GET", path).text
    return re.findall(r'name="(\w+)" value="(\w+)" checked', html)


def begin_after_a_kill(server, browser, start):
    """A draft that was begun under a code that the browser never got: it begins again."""
    sent = form_at(browser, start)
    if after_a_kill(server, browser, start, sent).status == 422:
        sent = [pair for pair in sent if pair[0] != "how"]
        assert browser.request("POST", start, [*sent, ("how", "again")]).status == 303


def test_a_server_killed_at_each_request_loses_and_doubles_nothing(server, settings, campaign):
    server.start()
    browser, start = Browser(server.port), f"/answer/{campaign.code}"
    browser.visit("GET", link(settings, campaign))
    begin_after_a_kill(server, browser, start)
    acknowledged = []
    for number, answers in PAGES.items():
        sent = form_at(browser, f"{start}/{number}", answers)
        after_a_kill(server, browser, f"{start}/{number}", sent)
        acknowledged.append((number, answers))
        for page, given in acknowledged:
            shown = ticked(browser, f"{start}/{page}")
            assert {pair for pair in given if pair[0] not in ("n", "cost")} <= set(shown)
    sent = form_at(browser, f"{start}/review")
    done = after_a_kill(server, browser, f"{start}/send", sent)
    assert done.location == f"{start}/thanks"
    server.kill()
    server.start()
    browser.close()
    assert browser.request("GET", f"{start}/thanks").status == 200
    is_whole(settings, campaign)


def in_parallel(work):
    """Do the same thing fifty times at once; what each gave."""
    together, found = threading.Barrier(COPIES), []

    def one(number):
        together.wait()
        found.append(work(number))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(COPIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == COPIES
    return found


def copy_of(browser):
    """Another tab of the same browser."""
    tab = Browser(browser.port)
    tab.cookies = dict(browser.cookies)
    return tab


def posted(browser, path, sent):
    tab = copy_of(browser)
    status = tab.request("POST", path, sent).status
    tab.close()
    return status


def test_fifty_copies_of_each_request_count_once(server, settings, campaign):
    """Every page saved fifty times at once, two pages at a time; then sent fifty times."""
    server.start()
    browser, start = Browser(server.port), f"/answer/{campaign.code}"
    page = browser.visit("GET", link(settings, campaign))
    browser.submit(page.forms[0], None)
    forms = {n: form_at(browser, f"{start}/{n}", answers) for n, answers in PAGES.items()}
    saved = in_parallel(lambda n: posted(browser, f"{start}/{n % 3 + 1}", forms[n % 3 + 1]))
    assert saved == [303] * COPIES
    sent = form_at(browser, f"{start}/review")
    answers = in_parallel(lambda _: posted(browser, f"{start}/send", sent))
    assert 303 in answers
    assert max(answers) < 500
    is_whole(settings, campaign)


# The same in process, where the order of two transactions can be chosen.


@pytest.fixture
def begun(app, settings, campaign):
    """Somebody who has answered every page and not sent; their browser's cookies and token."""
    client = app.test_client()
    client.get(link(settings, campaign))
    start = f"/answer/{campaign.code}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(start).text).group(1)
    post_form(client, start, {"csrf_token": token, "how": "begin"})
    for number, answers in PAGES.items():
        shown = [name for name, _ in answers]
        sent = {"csrf_token": token, "shown": shown, "go": "next", **dict(answers)}
        assert post_form(client, f"{start}/{number}", sent).status_code == 303
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield client, token
    app.config["PROPAGATE_EXCEPTIONS"] = True


def post_form(client, path, sent):
    db.session.rollback()
    with client.application.app_context():
        return client.post(path, data=sent)


def twin(client):
    """Another tab of the same browser."""
    found = client.application.test_client()
    found._cookies = dict(client._cookies)
    return found


def test_fifty_threads_send_once(app, settings, campaign, begun):
    client, token = begun
    path = f"/answer/{campaign.code}/send"
    db.session.rollback()

    def send(_):
        with app.app_context():
            return twin(client).post(path, data={"csrf_token": token}).status_code

    answers = in_parallel(send)
    assert 303 in answers
    assert max(answers) < 500
    is_whole(settings, campaign)


def waiting():
    """Whether somebody waits for a lock that this thread's transaction holds."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with db.engine.connect() as connection:
        return connection.scalar(query)


def meanwhile(app, database_name, act):
    """Have `act` done by another thread that comes to wait for this transaction, then commit."""
    found = []

    def other():
        with app.app_context():
            found.append(act())

    thread = threading.Thread(target=other)
    thread.start()
    while database_name == "postgresql" and thread.is_alive() and not waiting():
        thread.join(0.01)
    db.session.commit()
    thread.join()
    return found[0]


def send_here(campaign, client):
    """Send in this thread's transaction, which stays open."""
    invitation_id = factories.invitations(campaign)[0].id
    code = client.get_cookie(f"draft-{invitation_id}").value
    db.session.rollback()
    begin_writing()
    invitation = db.session.get_one(Invitation, invitation_id)
    answers = answering.load_draft(invitation, code, to_write=True)
    assert answering.submit_answers(invitation, answers, factories.OPENED)


def test_a_double_click_on_send_reads_as_sent(app, settings, campaign, begun, database_name):
    client, token = begun
    path = f"/answer/{campaign.code}/send"
    tab = twin(client)
    send_here(campaign, client)
    answer = meanwhile(app, database_name, lambda: tab.post(path, data={"csrf_token": token}))
    is_whole(settings, campaign)
    assert (answer.status_code, answer.location) == (303, f"/answer/{campaign.code}/thanks")


def test_a_save_that_comes_behind_the_sending_leaves_no_draft(
    app, settings, campaign, begun, database_name
):
    client, token = begun
    path, tab = f"/answer/{campaign.code}/1", twin(client)
    send_here(campaign, client)
    sent = {"csrf_token": token, "shown": ["one"], "one": "a", "go": "next"}
    answer = meanwhile(app, database_name, lambda: tab.post(path, data=sent))
    assert answer.status_code == 303
    is_whole(settings, campaign)


def test_a_double_click_on_begin_is_no_failure(app, settings, campaign, begun, database_name):
    second = factories.invitations(campaign)[1]
    tab = Client(app)
    tab.get(f"/a/{second.token(settings.secret_key)}", 302)
    sent = {"csrf_token": tab.token(), "once": new_number(), "how": "begin"}
    db.session.rollback()
    begin_writing()
    answering.save_draft(db.session.get_one(Invitation, second.id), {}, "code-of-the-first-click")
    path = f"/answer/{campaign.code}"
    answer = meanwhile(app, database_name, lambda: tab.browser.post(path, data=sent))
    assert answer.status_code in (303, 422)
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 2
