"""Which key a request carries, and from where it may come."""

from contextlib import closing

import pytest
from starlette.datastructures import Headers

from service.store import SELF, Key, Store
from service.web.keys import Keyring, check_origin, is_loopback, keys_are_needed, read_bearer
from service.web.kinds import FORBIDDEN_ORIGIN, UNAUTHORIZED, Refused


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path)) as store:
        yield store


def headers(*pairs):
    return Headers(raw=[(name.encode(), value.encode("latin-1")) for name, value in pairs])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_an_address_of_this_machine_needs_no_key(host):
    assert is_loopback(host)
    assert not keys_are_needed("auto", host)
    assert keys_are_needed("always", host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.7", "news.example", "", "localhost.example", "127.0.0.1.example"]
)
def test_any_other_address_needs_one(host):
    assert keys_are_needed("auto", host)
    assert not keys_are_needed("never", host)


@pytest.mark.parametrize("told", ["Bearer dl_x", "bearer dl_x", "BEARER   dl_x ", "Bearer dl_x\t"])
def test_the_secret_stands_behind_the_scheme(told):
    assert read_bearer(headers(("authorization", told))) == "dl_x"


@pytest.mark.parametrize(
    "told",
    [(), ("",), ("Bearer",), ("Bearer ",), ("Basic dl_x",), ("dl_x",), ("Bearer dl_x", "Bearer dl_x"), ("Bearerdl_x",)],
)
def test_no_secret_or_more_than_one_is_refused(told):
    with pytest.raises(Refused) as refused:
        read_bearer(headers(*(("authorization", one) for one in told)))
    assert refused.value.kind is UNAUTHORIZED


def test_a_key_works_from_when_it_is_made_to_when_it_is_revoked_by_whichever_process(store, tmp_path):
    ring = Keyring(store)
    assert ring.find("dl_x") is None
    with closing(Store(tmp_path)) as other:
        key, secret = other.add_key("app", None)
        assert ring.find(secret) == key
        assert ring.find(secret[:-1]) is None
        assert other.limit("app", 7, None) == ring.find(secret)
        other.revoke("app")
    assert ring.find(secret) is None


def test_the_ring_knows_the_origins_of_the_keys_that_work(store, tmp_path):
    ring = Keyring(store)
    with closing(Store(tmp_path)) as other:
        other.page_secret()
        other.add_key("gull", ["https://gull.example", "https://www.gull.example"])
        other.add_key("tern", ["https://tern.example"])
        other.revoke("tern")
    assert ring.origins() == {"https://gull.example", "https://www.gull.example"}


def test_strange_secrets_are_unknown_ones(store):
    assert all(Keyring(store).find(odd) is None for odd in ("", "\ud800", "x" * 100_000, "' OR 1=1 --", "\x00"))


def key(*origins):
    return Key("key_1", "gull", origins or None, 60, None, "2025-06-25")


def allowed(one, *pairs, method="POST"):
    try:
        check_origin(one, method, headers(*pairs))
    except Refused as refused:
        return refused.kind is not FORBIDDEN_ORIGIN
    return True


def test_a_secret_key_may_come_from_anywhere():
    assert allowed(key())
    assert allowed(key(), ("origin", "https://any.example"))


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("https://gull.example", True),
        ("https://gull.example:8443", False),
        ("https://gull.example/", False),
        ("http://gull.example", False),
        ("https://evil-gull.example", False),
        ("https://gull.example.evil.example", False),
        ("https://GULL.example", False),
        ("null", False),
        ("", False),
        ("self", False),
    ],
)
def test_a_widgets_key_comes_from_its_own_pages_alone(origin, may):
    for method in ("GET", "POST"):
        assert allowed(key("https://gull.example"), ("origin", origin), method=method) is may


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_widgets_key_without_an_origin_or_with_two_is_refused(method):
    gull = ("origin", "https://gull.example")
    assert not allowed(key("https://gull.example"), method=method)
    assert not allowed(key("https://gull.example"), gull, gull, method=method)


def test_the_pages_key_comes_from_the_address_that_was_asked():
    host = ("host", "Dateline.example:8000")
    assert allowed(key(SELF), host, ("origin", "http://dateline.example:8000"))
    assert allowed(key(SELF), host, ("origin", "https://dateline.example:8000"))
    for other in ("http://dateline.example", "http://evil.example", "null", "", "self", "dateline.example:8000"):
        assert not allowed(key(SELF), host, ("origin", other))
        assert not allowed(key(SELF), host, ("origin", other), method="GET")


def test_the_page_reads_without_an_origin_as_browsers_do_but_does_not_ask_without_one():
    host = ("host", "dateline.example")
    assert allowed(key(SELF), host, method="GET")
    assert not allowed(key(SELF), host, method="POST")
    assert not allowed(key(SELF), ("origin", "http://"), method="POST")
