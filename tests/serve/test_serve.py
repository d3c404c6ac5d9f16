"""The live preview: it follows what is saved, and answers nobody but this computer."""

import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.errors import Refused
from playbook.serve.preview import Preview
from playbook.serve.server import Server

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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "sale"
    folder.mkdir()
    path = folder / "playbook.yaml"
    path.write_text(SALE, "utf-8")
    return path


@pytest.fixture
def server(file: Path) -> Iterator[Server]:
    with served(file) as made:
        yield made


class served:  # noqa: N801 - reads as a word in a with
    """A server that answers and watches until the block ends."""

    def __init__(self, *paths: Path, templates: tuple[Path, ...] = ()) -> None:
        self.server = Server(Preview(paths, templates))

    def __enter__(self) -> Server:
        for work in (self.server.watch, lambda: self.server.serve_forever(poll_interval=0.01)):
            threading.Thread(target=work, daemon=True).start()
        return self.server

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.end()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    status, text = answer.status, answer.read().decode()
    connection.close()
    return status, text


def notes(server: Server) -> Any:
    return json.loads(ask(server, "/-/notes.json")[1])


def save(server: Server, path: Path, text: str) -> None:
    """Save a file, and wait until the server has noticed."""
    version = server.version
    path.write_text(text, "utf-8")
    for _try in range(8):
        now = server.news(version)
        if now != version:
            break
    assert now == version + 1
    assert "mistake of playbook" not in server.shown.problem


def test_the_pages_of_the_handbook_are_there_and_nothing_else(server: Server, file: Path) -> None:
    for path in ("/", "/index.html", "/stage-qualified.html?x=1"):
        status, page = ask(server, path)
        assert status == 200
        assert "Qualified" in page
        assert '<script src="/-/live.js" defer></script>' in page
    assert ask(server, "/assets/handbook.css")[0] == 200
    assert ask(server, "/-/live.js")[0] == 200
    for path in (
        "/nothing.html",
        "/playbook.yaml",
        "/../playbook.yaml",
        "/%2e%2e/playbook.yaml",
        f"/{file}",
        "//etc/passwd",
    ):
        assert ask(server, path) == (404, "")
    assert ask(server, "/", "HEAD") == (200, "")
    assert ask(server, "/", "POST")[0] == 501


def test_a_page_may_ask_back_here_and_nowhere_else(server: Server) -> None:
    page = ask(server, "/")[1]
    assert "default-src &#39;none&#39;; connect-src &#39;self&#39;;" in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 403),
        ({"Host": "localhost:{port}"}, 200),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/-/notes.json", "/-/live.js"])
def test_only_this_computer_and_our_own_pages_get_an_answer(
    server: Server, path: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(port=server.server_port) for name, value in headers.items()}
    assert ask(server, path, **sent)[0] == status


def test_news_is_kept_from_other_sites_too(server: Server) -> None:
    assert ask(server, "/-/news", Host="evil.example")[0] == 403


def test_it_listens_on_the_loopback_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_a_sentence(server: Server, file: Path) -> None:
    with pytest.raises(Refused, match=r"Port \d+ cannot be used: .* --port"):
        Server(Preview([file]), server.server_port)


def test_the_pages_follow_what_is_saved(server: Server, file: Path) -> None:
    save(server, file, SALE.replace("Hold the call", "Visit them"))
    assert "Visit them" in ask(server, "/stage-qualified.html")[1]
    beside = file.with_name("tracks.yaml")
    save(
        server,
        beside,
        "legal:\n  name: Legal review\n  phases: [{id: a, name: A, during: [qualified]}]\n",
    )
    assert ask(server, "/track-legal.html")[0] == 200
    version = server.version
    beside.unlink()
    assert server.news(version) == version + 1
    assert ask(server, "/track-legal.html")[0] == 404


def test_the_pages_follow_templates_of_ones_own(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "handbook"
    own.mkdir(parents=True)
    template = own / "page.html"
    with served(file, templates=(own.parent,)) as server:
        save(server, template, "never used")
        assert server.shown.problem == ""
        save(server, own / "stage.html", "{{ nonsense }}")
        assert "stage.html:1" in server.shown.problem
        save(server, own / "stage.html", "<head></head>my own page")
        assert "my own page" in ask(server, "/stage-qualified.html")[1]


def test_what_is_found_is_told_with_its_page(server: Server, file: Path) -> None:
    [vague] = [each for each in notes(server)["notes"] if each["code"] == "PB302"]
    assert vague["page"] == "stage-qualified.html"
    assert vague["at"] == "sale/stages/0/exit/0"
    assert vague["place"].endswith("playbook.yaml:7")
    assert vague["severity"] == "warning"
    save(server, file, SALE.replace("A good feeling about the deal", "The buyer has signed"))
    assert "PB302" not in {each["code"] for each in notes(server)["notes"]}


@pytest.mark.parametrize(
    "broken",
    [
        SALE.replace("stages:", "stages: ["),
        SALE.replace("kind: won", "kind: win"),
        SALE.replace("id: sale\n", ""),
        "",
    ],
)
def test_while_the_playbook_is_broken_the_last_pages_stay(
    server: Server, file: Path, broken: str
) -> None:
    before = ask(server, "/stage-qualified.html")[1]
    save(server, file, broken)
    assert ask(server, "/stage-qualified.html")[1] == before
    told = notes(server)
    assert told["problem"]
    save(server, file, SALE)
    assert notes(server)["problem"] == ""


def test_a_playbook_that_is_gone_can_come_back(server: Server, file: Path) -> None:
    version = server.version
    file.unlink()
    assert server.news(version) == version + 1
    assert "playbook.yaml" in notes(server)["problem"] or notes(server)["problem"]
    save(server, file, SALE)
    assert notes(server)["problem"] == ""


def test_a_playbook_that_is_broken_from_the_start_has_a_page_that_says_so(file: Path) -> None:
    file.write_text(SALE.replace("kind: won", "kind: <b>win</b>"), "utf-8")
    with served(file) as server:
        status, page = ask(server, "/")
        assert status == 200
        assert "cannot be made yet" in page
        assert "<b>win</b>" not in page
        save(server, file, SALE)
        assert "Qualified" in ask(server, "/")[1]


def test_ctrl_c_ends_it_in_good_order(file: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "playbook", "serve", str(file), "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a shell may have it ignored
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("The handbook is at http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in err
