"""From a playbook to what a CRM is to hold: keys, room, probabilities, required fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from playbook import wording
from playbook.findings import At
from playbook.messages import _, closest, speaking
from playbook.model import FAILED, Moment, Playbook, Stage, StageId, Task, Text
from playbook.rollout.export import Settings
from playbook.rollout.guidance import sections, task_detail
from playbook.rollout.passage import Passage
from playbook.rollout.records import LOSS_REASON, Record, reason_label, records
from playbook.rollout.required import Required, required
from playbook.rollout.setup import (
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)
from playbook.rollout.surface import Surface

_WON: Final = ("won", "after-sale")


@dataclass(frozen=True)
class Rollout:
    """A playbook on its way to one CRM."""

    given: Playbook
    settings: Settings
    surface: Surface

    @cached_property
    def playbook(self) -> Playbook:
        """The playbook with the names that crm.yaml gives its stages there."""
        named = {} if self.surface.are_stages_named_by_key else self.settings.names("stages")
        if not named:
            return self.given
        stages = (
            replace(each, name=Text(named.get(each.id, each.name))) for each in self.given.stages
        )
        return replace(self.given, stages=tuple(stages))

    @property
    def version(self) -> str:
        """The version that is written for."""
        usual = self.surface.versions[0] if self.surface.versions else ""
        return self.settings.text("version", usual)

    @property
    def prefix(self) -> str:
        """What our keys begin with."""
        return self.settings.text("prefix", self.surface.prefix)

    @cached_property
    def passage(self) -> Passage:
        """What the flow means for gates."""
        return Passage(self.playbook)

    @cached_property
    def required(self) -> Required:
        """What the gates require, of the fields that the CRM holds."""
        held = {
            record.ids
            for record in self.records
            if self.holds(record) and record.type not in self.surface.never_empty
        }
        return required(self.playbook, held.__contains__)

    @cached_property
    def setup(self) -> Setup:
        """What the CRM is to hold, in the playbook's language, whoever asks."""
        with speaking(closest(self.playbook.language)):
            return self._setup()

    def _setup(self) -> Setup:
        playbook = self.playbook
        named = self.settings.text("name") or playbook.name
        key = self.surface.stage_key(self.prefix, playbook.id) if self.surface.stage_key else ""
        return Setup(
            id=playbook.id,
            key=key,
            name=named,
            language=playbook.language,
            currency=playbook.currency,
            stages=tuple(self._stages()),
            fields=tuple(self._fields()),
            reasons=tuple(self._reasons()),
            teams=self.settings.listed("teams"),
            names={tag: setup.name for tag, setup in self.elsewhere.items()},
        )

    @cached_property
    def elsewhere(self) -> Mapping[str, Setup]:
        """The same in the playbook's other languages."""
        alone = replace(self.settings, translations={})
        return {
            tag: Rollout(playbook, alone, self.surface).setup
            for tag, playbook in self.settings.translations.items()
        }

    @cached_property
    def held(self) -> Setup:
        """What of it the CRM can show when it is asked: to be compared with what it says."""
        shown = {each.id for each in self.stages}
        shown |= {each.id for each in self.setup.stages if each.kind in ("won", "lost")}
        fields = (
            replace(each, required=tuple(id for id in each.required if id in shown))
            for each in self.setup.fields
        )
        return replace(self.setup, stages=self.stages, fields=tuple(fields))

    @cached_property
    def stages(self) -> tuple[StageSetup, ...]:
        """Those that are stages in the CRM, in order."""
        kinds = self.surface.stage_kinds
        return tuple(stage for stage in self.setup.stages if stage.kind in kinds)

    @cached_property
    def added(self) -> tuple[FieldSetup, ...]:
        """The fields that the CRM does not have yet, in order."""
        return tuple(each for each in self.setup.fields if each.is_ours)

    @cached_property
    def recorded(self) -> tuple[str, ...]:
        """The names by which crm.yaml calls what is recorded: ``budget``, ``bant.authority``."""
        return tuple(".".join(record.ids) for record in self.records)

    def holds(self, record: Record) -> bool:
        """Whether the CRM has a field of this kind at all."""
        if record.kind == "score" or self._is_computed(record):
            return False
        if record.kind == "role" and not self.surface.are_roles_fields:
            return False
        return record.type in self.surface.types or bool(self._own(record))

    def left_out(self, stage: Stage) -> frozenset[At]:
        """The places of what there is no room for beside a stage."""
        return self._guidance[stage.id][1]

    def _is_computed(self, record: Record) -> bool:
        segments = {str(id): segment for id, segment in self.playbook.segments.items()}
        return record.kind == "segment" and segments[record.ids[1]].when is not None

    def _own(self, record: Record) -> str:
        """The field that is there already: as crm.yaml says, or one that every deal has."""
        mapped = self.settings.names("fields").get(".".join(record.ids))
        if record.built_in == LOSS_REASON and record.options and self.surface.is_reason_free:
            return mapped or ""
        return mapped or self.surface.built_in.get(record.built_in, "")

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Everything that is recorded about a deal, whether the CRM holds it or not."""
        with speaking(closest(self.playbook.language)):
            return tuple(records(self.playbook))

    def _fields(self) -> Iterator[FieldSetup]:
        seen: set[str] = set()
        for record in self.records:
            if not self.holds(record):
                continue
            own, key, keys = self._own(record), "", self.settings.options(*record.ids)
            if not own and self.surface.field_key:
                key = self.surface.field_key(self.prefix, *record.ids)
            name = record.name
            if self.surface.are_field_names_unique and name.casefold() in seen:
                name = _("{text} ({more})").format(text=name, more=".".join(record.ids))
            seen.add(name.casefold())
            yield FieldSetup(
                ids=record.ids,
                kind=record.kind,
                key=own or key,
                name=name,
                type=record.type,
                about=record.about,
                options=tuple(
                    Choice(keys.get(id, id), self.surface.named(name))
                    for id, name in record.options
                ),
                required=tuple(map(str, self.required.fields.get(record.ids, ()))),
                is_ours=not own,
                names={
                    tag: each.name
                    for tag, setup in self.elsewhere.items()
                    for each in setup.fields
                    if (each.kind, each.ids) == (record.kind, record.ids)
                },
                at=record.at,
            )

    def _reasons(self) -> Iterator[ReasonSetup]:
        for id, reason in self.playbook.reasons.items():
            yield ReasonSetup(
                id=str(id),
                key=str(id),
                name=self.surface.named(reason_label(self.playbook, str(id))),
                names={
                    tag: each.name
                    for tag, setup in self.elsewhere.items()
                    for each in setup.reasons
                    if each.id == str(id)
                },
                at=reason.at,
            )

    def _stages(self) -> Iterator[StageSetup]:
        make, by_key = self.surface.stage_key, self.surface.are_stages_named_by_key
        named = self.settings.names("stages") if by_key else {}
        odds = probabilities(self.playbook, self.surface)
        free = dict(self.surface.end_keys)
        for stage in self.playbook.stages:
            key = make(self.prefix, self.playbook.id, stage.id) if make else ""
            yield StageSetup(
                id=str(stage.id),
                key=named.get(stage.id) or free.pop(stage.kind, key),
                name=self.surface.named(stage.name),
                kind=stage.kind,
                probability=odds[stage.id],
                forecast=stage.forecast,
                days=stage.max_days or stage.warn_days,
                guidance=self._guidance[stage.id][0],
                tasks=tuple(_task(self.playbook, stage, task) for task in stage.tasks),
                criteria=tuple(wording.criterion(self.playbook, each) for each in stage.exit),
                names={
                    tag: each.name
                    for tag, setup in self.elsewhere.items()
                    for each in setup.stages
                    if each.id == stage.id
                },
                at=stage.at,
            )

    @cached_property
    def _guidance(self) -> Mapping[StageId, tuple[str, frozenset[At]]]:
        room = self.surface.limits.guidance
        with speaking(closest(self.playbook.language)):
            return {each.id: _fitted(self.playbook, each, room) for each in self.playbook.stages}


def probabilities(playbook: Playbook, surface: Surface) -> Mapping[StageId, int]:
    """The probability of every stage in percent, as the CRM takes it.

    An open stage without one has that of the stage before it.
    """
    limits = surface.limits
    found: dict[StageId, int] = {}
    before = limits.lowest
    for stage in playbook.stages:
        if stage.kind in _WON:
            found[stage.id] = 100
        elif stage.kind in FAILED:
            found[stage.id] = 0
        elif stage.kind == "parked":
            found[stage.id] = limits.lowest
        else:
            if stage.probability is not None:
                before = _rounded(stage.probability, surface)
            found[stage.id] = before
    return found


def _rounded(percent: int, surface: Surface) -> int:
    limits = surface.limits
    steps = (Decimal(percent) / limits.step).quantize(Decimal(1), ROUND_HALF_UP)
    return min(max(int(steps) * limits.step, limits.lowest), limits.highest)


def _fitted(playbook: Playbook, stage: Stage, room: int | None) -> tuple[str, frozenset[At]]:
    """As many whole lines as there is room for, and the places of the others."""
    text, left_out = "", set()
    for section in sections(playbook, stage):
        heading = section.heading
        for line in section.lines:
            said = f"- {line.text}" if section.heading else line.text
            more = "\n".join(part for part in (heading, said) if part)
            longer = f"{text}\n{more}" if text else more
            if room is None or len(longer) <= room:
                text, heading = longer, ""
            else:
                left_out.add(line.at)
    return text, frozenset(left_out)


def _task(playbook: Playbook, stage: Stage, task: Task) -> TaskSetup:
    return TaskSetup(
        name=task.do,
        detail=task_detail(playbook, task),
        kind=task.kind,
        days=_days_after_entry(task.due),
        at=(*stage.at, "tasks"),
    )


def _days_after_entry(due: Moment | None) -> int | None:
    """Whole days after the stage is entered; None for what counts from something else."""
    if due is None or due.before or due.after or due.after_task or due.in_days is None:
        return None
    return int(Decimal(str(due.in_days)).quantize(Decimal(1), ROUND_HALF_UP))
