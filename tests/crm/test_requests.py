"""Requests as files: what one answer gives is put into the next, and nothing else is."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.crm.stub import Answer, Call, Route, send, serving

from playbook.crm import Export
from playbook.files import write_folder
from playbook.rollout.requests import Request, Server, kept, text, written
from playbook.rollout.send import reached

AT = Server(address="https://api.example.com/v1/", headers={}, variables=())
STAGES = {
    "fields": [
        {"name": "Owner", "values": []},
        {"name": "Stage", "values": [{"label": "Talk", "id": 7}, {"label": "data.0.id", "id": 8}]},
    ]
}


def run(folder: Path, requests: Iterable[Request], answer: Any = STAGES) -> tuple[Any, list[Call]]:
    """What the program did, and what was sent."""

    def given(_call: Call) -> Answer:
        return 200, answer

    routes = [Route(method, "/v1/.*", given) for method in ("GET", "POST")]
    with serving(routes) as server:
        done = send(Export(written(requests, AT)), folder, server)
        return done, server.calls


@pytest.mark.parametrize(
    ("address", "key", "said"),
    [
        ("no address", "secret", "this cannot be sent; see whether these are right: KEY"),
        ("http://127.0.0.1:{port}", "se\ncret", "this cannot be sent"),
        ("http://127.0.0.1:{port}", "тайна", "this cannot be sent"),
        ("http://127.0.0.1:1/{{KEY}}", "secret", "nothing answers at http://127.0.0.1:1: "),
    ],
)
def test_what_cannot_be_sent_is_said_without_the_key(
    address: str, key: str, said: str, tmp_path: Path
) -> None:
    at = Server(address=address, headers={"Authorization": "{{KEY}}"}, variables=("KEY",))
    with serving([]) as server:
        made = Export(written([Request("list", "GET", "/fields")], at))
        folder = tmp_path / "out"
        write_folder(folder, made.files, of="a test")
        port = server.address.rsplit(":", 1)[1]
        told = json.loads((folder / "server.json").read_text("utf-8"))
        told["address"] = told["address"].replace("{port}", port)
        (folder / "server.json").write_text(json.dumps(told), "utf-8")
        done = subprocess.run(
            [sys.executable, "send.py"],
            cwd=folder,
            env={"PATH": "", "NO_PROXY": "*", "KEY": key},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert key.strip() not in done.stderr


def test_a_key_may_have_been_pasted_with_a_line_break(tmp_path: Path) -> None:
    at = Server(
        address="https://api.example.com/v1/", headers={"Key": "{{KEY}}"}, variables=("KEY",)
    )
    routes = [Route("GET", "/v1/.*", lambda _call: (200, {}))]
    with serving(routes) as server:
        made = Export(written([Request("list", "GET", "/fields")], at))
        done = send(made, tmp_path / "out", server, KEY=" secret\r\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert [call.headers["key"] for call in server.calls] == ["secret"]


def way(label: str) -> list[Any]:
    return ["fields", {"name": "Stage"}, "values", {"label": label}, "id"]


def test_a_value_is_found_by_what_stands_beside_it(tmp_path: Path) -> None:
    done, calls = run(
        tmp_path / "out",
        [
            Request("list", "GET", "/fields", keep={"talk": way("Talk"), "odd": way("data.0.id")}),
            Request("use", "POST", "/use/{{talk}}", {"id": kept("odd"), "of": text("S_{{talk}}")}),
        ],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [(call.path, call.body) for call in calls] == [
        ("/v1/fields", None),
        ("/v1/use/7", {"id": 8, "of": "S_7"}),
    ]


def test_what_is_looked_for_may_hold_what_was_kept(tmp_path: Path) -> None:
    first = Request("first", "GET", "/fields", keep={"talk": way("Talk")})
    again: list[Any] = ["fields", 1, "values", {"id": kept("talk")}, "label"]
    done, calls = run(
        tmp_path / "out",
        [
            first,
            Request("second", "GET", "/fields", keep={"label": again}),
            Request("third", "POST", "/{{label}}"),
        ],
    )
    assert done.returncode == 0, done.stderr
    assert calls[-1].path == "/v1/Talk"


def test_what_is_missing_is_named_and_stops_the_rest(tmp_path: Path) -> None:
    requests = [
        Request(
            "list", "GET", "/fields", keep={"a": way("Offer"), "b": way("Talk"), "c": way("终")}
        ),
        Request("use", "POST", "/use"),
    ]
    done, calls = run(tmp_path / "out", requests)
    assert done.returncode == 1
    assert len(calls) == 1
    assert "01-list.json" in done.stderr
    assert ('"Offer"' in done.stderr, '"终"' in done.stderr) == (True, True)
    assert '"Talk"' not in done.stderr
    again, _calls = run(tmp_path / "out", requests)
    assert again.returncode == 1


def test_what_may_be_missing_decides_what_is_sent(tmp_path: Path) -> None:
    done, calls = run(
        tmp_path / "out",
        [
            Request("list", "GET", "/fields", seek={"talk": way("Talk"), "offer": way("Offer")}),
            Request("with-talk", "POST", "/with/{{talk}}", needs="talk"),
            Request("with-offer", "POST", "/with-offer", {"id": kept("offer")}, needs="offer"),
        ],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [call.path for call in calls] == ["/v1/fields", "/v1/with/7"]
    assert "with-offer" not in done.stdout
    sent = json.loads((tmp_path / "out" / "sent.json").read_text("utf-8"))
    assert len(sent["done"]) == 3


@pytest.mark.parametrize("words", ["{{talk}}", "$kept", "$text", "S_{{talk}}"])
def test_words_of_others_are_sent_as_they_are(words: str, tmp_path: Path) -> None:
    done, calls = run(
        tmp_path / "out",
        [
            Request("list", "GET", "/fields", keep={"talk": way("Talk")}),
            Request("use", "POST", "/use", {"name": words, "of": [words, {"text": words}]}),
        ],
    )
    assert done.returncode == 0, done.stderr
    assert calls[-1].body == {"name": words, "of": [words, {"text": words}]}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("fields.1.values.0.id", 7),
        (["fields", {"name": "Stage", "values": []}, "name"], None),
        (["fields", {"name": "Owner"}, "values", {"label": "Talk"}, "id"], None),
        ("fields.9.name", None),
        ("fields.name.deeper", None),
        ("nothing.at.all", None),
        (["fields", {"name": "Stage"}, "name"], "Stage"),
    ],
)
def test_a_way_that_leads_nowhere_gives_nothing(steps: Any, found: Any) -> None:
    assert reached(STAGES, steps) == found


def answering(statuses: list[int]) -> tuple[list[Route], list[Call]]:
    """A server that gives these statuses one after the other, the last one for ever."""
    calls: list[Call] = []

    def given(call: Call) -> Answer:
        calls.append(call)
        return statuses.pop(0) if len(statuses) > 1 else statuses[0], {"id": 7}

    return [Route("POST", "/v1/.*", given)], calls


def test_what_is_too_much_at_once_is_sent_again_after_a_while(tmp_path: Path) -> None:
    routes, calls = answering([429, 200])
    with serving(routes) as server:
        done = send(
            Export(written([Request("one", "POST", "/one", {})], AT)), tmp_path / "out", server
        )
    assert (done.returncode, len(calls)) == (0, 2)


def test_what_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    routes, calls = answering([409])
    requests = [
        Request("one", "POST", "/one", {}, is_there=409),
        Request("two", "POST", "/two", {}),
    ]
    with serving(routes) as server:
        done = send(Export(written(requests, AT)), tmp_path / "out", server)
    assert done.returncode == 1
    assert [call.path for call in calls] == ["/v1/one", "/v1/two"]
    assert "01-one.json" in done.stdout
    assert "02-two.json: 409" in done.stderr
