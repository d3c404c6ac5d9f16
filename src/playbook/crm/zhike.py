"""知客CRM: a set-up workbook in Chinese, to be typed in by an administrator.

No API and no form of import for stages was found. Whoever has a template from
the vendor says its titles in crm.yaml, and gets a workbook like it.
"""

from typing import Final

from playbook.crm import Target
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Surface
from playbook.rollout.workbook import CHINESE, NAME, SETTINGS, UNSURE, first, in_chinese, read
from playbook.rollout.workbook.shapes import TYPES

_SURFACE: Final = Surface(
    title="知客CRM",
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
        "stages": f"{NAME} → 阶段",
        "fields": f"{NAME} → 字段",
        "reasons": f"{NAME} → 输单原因",
        "required": f"{NAME} → 必填字段",
        "guidance": f"{NAME} → 阶段 → 阶段指引",
        "tasks": f"{NAME} → 任务",
    },
    settings=SETTINGS,
    source="",
)


ZHIKE = Target(
    name="zhike",
    about="A set-up workbook in Chinese for 知客CRM. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=in_chinese(CHINESE), first=first, tells=UNSURE),
    read=read,
    dump="set-up.xlsx",
)
