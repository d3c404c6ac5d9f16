"""Findings as text for people and as JSON for programs."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playbook.findings import Finding, Place, Severity
from playbook.messages import _, n_

FORMAT = 1
"""The version of the JSON; it goes up when a key changes its meaning or goes away."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are not seen and change what is, and halves of characters."""
_JOINERS = frozenset("\u200c\u200d")
"""They join letters and emoji, and do no harm."""
_SENT = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON may hold as it is and no terminal should be sent."""
_COMMAND, _SHOWN_COMMAND = "##[", "##\\u005b"
"""What build services take for a command of theirs, wherever it stands, and the same as text."""
_WIDEST = 100
"""Characters of a line that are shown around a finding."""


@dataclass(frozen=True)
class Report:
    """What a lint has found, and the lines it was found in."""

    findings: tuple[Finding, ...]
    playbooks: int
    line_of: Callable[[Place], str]

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def worst(self) -> Severity | None:
        """The gravest severity found, or None if nothing was."""
        return max((finding.severity for finding in self.findings), default=None)


def text(report: Report, *, colour: bool = False) -> str:
    """The findings with their lines and carets, and a line that counts them."""
    blocks = [_block(finding, report.line_of(finding.place), colour) for finding in report.findings]
    return "\n".join([*blocks, _summary(report)])


def as_json(report: Report) -> str:
    """One JSON object: ``findings`` and ``summary``."""
    counts = {severity.word: report.count(severity) for severity in reversed(Severity)}
    whole = {
        "format": FORMAT,
        "findings": [_as_data(finding) for finding in report.findings],
        "summary": {"playbooks": report.playbooks, "findings": len(report.findings), **counts},
    }
    written = json.dumps(whole, ensure_ascii=False, indent=2)
    return _SENT.sub(_escaped, written).replace(_COMMAND, _SHOWN_COMMAND)


def _as_data(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.column + place.length,
        "code": finding.code,
        "severity": finding.severity.word,
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
    }


def _block(finding: Finding, line: str, colour: bool) -> str:
    place = finding.place
    word = _paint(f"{_(finding.severity.word)}:", _COLOURS[finding.severity], colour)
    head = f"{harmless(place.file)}:{place.line}:{place.column}: {word} {harmless(finding.message)}"
    if head.startswith("::"):
        head = f"./{head}"  # build services take a line that begins so for a command
    rows = [f"{head} [{finding.code}]"]
    if line.strip():
        number = str(place.line)
        shown, caret = _frame(line, place)
        rows.append(f"  {number} | {shown}")
        rows.append(f"  {' ' * len(number)} | {_paint(caret, _COLOURS[finding.severity], colour)}")
    if finding.help:
        rows.append(f"  = {harmless(finding.help)}")
    return "\n".join(rows) + "\n"


def _frame(line: str, place: Place) -> tuple[str, str]:
    """The line around a finding, and a caret that sits under it, whatever the characters' width."""
    start = max(0, place.column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    cut = line[start : start + _WIDEST]
    before = cut[: place.column - 1 - start]
    marked = cut[len(before) : len(before) + place.length]
    lead, tail = ("…" if start else ""), ("…" if start + _WIDEST < len(line) else "")
    gap = " " * (width(lead) + width(harmless(before)))
    return lead + harmless(cut) + tail, gap + "^" + "~" * (width(harmless(marked)) - 1)


def width(text: str) -> int:
    """How many cells a terminal gives a text: two for East Asian wide characters, none for marks."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )


def harmless(text: str) -> str:
    """A text that can be printed anywhere: what steers a terminal or a build service is shown."""
    shown = "".join(_visible(sign) for sign in text)
    return shown.replace(_COMMAND, _SHOWN_COMMAND)


def _visible(sign: str) -> str:
    if sign in _JOINERS or unicodedata.category(sign) not in _STEERING:
        return sign
    return " " if sign == "\t" else f"\\u{ord(sign):04x}"


def _escaped(match: re.Match[str]) -> str:
    """A character as JSON writes it where it must not be sent as it is."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[1;{code}m{text}\x1b[0m" if colour else text


def _summary(report: Report) -> str:
    read = n_("{count} playbook read", "{count} playbooks read", report.playbooks)
    parts = [read.format(count=report.playbooks)]
    errors = report.count(Severity.ERROR)
    warnings, notes = report.count(Severity.WARNING), report.count(Severity.INFO)
    for count, words in (
        (errors, n_("{count} error", "{count} errors", errors)),
        (warnings, n_("{count} warning", "{count} warnings", warnings)),
        (notes, n_("{count} note", "{count} notes", notes)),
    ):
        if count:
            parts.append(words.format(count=count))
    return ", ".join(parts) + (_("; nothing found.") if len(parts) == 1 else ".")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text with their columns in line."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
