"""The live preview in a browser: it shows what is found, and follows what is saved."""

import subprocess
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.browser.harness import BROWSER, NEEDS_BROWSER

from playbook.serve.preview import Preview
from playbook.serve.server import Server

pytestmark = NEEDS_BROWSER

SALE = """\
id: sale
name: New business
stages:
  - id: qualified
    name: Qualified
    tasks: [Hold the call]
    exit: [A good feeling about the deal]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


class Watched(Server):
    """Knows how often the notes were asked for, which each page does once.

    A page has a picture that comes late, so that a browser does not take it for finished before.
    """

    def __init__(self, preview: Preview) -> None:
        self.asked = threading.Semaphore(0)
        self.is_over = threading.Event()
        super().__init__(preview)

    def content(self, path: str) -> tuple[str, bytes] | None:
        if path == "/-/late.svg":
            self.is_over.wait(90)
            return "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
        found = super().content(path)
        if path == "/-/notes.json":
            self.asked.release()
        if found is None or not path.endswith(".html"):
            return found
        kind, page = found
        return kind, page.replace(b"</body>", b'<img src="/-/late.svg" alt=""></body>')


def last_seen(server: Watched, page: str, file: Path, saved: str) -> str:
    """The page as it is after the browser has seen it once, and the file has been saved."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                f"--user-data-dir={profile}",
                "--dump-dom",
                f"{server.address}{page}",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.asked.acquire(timeout=60)
        file.write_text(saved, "utf-8")
        assert server.asked.acquire(timeout=60), "the page was not loaded again"
        threading.Timer(1, server.is_over.set).start()
        return browser.communicate(timeout=60)[0]


@pytest.mark.parametrize(
    ("saved", "seen", "unseen"),
    [
        (SALE.replace("Hold the call", "Visit them"), ["Visit them", "PB302"], ["Hold the call"]),
        (SALE.replace("A good feeling about the deal", "The buyer has signed"), [], ["PB302"]),
        (SALE.replace("kind: won", "kind: win"), ["Hold the call", "live-problem"], []),
    ],
)
def test_the_page_follows_what_is_saved_and_shows_what_is_found(
    tmp_path: Path, saved: str, seen: list[str], unseen: list[str]
) -> None:
    file = tmp_path / "playbook.yaml"
    file.write_text(SALE, "utf-8")
    server = Watched(Preview([file]))
    for work in (server.watch, lambda: server.serve_forever(poll_interval=0.01)):
        threading.Thread(target=work, daemon=True).start()
    try:
        page = last_seen(server, "stage-qualified.html", file, saved)
    finally:
        server.shutdown()
        server.end()
    for words in seen:
        assert words in page
    for words in unseen:
        assert words not in page
    if "PB302" in seen:
        criterion = page.partition('data-at="sale/stages/0/exit/0"')[2].partition("</li>")[0]
        assert "PB302" in criterion, "a note stands where it belongs"
