"""Excel and Google Sheets: a workbook to run deals in, with the set-up beside them.

What a gate wants filled is marked in the row of a deal as long as it is empty;
a sheet cannot hold anybody back. Workbooks and tables that a team already has
are read: our own by their hidden sheet, others by their headings.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from playbook.crm import Target
from playbook.crm.excel.deals import sheet
from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface
from playbook.rollout.workbook import SETTINGS, read, workbook
from playbook.rollout.workbook.shapes import TYPES

_SURFACE: Final = Surface(
    title="Excel, Google Sheets",
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
        "translations": "none",
    },
    limits=Limits(guidance=32_000, fields=200, stages=100, are_names_unique=True),
    prefix="",
    types={type: type for type in TYPES},
    stage_key=lambda _prefix, _playbook, stage="": stage,
    field_key=lambda _prefix, *ids: ".".join(ids),
    settings=SETTINGS,
    source="https://support.google.com/docs/answer/40608",
    verified=("run",),
)


def _write(rollout: Rollout) -> Files:
    book = workbook(rollout, more=partial(sheet, rollout))
    return {f"{rollout.playbook.id}.xlsx": book}


def _first(rollout: Rollout) -> Sequence[Step]:
    how = _(
        "Open {name} in Excel, or upload it to Google Drive and open it with Google Sheets. Enter "
        "one deal a row. What a stage wants filled and is not, is marked."
    )
    return (Step(_("Open the workbook"), how.format(name=f"`{rollout.playbook.id}.xlsx`")),)


EXCEL = Target(
    name="excel",
    about="A workbook to keep deals in, with the stages, fields and gates of the process.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump="*.xlsx, *.csv",
)
