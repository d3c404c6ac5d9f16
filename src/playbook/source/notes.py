"""What is worth saying about a value that can be read, and was hardly meant so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from playbook.messages import _
from playbook.source.scalars import INTEGER, NUMBER_START, value_of
from playbook.source.slips import SHORTHANDS, WIDE_COLONS, bullet_in, quoted

_CERTAIN = frozenset({"PB017", "PB018", "PB019"})
"""What is put right without a doubt."""
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
_POINT_IN_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_OLD_BOOLEANS = frozenset(
    word for base in ("yes", "no", "on", "off") for word in (base, base.title(), base.upper())
)
_ANSWERS = frozenset({"equals", "not_equals", "one_of", "set", "default"})
"""The keys under which yes and no are answers, and meant as words."""
_SPOKEN = frozenset(
    {"say", "ask", "options", "probes", "listen_for", "responses", "good", "text", "subject"}
)
"""The keys under which stands what people say, with the quotes that belong to it."""
_CURLY = {
    "“": '”“"',
    "„": '“”"',
    "‘": "’‘'",
    "‚": "‘’'",
    "＂": "＂",
    "「": "」",
    "『": "』",
    "«": "»",
}
"""Quotes that open, and those that may close them."""
_NOTABLE = frozenset(_CURLY) | NUMBER_START
_SWALLOWED = re.compile(r"(?:- |[•●○▪◦][ \u00a0]?)")
_FIRST_WORDS = re.compile(r"[ ]+(?P<word>[^\W\d_]+) (?P<next>[^\W\d_]+)")
_LAST_WORD = re.compile(r"(?<=[ ])[^\W\d_]{5,}$")
"""A shorter word may be a preposition or an article, after which a name may follow."""
_WRAPPED = 66
"""A line with room for the next word before this column was hardly broken to be wrapped."""
_GOES_ON = re.compile(r"(?:, ?[^\W\d_A-Z][^,\[\]{}\"'#:]*)*")
"""More items in brackets that begin in lower case."""
_KEY_BELOW = re.compile(rf"[a-z_][a-z0-9_]*[ ]?(?P<colon>[{WIDE_COLONS}])")


class Instead(NamedTuple):
    """Signs of one line and what to write in their place; lines and columns count from 0."""

    line: int
    column: int
    length: int
    text: str


class Note(NamedTuple):
    """Something worth saying about a value; lines and columns count from 0."""

    line: int
    column: int
    length: int
    code: str
    message: str
    help: str
    instead: Instead | None = None
    is_safe: bool = False


class Notes:
    """Looks at the plain scalars of one text."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Find the comments that may once have been text."""
        self._lines = lines
        self._comments = frozenset(
            number for number, line in enumerate(lines) if " #" in line and _LOST.search(line)
        )

    def about(self, text: str, event: Any, key: str, *, in_list: bool) -> Iterable[Note]:
        """What to say of one plain scalar; ``key`` leads to it, through lists if need be."""
        start, end = event.start_mark, event.end_mark
        if (
            text[:1] not in _NOTABLE
            and text not in _OLD_BOOLEANS
            and start.line == end.line
            and end.line not in self._comments
        ):
            return ()  # as nearly always, so this has to be quick
        return [
            *self._word(text, start, end, key),
            *self._lines_of(text, start, end, key, in_list=in_list),
        ]

    @staticmethod
    def _word(text: str, start: Any, end: Any, key: str) -> Iterator[Note]:
        found = (_old_boolean(text, key), _number(text), _curly(text, key))
        for code, message, help, new in filter(None, found):
            instead = None
            if new and end.line == start.line:
                instead = Instead(start.line, start.column, end.column - start.column, new)
            is_safe = code in _CERTAIN and text[1:2] not in ("[", "{")
            yield Note(start.line, start.column, len(text), code, message, help, instead, is_safe)

    def _lines_of(
        self, text: str, start: Any, end: Any, key: str, *, in_list: bool
    ) -> Iterator[Note]:
        if end.line > start.line and bullet_in(text) is None:
            yield from self._swallowed(start, end, in_list=in_list)
            if in_list and key in SHORTHANDS:
                yield from self._sentences(start, end)
        elif end.line in self._comments and isinstance(value_of(text), str):
            yield from self._lost(text, end)

    def _swallowed(self, start: Any, end: Any, *, in_list: bool) -> Iterator[Note]:
        """Lines that were to be items or keys of their own, and are part of the text above."""
        for number in range(start.line + 1, end.line + 1):
            line = self._lines[number] if number < len(self._lines) else ""
            column = len(line) - len(line.lstrip(" "))
            if match := _SWALLOWED.match(line, column):
                sign = match[0].strip()
                message = _('YAML joins the line that begins with "{sign}" to the one above.')
                help = _("Put the whole text in quotes if it is one, else make a list of it.")
                if in_list:
                    help = _('Begin it with "- " like the other items of the list, in column {n}.')
                    help = help.format(n=max(start.column - 1, 1))
                instead = None
                if in_list and self._lines[start.line][: start.column].endswith("- "):
                    new = " " * (start.column - 2) + "- "
                    instead = Instead(number, 0, match.end(), new)
                message = message.format(sign=sign)
                yield Note(number, column, 1, "PB022", message, help, instead)
            elif match := _KEY_BELOW.match(line, column):
                message = _('"{colon}" is a full-width (Chinese) colon.')
                message = message.format(colon=match["colon"])
                help = _("Write: {text}").format(
                    text=line[column : match.start("colon")].strip() + ":"
                )
                yield Note(number, match.start("colon"), 1, "PB008", message, help)

    def _sentences(self, start: Any, end: Any) -> Iterator[Note]:
        """Lines that begin a sentence of their own in a list of sentences."""
        lines = self._lines[start.line : end.line + 1]
        if not lines[0][: start.column].rstrip().endswith("-"):
            return  # a list in brackets
        for number, (above, line) in enumerate(pairwise(lines), start.line + 1):
            match = _begins_sentence(above, line)
            if match is not None:
                message = _('YAML joins the line that begins with "{sign}" to the one above.')
                help = _('If it is an item, begin it with "- " in column {n}; else join the lines.')
                yield Note(
                    number,
                    match.start("word"),
                    len(match["word"]),
                    "PB025",
                    message.format(sign=match["word"]),
                    help.format(n=max(start.column - 1, 1)),
                    Instead(number, 0, match.start("word"), " " * (start.column - 2) + "- "),
                )

    def _lost(self, text: str, end: Any) -> Iterator[Note]:
        """The end of a text that became a comment."""
        line = self._lines[end.line]
        match = _LOST.search(line, end.column)
        if match and not line[end.column : match.start()].strip():
            lost = match["text"].rstrip()
            message = _('"#" after a space begins a comment, so "{lost}" is not part of the text.')
            help = _("Put the whole text in quotes: {text} – or a space after the # of a note.")
            whole = quoted(f"{text} {lost}")
            column = match.start("text")
            yield Note(
                end.line,
                column,
                len(lost),
                "PB020",
                message.format(lost=lost),
                help.format(text=whole),
                self._whole(text, end, column + len(lost), whole),
            )

    def _whole(self, text: str, end: Any, last: int, whole: str) -> Instead | None:
        """A text and what became a comment, in quotes, if the text stands on this line alone."""
        start = end.column - len(text)
        is_alone = start >= 0 and self._lines[end.line][start : end.column] == text
        return Instead(end.line, start, last - start, whole) if is_alone else None


