"""Quotes that do not close, close too early, or hold a sign that needs care."""

import re
from collections.abc import Iterator, Sequence

from playbook.messages import _
from playbook.source.slips.anatomy import QUOTED, START, Slip, ends_here, quoted, safe_if, short

_OPENING = re.compile(rf"(?:{START}|[^\"'#]*?(?:: +|[\[{{,] *))(?P<quote>[\"'])")
_NEXT = re.compile(r"[^\"']*?(?:: +|[\[{,] *)(?P<quote>[\"'])")
_BAD_ESCAPE = re.compile(r"\\(?![0abtnvfre \"/\\N_LPxuU]|$)")
_UNSURE = re.compile(r"^[\[{]|[\"',]|\s#")
"""What may not have been meant as part of a quoted text."""
_CURLY = "“”„‟″＂‘’‚＇"


def unclosed(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A quote that opens on this line and does not close on it."""
    line = lines[number].rstrip()
    start = _unclosed_at(line)
    if start is None:
        return
    quote, text = line[start], line[start + 1 :]
    inner = text.rstrip("]},") if re.search(r"[\[{]", line[:start]) else text
    rest = text[len(inner) :]
    if inner and inner[-1] in _CURLY:
        message = _('The quote that opens here is never closed: "{sign}" is another sign.')
        message = message.format(sign=inner[-1])
        inner = inner[:-1]
    else:
        message = _("The quote that opens here is never closed.")
    whole = f"{quote}{inner}{quote}"
    yield Slip(
        number,
        start,
        len(line) - start,
        "PB007",
        message,
        _("Write: {text}").format(text=short(whole)),
        {number: line[:start] + whole + rest},
        trust=safe_if(not _UNSURE.search(inner) and ends_here(lines, number)),
    )


def _unclosed_at(line: str) -> int | None:
    """Where the last quote of a line opens, if it does not close."""
    opening = _OPENING.match(line)
    while opening:
        start = opening.start("quote")
        whole = QUOTED.match(line, start)
        if whole is None:
            return start
        opening = _NEXT.match(line, whole.end())
    return None


def too_early(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A quoted text with more behind it: a quote within it ends it."""
    line = lines[number].rstrip()
    opening = _OPENING.match(line)
    inner = QUOTED.match(line, opening.start("quote")) if opening else None
    if opening is None or inner is None or re.match(r"\s*(?:$|[#,\]}:])", line[inner.end() :]):
        return
    start, quote = opening.start("quote"), opening["quote"]
    value = line[start:]
    if quote == "'":
        message = _("The apostrophe ends the quoted text too early.")
    else:
        message = _("The quoted text ends here, and more text follows.")
    if value.endswith(quote) and value.count(quote) > 2:
        value = value[1:-1]
    whole = quoted(value)
    yield Slip(
        number,
        start,
        inner.end() - start,
        "PB007",
        message,
        _("Put quotes round the whole text: {text}").format(text=short(whole)),
        {number: line[:start] + whole},
        trust=safe_if(not re.search(r"\s#", value)),
    )


def bad_escape(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """A backslash within double quotes, as in the path of a file."""
    line = lines[number]
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"', line):
        bad = _BAD_ESCAPE.search(match[0])
        if bad:
            whole = "'" + match[0][1:-1].replace("'", "''") + "'"
            yield Slip(
                number,
                match.start() + bad.start(),
                2,
                "PB007",
                _("Within double quotes a backslash has a meaning of its own."),
                _("Use single quotes: {text}").format(text=short(whole)),
                {number: line[: match.start()] + whole + line[match.end() :]},
                trust=safe_if(not re.search(r"\\[0abtnvfre \"/N_LPxuU]", match[0])),
            )
