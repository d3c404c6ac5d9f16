"""CSV and JSON: the whole set-up in words that all CRMs share, for everything else.

The JSON document says everything, and its own JSON Schema stands beside it. The
CSV files say the same for people with a spreadsheet. Both are read back.
"""

from collections.abc import Sequence
from typing import Final

from playbook.crm import Target
from playbook.files import Files
from playbook.messages import _
from playbook.rollout import csv_files, document
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Dump, Found, Note
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Surface
from playbook.rollout.workbook import read as read_workbook
from playbook.rollout.workbook.shapes import TYPES

_SURFACE: Final = Surface(
    title="CSV, JSON",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "write",
        "ends": "write",
        "ageing": "write",
        "gates": "write",
        "guidance": "write",
        "tasks": "write",
        "fields": "write",
        "reasons": "write",
        "forecast": "write",
        "moves": "none",
        "translations": "write",
    },
    prefix="",
    types={type: type for type in TYPES},
    stage_key=lambda _prefix, _playbook, stage="": stage,
    field_key=lambda _prefix, *ids: ".".join(ids),
    source="https://json-schema.org/draft/2020-12/schema",
    verified=("types",),
)


def _write(rollout: Rollout) -> Files:
    return {
        document.NAME: document.write(rollout.setup),
        document.SCHEMA: document.schema(),
        **csv_files.write(rollout.setup),
    }


def _first(_rollout: Rollout) -> Sequence[Step]:
    how = _(
        "`playbook.json` holds everything, and `setup.schema.json` says what each key means. The "
        "CSV files hold the same, to be opened in a spreadsheet. An apostrophe before a cell "
        "keeps it a text."
    )
    return (Step(_("What is in these files"), how),)


def read(dump: Dump) -> Found:
    """The set-up in playbook.json, in our CSV files, or in a table that somebody else has made.

    Raises:
        Refused: it is something else.

    """
    whole = [
        document.read(name, content)
        for name, content in dump.items()
        if name.endswith(".json") and not name.endswith(document.SCHEMA)
    ]
    others = {
        name: content for name, content in dump.items() if not name.endswith((".json", ".md"))
    }
    if not others and whole:
        return Found(tuple(whole))
    found = read_workbook(others or dump)
    if not whole:
        return found
    notes = list(found.notes)
    if set(map(document.write, found.setups)) != set(map(document.write, whole)):
        why = _("The CSV files say something else. Give either them or the JSON file.")
        notes.append(Note("question", document.NAME, "", why))
    return Found(tuple(whole), tuple(notes))


CSV = Target(
    name="csv",
    about="The whole set-up as tables and as one JSON document, for a CRM that has no target yet.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump="playbook.json, stages.csv, fields.csv, tasks.csv, reasons.csv",
)
