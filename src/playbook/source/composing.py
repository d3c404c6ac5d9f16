"""Parser events to plain data with places: YAML 1.2 words, limits, no doubled keys.

PyYAML's own constructor follows YAML 1.1, in which ``no`` is false and
``2026-01-31`` is a date, and keeps the last of two equal keys in silence.
Working on its events costs half as much and lets every limit be kept before
anything is built.
"""

from collections.abc import Iterable
from dataclasses import replace
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

from playbook.findings import Edit, Fix, Place, Problem
from playbook.messages import _
from playbook.source.block import NOTHING, Block
from playbook.source.decoding import HIDDEN, about_hidden
from playbook.source.document import Mark, Origin, Spot
from playbook.source.notes import Note, Notes, comma, doubled, placeholder
from playbook.source.parsing import DEEPEST
from playbook.source.scalars import is_word, value_of, without_folds
from playbook.source.slips import WIDE_SPACES, about_wide_space, shortened

MOST_VALUES = 100_000
LONGEST_TEXT = 64_000
_MOST_PROBLEMS = 100
"""How many problems are kept of one file; what comes after them is no news."""
_SENTENCES = frozenset({"tasks", "exit", "entry", "criteria", "rules", "responses", "steps"})
"""Lists of whole sentences, which begin with a capital where the script has any."""


