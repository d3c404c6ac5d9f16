"""Which stage of a Bitrix24 pipeline each of ours becomes, with its code, group and place.

Stages in progress come first, then the one of success, then those of failure.
Every new pipeline has a first stage, one of success and one of failure whose
codes are fixed; ours take them over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from playbook.model import FAILED
from playbook.rollout.setup import StageSetup

Group = Literal["process", "success", "failure"]

FIRST: Final = "NEW"
SUCCESS: Final = "WON"
FAILURE: Final = "LOSE"
FIXED: Final = frozenset({FIRST, SUCCESS, FAILURE})
OTHERS: Final = ("PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE", "APOLOGY")
"""What else may be in a new pipeline."""

_STEP: Final = 10
_SUCCESS_AT: Final = 1000
"""Behind everything that a new pipeline has before its stage of success, and before failure."""
_COLORS: Final = ("#39A8EF", "#2FC6F6", "#55D0E0", "#47E4C2", "#FFA900")
_PARKED: Final = "#A8ADB4"
_SUCCESS_COLOR: Final = "#7BD500"
_FAILURE_COLOR: Final = "#FF5752"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the pipeline there, and the stage of ours that is in it."""

    stage: StageSetup | None
    code: str
    group: Group
    sort: int
    color: str

    @property
    def is_there(self) -> bool:
        """Whether a new pipeline has it already."""
        return self.code in FIXED


def code(_prefix: str, _playbook: str, stage: str = "") -> str:
    """The code that a stage's id makes; a pipeline has none of its own."""
    made = stage.upper()
    return f"{made}_" if made in FIXED else made


def id_of(key: str) -> str:
    """The id that a code shows; empty if it is one of Bitrix24's own."""
    own = key.partition(":")[2] or key
    if own in FIXED or own in OTHERS:
        return ""
    id = own.rstrip("_").lower()
    spelled = id.replace("-", "")
    return id if spelled.isascii() and spelled.isalnum() and spelled[0].isalpha() else ""


def placed(stages: Sequence[StageSetup]) -> tuple[Place, ...]:
    """The places of a pipeline in their order. A second stage of success has none."""
    return (*_in_progress(stages), _success(stages), *_failures(stages))


def _in_progress(stages: Sequence[StageSetup]) -> Iterator[Place]:
    ours = [stage for stage in stages if stage.kind not in ("won", *FAILED)]
    for number, stage in enumerate(ours):
        color = _PARKED if stage.kind == "parked" else _COLORS[number % len(_COLORS)]
        yield Place(
            stage=stage,
            code=stage.key if number else FIRST,
            group="process",
            sort=_STEP * (number + 1),
            color=color,
        )


def _success(stages: Sequence[StageSetup]) -> Place:
    stage = next((stage for stage in stages if stage.kind == "won"), None)
    return Place(stage=stage, code=SUCCESS, group="success", sort=_SUCCESS_AT, color=_SUCCESS_COLOR)


def _failures(stages: Sequence[StageSetup]) -> Iterator[Place]:
    """The first one is there already, even where we have none."""
    ours: list[StageSetup | None] = [stage for stage in stages if stage.kind in FAILED]
    for number, stage in enumerate(ours or [None]):
        yield Place(
            stage=stage,
            code=stage.key if stage and number else FAILURE,
            group="failure",
            sort=_SUCCESS_AT + _STEP * (number + 1),
            color=_FAILURE_COLOR,
        )
