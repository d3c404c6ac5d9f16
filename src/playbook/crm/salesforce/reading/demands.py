"""Validation rules as fields that have to be filled in stages, where they are no more than that.

How a rule is written does not matter: it is tried on every move between the
stages of a process, with its fields empty and filled. A field is required in a
stage if no deal comes into it from elsewhere without the field.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import Final

from playbook.crm.salesforce.reading.meaning import OPEN, Deal, Known, Vague, said_of_people, value
from playbook.crm.salesforce.reading.syntax import Call, Name, Node, Text, walk

_MOST_FIELDS: Final = 4
_MOST_CONDITIONS: Final = 3
_MOST_TRIALS: Final = 20_000
"""A rule that looks at more is more than a required field; trying it all would take long."""
_LOOKING_BACK: Final = frozenset({"PRIORVALUE", "ISCHANGED", "ISNEW"})
_LOOKING_INSIDE: Final = frozenset({"CONTAINS", "BEGINS", "LEN"})
"""Functions by which stages that a formula does not name can differ."""


@dataclass(frozen=True)
class Process:
    """What a rule can be tried on: the stages of a process, and how deals of it are known."""

    stages: tuple[str, ...]
    """In order."""
    start: str
    """Where deals begin."""
    ends: Mapping[str, tuple[bool, bool]]
    """For each stage whether it is closed, and whether it is won."""
    record_types: tuple[tuple[str, str], ...]
    """The names and labels of its record types."""
    fillable: Mapping[str, str]
    """The fields that people fill, by their names in small letters."""


@dataclass(frozen=True)
class Demand:
    """What a rule asks for."""

    fields: tuple[str, ...]
    stages: tuple[str, ...]
    is_for_some: bool
    """Whether some people, or some settings, are let through."""


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a rule in a process."""

    concerns: bool
    """Whether it can stop any deal of the process."""
    demand: Demand | None = None
    """What it asks for; None if that is more than fields in stages."""


Move = tuple[str, str | None]
"""The stage that a deal comes to, and the one that it comes from; None if it is new."""


def judged(tree: Node, process: Process, *, is_ours: bool) -> Verdict:
    """What a rule means in a process; ours say only what the playbook says."""
    trial = _Trial(tree, process)
    if not trial.may_stop(OPEN, OPEN):
        return Verdict(concerns=False)
    if not trial.is_worth_it:
        return Verdict(concerns=True)
    found = trial.outcomes()
    idle, wanted = (False,) * trial.size, (False, *(True,) * (trial.size - 1))
    if all(each == idle for each in found.values()):
        return Verdict(concerns=False)
    if any(each not in (wanted, idle) for each in found.values()):
        return Verdict(concerns=True)
    stops = {move for move, outcomes in found.items() if outcomes == wanted}
    stages = _guarded(process, stops) or (() if is_ours else _left(process, stops))
    if not stages:
        return Verdict(concerns=True)
    names = tuple(process.fillable[each] for each in trial.fields)
    return Verdict(concerns=True, demand=Demand(names, stages, bool(trial.people)))


