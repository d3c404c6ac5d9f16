"""Which fields have to be filled in which stages: what CRMs can keep of a gate.

A gate for leaving a stage holds in every stage that is reached only through
it, so a field that it wants filled is required there. What a gate wants of
values, of contacts or of a buyer's team cannot be said this way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from playbook.findings import At
from playbook.model import Criterion, FieldId, Playbook, StageId, Test
from playbook.rollout.passage import Passage

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Required:
    """What is required where."""

    fields: Mapping[Ids, tuple[StageId, ...]]
    """By what a field is made of, the stages in which it has to be filled, in order."""
    pieces: Mapping[At, tuple[StageId, ...]]
    """By the place of a piece that is kept whole in this way, the stages."""
    wanted: Mapping[At, Sequence[Ids]]
    """By the same places, what has to be filled."""


def required(playbook: Playbook, is_held: Callable[[Ids], bool]) -> Required:
    """What the gates of a playbook require, of the fields that a CRM holds."""
    found: dict[Ids, set[StageId]] = {}
    pieces: dict[At, tuple[StageId, ...]] = {}
    filled: dict[At, Sequence[Ids]] = {}
    for at, wanted, stages in _demands(playbook):
        if wanted and stages and all(map(is_held, wanted)):
            pieces[at], filled[at] = stages, wanted
            for ids in wanted:
                found.setdefault(ids, set()).update(stages)
    order = [stage.id for stage in playbook.stages]
    fields = {ids: tuple(id for id in order if id in where) for ids, where in found.items()}
    return Required(fields, pieces, filled)


def _demands(playbook: Playbook) -> Iterator[tuple[At, Sequence[Ids], tuple[StageId, ...]]]:
    """Each piece that wants fields filled: its place, the fields, and where they are wanted."""
    passage = Passage(playbook)
    for stage in playbook.stages:
        if stage.for_:
            continue  # not every deal goes through it
        beyond = (stage.id,) if stage.is_end else passage.beyond(stage)
        for number, id in enumerate(stage.must_fill):
            field = playbook.fields.get(id)
            if not (field and field.for_):
                yield (*stage.at, "must_fill", number), [(str(id),)], beyond
        yield from _of_gate(playbook, stage.exit, beyond)
        yield from _of_gate(playbook, stage.entry, (stage.id, *passage.beyond(stage)))


def _of_gate(
    playbook: Playbook, criteria: tuple[Criterion, ...], where: tuple[StageId, ...]
) -> Iterator[tuple[At, Sequence[Ids], tuple[StageId, ...]]]:
    for each in criteria:
        if each.level != "must" or each.for_ or each.to:
            continue
        if each.check:
            yield each.at, _filled(playbook, each.check), where
        if each.kept_in:
            yield (*each.at, "kept_in"), [(str(each.kept_in),)], where


def _filled(playbook: Playbook, test: Test) -> Sequence[Ids]:
    """The fields that a test wants filled; none if it wants anything else besides."""
    if test.any:
        return []
    found: list[Ids] = []
    for inner in test.all:
        ids = _filled(playbook, inner)
        if not ids:
            return []
        found += ids
    if not test.all:
        return _leaf(playbook, test)
    return found


def _leaf(playbook: Playbook, test: Test) -> Sequence[Ids]:
    if test.is_ != "filled":
        return []
    if test.field:
        return [(str(FieldId(test.field)),)]
    if test.answer:
        question = playbook.question.get(test.answer)
        if question is None:
            return []
        if question.field:
            return [(str(question.field),)]
        for questionnaire in playbook.questionnaires.values():
            if question in questionnaire.questions:
                return [(str(questionnaire.id), str(question.id))]
    return []
