"""Requests that the service's own description allows and forbids, and bytes that are hardly requests.

    python bench/service_requests.py [--requests 100000] [--seed 1] [--json FILE]

The real service on the sample archive, without a model. Half of the requests are schemathesis' (all its checks, against
/openapi.json), the other half go over plain sockets: true requests in which a header, a length, the body or the order
of the bytes is wrong. Counted: status 500, answers that are no HTTP, problems that are not described, connections that
hang. The exit code is 1 where there is one, or schemathesis finds a fault.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from service_load import ROOT, sample_service

AT_ONCE = 50
OPERATIONS = 12  # of the description, among which schemathesis shares its examples
_HANG_S, _IDLE_S = 20.0, 0.5  # where all was sent that an answer needs; and where more is waited for
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) [ -~]*\r\n")
_TYPES = (b"application/json", b"application/problem+json")
_PROBLEMS = frozenset(re.findall(r"^\| `([a-z-]+)` \| \d+ \|", (ROOT / "docs" / "api.md").read_text("utf-8"), re.M))
_ASK = json.dumps({"question": "When is the NATO summit in The Hague?"}).encode()
_PATHS = (
    b"/ask",
    b"/search",
    b"/articles",
    b"/articles/x",
    b"/snapshots/current",
    b"/v1/models",
    b"/v1/chat/completions",
)
_METHODS = (b"GET", b"POST", b"PUT", b"DELETE", b"HEAD", b"OPTIONS", b"PATCH", b"TRACE", b"get", b"", b"G\x00T")
_HEADERS = (
    b"Host: localhost",
    b"Host:",
    b"Host: a\r\nHost: b",
    b"Content-Type: application/json",
    b"Content-Type: text/plain",
    b"Content-Type: application/json; charset=utf-16",
    b"Accept: text/event-stream",
    b"Accept: */*;q=0",
    b"Accept: \xff",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: x",
    b"Expect: 100-continue",
    b"Origin: null",
    b"Origin: https://evil.example",
    b"Authorization: Bearer x",
    b"Authorization: Basic \x80",
    b"X-A: " + b"a" * 9_000,
    b": no name",
    b"No colon",
    b" folded",
    b"Connection: close",
    b"Upgrade: websocket",
    b"Content-Encoding: gzip",
    b"Cookie: a=b",
    b"X-Request-Id: <script>",
    b"Range: bytes=0-1",
)
_BODIES = (
    _ASK,
    b"",
    b"{",
    b"null",
    b"[]",
    b"1e999",
    b'{"question": "\\ud800"}',
    b'{"question": "' + b"a" * 70_000 + b'"}',
    b"\xff\xfe",
    b"[" * 5_000,
    b'{"question": "When?", "as_of": "0000-00-00"}',
    b'{"question": "When?", "max_sources": 1e400}',
    b'{"question": "When?", "history": [{"role": "system", "content": ""}]}',
    b'{"question": "\x00"}',
    b'{"query": "summit"}',
    b'{"question": "When?", "filters": {"article_ids": ["../../etc/passwd"]}}',
    b'{"messages": [{"role": "user", "content": []}]}',
)


def main() -> int:
    """Runs both halves, prints, writes JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path, default=ROOT / "bench" / "out" / "service_requests.json")
    told = options.parse_args()
    with sample_service() as (port, _, service):
        raw = asyncio.run(campaign(port, told.requests // 2, random.Random(told.seed)))
        fault = schemathesis(port, told.requests // 2, told.seed)
        alive = service.poll() is None
    figures = {"raw": raw, "schemathesis": "faults" if fault else "no fault", "alive": alive}
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 1 if fault or not alive or any(name in raw for name in ("500", "no HTTP", "hangs", "not described")) else 0


def schemathesis(port: int, requests: int, seed: int) -> int:
    """All checks of schemathesis; its exit code."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"http://127.0.0.1:{port}/openapi.json",
        "--checks=all",
        f"--max-examples={max(5, requests // OPERATIONS)}",
        f"--seed={seed}",
        "--no-color",
    ]
    with tempfile.TemporaryDirectory() as folder:  # it leaves files where it runs
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HYPOTHESIS")}
        hooks = {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(ROOT / "bench")}
        return subprocess.run(command, cwd=folder, env=kept | hooks, check=False).returncode


async def campaign(port: int, count: int, chance: random.Random) -> dict[str, int]:
    """So many odd requests, some at a time; how many ended in which way."""
    ends: Counter[str] = Counter()
    for start in range(0, count, AT_ONCE):
        requests = [request(chance) for _ in range(start, min(start + AT_ONCE, count))]
        ends.update(await asyncio.gather(*(send(port, one) for one in requests)))
    return dict(sorted(ends.items()))


def request(chance: random.Random) -> bytes:
    """One request with as many faults as chance will have it; about one in six has none."""
    path = chance.choice(_PATHS) if chance.random() < 0.9 else b"/" + chance.randbytes(chance.randint(0, 40))
    method = chance.choice(_METHODS) if chance.random() < 0.2 else b"POST"
    version = b"HTTP/1.1" if chance.random() < 0.95 else chance.choice((b"HTTP/9.9", b"HTTP/1.0", b""))
    body = chance.choice(_BODIES)
    headers = chance.sample(_HEADERS, chance.randint(1, 4) if chance.random() < 0.6 else 0)
    if chance.random() < 0.8:
        headers += [b"Host: localhost", b"Content-Type: application/json"]
    if chance.random() < 0.85:
        headers.append(b"Content-Length: %d" % len(body))
    whole = b"%s %s %s\r\n" % (method, path, version) + b"".join(h + b"\r\n" for h in headers) + b"\r\n" + body
    if chance.random() < 0.1:  # a part of it, or a byte turned
        at = chance.randrange(len(whole))
        whole = whole[:at] if chance.random() < 0.5 else whole[:at] + chance.randbytes(1) + whole[at + 1 :]
    return whole


async def send(port: int, whole: bytes) -> str:
    """Send it and read all: a status, or what was wrong."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    response = b""
    try:
        writer.write(whole)
        while not answered(response):
            async with asyncio.timeout(_HANG_S if complete(whole) and not response else _IDLE_S):
                piece = await reader.read(65_536)
            if not piece:
                break
            response += piece
    except TimeoutError:  # it waits for the rest of what was sent, or keeps the connection for the next request
        return judged(response) if response or not complete(whole) else "hangs"
    except ConnectionError:
        return "connection lost"
    finally:
        writer.close()
    return judged(response)


def complete(whole: bytes) -> bool:
    """Whether the service has all that it needs to answer: the body's length is told, and so much was sent."""
    head, end, body = whole.partition(b"\r\n\r\n")
    lengths = re.findall(rb"\r\n[Cc]ontent-[Ll]ength: (\d+)", head)
    return bool(end) and b"Transfer-Encoding" not in head and len(lengths) == 1 and len(body) >= int(lengths[0])


def answered(response: bytes) -> bool:
    """Whether a whole response came: of a connection that stays open nothing more is to be expected."""
    head, end, body = response.partition(b"\r\n\r\n")
    length = re.search(rb"\r\n[Cc]ontent-[Ll]ength: (\d+)", head)
    return bool(end) and length is not None and len(body) >= int(length[1])


def judged(response: bytes) -> str:
    """What a response is worth: its status, where it is HTTP and its body is what the description tells of it."""
    if not response:
        return "no response"
    status = _STATUS.match(response)
    if status is None:
        return "no HTTP"
    head, _, body = response.partition(b"\r\n\r\n")
    code = status[1].decode()
    told = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-type:")), b"")
    if code[0] not in "45" or b"x-request-id" not in head.lower():  # the HTTP parser's own words have no id
        return code
    problem = re.search(rb"urn:dateline:problem:([a-z-]+)|\"code\": ?\"([a-z_-]+)\"", body)
    named = problem is not None and (problem[1] or problem[2]).decode().replace("_", "-") in _PROBLEMS
    if body and not (named and any(kind in told for kind in _TYPES)):
        return "not described"
    return code


if __name__ == "__main__":
    sys.exit(main())
