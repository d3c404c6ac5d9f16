"""A small editor: starts the language server as editors do, and talks to it over its pipes."""

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

_PATIENCE = 30.0
"""Seconds to wait for an answer; only a server that hangs needs them."""
ROOMY: dict[str, Any] = {
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "publishDiagnostics": {"versionSupport": True},
        "rename": {"prepareSupport": True},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename"]}
    },
}
"""What an editor can do that can do all that the server makes use of."""


class Failed(Exception):
    """The server answered that it cannot do what was asked for."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Editor:
    """One editor with one folder open."""

    def __init__(
        self,
        folder: Path,
        *,
        locale: str | None = None,
        options: dict[str, Any] | None = None,
        capabilities: dict[str, Any] | None = None,
        arguments: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.versions: dict[str, int] = {}
        self.diagnostics: dict[str, dict[str, Any]] = {}
        self.messages: list[str] = []
        self._answers: dict[int, queue.Queue[dict[str, Any]]] = {}
        self._told = threading.Condition()
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "playbook", *arguments, "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PLAYBOOK_DEBUG": "1", **(environment or {})},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.capabilities = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
                "capabilities": ROOMY if capabilities is None else capabilities,
                **({"locale": locale} if locale else {}),
                **({"initializationOptions": options} if options else {}),
            },
        )["capabilities"]
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.code = self._process.wait(_PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            assert self._process.stdin
            assert self._process.stdout
            assert self._process.stderr
            self.noise = self._process.stderr.read().decode()
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                pipe.close()

    def ask(self, method: str, params: Any) -> Any:
        """Ask for something, and wait for the answer."""
        self._number += 1
        number = self._number
        waiting = self._answers[number] = queue.Queue()
        self._send({"id": number, "method": method, "params": params})
        answer = waiting.get(timeout=_PATIENCE)
        if "error" in answer:
            raise Failed(answer["error"])
        return answer["result"]

    def tell(self, method: str, params: Any) -> None:
        """Tell something that is not answered."""
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, with its text on the disk or with another; its address."""
        uri = path.as_uri()
        self.versions[uri] = 1
        text = path.read_text("utf-8") if text is None else text
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def type(self, uri: str, text: str) -> None:
        """Change the whole text of an open file."""
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.tell(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )

    def close(self, uri: str) -> None:
        """Close a file."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def found(self, uri: str) -> list[dict[str, Any]]:
        """What is found in an open file as it stands now."""
        version = self.versions[uri]
        self._wait(lambda: self.diagnostics.get(uri, {}).get("version") == version)
        found: list[dict[str, Any]] = self.diagnostics[uri]["diagnostics"]
        return found

    def codes(self, uri: str) -> list[str]:
        """The codes of what is found in an open file."""
        return [each["code"] for each in self.found(uri)]

    def wait_for(self, uri: str, codes: list[str]) -> list[dict[str, Any]]:
        """Wait until exactly these codes are found in a file that may not be open."""
        self._wait(
            lambda: (
                [e["code"] for e in self.diagnostics.get(uri, {}).get("diagnostics", [])] == codes
            )
        )
        found: list[dict[str, Any]] = self.diagnostics.get(uri, {}).get("diagnostics", [])
        return found

    def at(self, method: str, uri: str, position: tuple[int, int], **more: Any) -> Any:
        """Ask about a position: a line and a character, both from 0."""
        line, character = position
        return self.ask(
            f"textDocument/{method}",
            {
                "textDocument": {"uri": uri},
                "position": {"line": line, "character": character},
                **more,
            },
        )

    def _wait(self, holds: Any) -> None:
        with self._told:
            assert self._told.wait_for(holds, _PATIENCE), self.diagnostics

    def _send(self, message: dict[str, Any]) -> None:
        self.send(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def send(self, body: bytes) -> None:
        """Send bytes as they are."""
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout
        while line := self._process.stdout.readline():
            if not line.lower().startswith(b"content-length:"):
                continue
            length = int(line.split(b":")[1])
            while self._process.stdout.readline().strip():
                pass
            self._take(json.loads(self._process.stdout.read(length)))

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self._answers[message["id"]].put(message)
            return
        if "id" in message:  # the server wants something of us: we know nothing
            self._send({"id": message["id"], "result": None})
        with self._told:
            if message["method"] == "textDocument/publishDiagnostics":
                self.diagnostics[message["params"]["uri"]] = message["params"]
            elif message["method"] in ("window/showMessage", "window/logMessage"):
                self.messages.append(message["params"]["message"])
            self._told.notify_all()


def position(text: str, mark: str = "|") -> tuple[str, tuple[int, int]]:
    """A text without the mark in it, and where the mark was, in units of UTF-16."""
    before, _mark, after = text.partition(mark)
    line = before.count("\n")
    start = before.rpartition("\n")[2]
    return before + after, (line, len(start.encode("utf-16-le")) // 2)


def changed(text: str, edits: list[dict[str, Any]]) -> str:
    """A text with edits made as an editor makes them."""
    lines = text.split("\n")

    def offset(place: dict[str, int]) -> int:
        line = lines[place["line"]] if place["line"] < len(lines) else ""
        units = line.encode("utf-16-le")[: 2 * place["character"]].decode("utf-16-le")
        return sum(len(each) + 1 for each in lines[: place["line"]]) + len(units)

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def applied(edit: dict[str, Any]) -> dict[Path, str]:
    """The files on the disk with an editor's changes made to them; their texts."""
    from urllib.parse import unquote, urlparse

    def path(uri: str) -> Path:
        return Path(unquote(urlparse(uri).path))

    texts = {}
    for uri, edits in edit.get("changes", {}).items():
        texts[path(uri)] = changed(path(uri).read_text("utf-8"), edits)
    for change in edit.get("documentChanges", []):
        if "textDocument" in change:
            here = path(change["textDocument"]["uri"])
            texts[here] = changed(here.read_text("utf-8"), change["edits"])
    for here, text in texts.items():
        here.write_text(text, "utf-8")
    for change in edit.get("documentChanges", []):
        if change.get("kind") == "rename":
            path(change["oldUri"]).rename(path(change["newUri"]))
    return texts
