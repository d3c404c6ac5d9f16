"""The hidden sheet with the lists to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playbook.messages import _, p_
from playbook.model import FieldId, Option, Playbook, Question
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, Scalar
from playbook.renderers.handbook.xlsx.looks import Looks, as_text
from playbook.renderers.handbook.xlsx.naming import labels
from playbook.renderers.handbook.xlsx.plan import LISTS, NO, YES, Plan, state_names
from playbook.renderers.handbook.xlsx.sheets import Sheet
from playbook.wording import field_name, forecast_name


@dataclass
class Lists:
    """Columns of values, each under a name."""

    columns: dict[str, tuple[Scalar, ...]] = field(default_factory=dict)

    def block(self, name: str) -> Block:
        """Where a list stands."""
        place = list(self.columns).index(name)
        return Block(LISTS, 1, place, max(len(self.columns[name]), 1), place)

    def cell(self, name: str, place: int) -> Cell:
        """One value of a list, from 0."""
        return self.block(name).cell(place)


def options(playbook: Playbook, question: Question) -> tuple[Option, ...]:
    """What can be chosen: the options of the question, or those of its field."""
    if question.field and question.field in playbook.fields:
        return playbook.fields[question.field].options
    return question.options


def option_labels(choices: Sequence[Option]) -> tuple[str, ...]:
    """What options are called, each name once."""
    return labels((option.id, option.name) for option in choices)


def collect(plan: Plan) -> Lists:
    """All lists that the sheets choose from."""
    playbook = plan.playbook
    found: dict[str, tuple[Scalar, ...]] = {
        "ticks": (NO, YES),
        "states": state_names(),
        "categories": tuple(forecast_name(playbook, id) for id in plan.categories),
        "passed": tuple(plan.stage_labels[stage.id] for stage in plan.passed),
        "reasons": labels((each.id, each.name) for each in playbook.reasons.values()),
        "yes-no": (*plan.yes_no, plan.unknown),
        "unknown": (plan.unknown,),
    }
    for question in playbook.question.values():
        found |= _of_question(plan, question)
    return Lists(found)


def _of_question(plan: Plan, question: Question) -> Mapping[str, tuple[Scalar, ...]]:
    match plan.playbook.type_of_question(question):
        case "rating":
            return {f"rating/{question.max}": (*range(question.max + 1), plan.unknown)}
        case "choice":
            choices = options(plan.playbook, question)
            return {
                f"options/{question.id}": (*option_labels(choices), plan.unknown),
                f"points/{question.id}": (*(option.points or 0 for option in choices), 0),
            }
        case "choices":
            choices = options(plan.playbook, question)
            return {f"options/{question.id}": option_labels(choices)}
    return {}


def sheet(plan: Plan, lists: Lists, looks: Looks) -> Sheet:
    """The sheet with the lists."""
    made = Sheet(LISTS, looks.second, hidden=True)
    for place, (name, values) in enumerate(lists.columns.items()):
        made.put(0, place, _title(plan, name), looks.made_head)
        made.widths[place] = 22
        for row, value in enumerate(values, start=1):
            look = as_text(looks.made) if isinstance(value, str) else looks.made
            made.put(row, place, value, look)
    return made


def _title(plan: Plan, name: str) -> str:
    kind, _slash, id = name.partition("/")
    if kind in ("options", "points"):
        question = plan.playbook.question
        asked = next((each.ask for each in question.values() if each.id == id), id)
        return f"{asked} · {_('Points')}" if kind == "points" else asked
    return {
        "ticks": p_("criterion", "Done"),
        "states": _("Result"),
        "categories": _("Forecast"),
        "passed": _("Stages"),
        "reasons": field_name(plan.playbook, FieldId("loss-reason")),
        "yes-no": _("Yes or no"),
        "rating": _("Rating"),
        "unknown": plan.unknown,
    }[kind]
