"""The languages that a playbook names, written into its file."""

from collections.abc import Sequence
from typing import Final

from playbook.source import parse

_MARK: Final = "\ufeff"
"""The mark that some editors put before a text; it stays where it is."""


def with_languages(raw: bytes, languages: Sequence[str]) -> bytes | None:
    """A playbook's main file, with ``languages`` saying these.

    None where that cannot be done without touching anything else; then the
    author must do it.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    bare = text.removeprefix(_MARK)
    document = parse(bare)
    if not isinstance(document.data, dict):
        return None
    lines = bare.split("\n")
    said = f"[{', '.join(languages)}]"
    place = document.stretch(("languages",))
    if place is not None:
        start, end = place.column - 1, place.column - 1 + place.length
        line = lines[place.line - 1]
        lines[place.line - 1] = f"{line[:start]}{said}{line[end:]}"
    elif "languages" in document.data:
        return None
    else:
        keys = [n for key in ("language", "name") for n in _lines_of(lines, key)]
        if not keys:
            return None
        tail = "\r" if lines[keys[0]].endswith("\r") else ""
        lines.insert(keys[0] + 1, f"languages: {said}{tail}")
    new = "\n".join(lines)
    after = parse(new)
    is_only_that = not after.problems and after.data == {
        **document.data,
        "languages": list(languages),
    }
    return (text[: len(text) - len(bare)] + new).encode() if is_only_that else None


def _lines_of(lines: Sequence[str], key: str) -> list[int]:
    """The lines that begin with a key of the playbook itself."""
    return [number for number, line in enumerate(lines) if line.startswith(f"{key}:")]
