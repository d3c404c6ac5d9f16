"""Brackets that do not close, close with the wrong sign, or close once too often."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import QUOTED, VALUE, Slip, Trust, ends_here, safe_if

_PAIRS = {"[": "]", "{": "}"}


def bracket(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A line that begins a list or a block in brackets, and ends it wrongly."""
    line = lines[number].rstrip()
    masked = QUOTED.sub(lambda match: "_" * len(match[0]), line)
    comment = re.search(r"(?:^|\s)#", masked)
    end = comment.start() if comment else len(line)
    match = VALUE.match(masked)
    if match is None or match["value"][0] not in _PAIRS:
        return
    opened: list[int] = []
    for column in range(match.start("value"), end):
        sign = masked[column]
        if sign in _PAIRS:
            opened.append(column)
        elif sign in _PAIRS.values():
            if not opened:
                yield _surplus(line, number, column)
                return
            wanted = _PAIRS[masked[opened.pop()]]
            if sign != wanted:
                yield _wrong(line, number, column, wanted, is_last=not opened)
                return
    if opened:
        yield _unclosed(lines, number, end, opened)


def _unclosed(lines: Sequence[str], number: int, end: int, opened: list[int]) -> Slip:
    line = lines[number].rstrip()
    closing = "".join(_PAIRS[line[column]] for column in reversed(opened))
    return Slip(
        number,
        opened[-1],
        1,
        "PB010",
        _('The bracket "{sign}" that opens here is never closed.').format(sign=line[opened[-1]]),
        _('Add "{sign}" at the end.').format(sign=closing),
        {number: line[:end].rstrip(" ,") + closing + line[end:]},
        trust=safe_if(len(opened) == 1 and ends_here(lines, number)),
    )


def _wrong(line: str, number: int, column: int, wanted: str, *, is_last: bool) -> Slip:
    return Slip(
        number,
        column,
        1,
        "PB010",
        _('"{sign}" does not close the bracket that was opened.').format(sign=line[column]),
        _('Write "{sign}" here.').format(sign=wanted),
        {number: line[:column] + wanted + line[column + 1 :]},
        trust=safe_if(is_last and not line[column + 1 :].strip()),
    )


def _surplus(line: str, number: int, column: int) -> Slip:
    return Slip(
        number,
        column,
        1,
        "PB010",
        _('The bracket "{sign}" closes nothing.').format(sign=line[column]),
        _("Delete it."),
        {number: line[:column] + line[column + 1 :]},
        trust=safe_if(not line[column + 1 :].strip()),
    )


def comma(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A comma in brackets with nothing before it."""
    line = lines[number]
    masked = QUOTED.sub(lambda match: "_" * len(match[0]), line)
    match = re.search(r"[\[{,](?P<gap>\s*)(?P<comma>,\s*)", masked)
    if match:
        yield Slip(
            number,
            match.start("comma"),
            1,
            "PB010",
            _("Nothing stands before this comma."),
            _("Delete the comma, or write what is missing."),
            {number: line[: match.start("gap")] + line[match.end() :]},
            trust=Trust.EXACT,
        )
