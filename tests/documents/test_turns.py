"""Documents that somebody waits for are made one at a time, with a short queue."""

import threading

import pytest

from app.documents import turns
from app.documents.turns import AT_ONCE, WAITING, TooMany, Turns
from tests.surveys import factories


def test_one_is_made_while_a_few_wait_and_no_more():
    queue, finish, made = Turns(), threading.Event(), []
    refused = threading.Semaphore(0)

    def make(number):
        try:
            with queue.turn(f"document {number}"):
                assert finish.wait(10)
                made.append(number)
        except TooMany:
            refused.release()

    threads = [threading.Thread(target=make, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for _ in range(20 - AT_ONCE - WAITING):
        assert refused.acquire(timeout=10)
    finish.set()
    for thread in threads:
        thread.join()
    assert len(made) == AT_ONCE + WAITING
    with queue.turn("later"):
        pass


def test_one_document_is_not_made_twice_at_once():
    queue = Turns()
    with queue.turn("copy"), pytest.raises(TooMany), queue.turn("copy"):
        pass
    with pytest.raises(ZeroDivisionError), queue.turn("copy"):
        raise ZeroDivisionError
    with queue.turn("copy"):
        pass


def test_who_comes_too_many_is_told_at_once(app, client, settings, monkeypatch):
    campaign = factories.make_campaign(settings, factories.make_managers(12))
    factories.begin(client, settings, campaign)
    path = f"/answer/{campaign.code}/copy.pdf"
    with turns.turn("another"), monkeypatch.context() as patch:
        patch.setattr(turns, "AT_ONCE", 0)
        patch.setattr(turns, "WAITING", 1)
        answer = client.get(path, 429)
    assert answer.headers["Retry-After"] == "5"
    assert "déjà en cours" in answer.get_data(as_text=True)
