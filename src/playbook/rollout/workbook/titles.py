"""What the sheets and columns of a set-up workbook are called."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.messages import _, p_
from playbook.rollout.export import Settings

SHEETS: Final = (
    *("process", "deals", "stages", "required", "fields", "tasks", "criteria"),
    *("questionnaire", "reasons", "steps"),
)
COLUMNS: Final = (
    *("order", "stage", "kind", "probability", "forecast", "usual", "warning", "days"),
    *("guidance", "field", "type", "options", "required", "about", "task", "due", "detail"),
    *("criterion", "level", "evidence", "element", "question", "listen", "answer", "reason"),
    *("step", "where", "what", "how", "done"),
)
HIDDEN: Final = "_playbook"
"""The sheet that tells a program who is who."""
LISTS: Final = "_lists"
"""The sheet with what can be chosen in cells."""
_LONGEST: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_CALL: Final = re.compile(r"(?<=[A-Za-z0-9_.])\(")
"""A bracket that could be a function's: xlsxwriter looks for some in formulas, and names stand there."""

CHINESE_SHEETS: Final[Mapping[str, str]] = {
    "process": "销售流程",
    "deals": "商机",
    "stages": "阶段",
    "required": "必填字段",
    "fields": "字段",
    "tasks": "任务",
    "criteria": "推进标准",
    "questionnaire": "问卷({name})",
    "reasons": "输单原因",
    "steps": "操作步骤",
}
"""The words of CRMs that speak Chinese only, whatever the language of a playbook is."""
CHINESE_COLUMNS: Final[Mapping[str, str]] = {
    "order": "序号",
    "stage": "阶段",
    "kind": "类型",
    "probability": "赢率",
    "forecast": "预测类别",
    "usual": "通常停留",
    "warning": "预警天数",
    "days": "最长停留",
    "guidance": "阶段指引",
    "field": "字段",
    "type": "字段类型",
    "options": "选项",
    "required": "必填阶段",
    "about": "说明",
    "task": "任务",
    "due": "完成时限",
    "detail": "时间与负责人",
    "criterion": "推进标准",
    "level": "要求程度",
    "evidence": "怎样核实",
    "element": "要素",
    "question": "问题",
    "listen": "追问与留意",
    "answer": "回答",
    "reason": "输单原因",
    "step": "步骤",
    "where": "位置",
    "what": "内容",
    "how": "怎么做",
    "done": "已完成",
}


@dataclass(frozen=True)
class Titles:
    """The names in use: ours in the language in use, a target's, or those of crm.yaml."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, key: str) -> str:
        """What a sheet is called."""
        return self.sheets.get(key) or _sheets()[key]

    def column(self, key: str) -> str:
        """What stands at the head of a column."""
        return self.columns.get(key) or _columns()[key]

    def with_own(self, settings: Settings) -> "Titles":
        """With what crm.yaml says."""
        return Titles(
            {**self.sheets, **settings.names("sheets")},
            {**self.columns, **settings.names("columns")},
        )


CHINESE: Final = Titles(CHINESE_SHEETS, CHINESE_COLUMNS)


def settings() -> dict[str, Mapping[str, Any]]:
    """What crm.yaml may say of them, as JSON Schema."""
    return {
        "sheets": _named(
            "Sheets",
            "Other names for the sheets of the workbook. In that of a questionnaire "
            "{name} stands for the questionnaire.",
            SHEETS,
            {"stages": "Sales stages"},
        ),
        "columns": _named(
            "Columns",
            "Other names for the columns of the workbook, such as those of a template "
            "that the vendor has given you.",
            COLUMNS,
            {"stage": "Stage name"},
        ),
    }


def distinct(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names for sheets as Excel allows them: short, without some signs, and each only once."""
    found: list[str] = []
    used = {"history", HIDDEN, LISTS, *(each.casefold() for each in taken)}
    for name in wanted:
        plain = " ".join(_CALL.sub(" (", _FORBIDDEN.sub(" ", name)).split()).strip("' ") or "_"
        made, number = _cut(plain, _LONGEST), 1
        while made.casefold() in used:
            number += 1
            after = f" ({number})"
            made = _cut(plain, _LONGEST - len(after)) + after
        used.add(made.casefold())
        found.append(made)
    return found


def _cut(name: str, length: int) -> str:
    """The beginning of a name; a sign beyond the first 65,536 counts twice for Excel."""
    while len(name.encode("utf-16-le")) > 2 * length:
        name = name[:-1]
    return name.rstrip("' ")


def _named(
    title: str, description: str, keys: Iterable[str], example: Mapping[str, str]
) -> Mapping[str, Any]:
    return {
        "type": "object",
        "title": title,
        "description": description,
        "propertyNames": {"enum": sorted(keys)},
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 100},
        "examples": [dict(example)],
    }


def _sheets() -> dict[str, str]:
    return {
        "process": _("The process"),
        "deals": _("Deals"),
        "stages": _("Stages"),
        "required": _("Required fields"),
        "fields": _("Fields"),
        "tasks": _("Tasks"),
        "criteria": _("Exit criteria"),
        "questionnaire": "{name}",
        "reasons": _("Reasons for lost deals"),
        "steps": _("To be done by hand"),
    }


def _columns() -> dict[str, str]:
    return {
        "order": _("No."),
        "stage": _("Stage"),
        "kind": _("Kind"),
        "probability": _("Probability"),
        "forecast": _("Forecast"),
        "usual": _("Usually takes"),
        "warning": _("Warning after"),
        "days": _("At most"),
        "guidance": _("Guidance"),
        "field": _("Field"),
        "type": p_("field", "Type"),
        "options": p_("field", "Options"),
        "required": _("Required in"),
        "about": p_("field", "Explanation"),
        "task": _("Task"),
        "due": _("Due"),
        "detail": p_("task", "When and who"),
        "criterion": _("Criterion"),
        "level": _("How binding"),
        "evidence": _("How anyone can tell"),
        "element": _("Element"),
        "question": _("Question"),
        "listen": _("Listen for"),
        "answer": _("Your answer"),
        "reason": _("Reason"),
        "step": p_("set-up", "Step"),
        "where": _("Where"),
        "what": p_("set-up", "What"),
        "how": p_("set-up", "What to do"),
        "done": _("Done"),
    }
