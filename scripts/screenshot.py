"""Takes the picture of the page that the README shows: a running service's address, and the file to write."""

import shutil
import sys

from playwright.sync_api import sync_playwright

QUESTION = "When is the NATO summit in The Hague?"


def main(address: str, picture: str) -> None:
    """Ask the first suggested question in Chromium and save what stands on the page then."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 1000}, device_scale_factor=1.5)
        page.goto(address)
        page.get_by_role("button", name=QUESTION).click()
        page.get_by_text("statements checked").wait_for(timeout=60_000)
        page.screenshot(path=picture, animations="disabled")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
