"""A strict CRM on loopback: it keeps what it is sent, and refuses what the vendor refuses.

A route says which bodies it takes (a JSON Schema without room for unknown
keys) and what it does with them. The requests of an export are sent to it by
the very program that stands beside them.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs

from playbook.crm import Export
from playbook.files import write_folder

Answer = tuple[int, Any]


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    method: str
    path: str
    parts: tuple[str, ...]
    """What the groups of the route's pattern matched."""
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Route:
    """What the server does with some requests."""

    method: str
    pattern: str
    answer: Callable[[Call], Answer]
    schema: dict[str, Any] | None = None


@dataclass
class Server:
    """A running server: where it is, what it was sent, and what it refused."""

    address: str
    calls: list[Call] = field(default_factory=list)
    refused: list[tuple[Call, Answer]] = field(default_factory=list)


@contextmanager
def serving(
    routes: list[Route],
    *,
    is_allowed: Callable[[Mapping[str, str]], bool] = lambda headers: True,
    is_form: bool = False,
) -> Iterator[Server]:
    """The server on a free port of loopback, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            parts = urlsplit(self.path)
            body: Any = None
            if raw and is_form:
                body = {name: one[0] for name, one in parse_qs(raw.decode()).items()}
            elif raw:
                body = json.loads(raw)
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(self.command, parts.path, (), parse_qs(parts.query), body, headers)
            server.calls.append(call)
            status, answer = judged(call)
            if status >= 400:
                server.refused.append((call, (status, answer)))
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815 - their names

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    def judged(call: Call) -> Answer:
        if not is_allowed(call.headers):
            return 401, {"error": "who are you?"}
        fitting = [route for route in routes if re.fullmatch(route.pattern, call.path)]
        if not fitting:
            return 404, {"error": f"no such address: {call.path}"}
        for route in fitting:
            if route.method == call.method:
                found = re.fullmatch(route.pattern, call.path)
                assert found
                if route.schema is not None:
                    wrong = [
                        str(each)
                        for each in jsonschema_rs.validator_for(route.schema).iter_errors(call.body)
                    ]
                    if wrong:
                        return 422, {"error": wrong}
                groups = tuple(found.groups())
                return route.answer(
                    Call(call.method, call.path, groups, call.query, call.body, call.headers)
                )
        return 405, {"error": f"not {call.method}"}

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server = Server(f"http://127.0.0.1:{listening.server_address[1]}")
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


def send(
    export: Export, folder: Path, server: Server, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Write an export and run its own program against the server, as an administrator would."""
    if not folder.exists():
        write_folder(folder, export.files, of="a test")
    told = json.loads((folder / "server.json").read_text("utf-8"))
    told["address"] = server.address + re.sub(r"^https?://[^/]+", "", told["address"])
    (folder / "server.json").write_text(json.dumps(told), "utf-8")
    return subprocess.run(
        [sys.executable, "send.py"],
        cwd=folder,
        env={"PATH": "", "NO_PROXY": "*", **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
