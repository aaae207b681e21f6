"""Starting the service as a process of its own, asking it, and stopping it: for the checks beside this file."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_S = 180
"""How long a first start may take: it takes in the sample articles and loads the model."""
STOP_S = 30


def free_port() -> int:
    """A port of the loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], ready: Callable[[], bool], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `command` in `folder` until the block ends; begins the block when `ready` says so.

    Raises:
        SystemExit: it ended by itself, was not ready in time, or did not stop when told to.
    """
    process = subprocess.Popen(command, cwd=folder, env=dict(environment))
    try:
        end = time.monotonic() + START_S
        while not ready():
            if process.poll() is not None:
                raise SystemExit(f"{command[-1]} ended with {process.returncode} before it was ready")
            if time.monotonic() > end:
                raise SystemExit(f"{command[-1]} was not ready after {START_S} s")
            time.sleep(0.2)
        yield process
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            raise SystemExit(f"{command[-1]} did not stop within {STOP_S} s of SIGTERM") from None
    finally:
        process.kill()
        process.wait()


def ask(address: str, question: str) -> dict[str, Any]:
    """The answer to `POST /ask`, as its JSON object."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        answer: dict[str, Any] = json.load(reply)
    return answer


def get(address: str) -> str:
    """The text at an address; whatever is not 200 raises."""
    with urllib.request.urlopen(address, timeout=20) as reply:
        text: str = reply.read().decode()
    return text
