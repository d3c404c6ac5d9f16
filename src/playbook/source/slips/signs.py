"""Signs from another keyboard or another program: TABs, full-width signs, marks of Git."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _, n_
from playbook.source.slips.anatomy import KEY, START, Slip, short

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
_TAB_WIDTHS = (2, 4, 8)


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
    """A TAB before the text of a line, where only spaces may stand."""
    match = _TAB.match(lines[number])
    if match is None:
        return
    help = _("Use spaces, two for each level.")
    if not lines[number].strip():
        message, help = _("This empty line holds a TAB."), _("Delete the TAB.")
    elif "-" in match[0]:
        message, help = _("After the hyphen stands a TAB."), _("Use one space.")
    else:
        message = _("This line begins with a TAB.")
    for size in _TAB_WIDTHS:
        yield Slip(
            number,
            match[0].index("\t"),
            1,
            "PB005",
            message,
            help,
            {n: _without_tabs(line, size) for n, line in enumerate(lines) if _TAB.match(line)},
            is_sure=True,
        )


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
    value = match["value"]
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
    return Slip(number, match.start("colon") + odd, 1, "PB008", message, help, {number: repair})


def _everywhere(slips: Sequence[Slip]) -> Slip:
    """The first of many slips of one sort, with the repairs of all."""
    first = slips[0]
    repair: dict[int, str] = {}
    for each in slips:
        repair.update(each.repair)
    more = n_("{count} more line has it.", "{count} more lines have it.", len(slips) - 1)
    help = f"{first.help} ({more.format(count=len(slips) - 1)})"
    return first._replace(help=help, repair=repair)


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
        )
