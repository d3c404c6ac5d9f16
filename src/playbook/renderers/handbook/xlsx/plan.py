"""Where everything stands: the columns and rows that the sheets' formulas refer to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from playbook.flow import Flow
from playbook.messages import _, p_
from playbook.model import FORECAST_ORDER, Playbook, Segment, SegmentId, Stage, Test
from playbook.renderers.handbook.xlsx.formulas import Block, Cell
from playbook.renderers.handbook.xlsx.naming import labels

GUIDE, DEALS, CHECKLIST, SUMMARY, STAGES, LISTS = (
    "guide",
    "deals",
    "checklist",
    "summary",
    "stages",
    "lists",
)
PREPARED: Final = 200
"""So many deals the workbook has room for."""
TOP: Final = 4
"""The first row of deals, and of stages, on their sheets."""
LEFT: Final = 4
"""The first column of deals on the checklist and on the scorecards."""
TODAY: Final = Cell(SUMMARY, 2, 1)
"""The day that everything counts to."""
OPEN, WON, LOST, OUT, PARKED, SKIPPED = range(1, 7)
"""What has become of a deal: open, won, lost, disqualified, parked, not counted."""
NO, YES = "☐", "☑"

_STATES: Final = {
    "lead": OPEN,
    "open": OPEN,
    "won": WON,
    "after-sale": WON,
    "lost": LOST,
    "disqualified": OUT,
    "parked": PARKED,
    "not-counted": SKIPPED,
}
Numbered = Literal["probability", "warn_days", "max_days", "forecast"]
NUMBERED: Final[tuple[Numbered, ...]] = ("probability", "warn_days", "max_days", "forecast")
"""What a stage's row says in a number and a segment may say otherwise."""


@dataclass(frozen=True)
class Plan:
    """Where everything of a playbook stands in its workbook."""

    playbook: Playbook

    @cached_property
    def flow(self) -> Flow:
        """How deals move."""
        return Flow(self.playbook)

    @cached_property
    def stage_labels(self) -> Mapping[str, str]:
        """What each stage is called, each name once."""
        stages = self.playbook.stages
        names = labels((stage.id, stage.name) for stage in stages)
        return {stage.id: name for stage, name in zip(stages, names, strict=True)}

    @cached_property
    def stage_row(self) -> Mapping[str, int]:
        """The row of each stage on the sheet of the stages."""
        return {stage.id: TOP + place for place, stage in enumerate(self.playbook.stages)}

    @cached_property
    def passed(self) -> tuple[Stage, ...]:
        """The stages that a deal can have been in last when it ended."""
        return tuple(stage for stage in self.playbook.stages if stage.is_before_the_sale)

    def state(self, stage: Stage) -> int:
        """What has become of a deal in a stage."""
        return _STATES[stage.kind]

    def line_number(self, stage: Stage) -> int:
        """How far a deal in a stage has come on the main line; 0 where that says nothing."""
        line = [each.id for each in self.flow.line]
        if stage.id in line:
            return line.index(stage.id) + 1
        if self.state(stage) == WON:
            return len(line) + 1
        if stage.is_before_the_sale:
            return max((line.index(id) + 1 for id in stage.from_ or () if id in line), default=0)
        return 0

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The forecast categories that a stage has, in order; those of deals that count."""
        used: set[str] = {"closed"}
        for stage in self.playbook.stages:
            used.add(stage.forecast)
            used.update(each.forecast for each in stage.by_segment.values() if each.forecast)
        return tuple(each for each in FORECAST_ORDER if each in used)

    @cached_property
    def segments(self) -> Mapping[SegmentId, Segment]:
        """The segments that change something in the workbook."""
        used: set[str] = set()
        for stage in self.playbook.stages:
            used.update(stage.by_segment)
        for _holder, criterion in self.playbook.criteria():
            used.update(criterion.for_)
        for question in self.playbook.question.values():
            used.update(question.for_)
            used.update(_segments_in(question.when))
        return {id: each for id, each in self.playbook.segments.items() if id in used}

    @cached_property
    def has_activity(self) -> bool:
        """Whether days are anywhere counted from the last activity."""
        return any(stage.clock == "last-activity" for stage in self.playbook.stages)

    @cached_property
    def unknown(self) -> str:
        """What is chosen where a question was asked and nobody knows."""
        taken = {
            str(option.name).casefold()
            for options in (
                *(field.options for field in self.playbook.fields.values()),
                *(question.options for question in self.playbook.question.values()),
            )
            for option in options
        }
        word = p_("answer", "nobody knows")
        while word.casefold() in taken:
            word += "?"
        return word

    @property
    def yes_no(self) -> tuple[str, str]:
        """The answers to a question of yes or no."""
        return p_("answer", "yes"), p_("answer", "no")

    def stages(self, column: str) -> Block:
        """A column of the sheet of the stages."""
        place = self.stage_columns[column]
        return Block(STAGES, TOP, place, TOP + len(self.playbook.stages) - 1, place)

    @cached_property
    def stage_columns(self) -> Mapping[str, int]:
        """The columns of the sheet of the stages by their names."""
        visible = ("number", "name", "kind", "probability", "expected", "warn_days", "max_days")
        more = ("category", "owner", "next", "goal", "exit", "id", "state", "line", "forecast")
        names = [*visible, *more, "clock"]
        for key in NUMBERED:
            names += [
                f"{key}/{id}"
                for id in self.segments
                if any(
                    getattr(stage.by_segment.get(id), key, None) is not None
                    for stage in self.playbook.stages
                )
            ]
        return {name: place for place, name in enumerate(names)}


def card_key(questionnaire: str) -> str:
    """The key of a questionnaire's sheet."""
    return f"card/{questionnaire}"


def state_names() -> tuple[str, ...]:
    """What has become of a deal, in words, from 1."""
    return (
        p_("stage", "Open"),
        p_("stage", "Won"),
        p_("stage", "Lost"),
        p_("stage", "Disqualified"),
        p_("stage", "Parked"),
        p_("stage", "Not counted"),
    )


def wanted_names(questionnaires: Mapping[str, str]) -> dict[str, str]:
    """What the sheets would be called, if Excel allowed every name."""
    return {
        GUIDE: _("How to use it"),
        DEALS: _("Deals"),
        CHECKLIST: _("Checklist"),
        SUMMARY: _("Summary"),
        **{card_key(id): name for id, name in questionnaires.items()},
        STAGES: _("Stages"),
        LISTS: _("Lists"),
    }


def _segments_in(test: Test | None) -> set[str]:
    return {str(leaf.segment) for leaf in test.leaves() if leaf.segment} if test else set()
