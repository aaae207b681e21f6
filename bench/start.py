"""How long after the command the service says that it is there, and how long until it can answer.

    python bench/start.py [--times 5]

Serves the sample archive with the default embedding model, no chat model, in a new process each time, after one start
that is not counted and that warms the system's file cache. Prints the figures as JSON and writes them to
bench/out/start.json; ends with 1 where a median misses its target. The load of the machine is told beside them.
"""

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

REPOSITORY = Path(__file__).resolve().parent.parent
OUT = REPOSITORY / "bench" / "out" / "start.json"
TARGETS_S = {"healthz": 2.0, "ready": 6.0}
AIM_READY_S = 3.0
LIMIT_S = 120.0
_EVERY_S = 0.01
_STEPS = ("service.web.app", "service.start", "corpus.vectors", "torch", "sentence_transformers")


def main() -> int:
    """Measures, prints, and tells whether the targets are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    times: int = parser.parse_args().times
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        _dateline("ingest", str(REPOSITORY / "articles"), "--data", str(data))
        starts = [start(data) for _ in range(times + 1)][1:]
    medians = {name: round(statistics.median(one[name] for one in starts), 2) for name in starts[0]}
    met = {name: medians[name] <= limit for name, limit in TARGETS_S.items()}
    figures = {
        "machine": {"cpus": os.cpu_count(), "python": platform.python_version(), "load": [before, os.getloadavg()[0]]},
        "seconds": [{name: round(value, 2) for name, value in one.items()} for one in starts],
        "median_s": medians,
        "target_s": TARGETS_S,
        "aim_ready_s": AIM_READY_S,
        "met": {**met, "aim": medians["ready"] <= AIM_READY_S},
        "imports_s": {module: import_s(module) for module in _STEPS},
    }
    text = json.dumps(figures, indent=1)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if all(met.values()) else 1


def start(data: Path) -> dict[str, float]:
    """Seconds from the command to the first good /healthz and /readyz, and to the end of a first answer.

    ``processor``: what all of that took of the processors, whoever else was using them.
    """
    port = _free_port()
    command = [sys.executable, "-m", "dateline", "serve", "--port", str(port), "--data", str(data)]
    told: dict[str, float] = {}
    began = time.monotonic()
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as service:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT_S, trust_env=False) as client:
                _until_well(client, "/healthz", service, began + LIMIT_S)
                told["healthz"] = time.monotonic() - began
                _until_well(client, "/readyz", service, began + LIMIT_S)
                told["ready"] = time.monotonic() - began
                client.post("/ask", json={"question": "When is the NATO summit in The Hague?"}).raise_for_status()
                told["first_answer"] = time.monotonic() - began
                return told
        finally:
            service.terminate()
            told["processor"] = _processor_s(service)


def import_s(module: str) -> float:
    """Seconds that a new Python spends on importing a module, its own start included: the least of three."""

    def once() -> float:
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", f"import {module}"], cwd=REPOSITORY, check=True)
        return time.monotonic() - began

    return round(min(once() for _ in range(3)), 2)


def _processor_s(service: "subprocess.Popen[bytes]") -> float:
    """Wait for the end of a process; seconds of processor time that it used."""
    _, status, used = os.wait4(service.pid, 0)
    service.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _until_well(client: httpx.Client, path: str, service: "subprocess.Popen[bytes]", latest: float) -> None:
    while True:
        try:
            if client.get(path).is_success:
                return
        except httpx.TransportError:
            if service.poll() is not None:
                raise SystemExit(f"the service ended with {service.returncode}") from None
        if time.monotonic() > latest:
            raise SystemExit(f"{path} was not well within {LIMIT_S} s")
        time.sleep(_EVERY_S)


def _dateline(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "dateline", *arguments], cwd=REPOSITORY, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
