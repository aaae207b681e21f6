"""A chat model in a GGUF file, run in this process by llama.cpp (the extra ``[local]``).

xllamacpp serves OpenAI's wire format on a free port of 127.0.0.1, behind a key made for this one server, so that the
rest of the service talks to it as to any other endpoint. The server ends when its object does; it has no other stop.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from corpus.errors import SettingError

CONTEXT_TOKENS = 8192
"""Prompt and reply together. More costs memory for every token, used or not."""

REPLY_TOKENS = 512
"""Twice a long answer. A small model that repeats itself would otherwise write until the context is full."""

_INSTALL = "install the extra: pip install 'dateline[local]'"
_START_SECONDS = 60.0
_ERRORS_ONLY = 1  # llama.cpp's verbosity; its default writes some hundred lines to stderr


@dataclass(frozen=True)
class LocalServer:
    """A model served on loopback. ``close`` stops it and frees its memory; it may be called twice."""

    base_url: str
    api_key: str
    close: Callable[[], None]


def find(where: str) -> Path:
    """The file that ``/path/model.gguf`` or ``hf:OWNER/REPO/FILE`` names, fetched from Hugging Face where need be.

    ``huggingface_hub`` keeps what it fetched, and honours ``HF_HOME`` and ``HF_HUB_OFFLINE``.

    Raises:
        SettingError: there is no such file, or it is no GGUF file.
    """
    path = _fetched(where.removeprefix("hf:")) if where.startswith("hf:") else Path(where).expanduser()
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise SettingError(f"the model file {path} cannot be read ({error.strerror}): check the path") from error
    if magic != b"GGUF":
        raise SettingError(f"{path} is not a GGUF file: give a model that llama.cpp can run")
    return path


def start(path: Path) -> LocalServer:
    """Load the model (seconds to minutes) and serve it.

    Raises:
        SettingError: xllamacpp is not installed, or llama.cpp cannot load the file.
    """
    try:
        import xllamacpp  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SettingError(f"a model in a GGUF file needs xllamacpp ({error}): {_INSTALL}") from error
    key = secrets.token_urlsafe(32)
    wish = xllamacpp.CommonParams()
    wish.model.path = str(path)
    wish.hostnames, wish.port, wish.api_keys = ["127.0.0.1"], 0, [key]
    wish.n_ctx, wish.n_predict, wish.n_parallel = CONTEXT_TOKENS, REPLY_TOKENS, 1
    wish.ui, wish.endpoint_slots, wish.endpoint_props = False, False, False
    wish.verbosity = _ERRORS_ONLY
    try:
        running = [xllamacpp.Server(wish)]
    except RuntimeError as error:
        raise SettingError(f"llama.cpp cannot load {path}: it may be cut short, or need a newer xllamacpp") from error
    base_url = f"{running[0].listening_address}/v1"
    _wait_until_serving(base_url, key)
    return LocalServer(base_url, key, running.clear)


def _wait_until_serving(base_url: str, key: str) -> None:
    """Return once the server answers: closed before its loop has begun, it was seen to hang."""
    asking = Request(f"{base_url}/models", headers={"Authorization": f"Bearer {key}"})  # noqa: S310 - loopback
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            urlopen(asking, timeout=_START_SECONDS).close()  # noqa: S310 - loopback
            return
        except OSError as error:
            if time.monotonic() > until:
                raise SettingError(f"llama.cpp loaded the model but does not answer ({error})") from error
            time.sleep(0.05)


def _fetched(name: str) -> Path:
    owner, _, rest = name.partition("/")
    repo, _, file = rest.partition("/")
    if not (owner and repo and file):
        raise SettingError(f"gguf:hf:{name} must read gguf:hf:OWNER/REPO/FILE.gguf")
    try:
        from huggingface_hub import hf_hub_download  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SettingError(f"fetching a model from Hugging Face needs huggingface-hub: {_INSTALL}") from error
    try:
        return Path(hf_hub_download(f"{owner}/{repo}", file))
    except (OSError, ValueError) as error:  # what huggingface_hub raises is one or the other, a bad name the latter
        raise SettingError(
            f"{file} of {owner}/{repo} cannot be fetched ({type(error).__name__}): check the name and the network"
        ) from error
