"""Who asks: the key that a request carries, and the pages that it may come from."""

from ipaddress import ip_address

from starlette.datastructures import Headers

from service.settings import Keys
from service.store import SELF, Key, Store, hash_of
from service.web.kinds import FORBIDDEN_ORIGIN, UNAUTHORIZED, Refused


def keys_are_needed(setting: Keys, host: str) -> bool:
    """Whether requests to a service that listens on ``host`` need a key."""
    return setting == "always" or (setting == "auto" and not is_loopback(host))


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to an address. A name other than ``localhost`` is taken for public."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Keyring:
    """The keys that work, in memory; a key that is added or revoked, by whatever process, counts from then on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: int | None = None
        self._keys: dict[bytes, Key] = {}
        self._origins: frozenset[str] = frozenset()

    def find(self, secret: str) -> Key | None:
        """The key that a secret is of. Found by its hash, so that a near miss takes no longer than any other.

        Raises:
            StoreError: the keys cannot be read.
        """
        self._refresh()
        return self._keys.get(hash_of(secret))

    def origins(self) -> frozenset[str]:
        """Every origin that some key is for. Raises as ``find``."""
        self._refresh()
        return self._origins

    def working(self) -> tuple[Key, ...]:
        """All keys that work. Raises as ``find``."""
        self._refresh()
        return tuple(self._keys.values())

    def _refresh(self) -> None:
        changes = self._store.changes()
        if changes != self._seen:
            self._keys = self._store.working_keys()
            self._origins = frozenset(origin for key in self._keys.values() for origin in key.origins or ()) - {SELF}
            self._seen = changes


def read_bearer(headers: Headers) -> str:
    """The secret that a request carries (RFC 6750, section 2.1).

    Raises:
        Refused: it carries none, an empty one, or more than one.
    """
    given = headers.getlist("authorization")
    scheme, _, secret = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Refused(UNAUTHORIZED)
    return secret.strip()


def check_origin(key: Key, method: str, headers: Headers) -> None:
    """See that a public key comes from a page that it is for; a secret key may come from anywhere.

    This binds browsers, which is what keeps other sites from using the key. Any other program can send any ``Origin``:
    against those stand the key's limits.

    Raises:
        Refused: the origin is another one, or missing.
    """
    if key.origins is None:
        return
    told = headers.getlist("origin")
    if len(told) == 1 and told[0] in set(key.origins) - {SELF}:
        return
    if SELF in key.origins:
        # Browsers send no Origin when a page reads from its own (Fetch, "append a request `Origin` header"), and always
        # one when another site's page sends a key.
        if not told and method in ("GET", "HEAD"):
            return
        if len(told) == 1 and _host(told[0]) == headers.get("host", "").lower():
            return
    raise Refused(FORBIDDEN_ORIGIN)


def _host(origin: str) -> str | None:
    scheme, _, host = origin.partition("://")
    return host if scheme in ("http", "https") and host else None