class Stopped(Exception):
    """A limit is passed, or what follows would not be what it seems; composing stops."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.message)
        self.problem = problem


class Composer:
    """Turns one file's events into data, spots and problems."""

    def __init__(self, file: str, text: str) -> None:
        """Begin with nothing read; the text is looked at only to explain slips."""
        self.file = file
        self.problems: list[Problem] = []
        self.data: Any = None
        self.spot = Spot(file, None, Origin(), Origin(0, 1), None)
        self._lines = text.split("\n")
        self._notes = Notes(self._lines)
        self._anchors: dict[str, tuple[Any, Any, int]] = {}
        self._unused: dict[str, Mark] = {}
        self._used: set[str] = set()
        self._open: list[Block] = []
        self._count = 0
        self._documents = 0

    def compose(self, events: Iterable[Event]) -> None:
        """Read all events.

        Raises:
            Stopped: a limit is passed, a second document begins, or nothing
                that follows could be right.
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
                self._document(event)
        for anchor, mark in self._unused.items():
            message = _('"&{name}" gives the text behind it a name, and nothing uses that name.')
            help = _("Text that begins with & must be in quotes.")
            self._report("PB014", mark, len(anchor) + 1, message.format(name=anchor), help)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            mark = event.start_mark or Origin()
            message = _("A second document begins here; one file holds one playbook.")
            help = _('Delete this "---" line, or move what follows to a file of its own.')
            raise Stopped(self._problem("PB016", mark, 3, message, help))

    def _scalar(self, event: Any) -> None:
        text, start = event.value, event.start_mark
        if len(text) > LONGEST_TEXT:
            message = _("This text has {size} characters; one text may have {limit}.")
            self._stop(start, message.format(size=len(text), limit=LONGEST_TEXT))
        if event.tag is not None:
            self._tag(event)
        if event.style == '"' and (match := HIDDEN.search(text)):
            self._report("PB004", start, 1, *about_hidden(match[0]))
        block = self._open[-1] if self._open else None
        in_list = block is not None and type(block.data) is list
        if block is not None and block.key is NOTHING and not in_list:
            self._key(block, text, event)
            return
        if event.style != "|" and start.line != event.end_mark.line:
            text = without_folds(text, self._lines[start.line : event.end_mark.line + 1])
        value = text
        if event.implicit[0] and not event.style:
            value = value_of(text)
            key = "" if block is None else block.name if in_list else block.key
            for note in self._notes.about(text, event, key, in_list=in_list):
                self._note(note)
            if in_list and block is not None and block.is_flow and key in _SENTENCES and block.data:
                line = self._lines[event.end_mark.line]
                self._note(comma(block.data[-1], line, block.parts[-1].start, text, event))
        self._add(value, start, event.end_mark, None, 1, event)

    def _note(self, note: Note | None) -> None:
        """Report a note, with what to write instead."""
        if note is None:
            return
        fix = None
        if note.instead is not None:
            line, column, length, text = note.instead
            edit = Edit(Place(self.file, line + 1, column + 1, length), text)
            title = (
                _("Write: {text}").format(text=shortened(text)) if text.strip("- ") else note.help
            )
            fix = Fix(title.rstrip(".。"), (edit,), is_safe=note.is_safe)
        self._report(
            note.code, Origin(note.line, note.column), note.length, note.message, note.help, fix
        )

    def _key(self, block: Block, text: str, event: Any) -> None:
        start = event.start_mark
        if event.anchor is not None:
            self._feature(start, "&" + event.anchor, _("an anchor on a key"))
        if text == "<<" and not event.style:
            self._feature(start, "<<", _("a merge key"))
        if text[:1] in WIDE_SPACES and not event.style:
            raise Stopped(self._problem("PB005", start, 1, *about_wide_space(text[0])))
        if text in block.data:
            self._doubled(block, text, start)
        elif not event.style and event.implicit[0] and not is_word(text):
            message = _('A key is a word; "{key}" is not.').format(key=text[:40])
            help = _("Write the key's name before the colon.")
            self._report("PB014", start, len(text), message, help)
        block.key, block.key_mark = text, start

    def _doubled(self, block: Block, key: str, start: Mark) -> None:
        """A key for the second time; if it is the first one, a new item was to begin here."""
        if block.is_next_item:
            return
        is_first = len(block.data) > 1 and next(iter(block.data)) == key
        block.is_next_item = is_first and self._is_item(block)
        line, first = self._lines[start.line], block.parts[key].key
        self._note(doubled(key, first, start, line, begins_item=block.is_next_item))

    def _delete(self, mark: Mark, end: Mark) -> None:
        """Offer to delete a key that is there twice, if it has its line to itself."""
        doubled, line = self.problems[-1], self._lines[mark.line]
        is_alone = end.line == mark.line and not (line[: mark.column] + line[end.column :]).strip()
        if (doubled.code, doubled.place.line) == ("PB013", mark.line + 1) and is_alone:
            whole = Place(self.file, mark.line + 1, 1, len(line) + 1)
            fix = Fix(_("Delete this line"), (Edit(whole, ""),), is_safe=False)
            self.problems[-1] = replace(doubled, fix=fix)

    def _is_item(self, block: Block) -> bool:
        """Whether a block that is still open is an item of a list."""
        around = self._open[-2] if len(self._open) > 1 and self._open[-1] is block else None
        return around is not None and type(around.data) is list

    def _start(self, event: Any, data: Any, parts: Any) -> None:
        start = event.start_mark
        if len(self._open) >= DEEPEST:
            message = _("Blocks are nested more than {limit} deep here.")
            self._stop(start, message.format(limit=DEEPEST))
        block = self._open[-1] if self._open else None
        if event.tag is not None:
            self._tag(event)
        name = ""
        if block is not None:
            name = block.key if type(block.data) is dict else block.name
        new = Block(data, parts, start, event.anchor, name)
        new.is_flow = bool(event.flow_style)
        if block is not None and block.wants_key:
            new.is_key, new.name = True, ""
            self._block_as_key(start)
        self._open.append(new)

    def _block_as_key(self, start: Mark) -> None:
        """A placeholder without quotes, or a key that is itself a list or a block."""
        line = self._lines[start.line]
        if line[: start.column + 1].endswith("{{"):
            self._note(placeholder(line, start.line, start.column - 1))
        else:
            self._feature(start, "?", _("a list or block as a key"))

    def _end(self, event: Any) -> None:
        block = self._open.pop()
        if block.is_key:
            above = self._open[-1]
            above.size += block.size
            above.key, above.key_mark = "?", block.start
            return
        self._add(block.data, block.start, event.end_mark, block.parts, block.size, block)

    def _alias(self, event: Any) -> None:
        anchor, start = event.anchor, event.start_mark
        self._used.add(anchor)
        self._unused.pop(anchor, None)
        block = self._open[-1] if self._open else None
        if block is not None and block.wants_key:
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
        help = _("Text that begins with * must be in quotes.")
        self._report("PB014", start, len(anchor) + 1, message.format(name=anchor), help)
        self._add(None, start, event.end_mark, None, 1, None)

    def _add(self, value: Any, start: Mark, end: Mark, parts: Any, size: int, named: Any) -> None:
        """Put a finished value where it belongs; ``named`` may carry an anchor.

        What an alias repeats counts as if it were written; what stands within
        a block has been counted before it.
        """
        self._count += size if named is None else 1
        if self._count > MOST_VALUES:
            message = _("This file holds more than {limit} values, counting what aliases repeat.")
            self._stop(start, message.format(limit=MOST_VALUES))
        if named is not None and named.anchor is not None:
            self._anchors[named.anchor] = (value, parts, size)
            if named.anchor not in self._used:
                self._unused[named.anchor] = start
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
        elif self.problems and block.key_mark is not None and not block.is_next_item:
            self._delete(block.key_mark, end)
        block.key, block.key_mark = NOTHING, None

    def _tag(self, event: Any) -> None:
        if event.tag != "!":
            self._feature(event.start_mark, event.tag[:40], _("a tag"))

    def _feature(self, mark: Mark, text: str, name: str) -> None:
        message = _('Here "{text}" is {name}, which playbooks do not use.')
        help = _("Put it in quotes if it is meant as text, else leave it out.")
        self._report("PB014", mark, len(text), message.format(text=text, name=name), help)

    def _stop(self, mark: Mark, message: str) -> None:
        help = _("Move parts of the playbook to files of their own.")
        raise Stopped(self._problem("PB003", mark, 1, message, help))

    def _report(
        self,
        code: str,
        mark: Mark,
        length: int,
        message: str,
        help: str,
        fix: Fix | None = None,
    ) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            problem = self._problem(code, mark, length, message, help)
            self.problems.append(problem if fix is None else replace(problem, fix=fix))

    def _problem(self, code: str, mark: Mark, length: int, message: str, help: str) -> Problem:
        place = Place(self.file, mark.line + 1, mark.column + 1, max(length, 1))
        return Problem(place, code, message, help)
