"""Plain data as YAML in the many ways people write it, and as folders with files of their own."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playbook.assembly.folder import sections

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .,'()/%&+!?;—…·：，、。；？-]*[\w.')%!…。？])?")
"""Texts that need no quotes in a block; ours read no date and no word as anything else."""
_PLAIN_IN_BRACKETS: Final = re.compile(r"[^\W\d_](?:[\w .'()/%&+!—·-]*[\w.')%!])?")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ALSO_WORDS: Final = frozenset({"null", "true", "false"})
_REMARKS: Final = ("# as in the CRM", "#", "# TODO: 请确认", '# Попитай Мария: "кога?"', "# - a: b")
_LONG: Final = 25


def written(data: Any, chance: random.Random) -> str:
    """The data as a YAML text, in a style that chance decides on."""
    writer = _Writer(
        chance,
        step=chance.choice([2, 2, 2, 4]),
        hang=chance.choice([0, 2, 2]),
        flow=chance.choice([0.0, 0.3, 0.7]),
        quotes=chance.choice([0.0, 0.2, 1.0]),
        remarks=chance.choice([0.0, 0.0, 0.1]),
    )
    lines = list(writer.block(data, 0)) if data else [writer.in_brackets(data, 0)]
    head = chance.choice([[], [], ["---"], ["# yaml-language-server: $schema=x.json", ""]])
    text = "\n".join([*head, *lines]) + chance.choice(["", "\n", "\n", "\n\n"])
    text = text.replace("\n", chance.choice(["\n", "\n", "\n", "\r\n"]))
    return chance.choice(["", "", "", "\ufeff"]) + text


def write_folder(data: dict[str, Any], folder: Path, chance: random.Random) -> Path:
    """Write a playbook as a folder: some sections, entries and texts in files of their own."""
    folder.mkdir(parents=True)
    rest = json.loads(json.dumps(data))
    _move_notes(rest, folder, chance)
    for name in [name for name in sections() if name in rest and chance.random() > 0.6]:
        if sections()[name] and chance.random() > 0.5:
            (folder / name).mkdir(exist_ok=True)
            for id in [id for id in rest[name] if chance.random() > 0.5]:
                _write(folder / name / f"{id}.yaml", rest[name].pop(id), chance)
        elif rest[name]:
            _write(folder / f"{name}.yaml", rest.pop(name), chance)
    main = folder / "playbook.yaml"
    _write(main, rest, chance)
    return main


def _move_notes(data: dict[str, Any], folder: Path, chance: random.Random) -> None:
    """Put the notes of some stages into Markdown files."""
    for stage in data["stages"]:
        if "notes" in stage and chance.random() > 0.3:
            (folder / "stages").mkdir(exist_ok=True)
            file = folder / "stages" / f"{stage['id']}.md"
            file.write_bytes(stage.pop("notes").encode() + b"\n")


def _write(file: Path, data: Any, chance: random.Random) -> None:
    file.write_bytes(written(data, chance).encode())


@dataclass
class _Writer:
    """One file in the making."""

    chance: random.Random
    step: int
    """Columns between a block and what is in it."""
    hang: int
    """Columns between a key and the hyphens of its list."""
    flow: float
    """How often a block is written in brackets."""
    quotes: float
    """How often a text is in quotes that does not need them."""
    remarks: float
    """How often a comment or an empty line stands between two lines."""

    def block(self, value: Any, column: int) -> Iterator[str]:
        """The lines of a block or a list that is not empty."""
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        for number, (key, inner) in enumerate(pairs):
            if number and self.chance.random() > 1 - self.remarks:
                yield self.chance.choice(["", " " * column + self.chance.choice(_REMARKS)])
            start = " " * column + ("-" if key is None else f"{self._key(key)}:")
            if not isinstance(inner, dict | list):
                yield from self._scalar(start, inner, column)
            elif not inner or self.chance.random() > 1 - self.flow:
                yield f"{start} {self.in_brackets(inner, column)}{self._remark()}"
            elif key is None:
                first, *more = self.block(inner, column + 2)
                yield f"{start} {first.lstrip(' ')}"
                yield from more
            else:
                yield f"{start}{self._remark()}"
                deeper = self.hang if isinstance(inner, list) else self.step
                yield from self.block(inner, column + deeper)

    def in_brackets(self, value: Any, column: int) -> str:
        """A block or a list in brackets."""
        if isinstance(value, dict):
            inner = [f"{self._key(k)}: {self.in_brackets(v, column)}" for k, v in value.items()]
            return "{" + self._joint(column).join(inner) + "}"
        if isinstance(value, list):
            inner = [self.in_brackets(each, column) for each in value]
            return "[" + self._joint(column).join(inner) + "]"
        return self._one_line(value, _PLAIN_IN_BRACKETS)

    def _joint(self, column: int) -> str:
        """What stands between two things in brackets."""
        return self.chance.choice([", ", ", ", ",\n" + " " * (column + 3)])

    def _key(self, key: str) -> str:
        return json.dumps(key) if self.chance.random() > 1 - self.quotes / 10 else key

    def _remark(self) -> str:
        return "  # see above" if self.chance.random() > 1 - self.remarks else ""

    def _scalar(self, start: str, value: Any, column: int) -> Iterator[str]:
        """The lines of one value behind its key or hyphen."""
        form = self.chance.choice(["one line", "one line", "literal", "folded", "wrapped"])
        deeper = " " * (column + self.step)
        if isinstance(value, str) and form == "literal" and _is_ragged(value):
            yield f"{start} |-"
            yield from (deeper + line if line else "" for line in value.split("\n"))
        elif isinstance(value, str) and form != "one line" and _can_be_wrapped(value):
            is_folded = form == "folded" or not _PLAIN.fullmatch(value)
            words = self._wrapped(value)
            yield f"{start} >-" if is_folded else f"{start} {next(words)}"
            yield from (deeper + line for line in words)
        else:
            yield f"{start} {self._one_line(value, _PLAIN)}{self._remark()}"

    def _wrapped(self, text: str) -> Iterator[str]:
        """The lines of a text that is broken at some of its spaces."""
        line = ""
        for word in text.split(" "):
            if line.isascii() and line and word[0].isalnum() and self.chance.random() > 0.7:
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        yield line

    def _one_line(self, value: Any, plain: re.Pattern[str]) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        is_word = value in _ALSO_WORDS or value.lower() in _ALSO_WORDS
        can_be_plain = (plain.fullmatch(value) and not is_word) or _DATE.fullmatch(value)
        if can_be_plain and self.chance.random() < 1 - self.quotes:
            return value
        if self.chance.random() > 0.5 and "\n" not in value:
            return "'" + value.replace("'", "''") + "'"
        return _in_double_quotes(value, escaped=self.chance.random() > 0.8)


def _is_ragged(text: str) -> bool:
    """Whether a text may stand as it is below a bar."""
    return text == text.strip() and bool(text) and "\r" not in text


def _can_be_wrapped(text: str) -> bool:
    """Whether a text may be broken at its spaces, each of which comes alone."""
    words = text.split(" ")
    return len(text) > _LONG and "\n" not in text and all(words) and text == text.strip()


def _in_double_quotes(text: str, *, escaped: bool) -> str:
    """A text in double quotes; ``escaped`` writes other letters by their numbers."""
    quoted = json.dumps(text, ensure_ascii=False)
    if not escaped:
        return quoted
    return "".join(
        sign if sign.isascii() or unicodedata.combining(sign) else f"\\U{ord(sign):08X}"
        for sign in quoted
    )