_LOST = re.compile(r"\s(?P<text>#[^\s#!].*)")


def _begins_sentence(above: str, line: str) -> re.Match[str] | None:
    """The first words of a line, if they begin a sentence and the line above ends one.

    A name or a German noun begins in upper case as well, so it must look
    like a sentence in every respect.
    """
    above = above.rstrip()
    last, match = _LAST_WORD.search(above), _FIRST_WORDS.match(line)
    if last is None or match is None or len(above) + 1 + len(match["word"]) > _WRAPPED:
        return None
    is_begun = match["word"].istitle() and match["next"].islower()
    return match if is_begun and last[0].islower() else None


def _old_boolean(text: str, key: str) -> tuple[str, str, str, str] | None:
    """Words that older YAML tools take for true or false."""
    if text not in _OLD_BOOLEANS or (key in _ANSWERS and text in ("yes", "no")):
        return None
    message = _('Other YAML tools read {word} as "true" or "false".').format(word=text)
    return "PB017", message, _('Put quotes around it: "{word}".').format(word=text), f'"{text}"'


def _number(text: str) -> tuple[str, str, str, str] | None:
    """Numbers that tools or people read in different ways, or that cannot be kept."""
    if _POINT_IN_THOUSANDS.match(text):
        message = _("The point is a decimal one, so {text} is {number}.")
        help = _("Write {whole} if you mean thousands, else {number}.")
        number = value_of(text)
        whole = text.replace(".", "")
        return (
            "PB024",
            message.format(text=text, number=number),
            help.format(whole=whole, number=number),
            whole,
        )
    if not INTEGER.match(text):
        return None
    if isinstance(value_of(text), str):
        message = _("This number is too large to be kept exactly.")
        help = _("Put it in quotes if it is a text, such as an account number.")
        return "PB003", message, help, ""
    if not _LEADING_ZERO.match(text):
        return None
    message = _("YAML tools read a number with a leading zero in different ways.")
    help = _('Write {number}, or "{text}" in quotes if it is not a number.')
    number = value_of(text)
    return "PB018", message, help.format(number=number, text=text), str(number)


