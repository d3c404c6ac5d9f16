"""A baseline: the findings that were there when a team began, and do not count until touched.

An entry is known by what it is about (rule, file, path in the playbook, and
the text of its line), never by its line's number, so that it stays known when
lines move. The file is for people to read and to keep in git.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from playbook.errors import PlaybookError
from playbook.findings import Finding
from playbook.messages import _
from playbook.paths import below

FORMAT = 1
NAME = "playbook-baseline.json"
_NUMBERED = re.compile(r"\[\d+\]")


class Entry(NamedTuple):
    """What a finding is known by."""

    file: str
    code: str
    path: str
    text: str


def entry(finding: Finding, line: str, root: Path) -> Entry:
    """The entry of a finding; its file is named from the root."""
    path = _NUMBERED.sub("[]", finding.path)
    return Entry(below(root, finding.place.file), finding.code, path, " ".join(line.split()))


def read(file: Path) -> Counter[Entry]:
    """The entries of a baseline, with how often each occurs.

    Raises:
        PlaybookError: the file is not there, or is no baseline.

    """
    try:
        data = json.loads(file.read_text("utf-8"))
        entries: Counter[Entry] = Counter()
        for each in data["findings"]:
            key = Entry(*(str(each[name]) for name in Entry._fields))
            entries[key] += int(each.get("times", 1))
    except FileNotFoundError as error:
        message = _('There is no baseline "{file}". `playbook lint --write-baseline` makes one.')
        raise PlaybookError(message.format(file=file)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = _('"{file}" is no baseline. `playbook lint --write-baseline` makes a new one.')
        raise PlaybookError(message.format(file=file)) from error
    if data.get("format") != FORMAT:
        message = _('"{file}" was written by another version of playbook. Write it anew.')
        raise PlaybookError(message.format(file=file))
    return entries


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline's file, in an order that stays."""
    counted = sorted(Counter(entries).items())
    findings = [
        entry._asdict() | ({"times": times} if times > 1 else {}) for entry, times in counted
    ]
    return json.dumps({"format": FORMAT, "findings": findings}, ensure_ascii=False, indent=1) + "\n"
