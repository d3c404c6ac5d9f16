"""How deals come in, how they end, how they are counted, and who looks after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from playbook.model.conditions import Moment
from playbook.model.names import (
    AssetId,
    FieldId,
    PlaybookId,
    Prose,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    Text,
)
from playbook.model.part import Part
from playbook.model.work import AgendaItem, Criterion, Write


@dataclass(frozen=True, kw_only=True)
class Role(Part):
    """A hat that someone on our side wears."""

    id: RoleId
    name: Text
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Route(Part):
    """Who gets which new deals."""

    id: str | None = None
    for_: tuple[SegmentId, ...] = ()
    owner: RoleId | None = None
    how: Literal["round-robin", "former-owner", "territory", "by-hand"] | None = None
    due: Moment | None = None
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Reason(Part):
    """A reason for which deals end."""

    id: ReasonId
    name: Text
    about: Prose | None = None
    under: ReasonId | None = None
    must_fill: tuple[FieldId, ...] = ()
    may_return: bool = False
    for_: tuple[SegmentId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Continuation(Part):
    """Where a deal goes on in another playbook; ``from_`` is None for won."""

    id: str
    name: Text | None = None
    playbook: PlaybookId
    deal: Literal["same", "new"]
    from_: tuple[StageId, ...] | None = None
    stage: str | None = None
    for_: tuple[SegmentId, ...] = ()
    start: Moment | None = None
    carry: tuple[FieldId, ...] = ()
    set: tuple[Write, ...] = ()
    owner: RoleId | None = None
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class ForecastEntry(Part):
    """What a forecast category means here."""

    name: Text | None = None
    about: Prose | None = None
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Review(Part):
    """A regular meeting that looks at the pipeline."""

    id: str
    name: Text
    every: Moment
    owner: RoleId | None = None
    stages: tuple[StageId, ...] = ()
    for_: tuple[SegmentId, ...] = ()
    minutes: int | None = None
    agenda: tuple[AgendaItem, ...] = ()
    assets: tuple[AssetId, ...] = ()
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class MetricsBySegment(Part):
    """The numbers that differ for the deals of a segment."""

    win_rate: int | None = None
    cycle_days: int | None = None
    loss_days: int | None = None
    average_deal: float | None = None
    stage_conversion: Mapping[StageId, int] = field(default_factory=dict)
    open_per_rep: int | None = None
    new_per_month: int | None = None


@dataclass(frozen=True, kw_only=True)
class Metrics(MetricsBySegment):
    """The numbers a process is planned with."""

    about: Prose | None = None
    cycle_from: StageId | None = None
    leaves_out: tuple[SegmentId, ...] = ()
    by_segment: Mapping[SegmentId, MetricsBySegment] = field(default_factory=dict)
