"""Differences as text for people, as JSON for programs, and as Markdown for a merge request."""

import json
from collections.abc import Sequence

from playbook.drift.comparing import Difference
from playbook.messages import _, n_
from playbook.report import harmless
from playbook.rollout.checklist import safe
from playbook.source import Document

Differences = Sequence[Difference]


def text(document: Document, title: str, differences: Differences) -> str:
    """A line for each difference with its place, and how many there are."""
    lines = []
    for each in differences:
        place = document.place(each.at)
        said = _("{what}: here {here}, in {title} {there}").format(
            what=harmless(each.what),
            here=harmless(each.here) or _("nothing"),
            title=title,
            there=harmless(each.there) or _("nothing"),
        )
        lines.append(f"{place.file}:{place.line}: {said}")
    return "\n".join([*lines, _count(title, differences)])


def markdown(document: Document, title: str, differences: Differences) -> str:
    """A table, for a comment on a merge request."""
    if not differences:
        return f"{_count(title, differences)}\n"
    head = (_("What"), _("Playbook"), title, _("Where"))
    rows = [head, ("---",) * len(head)]
    for each in differences:
        place = document.place(each.at)
        rows.append(
            (
                _cell(each.what),
                _cell(each.here),
                _cell(each.there),
                f"{_cell(place.file)}:{place.line}",
            )
        )
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{table}\n\n{_count(title, differences)}\n"


def as_json(document: Document, target: str, differences: Differences) -> str:
    """One JSON object: ``target`` and ``differences``."""
    listed = []
    for each in differences:
        place = document.place(each.at)
        listed.append(
            {
                "kind": each.kind,
                "file": place.file,
                "line": place.line,
                "column": place.column,
                "path": document.path(each.at),
                "what": each.what,
                "playbook": each.here,
                "crm": each.there,
            }
        )
    whole = {"format": 1, "target": target, "differences": listed}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _cell(text: str) -> str:
    return harmless(safe(text)) if text else "–"


def _count(title: str, differences: Differences) -> str:
    if not differences:
        return _("The playbook and {title} agree.").format(title=title)
    count = len(differences)
    message = n_("{count} difference.", "{count} differences.", count)
    return message.format(count=count)
