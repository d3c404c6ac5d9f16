"""List items that begin with something else than a hyphen and a space."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import PAIR, Slip, before, indent, run, safe_if, short

_BULLETS = "－–—−‐‑•·●○▪◦・＋＊*+"
_BULLET = re.compile(
    rf"(?P<start>[ ]*)(?P<bullet>[{_BULLETS}](?![*+])(?=[ \u00a0\u3000])|[{_BULLETS[:-2]}])"
    r"[ \u00a0\u3000]*(?P<text>\S.*)"
)
_NUMBER = re.compile(
    r"(?P<start>[ ]*)(?P<bullet>\(?(?:\d{1,2}|[a-zа-я])[.)、）]|[①-⑳])[ \u00a0\u3000]*(?P<text>\S.*)"
)
_TIGHT = re.compile(r"(?P<start>[ ]*)(?P<bullet>-)(?P<text>[^\s\-].*)")
SHORTHANDS = {
    "tasks": "do",
    "exit": "criterion",
    "entry": "criterion",
    "criteria": "criterion",
    "rules": "rule",
    "responses": "say",
}
"""Lists whose items may be plain text, and the key that such a text stands for."""


def bullet_in(text: str) -> tuple[str, str] | None:
    """The mark that a text begins with as if it were an item of a list, and the item."""
    for pattern in (_BULLET, _NUMBER, _TIGHT):
        if match := pattern.match(text):
            return match["bullet"], match["text"].strip()
    return None


def about_bullet(bullet: str) -> str:
    """What is wrong with a mark of an item."""
    if bullet == "-":
        return _("After the hyphen of a list item there must be a space.")
    message = _('A list item begins with "- " (hyphen and space), not with "{bullet}".')
    return message.format(bullet=bullet)


def bullet(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """An item that begins with a dash, a dot, a number, or a hyphen without a space."""
    for pattern in (_BULLET, _NUMBER, _TIGHT):
        match = pattern.match(lines[number])
        if match is None:
            continue

        def is_like_it(
            line: str, pattern: re.Pattern[str] = pattern, start: str = match["start"]
        ) -> bool:
            other = pattern.match(line)
            return other is not None and other["start"] == start

        same = run(lines, number, is_like_it)
        yield Slip(
            same[0],
            len(match["start"]),
            len(match["bullet"]),
            "PB009",
            about_bullet(match["bullet"]),
            _("Write: - {text}").format(text=short(_item(pattern, lines[same[0]]))),
            {n: f"{match['start']}- {_item(pattern, lines[n])}" for n in same},
            trust=safe_if(not (match["bullet"] in "-+" and match["text"][0].isdigit())),
        )


def _item(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.match(line)
    return match["text"].strip() if match else line


def joined_key(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A key below an item that is nothing but a text."""
    match, above = PAIR.match(lines[number]), before(lines, number)
    if match is None or above is None or "-" in match["start"]:
        return
    item = re.match(r"(?P<start>[ ]*- +)(?P<text>[^\s\"'\[{].*)", lines[above])
    if item is None or PAIR.match(lines[above]) or len(item["start"]) != indent(lines[number]):
        return
    key = shorthand(lines, above)
    if key is None:
        return
    yield Slip(
        number,
        indent(lines[number]),
        len(match["key"]),
        "PB012",
        _("The item above is plain text, so it cannot have a key below it."),
        _("Write the line above with a key: - {key}: {text}").format(
            key=key, text=short(item["text"])
        ),
        {above: f"{item['start']}{key}: {item['text']}"},
        trust=safe_if(" #" not in item["text"] and ": " not in item["text"]),
    )


def shorthand(lines: Sequence[str], number: int) -> str | None:
    """The key that the plain items of the list around a line stand for."""
    for other in range(number - 1, -1, -1):
        match = PAIR.match(lines[other])
        if match and len(match["start"]) <= indent(lines[number]):
            return SHORTHANDS.get(match["key"])
    return None
