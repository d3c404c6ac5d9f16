"""The seller's side: stages, and the tracks that run beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from playbook.model.conditions import Moment
from playbook.model.names import (
    DEAL_OWNER,
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    FieldId,
    ObjectionId,
    PhaseId,
    Prose,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    Text,
    TrackId,
)
from playbook.model.part import Part
from playbook.model.work import (
    Asks,
    Back,
    Criterion,
    Handover,
    Overdue,
    Rule,
    Task,
    WakeUp,
    Write,
)

StageKind = Literal[
    "lead", "open", "won", "lost", "disqualified", "not-counted", "parked", "after-sale"
]
Clock = Literal["stage-entry", "last-activity"]
ForecastCategory = Literal["omitted", "pipeline", "best-case", "most-likely", "commit", "closed"]
FORECAST_ORDER: Final[tuple[ForecastCategory, ...]] = (
    "omitted",
    "pipeline",
    "best-case",
    "most-likely",
    "commit",
    "closed",
)
WORKED: Final = frozenset({"lead", "open", "after-sale"})
"""The kinds of stage in which someone works on the deal."""
ENDS: Final = frozenset({"won", "lost", "disqualified", "not-counted"})
"""The kinds of stage in which a deal is decided."""
FAILED: Final = frozenset({"lost", "disqualified", "not-counted"})
"""The kinds of stage in which a deal ends without a sale."""


@dataclass(frozen=True, kw_only=True)
class WorkBySegment(Part):
    """What differs in a stage or a phase for the deals of a segment."""

    owner: RoleId | None = None
    expected_days: int | None = None
    warn_days: int | None = None
    max_days: int | None = None
    clock: Clock | None = None
    leave_by: Moment | None = None
    overdue: Overdue | None = None


@dataclass(frozen=True, kw_only=True)
class Work(Part):
    """What a stage and a track's phase have in common: someone works in them."""

    name: Text
    goal: Text | None = None
    owner: RoleId = DEAL_OWNER
    consult: tuple[RoleId, ...] = ()
    for_: tuple[SegmentId, ...] = ()
    expected_days: int | None = None
    warn_days: int | None = None
    max_days: int | None = None
    clock: Clock = "stage-entry"
    leave_by: Moment | None = None
    overdue: Overdue | None = None
    must_fill: tuple[FieldId, ...] = ()
    entry: tuple[Criterion, ...] = ()
    exit: tuple[Criterion, ...] = ()
    tasks: tuple[Task, ...] = ()
    asks: Asks = field(default_factory=dict)
    confirms: Asks = field(default_factory=dict)
    on_enter: tuple[Write, ...] = ()
    on_leave: tuple[Write, ...] = ()
    handover: Handover | None = None
    guidance: Text | None = None
    notes: Prose | None = None
    assets: tuple[AssetId, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageBySegment(WorkBySegment):
    """What differs in a stage for the deals of a segment."""

    probability: int | None = None
    forecast: ForecastCategory | None = None
    can_start: bool | None = None
    buyer_roles: Mapping[BuyerRoleId, int] = field(default_factory=dict)
    wake_up: WakeUp | None = None


@dataclass(frozen=True, kw_only=True)
class Stage(Work):
    """A milestone on the way of a deal.

    Built stages are complete: what stands under ``every_stage`` has been put
    in, and ``owner``, ``probability`` and ``forecast`` have their defaults.
    ``next`` and ``from_`` are None where the author left them out; ``flow``
    says what that means.
    """

    id: StageId
    kind: StageKind = "open"
    probability: int | None = None
    forecast: ForecastCategory = "pipeline"
    by_segment: Mapping[SegmentId, StageBySegment] = field(default_factory=dict)
    buyer_steps: tuple[BuyerStepId, ...] = ()
    buyer_roles: Mapping[BuyerRoleId, int] = field(default_factory=dict)
    next: tuple[StageId, ...] | None = None
    from_: tuple[StageId, ...] | None = None
    back: Back | None = None
    optional: bool = False
    can_start: bool | None = None
    entered_by: tuple[RoleId, ...] = ()
    locked: bool = False
    reasons: tuple[ReasonId, ...] = ()
    reopen: Literal["never", "same-deal", "new-deal"] = "never"
    wake_up: WakeUp | None = None
    replaces: tuple[str, ...] = ()
    objections: tuple[ObjectionId, ...] = ()
    competitors: tuple[CompetitorId, ...] = ()

    @property
    def is_worked(self) -> bool:
        """Whether someone works on a deal here: lead, open and after-sale stages."""
        return self.kind in WORKED

    @property
    def is_before_the_sale(self) -> bool:
        """Whether the deal is still to be decided here: lead and open stages."""
        return self.kind in ("lead", "open")

    @property
    def is_end(self) -> bool:
        """Whether the deal is decided here, one way or the other."""
        return self.kind in ENDS

    @property
    def is_limited(self) -> bool:
        """Whether something says how long a deal may stay, for all deals."""
        return _is_limited(self, self.by_segment)


@dataclass(frozen=True, kw_only=True)
class PhaseBySegment(WorkBySegment):
    """What differs in a phase for the deals of a segment."""


@dataclass(frozen=True, kw_only=True)
class Phase(Work):
    """A part of a track. A built phase has its track's owner, unless it names its own."""

    id: PhaseId
    during: tuple[StageId, ...]
    by_segment: Mapping[SegmentId, PhaseBySegment] = field(default_factory=dict)

    @property
    def is_limited(self) -> bool:
        """Whether something says how long it may take, for all deals."""
        return _is_limited(self, self.by_segment)


def _is_limited(work: Work, by_segment: Mapping[SegmentId, WorkBySegment]) -> bool:
    differing = by_segment.values()
    return bool(
        work.max_days
        or work.leave_by
        or (differing and all(each.max_days or each.leave_by for each in differing))
    )


@dataclass(frozen=True, kw_only=True)
class Track(Part):
    """Work of another team that runs beside the stages and joins them in a gate."""

    id: TrackId
    name: Text
    phases: tuple[Phase, ...]
    about: Prose | None = None
    owner: RoleId = DEAL_OWNER
    by: tuple[RoleId, ...] = ()
    consult: tuple[RoleId, ...] = ()
    inform: tuple[RoleId, ...] = ()
    for_: tuple[SegmentId, ...] = ()
