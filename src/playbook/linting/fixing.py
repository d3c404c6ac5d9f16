"""Mending files by editing the text as it stands; nothing is ever written anew.

Each fix is tried, and kept only if its finding goes away and no error comes.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from playbook.findings import Edit, Finding, Fix, Severity

_ROUNDS = 20
"""How often what was mended is looked at again; a slip may hide another."""

Look = Callable[[Mapping[Path, str]], tuple[Finding, ...]]
"""Findings, with some texts in place of what is on the disk."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made, which are all of its file and do not overlap."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans = sorted(
        (starts[each.place.line - 1] + each.place.column - 1, each.place.length, each.text)
        for each in edits
    )
    for start, length, new in reversed(spans):
        text = text[:start] + new + text[start + length :]
    return text


def mend(
    look: Look, read: Callable[[Path], str], *, unsafe: bool = False
) -> tuple[dict[Path, str], int]:
    """The files that fixes change, with their new texts, and how many findings are mended."""
    texts: dict[Path, str] = {}
    mended = 0
    found = look(texts)
    refused: set[tuple[str, str, str]] = set()
    for _round in range(_ROUNDS):
        chosen = _chosen(found, refused, unsafe=unsafe)
        if not chosen:
            break
        for group in (chosen, *([each] for each in chosen)):
            tried = _with(texts, (each.fix for each in group if each.fix), read)
            after = look(tried)
            if _weight(after) < _weight(found):
                texts, found, mended = tried, after, mended + len(group)
                break
            if len(group) == 1:
                refused.add(_key(group[0]))
    return texts, mended


def _key(finding: Finding) -> tuple[str, str, str]:
    return (finding.place.file, finding.code, finding.fix.title if finding.fix else "")


def _chosen(
    found: Iterable[Finding], refused: set[tuple[str, str, str]], *, unsafe: bool
) -> list[Finding]:
    """The findings to mend in one go: none of their edits touch each other."""
    chosen: list[Finding] = []
    taken: set[tuple[str, int]] = set()
    for each in found:
        if each.fix is None or not (each.fix.is_safe or unsafe) or _key(each) in refused:
            continue
        lines = {(edit.place.file, edit.place.line) for edit in each.fix.edits}
        if not lines & taken:
            chosen.append(each)
            taken |= lines
    return chosen


def _with(
    texts: Mapping[Path, str], fixes: Iterable[Fix], read: Callable[[Path], str]
) -> dict[Path, str]:
    edits: dict[Path, set[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            edits.setdefault(Path(edit.place.file).resolve(), set()).add(edit)
    changed = {
        path: apply(texts[path] if path in texts else read(path), each)
        for path, each in edits.items()
    }
    return {**texts, **changed}


def _weight(found: Iterable[Finding]) -> tuple[int, ...]:
    """How much is in the way of reading, of building, and at all; what a slip hid may come."""
    found = list(found)
    return (
        sum(each.code < "PB040" and each.severity is Severity.ERROR for each in found),
        sum(each.code < "PB100" and each.severity is Severity.ERROR for each in found),
        sum(each.severity is Severity.ERROR for each in found),
        len(found),
    )
