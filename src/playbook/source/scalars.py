"""Plain words as YAML 1.2 reads them, and what their authors hardly meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from playbook.messages import _
from playbook.source.slips import SHORTHANDS, WIDE_COLONS, bullet_in, quoted

LARGEST_NUMBER = 2**53
"""Beyond it JSON and CRMs no longer keep whole numbers exactly."""

_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
_POINT_IN_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_LONGEST_NUMBER = 40
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
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
_NOTABLE = frozenset(_CURLY) | _NUMBER_START
_WIDE = "[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60]"
"""Signs of the scripts that put no spaces between words; Korean does."""
_TAIL = re.compile(rf"({_WIDE}{{1,9}})[ ]*\Z")
_HEAD = re.compile(rf"[ ]*({_WIDE}{{1,9}})")
_SWALLOWED = re.compile(r"(?:- |[•●○▪◦][ \u00a0]?)")
_FIRST_WORDS = re.compile(r"[ ]+(?P<word>[^\W\d_]+) (?P<next>[^\W\d_]+)")
_LAST_WORD = re.compile(r"(?<=[ ])[^\W\d_]{5,}$")
"""A shorter word may be a preposition or an article, after which a name may follow."""
_WRAPPED = 66
"""A line with room for the next word before this column was hardly broken to be wrapped."""
_KEY_BELOW = re.compile(rf"[a-z_][a-z0-9_]*[ ]?(?P<colon>[{WIDE_COLONS}])")


def value_of(text: str) -> Any:
    """The value of a plain word, after the core rules of YAML 1.2; too large a number stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.match(text):
        number: float = int(text)
    elif _FLOAT.match(text):
        number = float(text)
    elif _OTHER_BASE.match(text):
        number = int(text, 0)
    else:
        return text
    if abs(number) > LARGEST_NUMBER:
        return text
    return int(number) if number == int(number) else number


def without_folds(text: str, lines: Sequence[str]) -> str:
    """A text that stood on several lines, without a space where Chinese went on with Chinese."""
    for line, below in pairwise(lines):
        tail, head = _TAIL.search(line), _HEAD.match(below)
        if tail and head:
            text = text.replace(f"{tail[1]} {head[1]}", tail[1] + head[1], 1)
    return text


def is_word(text: str) -> bool:
    """Whether a plain key is a word, and no number or nothing that only looks like one."""
    return isinstance(value_of(text), str) and not _INTEGER.match(text)


class Note(NamedTuple):
    """Something worth saying about a scalar; lines and columns count from 0."""

    line: int
    column: int
    length: int
    code: str
    message: str
    help: str


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
            *self._word(text, start, key),
            *self._lines_of(text, start, end, key, in_list=in_list),
        ]

    @staticmethod
    def _word(text: str, start: Any, key: str) -> Iterator[Note]:
        found = (_old_boolean(text, key), _number(text), _curly(text, key))
        for code, message, help in filter(None, found):
            yield Note(start.line, start.column, len(text), code, message, help)

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
                yield Note(number, column, 1, "PB022", message.format(sign=sign), help)
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
            )


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


def _old_boolean(text: str, key: str) -> tuple[str, str, str] | None:
    """Words that older YAML tools take for true or false."""
    if text not in _OLD_BOOLEANS or (key in _ANSWERS and text in ("yes", "no")):
        return None
    message = _('Other YAML tools read {word} as "true" or "false".').format(word=text)
    return "PB017", message, _('Put quotes around it: "{word}".').format(word=text)


def _number(text: str) -> tuple[str, str, str] | None:
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
        )
    if not _INTEGER.match(text):
        return None
    if isinstance(value_of(text), str):
        message = _("This number is too large to be kept exactly.")
        help = _("Put it in quotes if it is a text, such as an account number.")
        return "PB003", message, help
    if not _LEADING_ZERO.match(text):
        return None
    message = _("YAML tools read a number with a leading zero in different ways.")
    help = _('Write {number}, or "{text}" in quotes if it is not a number.')
    return "PB018", message, help.format(number=value_of(text), text=text)


def _curly(text: str, key: str) -> tuple[str, str, str] | None:
    """A text within curly quotes, which were to be YAML's own."""
    closing = _CURLY.get(text[:1])
    if closing is None or key in _SPOKEN or len(text) < 3:
        return None
    inner = text[1:-1] if text[-1] in closing else text[1:]
    if any(sign in inner for sign in closing if sign not in "'\""):
        return None
    message = _('The quotes round this text ("{open}") are kept as part of it.')
    help = _("Use straight quotes, or none: {text}").format(text=quoted(inner))
    return "PB019", message.format(open=text[0]), help
