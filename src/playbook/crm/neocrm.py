"""销售易: a set-up workbook in its own words; no way to set up stages from outside was found."""

from typing import Final

from playbook.crm import Target
from playbook.rollout.rolling import Recipe
from playbook.rollout.workbook import (
    CHINESE,
    NAME,
    UNSURE,
    Titles,
    first,
    in_chinese,
    read,
    typed_in,
)

_TITLES: Final = Titles(
    {**CHINESE.sheets, "deals": "销售机会", "stages": "销售阶段", "reasons": "输单原因"},
    {**CHINESE.columns, "stage": "销售阶段", "guidance": "销售手册", "task": "阶段任务"},
)
_SURFACE: Final = typed_in(
    "销售易",
    where={"stages": f"{NAME} → 销售阶段", "guidance": f"{NAME} → 销售阶段 → 销售手册"},
)

NEOCRM = Target(
    name="neocrm",
    about="A set-up workbook in Chinese for 销售易. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=in_chinese(_TITLES), first=first, tells=UNSURE),
    read=read,
    dump="set-up.xlsx",
)
