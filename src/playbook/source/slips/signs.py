"""Signs from another keyboard or another program: TABs, full-width signs, marks of Git."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _, n_
from playbook.source.slips.anatomy import (
    KEY,
    PAIR,
    START,
    Slip,
    Trust,
    after,
    before,
    indent,
    safe_if,
    short,
)

WIDE_COLONS = "：﹕︰"
WIDE_BRACKETS = dict(zip("［］【】〔〕｛｝", "[][][]{}", strict=True))
"""Full-width brackets, and the plain ones they were to be."""
WIDE_SPACES = frozenset("\u00a0\u202f\u205f\u3000") | set(map(chr, range(0x2000, 0x200B)))
"""Spaces that are no plain spaces to YAML."""
_WIDE_SPACES = "".join(sorted(WIDE_SPACES))
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: |$)")
_TAB = re.compile(r"[ ]*\t|[ ]*(?:- *)+\t")
_WIDE_START = re.compile(f"[ ]*[{_WIDE_SPACES}][ {_WIDE_SPACES}]*(?=\\S)")
_WIDE_COLON = re.compile(
    rf"(?P<start>{START}|[^\"'#]*[{{,][ ]*)(?P<key>{KEY})"
    rf"(?P<colon>[ {_WIDE_SPACES}]?[{WIDE_COLONS}]|[{_WIDE_SPACES}]:(?=\s|$)|:[{_WIDE_SPACES}])"
    rf"[ {_WIDE_SPACES}]*(?P<value>.*)"
)
_IN_FLOW = re.compile(r"[^\[{［【〔｛]*(?P<flow>[\[{［【〔｛].*[\]}］】〕｝])")
_WIDE_IN_FLOW = {**WIDE_BRACKETS, "，": ", ", "、": ", ", **dict.fromkeys(WIDE_COLONS, ": ")}
_KEY_OR_ID = re.compile(rf"\s*(?:{KEY}|[0-9]+)\s*(?:[,\]}}，、］｝】〕:{WIDE_COLONS}]|$)")
_TAB_WIDTHS = (2, 4, 8)
_WIDEST_TAB = 17
_MOST_FITTED = 100
"""How many lines with TABs are looked at one by one."""


def conflict(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The marks that Git leaves where two versions of a line met."""
    marks = [n for n, line in enumerate(lines) if _CONFLICT.match(line)]
    if number in marks and lines[marks[0]][0] == "<":
        yield Slip(
            marks[0],
            0,
            7,
            "PB015",
            _("Git left its marks of a conflict here (<<<<<<<, =======, >>>>>>>)."),
            _("Keep one of the two versions and delete the marks."),
            dict.fromkeys(marks, ""),
            is_sure=True,
        )


