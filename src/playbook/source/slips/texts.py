"""Texts that need quotes: they begin with a sign of YAML's own, or hold a colon."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import QUOTED, VALUE, Slip, Trust, quoted, safe_if, short

_BOX = re.compile(r"\[[ xX✓✔]?\] +(?=\S)")
_PLACEHOLDER = re.compile(r"\{\{")
_SPECIAL = re.compile(r"[%@`&!*,\]}]|[>|](?![+\-0-9]*\s*(?:#.*)?$)|\?(?: |$)|\[.*\] *[^\s#\],}]")
_COLON = re.compile(r":(?: |$)")
_IN_BRACES = re.compile(r"(?<=[{,])\s*[a-z_][A-Za-z0-9_-]*: +(?P<text>[^\s\"'\[{][^,{}\[\]\"']*)")


def first_sign(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A text that begins with a sign that means something to YAML."""
    match = VALUE.match(lines[number])
    if match is None:
        return
    text, trust = match["value"].rstrip(), safe_if(" #" not in match["value"])
    box = _BOX.match(text)
    if box:
        trust = Trust.EXACT
        message = _('"{text}" at the beginning of a text is a list to YAML.')
        message = message.format(text=box[0].strip())
        help = _("Write: - {text}").format(text=short(text[box.end() :]))
        repair = text[box.end() :]
    elif _PLACEHOLDER.match(text):
        message = _("A text that begins with a placeholder must be in quotes.")
        repair = quoted(text)
        help = _("Write: {text}").format(text=short(repair))
    elif _SPECIAL.match(text):
        message = _('In YAML a text cannot begin with "{sign}".').format(sign=text[0])
        repair = quoted(text)
        help = _("Put it in quotes: {text}").format(text=short(repair))
    else:
        return
    start = match.start("value")
    line = lines[number][:start] + repair
    yield Slip(number, start, len(text), "PB011", message, help, {number: line}, trust=trust)


def colon(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A text with a colon and a space in it, on a line of its own or between braces."""
    line = lines[number]
    match = VALUE.match(line)
    text = match["value"].rstrip() if match else ""
    if match and text[0] not in "\"'[{" and _COLON.search(text):
        yield _colon_slip(line, number, match.start("value"), text)
    for inner in _IN_BRACES.finditer(QUOTED.sub(lambda m: "_" * len(m[0]), line)):
        text = inner["text"].rstrip()
        if _COLON.search(text):
            yield _colon_slip(line, number, inner.start("text"), text)


def _colon_slip(line: str, number: int, start: int, text: str) -> Slip:
    return Slip(
        number,
        start,
        len(text),
        "PB011",
        _('This text contains ": ", which begins a value in YAML.'),
        _("Put it in quotes: {text}").format(text=short(quoted(text))),
        {number: line[:start] + quoted(text) + line[start + len(text) :]},
        trust=safe_if(" #" not in text and text[0] not in "“„‘‚「『«"),
    )
