"""Findings for people at a terminal: each with its line, a caret, and what to write instead."""

from collections.abc import Iterator

from playbook.findings import Finding, Place, Severity
from playbook.messages import _, p_
from playbook.report.cells import width
from playbook.report.contents import Report
from playbook.report.counting import summary
from playbook.report.escaping import harmless, harmless_line

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WIDEST = 100
"""Cells that the part of a line around a finding may fill."""


def text(report: Report, *, colour: bool = False, verbose: bool = False) -> str:
    """The findings with their lines and carets, and a line that counts them.

    With ``verbose`` also what the parser said of each.
    """
    blocks = [
        "\n".join(_rows(finding, report.line_of(finding.place), colour, verbose)) + "\n"
        for finding in report.findings
    ]
    return "\n".join([*blocks, summary(report)])


def _rows(finding: Finding, line: str, colour: bool, verbose: bool) -> Iterator[str]:
    place, paint = finding.place, _COLOURS[finding.severity]
    word = _paint(f"{p_('severity', finding.severity.word)}:", paint, colour)
    head = f"{harmless_line(place.file)}:{place.line}:{place.column}: {word}"
    yield f"{head} {harmless(finding.message)} [{finding.code}]"
    if line.strip():
        number = str(place.line)
        shown, caret = _frame(line, place)
        yield f"  {number} | {shown}"
        yield f"  {' ' * len(number)} | {_paint(caret, paint, colour)}"
    if finding.help:
        yield f"  = {harmless(finding.help)}"
    if verbose and finding.detail:
        yield "  = " + _("The parser says: {words}").format(words=harmless(finding.detail))


def _frame(line: str, place: Place) -> tuple[str, str]:
    """The line around a finding, and a caret that sits under it, whatever the characters' width."""
    at = min(place.column - 1, len(line))
    start, end = _window(line, at)
    marked = harmless(line[at : min(end, at + place.length)])
    lead, tail = ("…" if start else ""), ("…" if end < len(line) else "")
    gap = " " * (width(lead) + width(harmless(line[start:at])))
    return lead + harmless(line[start:end]) + tail, gap + "^" + "~" * (width(marked) - 1)


def _window(line: str, at: int) -> tuple[int, int]:
    """Where what is shown of a line starts and ends: all of it, or as much as has room."""
    start = end = at
    fits = len(line) <= _WIDEST and sum(map(_cells, line)) <= _WIDEST
    room = _WIDEST if fits else _WIDEST // 2
    while start and room >= _cells(line[start - 1]):
        start -= 1
        room -= _cells(line[start])
    while start < at and not width(line[start]):
        start += 1  # a mark would sit on the dots
    room = _WIDEST - sum(map(_cells, line[start:at]))
    while end < len(line) and room >= _cells(line[end]):
        room -= _cells(line[end])
        end += 1
    return start, end


def _cells(sign: str) -> int:
    """How much room a character takes; a mark takes some too, or no number of them would fill it."""
    return max(1, width(harmless(sign)))


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[1;{code}m{text}\x1b[0m" if colour else text
