"""What is said of the mistakes of the table, beside peers: ``python benchmarks/mistakes.py``.

Each mistake stands in a playbook of its own, and all tools see the same schema. A peer takes part
where it is installed: ``pip install check-jsonschema yamllint``,
``npm install @stoplight/spectral-cli yaml-language-server``.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from measure import program

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "mistakes"
SCHEMA = ROOT / "schemas" / "playbook.schema.json"
GAPS = "PB206,PB406,PB703"
"""What the good playbooks of the cases leave out on purpose."""
YAMLLINT = "{extends: default, rules: {document-start: disable, line-length: disable}}"
SECONDS = 120


@dataclass(frozen=True)
class Mistake:
    """A mistake in a file, and the line that it was made on."""

    name: str
    file: Path
    text: str
    line: int


@dataclass
class Said:
    """What one tool says of one mistake: a line, or none, and words."""

    findings: list[tuple[int, str]] = field(default_factory=list)

    def is_right(self, line: int) -> bool:
        """Whether the line of the mistake is named."""
        return any(number == line for number, _words in self.findings)

    def cell(self) -> str:
        """The first things said, for a table."""
        shown = [f"{number or '?'} {words}" for number, words in self.findings[:2]]
        more = [f"(+{len(self.findings) - 2} more)"] if len(self.findings) > 2 else []
        return "<br>".join(each.replace("|", "\\|") for each in shown + more) or "–"


def mistakes(folder: Path) -> Iterator[Mistake]:
    """The mistakes of the table, each written into a file."""
    for case in yaml.safe_load((CASES / "table.yaml").read_text("utf-8"))["cases"]:
        base = CASES / "base" / f"{case.get('base', 'english')}.yaml"
        text = case["text"] if "text" in case else base.read_text("utf-8")
        text = text.replace(case["old"], case["new"]) if "old" in case else text
        file = folder / case["name"].replace(" ", "-") / "playbook.yaml"
        file.parent.mkdir()
        file.write_bytes(text.encode(case.get("encoding", "utf-8")))
        yield Mistake(case["name"], file, text, int(case["finding"].split(":")[0]))


def run(*words: str) -> str:
    """What a command prints."""
    done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)
    return done.stdout.decode("utf-8", "replace") or done.stderr.decode("utf-8", "replace")


def short(text: str, file: Path | None = None, most: int = 110) -> str:
    """A sentence that fits into a table, without the name of the file."""
    text = " ".join(text.replace(str(file), "the file").split())
    return text if len(text) <= most else text[: most - 1] + "…"


def ours(binary: str, mistake: Mistake) -> Said:
    """What this project says."""
    words = ("lint", "--no-cache", "--format", "json", "--ignore", GAPS, str(mistake.file))
    found = json.loads(run(binary, *words))["findings"]
    return Said([(each["line"], f"{each['message']} {each['help']}") for each in found])


def check_jsonschema(binary: str, mistake: Mistake) -> Said:
    """A validator: its schema errors have a path and no line, those of YAML only in its text."""
    words = ("--schemafile", str(SCHEMA), str(mistake.file))
    report = json.loads(run(binary, *words, "--output-format", "json"))
    found = [(0, f"{each['path']}: {each['message']}") for each in report.get("errors", ())]
    if report.get("parse_errors"):
        printed = run(binary, *words)
        lines = re.findall(r"line (\d+)", printed)
        found.append((int(lines[-1]) if lines else 0, printed.split("parse.", 1)[-1]))
    return Said([(line, short(words, mistake.file)) for line, words in found])


def yamllint(binary: str, mistake: Mistake) -> Said:
    """A linter of YAML's style."""
    printed = run(binary, "-f", "parsable", "-d", YAMLLINT, str(mistake.file))
    if "Traceback" in printed:
        return Said([(0, "a traceback")])
    found = re.findall(r":(\d+):\d+: \[\w+\] (.*)", printed)
    return Said([(int(line), short(words)) for line, words in found])