def tab(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A TAB before the text of a line, as wide as the lines beside it make likely."""
    if _TAB.match(lines[number]):
        columns = _columns_beside(lines, number)
        widths = range(1, _WIDEST_TAB) if lines[number].strip() else _TAB_WIDTHS[:1]
        for size in widths:
            if indent(_without_tabs(lines[number], size)) in columns:
                yield _tab(lines, number, size)
        repair = _each_fitted(lines)
        if len(repair) > 1:
            yield _tab(lines, number, _TAB_WIDTHS[0])._replace(repair=repair)


def _each_fitted(lines: Sequence[str]) -> dict[int, str]:
    """Every line with a TAB, begun in a column that fits those beside it, if only a few have one."""
    fitted, repair = list(lines), {}
    with_tabs = [number for number, line in enumerate(lines) if _TAB.match(line)]
    with_spaces = any(line.startswith("  ") for line in lines)
    for number in with_tabs if with_spaces and len(with_tabs) <= _MOST_FITTED else ():
        line = lines[number]
        if line.strip():
            columns = _columns_beside(fitted, number)
            tries = [_without_tabs(line, size) for size in (*_TAB_WIDTHS, *range(1, _WIDEST_TAB))]
            best = next((each for each in tries if indent(each) in columns), tries[0])
            fitted[number] = repair[number] = best
        else:
            fitted[number] = repair[number] = ""
    return repair


def tab_of_usual_width(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A TAB before the text of a line, as wide as editors show them."""
    if _TAB.match(lines[number]):
        for size in _TAB_WIDTHS:
            yield _tab(lines, number, size)


def _tab(lines: Sequence[str], number: int, size: int) -> Slip:
    match = _TAB.match(lines[number])
    start = match[0] if match else "\t"
    help = _("Use spaces, two for each level.")
    if not lines[number].strip():
        message, help = _("This empty line holds a TAB."), _("Delete the TAB.")
    elif "-" in start:
        message, help = _("After the hyphen stands a TAB."), _("Use one space.")
    else:
        message = _("This line begins with a TAB.")
    return Slip(
        number,
        start.index("\t"),
        1,
        "PB005",
        message,
        help,
        {n: _without_tabs(line, size) for n, line in enumerate(lines) if _TAB.match(line)},
        is_sure=True,
        trust=Trust.SAFE,
    )


def _columns_beside(lines: Sequence[str], number: int) -> set[int]:
    """The columns that a line is likely to begin in, going by those right above and below it."""
    line = lines[number].lstrip()
    is_item = line.startswith("- ")
    above, below = (
        None if other is None or _TAB.match(lines[other]) else lines[other]
        for other in (before(lines, number), after(lines, number))
    )
    if _opens_block(line) and below is not None:
        return {indent(below) - 2, indent(below) - (0 if below.lstrip().startswith("- ") else 2)}
    if above is not None and _opens_block(above):
        own = _key_column(above)
        return {own, own + 2} if is_item else {own + 2}
    beside = [each for each in (above, below) if each is not None]
    if is_item:
        found = {indent(each) for each in beside if each.lstrip().startswith("- ")}
        if below is not None and PAIR.match(line) and not below.lstrip().startswith("- "):
            found.add(indent(below) - 2)
        return found
    return {_key_column(each) for each in beside if each == above or "-" not in each[:_WIDEST_TAB]}


def _opens_block(line: str) -> bool:
    match = PAIR.match(line)
    return match is not None and not line[match.end() :].split("#", maxsplit=1)[0].strip()


def _key_column(line: str) -> int:
    match = PAIR.match(line)
    return len(match["start"]) if match else indent(line)


def _without_tabs(line: str, size: int) -> str:
    rest = line.lstrip(" \t")
    start = line[: len(line) - len(rest)].expandtabs(size)
    return (start + re.sub(r"^((?:- *)+)\t[ \t]*", r"\1 ", rest)) if rest else ""


def about_wide_space(sign: str) -> tuple[str, str]:
    """What is wrong with a space before the text of a line, and what to do."""
    message = _("This line begins with a space that is no plain space (U+{code:04X}).")
    return message.format(code=ord(sign)), _("Use plain spaces, two for each level.")


def wide_space(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """Spaces before the text of a line that are no plain spaces."""
    match = _WIDE_START.match(lines[number])
    if match is None:
        return
    column = next(n for n, sign in enumerate(match[0]) if sign != " ")
    message, help = about_wide_space(match[0][column])
    for size in (1, 2):
        starts = ((n, _WIDE_START.match(line)) for n, line in enumerate(lines))
        yield Slip(
            number,
            column,
            match.end() - column,
            "PB005",
            message,
            help,
            {
                n: re.sub("[^ ]", " " * size, start[0]) + lines[n][start.end() :]
                for n, start in starts
                if start
            },
            trust=Trust.SAFE,
        )


def wide_colon(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A key with the colon of a Chinese keyboard, or with an odd space beside its colon."""
    slip = _wide_colon(lines[number], number)
    if slip is None:
        return
    yield slip
    around = (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
    if any(_WIDE_COLON.match(line) for line in around):
        found = (_wide_colon(line, other) for other, line in enumerate(lines))
        yield _everywhere([each for each in found if each is not None])


def _wide_colon(line: str, number: int) -> Slip | None:
    match = _WIDE_COLON.match(line)
    if match is None:
        return None
    sign = match["colon"].strip(" :" + _WIDE_SPACES)
    if sign:
        message = _('"{colon}" is a full-width (Chinese) colon.').format(colon=sign)
    else:
        message = _("Beside this colon stands a space that is no plain space.")
    written = value = match["value"]
    if value[:1] in {"[", "{", *WIDE_BRACKETS}:
        value = _plain(value)
    pair = f"{match['key']}: {value}".rstrip()
    if "{" in match["start"]:
        repair = _plain(line)
        help = _("Write: {text}").format(text=short(repair))
    else:
        repair = match["start"] + pair
        help = _("Write: {text}").format(text=short(pair))
    odd = next(n for n, each in enumerate(match["colon"]) if each not in " :" or each in sign)
    changed = line if "{" in match["start"] else "" if value == written else written
    trust = safe_if(match["key"].islower() and plain_enough(changed))
    column = match.start("colon") + odd
    return Slip(number, column, 1, "PB008", message, help, {number: repair}, trust=trust)


def _everywhere(slips: Sequence[Slip]) -> Slip:
    """The first of many slips of one sort, with the repairs of all."""
    first = slips[0]
    repair: dict[int, str] = {}
    for each in slips:
        repair.update(each.repair)
    more = n_("{count} more line has it.", "{count} more lines have it.", len(slips) - 1)
    help = f"{first.help} ({more.format(count=len(slips) - 1)})"
    trust = min(each.trust for each in slips)
    return first._replace(help=help, repair=repair, trust=trust)


def wide_in_flow(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """Full-width brackets, or full-width signs between brackets."""
    line = lines[number]
    match = _IN_FLOW.match(line)
    if match is None:
        return
    start, flow = match.start("flow"), match["flow"]
    column = next((n for n, sign in enumerate(flow, start) if sign in _WIDE_IN_FLOW), None)
    if column is None:
        return
    message = _('"{sign}" is a full-width (Chinese) sign, which YAML takes for text.')
    yield Slip(
        number,
        column,
        1,
        "PB010",
        message.format(sign=line[column]),
        _("Write: {text}").format(text=short(_plain(flow))),
        {number: line[:start] + _plain(flow) + line[match.end() :]},
        trust=safe_if(plain_enough(flow)),
    )


def plain_enough(text: str) -> bool:
    """Whether no full-width comma of a text may be part of a sentence."""
    return all(
        _KEY_OR_ID.match(text, match.end()) and text[match.start() - 1 : match.start()].isascii()
        for match in re.finditer("[，、]", text)
    )


def _plain(text: str) -> str:
    """A text with plain signs for full-width ones."""
    plain = "".join(_WIDE_IN_FLOW.get(sign, sign) for sign in text)
    return re.sub(r"([,:]) {2,}", r"\1 ", plain)


def document_end(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """Three dots, which end a document before the file does."""
    if lines[number].rstrip() == "...":
        yield Slip(
            number,
            0,
            3,
            "PB016",
            _("Three dots end a document, and more follows here."),
            _('Delete this "..." line.'),
            {number: ""},
            trust=Trust.SAFE,
        )
