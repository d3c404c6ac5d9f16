"""What a syntax error really is: the author's slip, in plain words, where it was made.

A YAML parser notices a slip only when nothing fits any more, often lines
later, and speaks of tokens and mappings. So the lines before are looked at
for the slips that people make; only where none is found the parser speaks.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from yaml import MarkedYAMLError

from playbook.findings import Place, Problem
from playbook.messages import _


class Slip(NamedTuple):
    """A slip on one line; ``column`` counts from 0."""

    column: int
    length: int
    code: str
    message: str
    help: str


_KEY = r"(?P<before>[ ]*(?:- +)?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)"
_CONFLICT = re.compile(r"(<{7}|={7}|>{7})(?: |$)")
_TAB = re.compile(r"[ ]*\t")
_WIDE_COLON = re.compile(
    _KEY + "(?P<colon>[ ]?[：﹕︰]|:[\u00a0\u3000])[ \u00a0\u3000]*(?P<value>.*)"
)
_TIGHT_COLON = re.compile(_KEY + r"(?P<colon>:)(?P<value>[^\s:/].*)")
_NO_COLON = re.compile(_KEY + r" +(?P<value>[^\s:#&*!|>{\[].*)$")
_BULLET = re.compile(r"(?P<before>[ ]*)(?P<bullet>[－–—−‐•·●*+])[ \u00a0\u3000]+(?P<value>\S.*)$")
_TIGHT_BULLET = re.compile(r"(?P<before>[ ]*)-(?P<value>[^\s\-].*)$")
_RESERVED = re.compile(r"[ ]*(?:- +)?(?:[A-Za-z_][\w-]*: +)?(?P<text>[%@`].*)$")
_COLON_IN_TEXT = re.compile(
    r"[ ]*(?:- +(?![A-Za-z_][\w-]*:\s)|(?:- +)?[A-Za-z_][\w-]*: +)"
    r"(?P<text>[^\"'\[{#&*!|>].*?: .*)$"
)
_QUOTED = re.compile(r"(?P<before>[ ]*(?:- +)?(?:[A-Za-z_][\w-]*: +)?)(?P<quote>[\"'])")
_BRACKETS = {"[": "]", "{": "}"}


def explain(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Say what the author has done, from the parser's error and the text around it."""
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    first = min(at, error.context_mark.line) if error.context_mark else at
    found = _search(lines, at, first)
    if found is not None:
        number, slip = found
        place = Place(file, number + 1, slip.column + 1, slip.length)
        return Problem(place, slip.code, slip.message, slip.help)
    column = mark.column if mark else 0
    message = _("This line cannot be read: {words}.").format(words=error.problem or error.context)
    help = _("Compare it with the lines around it: spaces, colons, quotes and brackets.")
    return Problem(Place(file, at + 1, column + 1), "PB006", message, help)


def _search(lines: list[str], at: int, first: int) -> tuple[int, Slip] | None:
    """The slip nearest to where the parser gave up, looking back from there."""
    for number, line in enumerate(lines[: at + 2]):
        for slip in _anywhere(line):
            return number, slip
    for number in (at, *range(at - 1, max(first, at - 40) - 1, -1)):
        for look in (_brackets, _on_line):
            found = next(look(lines, number), None)
            if found is not None:
                return number, found
    for number in range(at, -1, -1):
        opened = _open_quote(lines, number)
        if opened is not None:
            return number, opened
    indent = _indent(lines, at)
    return None if indent is None else (at, indent)


def _anywhere(line: str) -> Iterator[Slip]:
    """Slips that are certain wherever they stand."""
    if match := _CONFLICT.match(line):
        yield Slip(
            0,
            len(match[1]),
            "PB015",
            _("Git left its marks of a conflict here (<<<<<<<, =======, >>>>>>>)."),
            _("Keep one of the two versions and delete the marks."),
        )
    if match := _TAB.match(line):
        if line.strip():
            message = _("This line begins with a TAB.")
            help = _("Use spaces, two for each level.")
        else:
            message = _("This empty line holds a TAB.")
            help = _("Delete the TAB.")
        yield Slip(match.end() - 1, 1, "PB005", message, help)
    if match := _WIDE_COLON.match(line):
        colon = match["colon"]
        if colon.startswith(":"):
            message = _("After this colon stands a space that is not a plain space.")
        else:
            message = _('"{colon}" is a full-width (Chinese) colon.').format(colon=colon.strip())
        yield _as_pair(match, "PB008", message)


