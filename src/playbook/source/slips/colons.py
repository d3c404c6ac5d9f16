"""Keys whose colon is missing, is another sign, or has no space behind it."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import KEY, START, Slip, indent, is_key, safe_if, short

_TIGHT = re.compile(rf"(?P<start>{START})(?P<key>{KEY})(?P<sign>:)(?P<value>[^\s:/].*)")
_OTHER = re.compile(rf"(?P<start>{START})(?P<key>{KEY})(?P<sign>[ ]*[=;])[ ]*(?P<value>[^\s=].*)")
_NONE = re.compile(
    rf"(?P<start>{START})(?P<key>[a-z_][A-Za-z0-9_-]*)(?P<sign>) +(?P<value>[^\s:#].*)"
)
_ALONE = re.compile(rf"(?P<start>{START})(?P<key>[a-z_][a-z0-9_]*)(?P<sign>)(?P<value>)\s*$")
_PROSE = re.compile(r"[a-z]+(?: |$)")


def tight(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A colon without a space behind it."""
    if match := _TIGHT.match(lines[number]):
        yield _slip(number, match, _("After the colon there must be a space."))


def other_sign(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """An equals sign or a semicolon where the colon belongs."""
    if match := _OTHER.match(lines[number]):
        message = _('Between a key and its value stands a colon, not "{sign}".')
        yield _slip(number, match, message.format(sign=match["sign"].strip()))


def missing(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A key and its value, or a key and its block, with no colon between them."""
    line = lines[number]
    match = _NONE.match(line)
    if match and not (_PROSE.match(match["value"]) and not is_key(lines, match["key"])):
        yield _slip(number, match, _("A colon is missing here."))
    match = _ALONE.match(line)
    below = next((other for other in lines[number + 1 :] if other.strip()), "")
    if match and (indent(below) > indent(line) or below.lstrip().startswith("- ")):
        yield _slip(number, match, _("A colon is missing here."))


def _slip(number: int, match: re.Match[str], message: str) -> Slip:
    pair = f"{match['key']}: {match['value']}".rstrip()
    column = match.start("sign") + len(match["sign"]) - len(match["sign"].lstrip())
    return Slip(
        number,
        column,
        1,
        "PB008",
        message,
        _("Write: {text}").format(text=short(pair)),
        {number: match["start"] + pair},
        trust=safe_if(match["sign"] == ":" and match["key"].islower()),
    )
