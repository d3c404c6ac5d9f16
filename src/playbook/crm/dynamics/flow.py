"""The process flow: stages in one line, each with the columns that are filled in there.

A column that is required in a step has to be filled before the next stage. So
what has to be filled in a stage is required in the one before it. What has to
be filled for an end alone cannot be kept this way: deals are closed elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from playbook.crm.dynamics.columns import KINDS
from playbook.findings import At
from playbook.model import Question, Stage, Test
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup, Setup, StageSetup

_OURS: Final = UUID("6f1f4b52-8d0c-5a35-9a3e-5d0c2b7f6e11")
MOST_STEPS: Final = 30
CATEGORIES: Final = ("Qualify", "Develop", "Propose", "Close")
"""The designer's names of the categories, which are their numbers here."""
_PASSED: Final = frozenset({"lead", "open", "won", "after-sale"})
_ALWAYS: Final = FieldSetup(
    ids=("close-date",), key="estimatedclosedate", name="", type="date", is_ours=False
)
"""A stage needs a step; every opportunity has this column."""


def guid(*ids: str) -> str:
    """An id that is always the same for the same thing."""
    return str(uuid5(_OURS, "/".join(ids)))


@dataclass(frozen=True)
class Step:
    """A column to fill in."""

    id: str
    field: FieldSetup
    is_required: bool


@dataclass(frozen=True)
class Phase:
    """A stage of the flow."""

    setup: StageSetup
    category: int
    steps: tuple[Step, ...]
    is_whole: bool
    """Whether everything that is asked there has a step."""


@dataclass(frozen=True)
class Flow:
    """The process flow of a roll-out."""

    rollout: Rollout

    @property
    def id(self) -> str:
        """The id of the process."""
        return guid(self.rollout.prefix, self.rollout.playbook.id)

    @cached_property
    def line(self) -> tuple[StageSetup, ...]:
        """The stages in their order; those beside the main line have no place in it."""
        return tuple(each for each in self.rollout.stages if not self.is_beside(self._stage(each)))

    @staticmethod
    def is_beside(stage: Stage) -> bool:
        """Whether a stage stands beside the main line."""
        return stage.from_ is not None

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The stages with their steps."""
        return tuple(self._phase(number, each) for number, each in enumerate(self.line))

    def keeper(self, ids: Sequence[str]) -> StageSetup | None:
        """The stage in which a column is required, if that keeps it in all of these.

        It does if they are all the stages behind it, and it is filled there.
        """
        kinds = {stage.id: stage.kind for stage in self.rollout.setup.stages}
        wanted = [stage.id in ids for stage in self.line]
        is_passed = all(kinds[id] in _PASSED for id in ids)
        if not is_passed or True not in wanted or wanted[0]:
            return None
        first = wanted.index(True)
        return self.line[first - 1] if all(wanted[first:]) else None

    @staticmethod
    def shows(field: FieldSetup) -> bool:
        """Whether a step can show a column."""
        return bool(KINDS[field.type].control)

    def _stage(self, setup: StageSetup) -> Stage:
        return next(each for each in self.rollout.playbook.stages if each.id == setup.id)

    def _phase(self, number: int, setup: StageSetup) -> Phase:
        required = self.required[setup.id]
        asked = list(self._asked_in(self._stage(setup)))
        wanted = {each.ids: each for each in (*required, *asked)}
        fields = [each for each in wanted.values() if self.shows(each)]
        steps = tuple(
            Step(
                guid(self.rollout.prefix, self.rollout.playbook.id, setup.id, *each.ids),
                each,
                each in required,
            )
            for each in (fields or [_ALWAYS])[:MOST_STEPS]
        )
        return Phase(setup, self._category(number), steps, len(steps) >= len(wanted))

    def _category(self, number: int) -> int:
        last = len(self.line) - 1
        if number == 0:
            return 0
        return 3 if number == last else 1 + (2 * number > last)

    @cached_property
    def kept(self) -> Mapping[At, StageSetup]:
        """The places of the pieces that steps keep, each with the stage of the steps."""
        return {
            at: keeper
            for at, fields in self._wanted()
            if (keeper := self._keeper_of(at))
            if all(each in self.required[keeper.id] for each in fields)
        }

    @cached_property
    def required(self) -> Mapping[str, Sequence[FieldSetup]]:
        """For each stage what has to be filled before the next, as far as there is room for it."""
        found: dict[str, list[FieldSetup]] = {stage.id: [] for stage in self.line}
        for at, fields in self._wanted():
            if keeper := self._keeper_of(at):
                new = [each for each in fields if each not in found[keeper.id]]
                found[keeper.id] += filter(self.shows, new)
        return {id: fields[:MOST_STEPS] for id, fields in found.items()}

    def _keeper_of(self, at: At) -> StageSetup | None:
        return self.keeper([*map(str, self.rollout.required.pieces.get(at, ()))])

    def _wanted(self) -> Iterator[tuple[At, Sequence[FieldSetup]]]:
        """The pieces that want columns filled, with their places."""
        for stage in self.rollout.playbook.stages:
            for number, id in enumerate(stage.must_fill):
                yield (*stage.at, "must_fill", number), self._held(str(id))
            for each in (*stage.entry, *stage.exit):
                if each.check:
                    yield each.at, list(self._tested(each.check))
                if each.kept_in:
                    yield (*each.at, "kept_in"), self._held(str(each.kept_in))

    def _held(self, id: str) -> list[FieldSetup]:
        return [each for each in [self.rollout.setup.field(id)] if each]

    def _tested(self, test: Test) -> Iterator[FieldSetup]:
        for inner in test.all:
            yield from self._tested(inner)
        if test.field:
            yield from self._held(str(test.field))
        question = self.rollout.playbook.question.get(test.answer) if test.answer else None
        if question:
            yield from self._answering(question)

    def _answering(self, question: Question) -> Iterator[FieldSetup]:
        """The column that holds an answer."""
        if question.field:
            yield from self._held(str(question.field))
        elif one := self.rollout.setup.field_at(question.at):
            yield one

    def _asked_in(self, stage: Stage) -> Iterator[FieldSetup]:
        """What is filled in or answered there without being required."""
        for id in stage.must_fill:
            yield from self._held(str(id))
        for each in (*stage.entry, *stage.exit):
            if each.kept_in:
                yield from self._held(str(each.kept_in))
        for asks in (stage.asks, stage.confirms):
            for question in self.rollout.playbook.asked(asks):
                yield from self._answering(question)


def held(rollout: Rollout) -> Setup:
    """The stages on the line, and what their steps require before a deal goes on."""
    flow, setup = Flow(rollout), rollout.held
    line = [each.id for each in flow.line]
    behind: dict[tuple[str, ...], tuple[str, ...]] = {}
    for number, id in enumerate(line):
        for field in flow.required[id]:
            behind.setdefault(field.ids, tuple(line[number + 1 :]))
    fields = (replace(each, required=behind.get(each.ids, ())) for each in setup.fields)
    stages = tuple(each for each in setup.stages if each.id in line)
    return replace(setup, stages=stages, fields=tuple(fields))
