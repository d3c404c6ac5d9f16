"""销售易: a set-up workbook in its own words; no way to set up stages from outside was found."""

from typing import Final

from playbook.crm import Target
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Surface
from playbook.rollout.workbook import (
    CHINESE,
    NAME,
    SETTINGS,
    UNSURE,
    Titles,
    first,
    in_chinese,
    read,
)
from playbook.rollout.workbook.shapes import TYPES

_TITLES: Final = Titles(
    {**CHINESE.sheets, "deals": "销售机会", "stages": "销售阶段", "reasons": "输单原因"},
    {**CHINESE.columns, "stage": "销售阶段", "guidance": "销售手册", "task": "阶段任务"},
)
_SURFACE: Final = Surface(
    title="销售易",
    supports={
        "pipelines": "manual",
        "stages": "manual",
        "order": "manual",
        "probability": "manual",
        "ends": "manual",
        "ageing": "none",
        "gates": "manual",
        "guidance": "manual",
        "tasks": "manual",
        "fields": "manual",
        "reasons": "manual",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    prefix="",
    types={type: type for type in TYPES},
    stage_key=None,
    field_key=None,
    where={
        "stages": f"{NAME} → 销售阶段",
        "fields": f"{NAME} → 字段",
        "reasons": f"{NAME} → 输单原因",
        "required": f"{NAME} → 必填字段",
        "guidance": f"{NAME} → 销售阶段 → 销售手册",
        "tasks": f"{NAME} → 任务",
    },
    settings=SETTINGS,
)

NEOCRM = Target(
    name="neocrm",
    about="A set-up workbook in Chinese for 销售易. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=in_chinese(_TITLES), first=first, tells=UNSURE),
    read=read,
    dump="set-up.xlsx",
)
