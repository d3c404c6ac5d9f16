"""Habits from other notations: several things on a line, commas at its end, notes with slashes."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import (
    KEY,
    PAIR,
    START,
    Slip,
    Trust,
    after,
    before,
    indent,
    is_key,
    quoted,
    short,
)

_ITEM_BESIDE = re.compile(rf"(?P<start>{START}{KEY}):[ ]*- *(?P<text>[^\s\-].*)")
_JSON = re.compile(rf"(?P<line>{START}\"?{KEY}\"?: *(?:\".*\"|'.*'|[\[{{].*[\]}}]|[\w.-]+)) *,\s*$")
_QUOTED_PAIR = re.compile(rf"(?P<start>{START})([\"'])(?P<pair>{KEY}: [^\"']*)\2\s*$")
_NOTE = re.compile(r"(?P<start>[ ]*)(?P<sign>//+|--|;|/\*|<!--|%)\s*(?P<text>.*)")
_INNER_PAIR = re.compile(
    rf"(?P<start>{START}{KEY}: +)(?P<pair>(?P<key>[a-z_][a-z0-9_]*): +[^\s{{\[].*)"
)
_COUNT = re.compile(r"[a-z_]+: +[0-9]+")
_PAIRS_IN_A_ROW = re.compile(
    rf"(?P<start>{START})(?P<pairs>{KEY}: [^\"'\[{{:]*?[^\"'\[{{:\s,]"
    r"(?P<next>(?:,\s|\s\s)\s*(?P<key>[a-z_][a-z0-9_]*): .*))"
)
_PART = re.compile(rf"(?:,\s|\s\s)\s{{0,40}}(?={KEY}: )")
_PLAIN_PAIR = re.compile(rf"{KEY}: [^\"'\[\]{{}},:#]+")


def item_beside_key(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """The first item of a list on the line of its key."""
    match = _ITEM_BESIDE.match(lines[number])
    if match:
        key, text = match["start"].lstrip(" -"), match["text"].strip()
        column, below = len(match["start"]) - len(key) + 2, after(lines, number)
        if below is not None and lines[below].lstrip().startswith("- "):
            column = max(column, indent(lines[below]))
        yield Slip(
            number,
            len(match["start"]),
            len(lines[number].rstrip()) - len(match["start"]),
            "PB009",
            _("A list begins on the line below its key."),
            _("Write the item below: - {text}").format(text=short(text)),
            {number: f"{match['start']}: [{quoted(text)}]" if key else lines[number]},
            trust=Trust.EXACT,
            instead={number: f"{match['start']}:\n{' ' * column}- {text}"},
        )


def comma_at_the_end(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A comma at the end of a line, as in JSON."""
    if match := _JSON.match(lines[number]):
        yield Slip(
            number,
            len(lines[number].rstrip()) - 1,
            1,
            "PB010",
            _("Lines do not end with a comma here."),
            _("Write: {text}").format(text=short(match["line"])),
            {number: match["line"]},
            trust=Trust.SAFE,
        )


def pair_in_quotes(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """Quotes round a key and its value together."""
    if match := _QUOTED_PAIR.match(lines[number]):
        yield Slip(
            number,
            len(match["start"]),
            len(match["pair"]) + 2,
            "PB007",
            _("These quotes make one text of the key and its value."),
            _("Write: {text}").format(text=short(match["pair"])),
            {number: match["start"] + match["pair"]},
            trust=Trust.EXACT,
        )


def foreign_note(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A note that begins as in another language."""
    if match := _NOTE.match(lines[number]):
        note = f"# {match['text'].removesuffix('*/').removesuffix('-->')}".rstrip()
        yield Slip(
            number,
            len(match["start"]),
            len(match["sign"]),
            "PB006",
            _('A note begins with "#", not with "{sign}".').format(sign=match["sign"]),
            _("Write: {text}").format(text=short(note)),
            {number: match["start"] + note},
            trust=Trust.EXACT,
        )


def braces_missing(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A block on the line of its key, without braces or with one of them."""
    match = _INNER_PAIR.match(lines[number].rstrip())
    if match is None:
        return
    pair = match["pair"].removesuffix("}")
    is_short = is_key(lines, match["key"]) and pair.count(" ") == 1
    if pair == match["pair"] and not is_short and not _COUNT.fullmatch(pair):
        return
    yield Slip(
        number,
        match.start("pair"),
        len(match["pair"]),
        "PB010",
        _("A block on the line of its key stands in braces."),
        _("Write: {text}").format(text=f"{{{short(pair)}}}"),
        {number: f"{match['start']}{{{pair}}}"},
        trust=Trust.EXACT,
    )


def pairs_in_a_row(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """Several keys on one line."""
    match = _PAIRS_IN_A_ROW.match(lines[number].rstrip())
    if match is None or not is_key(lines, match["key"]):
        return
    pairs = re.sub(rf"\s{{2,}}(?={KEY}: )", ", ", match["pairs"])
    second = match["next"].lstrip(", ")
    below = "\n" + " " * len(match["start"])
    parts = _PART.split(match["pairs"])
    instead = match["start"] + below.join(parts)
    if "-" in match["start"]:
        instead = f"{match['start']}{{{', '.join(parts)}}}"
        help = _("Put braces round them: {text}").format(text=f"{{{short(pairs)}}}")
    else:
        help = _("Write on a line of its own: {text}").format(text=short(second))
    whole = quoted(match["pairs"])
    yield Slip(
        number,
        match.start("next") + len(match["next"]) - len(second),
        len(match["key"]),
        "PB008",
        _("Several keys stand on this line."),
        help,
        {
            number: f"{match['start']}{{x: {whole}}}"
            if "-" in match["start"]
            else f"{match['start']}x: {whole}"
        },
        trust=Trust.GUESS if all(_PLAIN_PAIR.fullmatch(part) for part in parts) else Trust.NONE,
        instead={number: instead},
    )


def list_without_key(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A list that stands below something else than its key."""
    line = lines[number]
    above = before(lines, number)
    if not line.lstrip().startswith("- ") or above is None or lines[above].rstrip().endswith(":"):
        return
    match = PAIR.match(lines[above])
    if match is None:
        return
    for column in dict.fromkeys((max(indent(line) - 2, 0), indent(line))):
        yield Slip(
            number,
            indent(line),
            1,
            "PB041",
            _("A list begins here, and no key says what it holds."),
            _('Write the key on a line above, such as "stages:".'),
            {number: f"{' ' * column}stages:\n{line}"},
        )
