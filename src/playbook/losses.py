"""What becomes of a playbook in a CRM, as text for people and as JSON for programs."""

import json

from playbook.crm import Export, Outcome
from playbook.messages import _, n_
from playbook.report import harmless
from playbook.source import Document

_ORDER: tuple[Outcome, ...] = ("written", "by hand", "dropped")


def text(document: Document, export: Export) -> str:
    """What is written, what is to be done by hand and what is dropped, each with its place."""
    titles = {
        "written": _("Written"),
        "by hand": _("To be done by hand"),
        "dropped": _("Dropped, because the CRM cannot hold it"),
    }
    blocks = []
    for outcome in _ORDER:
        fates = [fate for fate in export.fates if fate.outcome == outcome]
        if fates:
            blocks.append(_("{text} ({more})").format(text=titles[outcome], more=len(fates)))
        for fate in fates:
            place = document.place(fate.at)
            what, how = harmless(fate.what), harmless(fate.how)
            said = f"{what} – {how}" if how else what
            blocks.append(f"  {place.file}:{place.line}: {said}")
    count = len(export.files)
    files = n_("{count} file; begin with SETUP.md.", "{count} files; begin with SETUP.md.", count)
    return "\n".join([*blocks, files.format(count=count)])


def as_json(document: Document, export: Export) -> str:
    """One JSON object: ``files``, ``parts`` and ``summary``."""
    parts = []
    for fate in export.fates:
        place = document.place(fate.at)
        parts.append(
            {
                "file": place.file,
                "line": place.line,
                "column": place.column,
                "path": document.path(fate.at),
                "outcome": fate.outcome,
                "what": fate.what,
                "how": fate.how,
            }
        )
    counts = {name: sum(fate.outcome == name for fate in export.fates) for name in _ORDER}
    whole = {"format": 1, "files": sorted(export.files), "parts": parts, "summary": counts}
    return json.dumps(whole, ensure_ascii=False, indent=2)
