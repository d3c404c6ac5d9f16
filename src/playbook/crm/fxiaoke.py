"""纷享销客: a set-up workbook in its own words, for the stage propeller (阶段推进器).

Its API describes objects and moves deals; it sets up no stages. The vendor's
help pages say what a stage holds: tasks with their time, and who does them.
"""

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
    {
        **CHINESE.sheets,
        "stages": "商机阶段",
        "required": "阶段必填字段",
        "tasks": "阶段任务",
        "reasons": "输单原因",
    },
    {**CHINESE.columns, "stage": "商机阶段", "task": "任务名称", "detail": "任务说明"},
)
_PROPELLER: Final = "阶段推进器"
_SURFACE: Final = typed_in(
    "纷享销客",
    where={
        "stages": f"{_PROPELLER}（{NAME} → 商机阶段）",
        "required": f"{NAME} → 阶段必填字段",
        "guidance": f"{NAME} → 商机阶段 → 阶段指引",
        "tasks": f"{_PROPELLER}（{NAME} → 阶段任务）",
    },
    source="https://help.sharecrm.com/9adk/bfce/a115/1aa9",
)

FXIAOKE = Target(
    name="fxiaoke",
    about="A set-up workbook in Chinese for 纷享销客. Nothing is sent: somebody types it in.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=in_chinese(_TITLES), first=first, tells=UNSURE),
    read=read,
    dump="set-up.xlsx",
)
