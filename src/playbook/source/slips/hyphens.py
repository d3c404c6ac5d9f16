"""Items of a list that have lost their hyphen, and begin in the column of the others'."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import (
    PAIR,
    VALUE,
    Slip,
    Trust,
    after,
    before,
    indent,
    says_something,
    short,
)
from playbook.source.slips.lists import shorthand

_ITEM = re.compile(r"[ ]*- +\S")
_ID_ALONE = re.compile(r"(?P<start>[ ]*)(?P<id>[a-z][a-z0-9-]*):\s*$")
_GOES_ON = ",;:-–—，、；："
"""Signs after which a text goes on."""


def forgotten_hyphen(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A line in the column of a list's hyphens that begins as the list's items do."""
    line = lines[number]
    if not says_something(line) or line.lstrip()[0] in "-]})":
        return
    if not _is_item(lines, number):
        return
    start, text = line[: indent(line)], line.strip()
    yield Slip(
        number,
        indent(line),
        len(text),
        "PB009",
        _('A list item begins with "- " (hyphen and space), and here is no hyphen.'),
        _("Begin it with a hyphen: - {text}").format(text=short(text)),
        {number: f"{start}- {text}"},
        trust=Trust.EXACT,
    )


def id_as_key(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """An item of a list that begins with its id alone, as in a catalogue."""
    match, below = _ID_ALONE.match(lines[number]), after(lines, number)
    if match is None or below is None or _item_beside(lines, number) is None:
        return
    if indent(lines[below]) != len(match["start"]) + 2 or PAIR.match(lines[below]) is None:
        return
    yield Slip(
        number,
        len(match["start"]),
        len(match["id"]) + 1,
        "PB009",
        _('A list item begins with "- " (hyphen and space), and here is no hyphen.'),
        _("Write: {text}").format(text=f"- id: {match['id']}"),
        {number: f"{match['start']}- id: {match['id']}"},
        trust=Trust.EXACT,
    )


def _item_beside(lines: Sequence[str], number: int) -> str | None:
    """The nearest line with a hyphen in a line's own column, in the same list."""
    own = indent(lines[number])
    for others in (range(number - 1, -1, -1), range(number + 1, len(lines))):
        for line in (lines[other] for other in others if says_something(lines[other])):
            if indent(line) < own or (indent(line) == own and PAIR.fullmatch(line.rstrip())):
                break
            if indent(line) == own and _ITEM.match(line):
                return line
    return None


def _is_item(lines: Sequence[str], number: int) -> bool:
    """Whether a line begins as an item of its list does: a block's first key, or a sentence."""
    pair, plain = PAIR.match(lines[number]), shorthand(lines, number)
    if pair is not None and pair["key"] == plain:
        return True
    item = _item_beside(lines, number)
    first = PAIR.match(item) if item is not None else None
    if pair is not None:
        return first is not None and pair["key"] == first["key"]
    if item is None or (first is not None and plain is None):
        return False
    return not _goes_on(lines, number, item)


def _goes_on(lines: Sequence[str], number: int, item: str) -> bool:
    """Whether a line may as well be more of the text above it."""
    value, above = VALUE.match(item), before(lines, number)
    is_lower = value is not None and value["value"][0].islower()
    if lines[number].lstrip()[0].islower() and not is_lower:
        return True
    line = lines[above].rstrip() if above is not None else ""
    key = PAIR.match(line)
    opens_the_list = key is not None and key.end() == len(line)
    return not opens_the_list and line[-1:] in _GOES_ON
