"""Mending files by editing the text as it stands; nothing is ever written anew.

Each fix is tried, and kept only if its finding goes away and no error comes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from playbook.findings import Edit, Finding, Severity

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
    refused: set[tuple[str, ...]] = set()
    for _round in range(_ROUNDS):
        chosen = _chosen(found, refused, unsafe=unsafe)
        if not chosen:
            break
        tried = _with(texts, chosen, read)
        after = look(tried)
        if not _mends(chosen, found, after):
            # They do not all go well together: whoever mends nothing alone is given up.
            alone = [(each, _with(texts, [each], read)) for each in chosen]
            looked = [(each, one, look(one)) for each, one in alone]
            good = [each for each in looked if _mends([each[0]], found, each[2])]
            refused |= {_key(each) for each in chosen} - {_key(each) for each, _one, _after in good}
            if not good:
                continue
            first, tried, after = good[0]
            chosen = [first]
        texts, found, mended = tried, after, mended + len(chosen)
    return texts, mended


def _mends(group: Iterable[Finding], before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    """Whether the findings of a group are gone, and less is wrong than before."""
    before, after = list(before), list(after)
    were, are = Counter(map(_key, before)), Counter(map(_key, after))
    gone = Counter(map(_key, group))
    is_less = _weight(after) < _weight(before)
    return is_less and all(are[key] <= were[key] - gone[key] for key in gone)


def _key(finding: Finding) -> tuple[str, ...]:
    """What a finding is known by while lines move."""
    title = finding.fix.title if finding.fix else ""
    return (finding.place.file, finding.code, finding.message, finding.path, title)


def _chosen(
    found: Iterable[Finding], refused: set[tuple[str, ...]], *, unsafe: bool
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
    texts: Mapping[Path, str], findings: Iterable[Finding], read: Callable[[Path], str]
) -> dict[Path, str]:
    """The texts with the fixes of findings made in them."""
    edits: dict[Path, set[Edit]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
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