def _curly(text: str, key: str) -> tuple[str, str, str, str] | None:
    """A text within curly quotes, which were to be YAML's own."""
    closing = _CURLY.get(text[:1])
    if closing is None or key in _SPOKEN or len(text) < 3:
        return None
    inner = text[1:-1] if text[-1] in closing else text[1:]
    if any(sign in inner for sign in closing if sign not in "'\""):
        return None
    message = _('The quotes round this text ("{open}") are kept as part of it.')
    help = _("Use straight quotes, or none: {text}").format(text=quoted(inner))
    return "PB019", message.format(open=text[0]), help, quoted(inner)


def comma(first: Any, line: str, before: Any, text: str, event: Any) -> Note | None:
    """A sentence in brackets that goes on where the one before it stopped.

    ``before`` is where the first one begins, if that is known; ``line`` is the
    line that the second one stands on.
    """
    if not (isinstance(first, str) and first[:1].isupper() and text[:1].islower()):
        return None
    start, end = event.start_mark, event.end_mark
    message = _('In [ ] a comma begins the next item, so "{text}" is an item of its own.')
    help = _("Put the whole text in quotes: {text}").format(text=f'"{first}, {text}"')
    instead = None
    if before.line == end.line:
        rest = _GOES_ON.match(line, end.column)
        whole = line[before.column : rest.end() if rest else end.column].rstrip()
        instead = Instead(end.line, before.column, len(whole), quoted(whole))
    message = message.format(text=text)
    return Note(start.line, start.column, len(text), "PB023", message, help, instead)


def doubled(key: str, first: Any, start: Any, line: str, *, begins_item: bool) -> Note:
    """A key for the second time; if it is the first one, a new item was to begin here."""
    message = _('"{key}" is given twice in this block; the first is on line {line}.')
    message = message.format(key=key, line=first.line + 1 if first else 1)
    help, instead = _("Keep one of them."), None
    if begins_item:
        help = _('Begin the next item with a hyphen: "- {key}:".').format(key=key)
        if start.column > 1 and not line[: start.column].strip():
            instead = Instead(start.line, start.column - 2, 2, "- ")
    return Note(start.line, start.column, len(key), "PB013", message, help, instead)


def placeholder(line: str, number: int, column: int) -> Note:
    """A text that begins with a placeholder and is in no quotes."""
    text = line[column:].split(" #", maxsplit=1)[0].strip()
    help = _("Write: {text}").format(text=f'"{text}"')
    message = _("A text that begins with a placeholder must be in quotes.")
    is_safe = not re.search(r"[\[{]", line[:column])
    instead = Instead(number, column, len(text), quoted(text))
    return Note(number, column, len(text), "PB011", message, help, instead, is_safe)
