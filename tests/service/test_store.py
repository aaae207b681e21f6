"""Keys and feedback in their file."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from corpus.errors import NotFound, SettingError, StoreError
from service import store as kept
from service.store import SELF, Feedback, Store, hash_of, path_in


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path)) as store:
        yield store


def said(rating="up", answer_id="ans_1", days_ago=0.0):
    given = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat(timespec="seconds")
    return Feedback(answer_id, rating, "It names the day.", 1, '{"text": "When?"}', '{"id": "ans_1"}', given)


def test_a_key_is_found_by_its_secret_and_the_secret_is_stored_nowhere(store, tmp_path):
    key, secret = store.add_key("app", None, 60, 5_000)
    assert store.working_keys() == {hash_of(secret): key}
    assert secret.startswith("dl_")
    assert len(secret) > 40
    store.close()
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_key_with_origins_can_be_told_from_a_secret_one(store):
    key, secret = store.add_key("gull", ["https://gull.example"])
    assert secret.startswith("dlw_")
    assert key.origins == ("https://gull.example",)
    assert store.all_keys() == (key,)


def test_no_two_secrets_or_ids_are_alike(store):
    made = [store.add_key(f"app {n}", None) for n in range(20)]
    assert len({secret for _, secret in made}) == len({key.id for key, _ in made}) == 20


def test_a_revoked_key_is_listed_but_does_not_work_and_its_name_is_free(store):
    key, _ = store.add_key("app", None)
    revoked = store.revoke("app")
    assert revoked.id == key.id
    assert revoked.revoked is not None
    assert store.working_keys() == {}
    again, _ = store.add_key("app", None)
    assert [one.id for one in store.all_keys()] == [key.id, again.id]
    assert store.revoke(again.id).id == again.id


def test_a_name_stands_for_one_key(store):
    store.add_key("app", None)
    with pytest.raises(SettingError, match="there is a key named 'app'"):
        store.add_key("app", None)


@pytest.mark.parametrize("name", ["nobody", "' OR 1=1 --", ""])
def test_a_key_that_is_not_there_cannot_be_changed(store, name):
    store.add_key("app", None)
    with pytest.raises(NotFound, match="keys list"):
        store.revoke(name)
    with pytest.raises(NotFound):
        store.limit(name, 5, None)
    assert len(store.working_keys()) == 1


def test_limits_are_changed_one_by_one(store):
    store.add_key("app", None, 60, 5_000)
    assert store.limit("app", 5, None).per_minute == 5
    changed = store.limit("app", None, 9)
    assert (changed.per_minute, changed.tokens_per_day) == (5, 9)


def test_another_process_sees_that_something_changed(store, tmp_path):
    with closing(Store(tmp_path)) as other:
        before = store.changes()
        assert store.changes() == before
        other.add_key("app", None)
        assert store.changes() != before


def test_the_page_has_one_key_for_all_processes(store, tmp_path):
    with closing(Store(tmp_path)) as other:
        secret = store.page_secret()
        assert other.page_secret() == secret
    (key,) = store.all_keys()
    assert store.working_keys() == {hash_of(secret): key}
    assert key.origins == (SELF,)
    assert key.tokens_per_day


def test_the_pages_key_is_not_made_again_after_it_was_revoked(store):
    secret = store.page_secret()
    store.revoke("page")
    assert store.page_secret() == secret
    assert store.working_keys() == {}


def test_a_key_that_someone_named_page_keeps_its_name(store):
    store.add_key("page", None)
    store.page_secret()
    assert len(store.working_keys()) == 2


def test_feedback_comes_back_in_the_order_in_which_it_was_given(store):
    for rating in ("up", "down", "up"):
        store.add_feedback(said(rating), 90)
    assert [one.rating for one in store.feedback()] == ["up", "down", "up"]
    assert store.feedback()[0] == said()


def test_feedback_that_is_too_old_is_forgotten(store):
    store.add_feedback(said(answer_id="ans_old", days_ago=91), 100)
    store.add_feedback(said(answer_id="ans_new", days_ago=89), 90)
    assert [one.answer_id for one in store.feedback()] == ["ans_new"]
    store.forget_feedback(80)
    assert store.feedback() == ()


def test_feedback_cannot_fill_the_disk(store, monkeypatch):
    monkeypatch.setattr(kept, "MOST_FEEDBACK", 3)
    for number in range(5):
        store.add_feedback(said(answer_id=f"ans_{number}"), 90)
    assert [one.answer_id for one in store.feedback()] == ["ans_2", "ans_3", "ans_4"]


def test_many_threads_share_one_store(store):
    def write(number):
        for n in range(10):
            store.add_feedback(said(answer_id=f"ans_{number}_{n}"), 90)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.answer_id for one in store.feedback()}) == 80


def test_only_its_owner_can_read_what_is_kept(store, tmp_path):
    store.add_feedback(said(), 90)
    assert [file.stat().st_mode & 0o077 for file in tmp_path.iterdir()] == [0] * len(list(tmp_path.iterdir()))


def test_a_file_that_is_no_database_is_told(tmp_path):
    path_in(tmp_path).write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(StoreError, match=r"service\.sqlite cannot be used"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError):
        Store(tmp_path / "data")


def test_a_store_that_another_process_holds_is_told(store, tmp_path):
    store._run("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path_in(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            store.add_key("app", None)
        assert store.all_keys() == ()  # reading goes on
        other.execute("ROLLBACK")
    store.add_key("app", None)
