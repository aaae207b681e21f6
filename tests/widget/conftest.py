"""A reader with a real Chromium, and a service on loopback that plays scripted answers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

COUNT_VIOLATIONS = """
  window.violations = [];
  addEventListener('securitypolicyviolation', event => window.violations.push(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`), true);
  window.heard = [];
  for (const name of ['submit', 'start', 'complete', 'stop', 'error', 'citation-open', 'copy', 'feedback', 'open',
    'close'])
    addEventListener(`dateline-${name}`, event => window.heard.push([name, event.detail]));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "no chromium on the PATH, so the widget was not tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    ours = {"executable_path": chromium, "args": ["--no-sandbox", "--font-render-hinting=none"]}
    return browser_type_launch_args | ours


@pytest.fixture(scope="session")
def browser_name() -> str:
    return "chromium"


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    program = Path(__file__).with_name("scripted_service.py")
    process = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, "the scripted service did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@dataclass
class Reader:
    """Somebody at the page: asks, looks, and knows what the page did behind their back."""

    page: Page
    service: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def question(self) -> Locator:
        return self.page.get_by_role("textbox", name="Your question")

    @property
    def answer(self) -> Locator:
        return self.page.locator("dateline-ask .turn").last

    @property
    def text(self) -> Locator:
        return self.answer.locator("[part=text]")

    @property
    def card(self) -> Locator:
        return self.page.locator("dateline-ask [part=card]:popover-open")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def ask(self, question: str) -> None:
        self.question.fill(question)
        self.question.press("Enter")

    def release(self) -> None:
        assert self.page.request.post(f"{self.service}/release").ok

    def heard(self, name: str) -> list[dict[str, object]]:
        """Details of the element's events of one name, as a listener on the window got them."""
        return [detail for said, detail in self.page.evaluate("window.heard") if said == name]


@pytest.fixture
def reader(page: Page, service: str) -> Iterator[Reader]:
    """Opens the page; afterwards nothing may have broken its policy, called elsewhere or thrown."""
    made = Reader(page, service)
    page.add_init_script(COUNT_VIOLATIONS)
    page.on("request", lambda request: made.requests.append(request.url))
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.goto(service)
    yield made
    assert page.evaluate("window.violations") == []
    assert [url for url in made.requests if not url.startswith((service, "data:"))] == []
    assert made.errors == []
