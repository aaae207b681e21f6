"""The commands that keep the service: its keys, and what readers said of its answers."""

import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpus.errors import NotFound, SettingError
from corpus.folder import DataFolder
from service.store import PER_MINUTE, Key, Store, path_in

keys_app = typer.Typer(help="Make, list, limit and revoke API keys.", no_args_is_help=True)
feedback_app = typer.Typer(help="See what readers said of answers.", no_args_is_help=True)


def _folder(given: str | DataFolder) -> DataFolder:
    return given if isinstance(given, DataFolder) else DataFolder(Path(given))


Data = Annotated[
    DataFolder,
    typer.Option("--data", envvar="DATELINE_DATA", metavar="FOLDER", parser=_folder, help="Folder of the archive."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
PerMinute = Annotated[int, typer.Option(min=1, max=100_000, help="Requests within a minute.")]
NewPerMinute = Annotated[int | None, typer.Option("--per-minute", min=1, max=100_000, help="Requests within a minute.")]
TokensPerDay = Annotated[
    int | None, typer.Option(min=1, max=10**12, help="The model's tokens within a day (UTC); any number if not given.")
]
Identity = Annotated[str, typer.Argument(metavar="NAME", help="A key's name or id.")]
_DATA = DataFolder(Path("data"))

out, err = Console(highlight=False, soft_wrap=True, emoji=False), Console(stderr=True, highlight=False, soft_wrap=True)


@keys_app.command(
    epilog="[dim]dateline keys add reader-app   dateline keys add gull --origin https://gull.example[/dim]"
)
def add(
    name: Annotated[str, typer.Argument(help="What you call it.")],
    origin: Annotated[
        list[str] | None, typer.Option(help="Make a public key for a widget on this site. Repeatable.")
    ] = None,
    per_minute: PerMinute = PER_MINUTE,
    tokens_per_day: TokensPerDay = None,
    data: Data = _DATA,
) -> None:
    """Make a key and print it; only its hash is kept, so it is shown this once."""
    from service.settings import whole_origin  # noqa: PLC0415 - pydantic is slow to import, and help needs none

    if not 1 <= len(name) <= 80 or not name.isprintable():
        raise SettingError("a key's name has 1 to 80 printable characters")
    try:
        origins = [whole_origin(one) for one in origin or ()]
    except ValueError as error:
        raise SettingError(f"--origin: {error}") from None
    with closing(Store(data.path)) as store:
        key, secret = store.add_key(name, origins, per_minute, tokens_per_day)
    sys.stdout.write(secret + "\n")
    use = f"public, for pages of {', '.join(origins)}" if origins else "secret, for programs"
    err.print(f"{key.id} {name!r}: {use}. It is shown this once.", markup=False)


@keys_app.command("list")
def list_keys(data: Data = _DATA, as_json: AsJson = False) -> None:
    """List all keys, revoked ones too; their secrets are not kept."""
    with _stored(data) as store:
        keys = store.all_keys()
    if as_json:
        sys.stdout.write(json.dumps([dataclasses.asdict(key) for key in keys], ensure_ascii=False, indent=2) + "\n")
        return
    for key in keys:
        out.print(_told(key), markup=False)


@keys_app.command()
def limit(
    name: Identity, per_minute: NewPerMinute = None, tokens_per_day: TokensPerDay = None, data: Data = _DATA
) -> None:
    """Change how much a key may ask; it counts from the next request."""
    with _stored(data) as store:
        out.print(_told(store.limit(name, per_minute, tokens_per_day)), markup=False)


@keys_app.command()
def revoke(name: Identity, data: Data = _DATA) -> None:
    """Take a key back; it counts from the next request."""
    with _stored(data) as store:
        out.print(_told(store.revoke(name)), markup=False)


@feedback_app.command()
def export(data: Data = _DATA, as_json: AsJson = False) -> None:
    """Print feedback as draft gold questions in YAML; with --json as it was given."""
    from service.drafts import drafts  # noqa: PLC0415 - with it comes a YAML library
    from service.settings import read_settings  # noqa: PLC0415 - as above

    with _stored(data) as store:
        store.forget_feedback(read_settings(data=data.path).feedback_days)
        feedback = store.feedback()
    if as_json:
        texts = [dataclasses.asdict(one) for one in feedback]
        parsed = [one | {name: json.loads(one[name]) for name in ("question", "answer")} for one in texts]
        sys.stdout.write(json.dumps(parsed, ensure_ascii=False, indent=2) + "\n")
        return
    sys.stdout.write(drafts(feedback))
    if not feedback:
        err.print("no feedback yet", markup=False)


@contextmanager
def _stored(data: DataFolder) -> Iterator[Store]:
    """What is kept already; nothing is made where a folder's name was mistyped."""
    if not path_in(data.path).exists():
        raise NotFound(f"{data.path} holds no keys and no feedback yet: `dateline keys add NAME` makes a key")
    with closing(Store(data.path)) as store:
        yield store


def _told(key: Key) -> str:
    use = "secret" if key.origins is None else " ".join(key.origins)
    budget = "any number of" if key.tokens_per_day is None else f"{key.tokens_per_day:,}"
    state = f"revoked {key.revoked}" if key.revoked else f"made {key.created}"
    return f"{key.id}  {key.name}  {use}  {key.per_minute} a minute, {budget} tokens a day  {state}"