class _Trial:
    """A rule that is tried on the moves of a process."""

    def __init__(self, tree: Node, process: Process) -> None:
        self.tree = tree
        self.process = process
        names = {node.value.lower() for node in walk(tree) if isinstance(node, Name)}
        self.fields = tuple(sorted(names & process.fillable.keys()))
        self.people = list(dict.fromkeys(said_of_people(tree)))

        self.record_types = process.record_types or (("", ""),)
        self.size = 1 << len(self.fields)
        nodes = list(walk(tree))
        self.functions = {node.function for node in nodes if isinstance(node, Call)}
        self.texts = {node.value for node in nodes if isinstance(node, Text)}

    @property
    def is_worth_it(self) -> bool:
        """Whether it can be about fields to fill, and is not too much to try."""
        if not 0 < len(self.fields) <= _MOST_FIELDS or len(self.people) > _MOST_CONDITIONS:
            return False
        moves = len(self.process.stages) ** 2 * len(self.record_types)
        return (moves * self.size << len(self.people)) <= _MOST_TRIALS

    def outcomes(self) -> Mapping[Move, tuple[Known, ...]]:
        """For each move whether the rule stops it: with all filled, then with any field empty."""
        found: dict[Move, tuple[Known, ...]] = {}
        tried: dict[tuple[Hashable, Hashable], tuple[Known, ...]] = {}
        for stage in self.process.stages:
            may_stop = self.may_stop(stage, OPEN)
            for before in (None, *self.process.stages):
                if not may_stop:
                    found[stage, before] = (False,) * self.size
                elif before != stage:
                    kind = self.kind(stage), self.kind(before) if self.looks_back else None
                    if kind not in tried:
                        tried[kind] = self.of_move((stage, before))
                    found[stage, before] = tried[kind]
        return found

    @property
    def looks_back(self) -> bool:
        return not _LOOKING_BACK.isdisjoint(self.functions)

    def kind(self, stage: str | None) -> Hashable:
        """What tells a stage from others in this formula: its name, or else how deals end in it."""
        if stage is None or stage in self.texts or self.functions & _LOOKING_INSIDE:
            return stage
        return self.process.ends.get(stage, ())

    def may_stop(self, stage: str | Vague, before: str | Vague | None) -> bool:
        """Whether the rule can stop a deal there at all, whatever else is known of it."""
        return any(
            value(
                self.tree,
                Deal(
                    stage=stage,
                    before=before,
                    record_type=name,
                    record_type_label=label,
                    ends=self.process.ends,
                ),
            )
            is not False
            for name, label in self.record_types
        )

    def of_move(self, move: Move) -> tuple[Known, ...]:
        if not self.may_stop(*move):
            return (False,) * self.size
        subsets = chain.from_iterable(
            combinations(self.fields, size) for size in range(len(self.fields) + 1)
        )
        return tuple(self.outcome(move, frozenset(blank)) for blank in subsets)

    def outcome(self, move: Move, blank: frozenset[str]) -> Known:
        """Whether the rule stops the move of anybody, whatever the record type."""
        answers = [
            _every(
                value(
                    self.tree,
                    Deal(
                        stage=move[0],
                        before=move[1],
                        blank=blank,
                        filled=frozenset(self.fields) - blank,
                        record_type=name,
                        record_type_label=label,
                        ends=self.process.ends,
                        people=dict(zip(self.people, answers, strict=True)),
                    ),
                )
                for name, label in self.record_types
            )
            for answers in product((False, True), repeat=len(self.people))
        ]
        if True in answers:
            return True
        return False if all(each is False for each in answers) else OPEN


def _every(answers: Iterable[Known]) -> Known:
    """What all record types agree on."""
    found = list(answers)
    return found[0] if all(each == found[0] for each in found) else OPEN


def _guarded(process: Process, stops: set[Move]) -> tuple[str, ...]:
    """The stages into which no deal comes from outside them unless the rule lets it."""
    inside = {stage for stage, before in stops if before is not None}
    if (process.start, None) not in stops:
        inside.discard(process.start)
    while True:
        outside = [stage for stage in process.stages if stage not in inside]
        reached = {stage for stage in inside if any((stage, each) not in stops for each in outside)}
        if not reached:
            return tuple(stage for stage in process.stages if stage in inside)
        inside -= reached


def _left(process: Process, stops: set[Move]) -> tuple[str, ...]:
    """The stages after the only one that deals are not let out of, whatever follows it."""
    sources = {before for _stage, before in stops}
    if len(sources) != 1 or None in sources:
        return ()
    (source,) = sources
    after = process.stages[process.stages.index(str(source)) + 1 :]
    lost = {stage for stage in after if process.ends.get(stage, (False, False)) == (True, False)}
    goes_on = [stage for stage in after if stage not in lost]
    if not goes_on or any((stage, source) not in stops for stage in goes_on):
        return ()
    return tuple(stage for stage in after if stage not in lost or (stage, source) in stops)
