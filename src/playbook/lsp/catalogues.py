"""An id in gettext catalogues: a text's context is its path, and the path is made of ids."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from playbook.lsp.positions import Stretch
from playbook.references import Symbol, along

_FIRST = re.compile(r"msgctxt\s+(?P<text>\".*\")\s*$")
_MORE = re.compile(r"\s*(?P<text>\".*\")\s*$")
_ESCAPE = re.compile(r"\\(.)")


class ContextEdit(NamedTuple):
    """A context to be written anew: from where to where in the file, and what."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def contexts(
    lines: tuple[str, ...], symbol: Symbol, new: str, known: Callable[[Symbol], Symbol]
) -> Iterator[ContextEdit]:
    """The contexts of a catalogue that a thing is in, with its new id; the texts stay."""
    number = 0
    while number < len(lines):
        first = _FIRST.match(lines[number])
        if first is None:
            number += 1
            continue
        start, text, last = number, _content(first["text"]), first
        while number + 1 < len(lines) and (more := _MORE.match(lines[number + 1])):
            number, last = number + 1, more
            text += _content(more["text"])
        number += 1
        renamed = with_id(text, symbol, new, known)
        if renamed != text:
            quoted = renamed.replace("\\", "\\\\").replace('"', '\\"')
            yield ContextEdit(
                (start, first.start("text")), (number - 1, last.end("text")), f'"{quoted}"'
            )


def with_id(context: str, symbol: Symbol, new: str, known: Callable[[Symbol], Symbol]) -> str:
    """A path by ids with a thing's new id in it."""
    steps = context.split(".")
    for number, each in along(tuple(steps)):
        if known(each) == symbol:
            steps[number] = new
    return ".".join(steps)


def placeholders(lines: tuple[str, ...], id: str) -> Iterator[Stretch]:
    """Where a field's value is put into a text or its translation."""
    for number, line in enumerate(lines):
        if not line.startswith("#"):
            for match in re.finditer(rf"\{{\{{({re.escape(id)})\}}\}}", line):
                yield Stretch(number, match.start(1), match.end(1))


def _content(quoted: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), quoted[1:-1])
