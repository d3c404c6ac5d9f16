"""The sheet of the stages: what the playbook says of each, which the other sheets look up."""

from dataclasses import replace

from playbook.messages import _, p_
from playbook.model import Stage
from playbook.renderers.handbook.xlsx.formulas import Block, Scalar
from playbook.renderers.handbook.xlsx.looks import COUNT, SHARE, Looks, Style, words
from playbook.renderers.handbook.xlsx.plan import (
    NUMBERED,
    STAGES,
    TOP,
    WON,
    Numbered,
    Plan,
)
from playbook.renderers.handbook.xlsx.sheets import Print, Sheet
from playbook.wording import criterion, forecast_name, listed, role_name, term

_VISIBLE = 13
"""So many columns are for people; the others are for formulas."""
_WIDTHS = {"number": 5, "name": 24, "kind": 13, "owner": 20, "next": 24, "goal": 40, "exit": 60}


def sheet(plan: Plan, looks: Looks) -> Sheet:
    """The sheet of the stages."""
    made = Sheet(STAGES, looks.second)
    made.put(0, 0, _("Stages"), looks.title)
    made.put(1, 0, _about(), looks.note)
    heads = _heads(plan)
    for name, place in plan.stage_columns.items():
        made.put(TOP - 1, place, heads.get(name, name), looks.made_head)
        made.widths[place] = _WIDTHS.get(name, 12)
        if place >= _VISIBLE:
            made.hidden_columns.add(place)
    made.heights[0], made.heights[TOP - 1] = 30, 44
    colours = looks.ramp(len(plan.playbook.stages))
    for stage, colour in zip(plan.playbook.stages, colours, strict=True):
        _row(made, plan, looks, stage, colour)
    last = TOP + len(plan.playbook.stages) - 1
    made.freeze = (TOP, 2)
    made.filter = Block(STAGES, TOP - 1, 0, last, _VISIBLE - 1)
    made.printed = Print(block=(0, 0, last, _VISIBLE - 1), rows=(TOP - 1, TOP - 1))
    return made


def _about() -> str:
    return _("What the playbook says of each stage. The other sheets look it up here.")


def _heads(plan: Plan) -> dict[str, str]:
    heads = {
        "number": _("No."),
        "name": _("Stage"),
        "kind": _("Kind"),
        "probability": _("Probability"),
        "expected": p_("time", "Expected"),
        "warn_days": _("Warning after"),
        "max_days": _("At most"),
        "category": _("Forecast"),
        "owner": _("Owner"),
        "next": _("Next stage"),
        "goal": _("Goal"),
        "exit": _("Exit criteria"),
        "id": _("Id"),
    }
    for key in NUMBERED:
        for id, segment in plan.segments.items():
            heads[f"{key}/{id}"] = f"{heads.get(key, key)} · {segment.name}"
    return heads


def _row(made: Sheet, plan: Plan, looks: Looks, stage: Stage, colour: str) -> None:
    row = plan.stage_row[stage.id]
    values = {**_seen(plan, stage), **_hidden(plan, stage)}
    for name, place in plan.stage_columns.items():
        made.put(row, place, values.get(name), _style(name, looks))
    made.put(row, 0, row - TOP + 1, replace(looks.band(colour), align="center", upright="top"))


def _style(name: str, looks: Looks) -> Style:
    plain = words(replace(looks.made, wrap=True, upright="top"))
    if name == "name":
        return replace(plain, bold=True)
    if name.startswith("probability"):
        return replace(plain, number=SHARE, align="center", indent=0)
    if "days" in name or name == "expected":
        return replace(plain, number=COUNT, align="center", indent=0)
    return plain


def _seen(plan: Plan, stage: Stage) -> dict[str, Scalar]:
    playbook = plan.playbook
    is_won = plan.state(stage) == WON
    following = (plan.stage_labels[id] for id in plan.flow.next(stage))
    return {
        "name": plan.stage_labels[stage.id],
        "kind": term(stage.kind),
        "probability": 1 if is_won else _share(stage.probability),
        "expected": stage.expected_days,
        "warn_days": stage.warn_days,
        "max_days": stage.max_days,
        "category": forecast_name(playbook, _category(plan, stage)),
        "owner": role_name(playbook, stage.owner) if stage.is_worked else None,
        "next": listed(following),
        "goal": stage.goal,
        "exit": "\n".join(f"• {criterion(playbook, each)}" for each in stage.exit) or None,
        "id": stage.id,
    }


def _hidden(plan: Plan, stage: Stage) -> dict[str, Scalar]:
    values: dict[str, Scalar] = {
        "state": plan.state(stage),
        "line": plan.line_number(stage),
        "forecast": plan.categories.index(_category(plan, stage)) + 1,
        "clock": int(stage.clock == "last-activity"),
    }
    for id, differing in stage.by_segment.items():
        for key in NUMBERED:
            values[f"{key}/{id}"] = _number(plan, key, getattr(differing, key))
    return values


def _number(plan: Plan, key: Numbered, value: int | str | None) -> Scalar:
    if isinstance(value, str):
        return plan.categories.index(value) + 1
    return _share(value) if key == "probability" else value


def _category(plan: Plan, stage: Stage) -> str:
    """The forecast category; whatever comes after the sale stays closed."""
    return "closed" if plan.state(stage) == WON else stage.forecast


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
