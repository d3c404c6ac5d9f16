"""Parser events to plain data with places: YAML 1.2 words, limits, no doubled keys.

PyYAML's own constructor follows YAML 1.1, in which ``no`` is false and
``2026-01-31`` is a date, and keeps the last of two equal keys in silence.
Working on its events costs half as much and lets every limit be kept before
anything is built.
"""

import re
from collections.abc import Iterable
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.source.document import Mark, Origin, Spot

DEEPEST = 64
MOST_VALUES = 100_000
LONGEST_TEXT = 64_000
LARGEST_NUMBER = 2**53
"""Beyond it JSON and CRMs no longer keep whole numbers exactly."""

_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
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
    word
    for base in ("yes", "no", "on", "off", "y", "n")
    for word in (base, base.title(), base.upper())
)
_ANSWERS = frozenset({"equals", "not_equals", "one_of", "set", "default"})
"""The keys under which yes and no are answers, and meant as words."""
_NOTHING = object()


class TooMuch(Exception):
    """A limit is passed; composing stops."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


class _Block:
    """A mapping or a list that is still open."""

    __slots__ = ("anchor", "data", "key", "key_mark", "name", "parts", "size", "start")

    def __init__(self, data: Any, parts: Any, start: Mark, anchor: str | None, name: str) -> None:
        self.data = data
        self.parts = parts
        self.start = start
        self.anchor = anchor
        self.name = name
        """The key that leads here, through lists."""
        self.key: Any = _NOTHING
        self.key_mark: Mark | None = None
        self.size = 1


class Composer:
    """Turns one file's events into data, spots and problems."""

    def __init__(self, file: str, text: str) -> None:
        """Begin with nothing read; the text is looked at only to explain slips."""
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.data: Any = None
        self.spot = Spot(file, None, Origin(), Origin(0, 1), None)
        self._anchors: dict[str, tuple[Any, Any, int]] = {}
        self._open: list[_Block] = []
        self._count = 0
        self._documents = 0

    def compose(self, events: Iterable[Event]) -> None:
        """Read all events.

        Raises:
            TooMuch: a limit is passed.
            yaml.MarkedYAMLError: the events end in a syntax error.

        """
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent:
                self._start(event, {}, {})
            elif kind is SequenceStartEvent:
                self._start(event, [], [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._end(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._documents += 1
                if self._documents > 1:
                    self._report(
                        "PB016",
                        event.start_mark or Origin(),
                        3,
                        _("A second document begins here; one file holds one playbook."),
                        _('Delete this "---" line, or move what follows to a file of its own.'),
                    )
                    return

    def _scalar(self, event: Any) -> None:
        text, start = event.value, event.start_mark
        if len(text) > LONGEST_TEXT:
            message = _("This text has {size} characters; one text may have {limit}.")
            self._stop(start, message.format(size=len(text), limit=LONGEST_TEXT))
        if event.tag is not None:
            self._tag(event)
        block = self._open[-1] if self._open else None
        if block is not None and block.key is _NOTHING and type(block.data) is dict:
            self._key(block, text, event)
            return
        value = text
        if event.implicit[0] and not event.style:
            value = self._plain(text, event, block)
            if event.end_mark.line > start.line and " - " in text:
                self._swallowed_item(event)
        self._add(value, start, event.end_mark, None, 1, event.anchor)

    def _plain(self, text: str, event: Any, block: _Block | None) -> Any:
        """The value of a plain word, after the core rules of YAML 1.2."""
        if text in _WORDS:
            return _WORDS[text]
        if text in _OLD_BOOLEANS:
            self._old_boolean(text, event, block)
            return text
        if text[0] not in _NUMBER_START:
            return text
        if _INTEGER.match(text):
            return self._integer(text, event)
        if _FLOAT.match(text) and len(text) < 40:
            value = float(text)
            return value if abs(value) <= LARGEST_NUMBER else text
        return text

    def _integer(self, text: str, event: Any) -> int | str:
        if _LEADING_ZERO.match(text):
            plain = str(int(text[:20]))
            self._report(
                "PB018",
                event.start_mark,
                len(text),
                _("YAML tools read a number with a leading zero in different ways."),
                _('Write {number}, or "{text}" in quotes if it is not a number.').format(
                    number=plain, text=text[:20]
                ),
            )
        if len(text) > 17 or abs(int(text)) > LARGEST_NUMBER:
            self._report(
                "PB003",
                event.start_mark,
                len(text),
                _("This number is too large to be kept exactly."),
                _("Put it in quotes if it is a text, such as an account number."),
            )
            return 0
        return int(text)

    def _old_boolean(self, text: str, event: Any, block: _Block | None) -> None:
        """Warn of words that older YAML tools take for true or false."""
        key = "" if block is None else block.key if type(block.data) is dict else block.name
        if key in _ANSWERS and text in ("yes", "no"):
            return
        self._report(
            "PB017",
            event.start_mark,
            len(text),
            _('Other YAML tools read {word} as "true" or "false".').format(word=text),
            _('Put quotes around it: "{word}".').format(word=text),
        )

    def _swallowed_item(self, event: Any) -> None:
        """A list item that is indented too far becomes part of the text above."""
        lines = self.text.split("\n")
        for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
            line = lines[number] if number < len(lines) else ""
            column = len(line) - len(line.lstrip(" "))
            if line.lstrip(" ").startswith("- "):
                place = Place(self.file, number + 1, column + 1)
                message = _(
                    'This "- " is too far to the right, so YAML joins the line to the one above.'
                )
                help = _("Begin it in the column of the other items of the list: column {column}.")
                right = max(event.start_mark.column - 1, 1)
                self.problems.append(Problem(place, "PB022", message, help.format(column=right)))

    def _key(self, block: _Block, text: str, event: Any) -> None:
        start = event.start_mark
        if event.anchor is not None:
            self._feature(start, "&" + event.anchor, _("an anchor on a key"))
        if text == "<<" and not event.style:
            self._feature(start, "<<", _("a merge key"))
        if text in block.data:
            first = block.parts[text].key
            self._report(
                "PB013",
                start,
                len(text),
                _('"{key}" is given twice in this block; the first is on line {line}.').format(
                    key=text, line=first.line + 1 if first else 1
                ),
                _("Keep one of them."),
            )
        elif not event.style and event.implicit[0] and not isinstance(self._word(text), str):
            self._report(
                "PB014",
                start,
                len(text),
                _('A key is a word; "{key}" is not.').format(key=text[:40]),
                _("Write the key's name before the colon."),
            )
        block.key, block.key_mark = text, start

    @staticmethod
    def _word(text: str) -> Any:
        """Whether a plain key is a word, or a number or nothing that only looks like one."""
        if text in _WORDS:
            return _WORDS[text]
        return 0 if _FLOAT.match(text) else text

    def _start(self, event: Any, data: Any, parts: Any) -> None:
        if len(self._open) >= DEEPEST:
            message = _("Blocks are nested more than {limit} deep here.")
            self._stop(event.start_mark, message.format(limit=DEEPEST))
        block = self._open[-1] if self._open else None
        if block is not None and block.key is _NOTHING and type(block.data) is dict:
            self._feature(event.start_mark, "?", _("a list or block as a key"))
            block.key, block.key_mark = "?", event.start_mark
        if event.tag is not None:
            self._tag(event)
        name = ""
        if block is not None:
            name = block.key if type(block.data) is dict else block.name
        self._open.append(_Block(data, parts, event.start_mark, event.anchor, name))

    def _end(self, event: Any) -> None:
        block = self._open.pop()
        self._add(block.data, block.start, event.end_mark, block.parts, block.size, block.anchor)

    def _alias(self, event: Any) -> None:
        anchor, start = event.anchor, event.start_mark
        block = self._open[-1] if self._open else None
        if block is not None and block.key is _NOTHING and type(block.data) is dict:
            self._feature(start, "*" + anchor, _("an alias as a key"))
            block.key, block.key_mark = "*", start
            return
        if anchor in self._anchors:
            data, parts, size = self._anchors[anchor]
            self._add(data, start, event.end_mark, parts, size, None)
            return
        if any(block.anchor == anchor for block in self._open):
            message = _('"*{name}" stands inside the block it refers to.')
        else:
            message = _('"*{name}" refers to an anchor that does not exist.')
        self._report(
            "PB014",
            start,
            len(anchor) + 1,
            message.format(name=anchor),
            _("Text that begins with * must be in quotes."),
        )
        self._add(None, start, event.end_mark, None, 1, None)

    def _add(
        self, value: Any, start: Mark, end: Mark, parts: Any, size: int, anchor: str | None
    ) -> None:
        """Put a finished value where it belongs."""
        self._count += size
        if self._count > MOST_VALUES:
            message = _("This file holds more than {limit} values, counting what aliases repeat.")
            self._stop(start, message.format(limit=MOST_VALUES))
        if anchor is not None:
            self._anchors[anchor] = (value, parts, size)
        if not self._open:
            self.data, self.spot = value, Spot(self.file, None, start, end, parts)
            return
        block = self._open[-1]
        block.size += size
        if type(block.data) is list:
            block.data.append(value)
            block.parts.append(Spot(self.file, None, start, end, parts))
            return
        key = block.key
        if key not in block.data:
            block.data[key] = value
            block.parts[key] = Spot(self.file, block.key_mark, start, end, parts)
        block.key, block.key_mark = _NOTHING, None

    def _tag(self, event: Any) -> None:
        if event.tag != "!":
            self._feature(event.start_mark, event.tag[:40], _("a tag"))

    def _feature(self, mark: Mark, text: str, name: str) -> None:
        self._report(
            "PB014",
            mark,
            len(text),
            _('Here "{text}" is {name}, which playbooks do not use.').format(text=text, name=name),
            _("Put it in quotes if it is meant as text, else leave it out."),
        )

    def _stop(self, mark: Mark, message: str) -> None:
        help = _("Move parts of the playbook to files of their own.")
        place = Place(self.file, mark.line + 1, mark.column + 1)
        raise TooMuch(Problem(place, "PB003", message, help))

    def _report(self, code: str, mark: Mark, length: int, message: str, help: str) -> None:
        place = Place(self.file, mark.line + 1, mark.column + 1, max(length, 1))
        self.problems.append(Problem(place, code, message, help))