def _on_line(lines: list[str], number: int) -> Iterator[Slip]:
    """Slips that explain an error on or just after their line."""
    line = lines[number].rstrip("\r")
    if match := _BULLET.match(line):
        yield Slip(
            match.start("bullet"),
            1,
            "PB009",
            _('A list item begins with "- " (hyphen and space), not with "{bullet}".').format(
                bullet=match["bullet"]
            ),
            _("Write: - {text}").format(text=_short(match["value"])),
        )
    if match := _TIGHT_BULLET.match(line):
        yield Slip(
            match.end("before"),
            1,
            "PB009",
            _("After the hyphen of a list item there must be a space."),
            _("Write: - {text}").format(text=_short(match["value"])),
        )
    if match := _RESERVED.match(line):
        yield Slip(
            match.start("text"),
            1,
            "PB011",
            _('In YAML a text cannot begin with "{sign}".').format(sign=match["text"][0]),
            _('Put it in quotes: "{text}".').format(text=_short(match["text"])),
        )
    if match := _QUOTED.match(line):
        yield from _quotes(line, match)
        return
    if match := _TIGHT_COLON.match(line):
        yield _as_pair(match, "PB008", _("After the colon there must be a space."))
    elif match := _COLON_IN_TEXT.match(line):
        yield Slip(
            match.start("text"),
            len(match["text"]),
            "PB011",
            _('This text contains ": ", which begins a value in YAML.'),
            _('Put it in quotes: "{text}".').format(text=_short(match["text"])),
        )
    elif (match := _NO_COLON.match(line)) and _looks_like_key(lines, number, match):
        yield _as_pair(match, "PB008", _("A colon is missing here."))


def _as_pair(match: re.Match[str], code: str, message: str) -> Slip:
    value = _short(match["value"])
    help = _("Write: {key}: {value}").format(key=match["key"], value=value).rstrip()
    start = match.start("key")
    return Slip(start, max(match.start("value") - start, 1), code, message, help)


def _looks_like_key(lines: list[str], number: int, match: re.Match[str]) -> bool:
    """Whether the lines around have a key in the same column."""
    column = match.start("key")
    for other in (*lines[number + 1 : number + 3], *lines[max(number - 2, 0) : number]):
        near = re.match(_KEY + r":(?:\s|$)", other)
        if near and near.start("key") == column:
            return True
    return False


def _quotes(line: str, match: re.Match[str]) -> Iterator[Slip]:
    """A quoted text with more behind it: the quote within ends it too early."""
    quote, start = match["quote"], match.end() - 1
    inner = re.compile(
        r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'",
    ).match(line, start)
    if inner is None:
        return
    rest = line[inner.end() :].strip()
    if not rest or rest[0] in "#,]}:":
        return
    if quote == "'":
        text = line[start + 1 :].strip().removesuffix("'")
        yield Slip(
            start,
            inner.end() - start,
            "PB007",
            _("The apostrophe ends the quoted text too early."),
            _('Use double quotes: "{text}".').format(text=_short(text)),
        )
    else:
        yield Slip(
            start,
            inner.end() - start,
            "PB007",
            _("The quoted text ends here, and more text follows."),
            _("Put the quotes around the whole text, or leave them out."),
        )


def _open_quote(lines: list[str], number: int) -> Slip | None:
    """A quote that is opened on this line and not closed on it."""
    line = lines[number].rstrip("\r")
    match = _QUOTED.match(line)
    if match is None:
        return None
    quote, start = match["quote"], match.end() - 1
    closed = re.compile(r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'")
    if closed.match(line, start):
        return None
    return Slip(
        start,
        len(line) - start,
        "PB007",
        _("The quote that opens here is never closed."),
        _("Add {quote} at the end of the text.").format(quote=quote),
    )


def _brackets(lines: list[str], number: int) -> Iterator[Slip]:
    """A bracket that is opened on this line and not closed before the next key."""
    line = re.sub(
        r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', lambda m: "_" * len(m[0]), lines[number]
    )
    line = re.sub(r"(?:^|\s)#.*", "", line)
    opened: list[tuple[str, int]] = []
    begins_flow = re.match(r"[ ]*(?:- +)?(?:[A-Za-z_][\w-]*:[ ]+)?[\[{]", line)
    if begins_flow is None:
        return
    for column, sign in enumerate(line):
        if sign in _BRACKETS:
            opened.append((sign, column))
        elif sign in _BRACKETS.values() and opened and _BRACKETS[opened[-1][0]] == sign:
            opened.pop()
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if opened and (
        re.match(_KEY + r":(?:\s|$)", following)
        or not following.strip()
        or re.match(r"[ ]*- ", following)
    ):
        sign, column = opened[-1]
        yield Slip(
            column,
            1,
            "PB010",
            _('The bracket "{sign}" that opens here is never closed.').format(sign=sign),
            _('Add "{sign}" at the end.').format(sign=_BRACKETS[sign]),
        )


def _indent(lines: list[str], at: int) -> Slip | None:
    """A line whose beginning fits none of the lines before it."""
    line = lines[at]
    own = len(line) - len(line.lstrip(" "))
    columns = []
    for other in reversed(lines[:at]):
        if other.strip() and not other.lstrip().startswith("#"):
            width = len(other) - len(other.lstrip(" "))
            columns.append(width)
            if other.lstrip().startswith("- "):
                columns.append(width + 2)
            if width == 0:
                break
    if not line.strip() or not columns or own in columns:
        return None
    nearest = min(columns, key=lambda column: (abs(column - own), -column))
    return Slip(
        own,
        1,
        "PB012",
        _(
            "This line has {own} spaces before it, and no line above that it could belong to has."
        ).format(own=own),
        _("Lines of one block begin in the same column; the nearest has {count} spaces.").format(
            count=nearest
        ),
    )


def _short(text: str, most: int = 60) -> str:
    text = text.strip()
    return text if len(text) <= most else text[: most - 1] + "…"
