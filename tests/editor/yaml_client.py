"""A small editor that works with the YAML language server, as an extension for YAML does.

The server looks at every document that is opened and says once what is wrong
with it, so that many can be opened together and waited for.
"""

import json
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

_PATIENCE = 120.0
"""Seconds to wait for an answer; only a server that hangs needs them."""
_SECTIONS = ("yaml", "http", "[yaml]", "editor")
"""What the server asks its editor's settings for."""


@dataclass(frozen=True, order=True)
class Remark:
    """What the server says of a stretch of a document; lines and columns count from 1."""

    line: int
    column: int
    message: str


class YamlServer:
    """The YAML language server with one folder open."""

    def __init__(self, command: list[str], folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self._settings = nested(settings)
        self._answers: dict[int, Any] = {}
        self._remarks: dict[str, list[Remark]] = {}
        self._news = threading.Condition()
        self._sending = threading.Lock()
        self._number = 0
        self._knows_settings = False
        self._is_gone = False
        self._noise = TemporaryFile()  # noqa: SIM115 - closed with the server
        self._process = subprocess.Popen(
            [*command, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            cwd=folder,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        there = {"uri": folder.as_uri(), "name": folder.name}
        self._ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=[there],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {"completionItem": {"snippetSupport": True}},
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
            },
        )
        self._tell("initialized")
        # What is opened before the settings are known is looked at twice.
        self._wait(lambda: self._knows_settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._ask("shutdown")
            self._tell("exit")
            self._process.wait(_PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join()
            assert self._process.stdin
            assert self._process.stdout
            for pipe in (self._process.stdin, self._process.stdout, self._noise):
                pipe.close()

    def remarks(self, texts: Mapping[str, str]) -> dict[str, list[Remark]]:
        """What is wrong with each of some documents, by their paths in the folder."""
        for name, text in texts.items():
            self._open(name, text)
        wanted = {name: (self.folder / name).as_uri() for name in texts}
        self._wait(lambda: all(uri in self._remarks for uri in wanted.values()))
        said = {name: sorted(self._remarks[uri]) for name, uri in wanted.items()}
        for name in texts:
            self._close(name)
        return said

    def suggestions(self, name: str, text: str) -> dict[str, dict[str, Any]]:
        """What can be written where ``‸`` stands in a document, by its label."""
        said = self._at("completion", name, text)
        items = said["items"] if isinstance(said, dict) else said
        return {item["label"]: item for item in items}

    def hover(self, name: str, text: str) -> str:
        """What is told of the word at ``‸``; empty where there is nothing to tell."""
        said = self._at("hover", name, text)
        return str(said["contents"]["value"]) if said else ""

    def _at(self, what: str, name: str, text: str) -> Any:
        before, caret, after = text.partition("‸")
        assert caret, "no caret stands in the text"
        self._open(name, before + after)
        lines = before.split("\n")
        here = {"line": len(lines) - 1, "character": len(lines[-1].encode("utf-16-le")) // 2}
        uri = {"uri": (self.folder / name).as_uri()}
        said = self._ask(f"textDocument/{what}", textDocument=uri, position=here)
        self._close(name)
        return said

    def _open(self, name: str, text: str) -> None:
        uri = (self.folder / name).as_uri()
        with self._news:
            self._remarks.pop(uri, None)
        self._number += 1  # a version that was there before would not be looked at again
        document = {"uri": uri, "languageId": "yaml", "version": self._number, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)

    def _close(self, name: str) -> None:
        """Close a document, and wait until the server has taken its remarks back."""
        uri = (self.folder / name).as_uri()
        with self._news:
            self._remarks.pop(uri, None)
        self._tell("textDocument/didClose", textDocument={"uri": uri})
        self._wait(lambda: uri in self._remarks)

    def _ask(self, method: str, **params: Any) -> Any:
        """Ask for something, and wait for the answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params or None})
        self._wait(lambda: number in self._answers)
        answer = self._answers.pop(number)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _tell(self, method: str, **params: Any) -> None:
        """Tell something that is not answered."""
        self._send({"method": method, "params": params})

    def _wait(self, holds: Any) -> None:
        with self._news:
            there = self._news.wait_for(lambda: holds() or self._is_gone, _PATIENCE)
            if not there or (self._is_gone and not holds()):
                self._noise.seek(0)
                raise AssertionError(f"the server fell silent: {self._noise.read()[-2000:]!r}")

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        with self._sending:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            self._process.stdin.flush()

    def _read(self) -> None:
        """Take what the server says, until it says no more."""
        assert self._process.stdout
        while head := self._process.stdout.readline():
            length = int(head.partition(b":")[2])
            while self._process.stdout.readline().strip():
                pass
            self._take(json.loads(self._process.stdout.read(length)))
        with self._news:
            self._is_gone = True
            self._news.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"method": "workspace/configuration", "id": number, "params": {"items": items}}:
                said = [self._settings.get(item["section"]) for item in items]
                self._send({"id": number, "result": said})
                with self._news:
                    self._knows_settings = True
                    self._news.notify_all()
            case {"method": _, "id": number}:
                self._send({"id": number, "result": None})
            case {"method": "textDocument/publishDiagnostics", "params": params}:
                with self._news:
                    self._remarks[params["uri"]] = [_remark(each) for each in params["diagnostics"]]
                    self._news.notify_all()
            case {"id": number}:
                with self._news:
                    self._answers[number] = message
                    self._news.notify_all()


def _remark(diagnostic: dict[str, Any]) -> Remark:
    start = diagnostic["range"]["start"]
    return Remark(start["line"] + 1, start["character"] + 1, diagnostic["message"])


def nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    """An editor's settings as it hands them out: ``yaml.schemas`` is ``schemas`` in ``yaml``."""
    made: dict[str, Any] = {}
    for name, value in settings.items():
        if name.startswith("["):
            made[name] = value
            continue
        *above, last = name.split(".")
        here = made
        for step in above:
            here = here.setdefault(step, {})
        here[last] = value
    return made
