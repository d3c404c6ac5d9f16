"""What must hold for any bytes at all: findings or a model, and a report that can be read again."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playbook import loading, pipeline, report
from playbook.schema import check
from playbook.source import parse
from playbook.source.decoding import decode

TODAY: Final = date(2026, 11, 21)
_HOME: Final = TemporaryDirectory(prefix="playbook-fuzz-")
_FILE: Final = Path(_HOME.name) / "one" / "playbook.yaml"
_FILE.parent.mkdir()
(_FILE.parent.parent / "playbook.toml").touch()


def examine(raw: bytes) -> None:
    """Read some bytes as a playbook.

    Raises:
        AssertionError: what is said of them is not in order. Anything else
            that is raised is a mistake of ours as well.

    """
    text = decode(raw, "playbook.yaml")
    if not isinstance(text, str):
        assert text.message
        return
    document = parse(text)
    problems = [*document.problems]
    if document.data is None:
        assert problems
    else:
        problems += check(document)
        again = parse(json.dumps(document.data, ensure_ascii=False))
        assert again.data == document.data or document.problems or again.problems
    lines = text.split("\n")
    for each in problems:
        assert each.message
        assert 1 <= each.place.line <= len(lines), each
        assert 1 <= each.place.column <= len(lines[each.place.line - 1]) + 1, each
    if document.data is not None and not any(loading.stops(each) for each in problems):
        _lint(raw)


def _lint(raw: bytes) -> None:
    """All the rules, and every form of report."""
    _FILE.write_bytes(raw)
    linted = pipeline.lint([_FILE], TODAY)
    for form in report.FORMATS:
        written = report.written(linted, form)
        written.encode("utf-8")
        if form in ("json", "sarif", "gitlab"):
            json.loads(written)