def spectral(binary: str, mistake: Mistake) -> Said:
    """A linter with rules; its one rule here is the schema."""
    rules = mistake.file.parents[1] / "rules.json"
    if not rules.exists():
        then = {
            "function": "schema",
            "functionOptions": {"schema": json.loads(SCHEMA.read_text("utf-8"))},
        }
        rules.write_text(
            json.dumps({"rules": {"shape": {"given": "$", "severity": "error", "then": then}}}),
            "utf-8",
        )
    printed = run(binary, "lint", "-q", "-r", str(rules), "-f", "json", str(mistake.file))
    start = printed.find("[")
    found = json.loads(printed[start:]) if start >= 0 else []
    return Said([(each["range"]["start"]["line"] + 1, short(each["message"])) for each in found])


class LanguageServer:
    """yaml-language-server, asked for its diagnostics over its standard streams."""

    def __init__(self, binary: str) -> None:
        """Start it with our schema for all files."""
        self._process = subprocess.Popen(
            [binary, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._settings = {
            "validate": True,
            "schemaStore": {"enable": False},
            "schemas": {SCHEMA.as_uri(): "*.yaml"},
        }
        workspace = {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}
        self._send(
            id=0,
            method="initialize",
            params={"capabilities": {"workspace": workspace}, "rootUri": None, "processId": None},
        )
        self._until(lambda message: message.get("id") == 0 and "result" in message)
        self._send(method="initialized", params={})
        self._send(
            method="workspace/didChangeConfiguration", params={"settings": {"yaml": self._settings}}
        )

    def __call__(self, mistake: Mistake) -> Said:
        """What it says of a text; the editor, not the server, decodes files."""
        uri = mistake.file.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": mistake.text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        answer = self._until(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
            )
        )
        found = answer["params"]["diagnostics"]
        return Said(
            [(each["range"]["start"]["line"] + 1, short(each["message"])) for each in found]
        )

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _until(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read until the wanted message, answering what the server asks meanwhile."""
        while True:
            message = self._next()
            if is_wanted(message):
                return message
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", ())
                known = {"yaml": self._settings}
                result = [known.get(item.get("section")) for item in items] or None
                self._send(id=message["id"], result=result)

    def _next(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self._process.stdout.read(length) or b"{}")
        if not message:
            sys.exit("yaml-language-server has stopped")
        return message


def peers() -> Iterator[tuple[str, Callable[[Mistake], Said]]]:
    """The tools that are installed, ours first; those that are not are named."""
    tools: dict[str, Callable[[str, Mistake], Said]] = {
        "playbook": ours,
        "check-jsonschema": check_jsonschema,
        "yamllint": yamllint,
        "spectral": spectral,
    }
    for name, tool in tools.items():
        if binary := program(name):
            yield name, lambda mistake, tool=tool, binary=binary: tool(binary, mistake)
        else:
            print(f"{name} is not installed and takes no part", file=sys.stderr)
    if binary := program("yaml-language-server"):
        yield "yaml-language-server", LanguageServer(binary)
    else:
        print("yaml-language-server is not installed and takes no part", file=sys.stderr)


def report(all: list[Mistake], said: dict[str, dict[str, Said]]) -> Iterator[str]:
    """The table, and the counts."""
    yield "| mistake (line) | " + " | ".join(said) + " |"
    yield "|---|" + "---|" * len(said)
    for each in all:
        cells = (answers[each.name].cell() for answers in said.values())
        yield f"| {each.name} ({each.line}) | " + " | ".join(cells) + " |"
    rows = [each for each in all if " " not in each.name]
    for title, wanted in ((f"the {len(rows)} rows", rows), (f"all {len(all)} cases", all)):
        yield ""
        yield f"| {title} | reports something | names the right line | right line and nothing else |"
        yield "|---|---:|---:|---:|"
        for tool, answers in said.items():
            some = sum(bool(answers[each.name].findings) for each in wanted)
            right = [each for each in wanted if answers[each.name].is_right(each.line)]
            only = sum(len(answers[each.name].findings) == 1 for each in right)
            yield f"| {tool} | {some} | {len(right)} | {only} |"


def main() -> None:
    """Ask every tool about every mistake."""
    with TemporaryDirectory() as name:
        all = list(mistakes(Path(name)))
        said: dict[str, dict[str, Said]] = {}
        for tool, ask in peers():
            print(f"{tool} …", file=sys.stderr)
            said[tool] = {each.name: ask(each) for each in all}
            if isinstance(ask, LanguageServer):
                ask.stop()
    print("\n".join(report(all, said)))


if __name__ == "__main__":
    main()
