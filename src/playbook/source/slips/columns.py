"""Lines that begin in the wrong column, and lines that belong to nothing."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _, n_
from playbook.source.slips.anatomy import PAIR, Slip, Trust, before, indent, says_something

_OPENS_TEXT = re.compile(r".*(?::|-)[ ]+[|>][+\-0-9]*\s*(?:#.*)?$")
_OPENS_BLOCK = re.compile(r".*:\s*(?:#.*)?$")
_FAR = 40
"""How many lines back the key of a block is looked for."""
_HAS_TEXT = re.compile(r".*(?:: +|- +)[^\s\"'\[{|>&*!#].*$")


def text_not_indented(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A line of a text that must begin further in than the key it belongs to."""
    above = before(lines, number)
    line = lines[number]
    if above is None or not line.strip() or PAIR.match(line) or line.lstrip().startswith("- "):
        return
    opens = _OPENS_TEXT.match(lines[above])
    if not opens and not _HAS_TEXT.match(lines[above]):
        return
    wanted = _text_column(lines[above]) + 2
    if indent(line) >= wanted:
        return
    last = number + 1
    while last < len(lines) and lines[last].strip() and not PAIR.match(lines[last]):
        last += 1
    message = _("This line belongs to the text above, and must begin further in than its key.")
    yield Slip(
        number,
        indent(line),
        len(line.strip()),
        "PB012",
        message,
        _("Begin it two spaces further in: with {count} spaces.").format(count=wanted),
        {n: " " * wanted + lines[n].strip() for n in range(number, last)},
        trust=Trust.GUESS,
    )


def _text_column(line: str) -> int:
    """The column of the key or of the hyphen that a line's text belongs to."""
    match = PAIR.match(line)
    return len(match["start"]) if match else indent(line)


def stray(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A line of text that is neither a key nor an item, between lines that are."""
    line = lines[number]
    if not line.strip() or re.search(r":(?:\s|$)", line) or line.lstrip().startswith(("- ", "#")):
        return
    yield Slip(
        number,
        indent(line),
        len(line.strip()),
        "PB006",
        _("This line is neither a key with its value nor an item of a list."),
        _('If it is a note, write "# " before it; else give it a key and a colon.'),
        {number: " " * indent(line) + "# " + line.strip()},
        trust=Trust.GUESS,
    )


def column(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A line, with what belongs to it, that begins some columns too far left or right."""
    if lines[number].strip():
        yield from _first_of_block(lines, number)
        yield from _item_above(lines, number)
        yield from _line_itself(lines, number)


def _first_of_block(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The first line of a block, where a later one begins in the column that is usual."""
    wanted = indent(lines[number])
    for other in range(number - 1, max(number - _FAR, -1), -1):
        match = PAIR.match(lines[other])
        if match and len(match["start"]) + 2 == wanted and _OPENS_BLOCK.match(lines[other]):
            first = other + 1
            break
    else:
        first = 0 if wanted == 0 else number
    moved = next((n for n in range(first, number) if says_something(lines[n])), number)
    if indent(lines[moved]) != wanted:
        yield _shift(lines, range(moved, number), wanted)


def _item_above(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The hyphen above a key, where it stands in a column that is not usual."""
    above, match = before(lines, number), PAIR.match(lines[number])
    item = PAIR.match(lines[above]) if above is not None else None
    if above is None or item is None or match is None or "-" in match["start"]:
        return
    wanted = indent(lines[above]) + indent(lines[number]) - len(item["start"])
    if "-" in item["start"] and wanted in _list_columns(lines, above) - {indent(lines[above])}:
        yield _shift(lines, range(above, above + 1), wanted)


def _list_columns(lines: Sequence[str], number: int) -> set[int]:
    """The columns in which the items of a list may begin: as its key, or two further in."""
    for other in range(number - 1, max(number - _FAR, -1), -1):
        match = PAIR.match(lines[other])
        if (
            match
            and _OPENS_BLOCK.match(lines[other])
            and indent(lines[other]) < indent(lines[number])
        ):
            usual = {len(match["start"]), len(match["start"]) + 2}
            return set() if indent(lines[number]) in usual else usual
    return set()


def _line_itself(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The line, alone or with all that follows until a line begins further left."""
    own, last = indent(lines[number]), number + 1
    while last < len(lines) and (not lines[last].strip() or indent(lines[last]) >= own):
        last += 1
    columns = _columns(lines, number) - {own}
    for wanted in sorted(columns, key=lambda each: (abs(each - own), -each)):
        yield _shift(lines, range(number, number + 1), wanted)
        yield _shift(lines, range(number, last), wanted)


def _shift(lines: Sequence[str], block: range, wanted: int) -> Slip:
    """Some lines moved so that the first begins in another column."""
    own = indent(lines[block[0]])
    repair = {n: _moved(lines[n], wanted - own) for n in block}
    message, help = _about(own), _instead(wanted)
    return Slip(block[0], own, 1, "PB012", message, help, repair, trust=Trust.GUESS)


def _columns(lines: Sequence[str], number: int) -> set[int]:
    """The columns in which a line may begin after those before it."""
    found: set[int] = set()
    least = 1_000_000
    for other in range(number - 1, -1, -1):
        line = lines[other]
        if says_something(line) and indent(line) < least:
            least = indent(line)
            match = PAIR.match(line)
            found |= {least, least + 2 if line.lstrip().startswith("- ") else least}
            if match:
                found.add(len(match["start"]))
                found.add(len(match["start"]) + 2)
        if least == 0:
            break
    return found


def _moved(line: str, shift: int) -> str:
    return line if not line.strip() else " " * max(indent(line) + shift, 0) + line.lstrip(" ")


def _about(own: int) -> str:
    if own == 0:
        return _("This line begins in the first column, and belongs further in.")
    return n_(
        "This line begins with {count} space, and belongs in another column.",
        "This line begins with {count} spaces, and belongs in another column.",
        own,
    ).format(count=own)


def _instead(wanted: int) -> str:
    if wanted == 0:
        return _("Begin it in the first column, without spaces.")
    return n_(
        "Begin it with {count} space, like the lines of its block.",
        "Begin it with {count} spaces, like the lines of its block.",
        wanted,
    ).format(count=wanted)
