"""What is referred to by its id."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from playbook.findings import At
from playbook.messages import _, later, p_
from playbook.model import (
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    FieldId,
    ObjectionId,
    PartId,
    Playbook,
    QuestionId,
    QuestionnaireId,
    ReasonId,
    RoleId,
    SegmentId,
    StageId,
    TaskId,
    Test,
    TrackId,
)
from playbook.model.walk import Leaf
from playbook.rules import Context, Remark, Severity, rule
from playbook.suggest import did_you_mean, nearest

_KINDS: Mapping[type[str], str] = {
    StageId: later("kind of part", "stage"),
    RoleId: later("kind of part", "role"),
    SegmentId: later("kind of part", "segment"),
    FieldId: later("kind of part", "field"),
    QuestionnaireId: later("kind of part", "questionnaire"),
    QuestionId: later("kind of part", "question"),
    TaskId: later("kind of part", "task"),
    TrackId: later("kind of part", "track"),
    BuyerStepId: later("kind of part", "buyer step"),
    BuyerRoleId: later("kind of part", "buyer role"),
    ReasonId: later("kind of part", "reason"),
    ObjectionId: later("kind of part", "objection"),
    CompetitorId: later("kind of part", "competitor"),
    AssetId: later("kind of part", "asset"),
}
_ELEMENT = later("kind of part", "element")
_PART = later("kind of part", "element or question")
_PHASE = later("kind of part", "phase")
_PLAYBOOK = later("kind of part", "playbook")


@rule("PB102", Severity.ERROR)
def unknown_reference(context: Context) -> Iterator[Remark]:
    """Whatever is referred to by its id is defined.

    ## Why
    A move to a stage that is not there, or a task for a role that nobody
    has, fails when the first deal gets there.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [propsal], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, next: [proposal], exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    known = context.defined
    for leaf in playbook.references:
        is_here = not _is_set_elsewhere(playbook, leaf.at) and not _is_shared(playbook, leaf)
        is_lost = leaf.kind in context.doubled  # with an id that was given away twice
        if is_here and not is_lost and leaf.kind in known and leaf.value not in known[leaf.kind]:
            yield _unknown(leaf.at, _KINDS[leaf.kind], leaf.value, known[leaf.kind])
    yield from _unknown_parts(playbook)
    yield from _unknown_phases(playbook)
    yield from _unknown_elements(playbook)
    yield from _unknown_playbooks(context)


def _is_set_elsewhere(playbook: Playbook, at: At) -> bool:
    """Whether this is a field that is set in another playbook, whose fields are not at hand."""
    match at:
        case ("continues", str() as id, "set", _number, "field"):
            continuation = playbook.continues.get(id)
            return continuation is not None and continuation.playbook != playbook.id
    return False


def _is_shared(playbook: Playbook, leaf: Leaf) -> bool:
    """Whether this comes from a track or from every stage, and is looked at elsewhere."""
    match leaf.at:
        case ("tracks", str() as id, "phases", _number, "owner"):
            return leaf.value == playbook.tracks[TrackId(id)].owner
        case ("stages", int() as number, "must_fill", _place):
            stages = [stage for stage in playbook.stages if stage.is_before_the_sale]
            has_all = all(leaf.value in stage.must_fill for stage in stages)
            plainest = min(stages, key=lambda stage: len(stage.must_fill), default=None)
            own = playbook.stages[number]
            return has_all and len(stages) > 1 and plainest is not own
    return False


def _unknown(at: At, kind: str, id: str, known: Iterable[str]) -> Remark:
    message = _('There is no {kind} "{id}".').format(kind=p_("kind of part", kind), id=id)
    known = tuple(known)
    help = did_you_mean(id, known) or _("Define it first; there is none of this kind yet.")
    is_key = at[-1] == id
    return Remark(at, message, help, "" if is_key else nearest(id, known) or "")


def _unknown_parts(playbook: Playbook) -> Iterator[Remark]:
    """Elements and questions of a questionnaire that is asked, in part."""
    for leaf in playbook.references:
        questionnaire = leaf.kind is PartId and playbook.questionnaires.get(
            QuestionnaireId(str(leaf.at[-2]))
        )
        if not questionnaire:
            continue
        known = (*questionnaire.element_ids, *(each.id for each in questionnaire.questions))
        if leaf.value not in (*known, "all"):
            yield _unknown(leaf.at, _PART, leaf.value, known)


def _unknown_phases(playbook: Playbook) -> Iterator[Remark]:
    for test in _tests(playbook):
        track = playbook.tracks.get(test.track) if test.track else None
        if track is not None and test.phase is not None:
            known = [phase.id for phase in track.phases]
            if test.phase not in known:
                yield _unknown((*test.at, "phase"), _PHASE, test.phase, known)


def _tests(playbook: Playbook) -> Iterator[Test]:
    for _holder, criterion in playbook.criteria():
        if criterion.check:
            yield from criterion.check.leaves()
    for segment in playbook.segments.values():
        if segment.when:
            yield from segment.when.leaves()
    for question in playbook.question.values():
        if question.when:
            yield from question.when.leaves()


def _unknown_elements(playbook: Playbook) -> Iterator[Remark]:
    for questionnaire in playbook.questionnaires.values():
        scoring = questionnaire.scoring
        named = {**scoring.weights, **scoring.floors} if scoring else {}
        for element in named:
            if element not in questionnaire.element_ids and scoring:
                key = "weights" if element in scoring.weights else "floors"
                at = (*scoring.at, key, element)
                yield _unknown(at, _ELEMENT, element, questionnaire.element_ids)
    for test in _tests(playbook):
        asked = playbook.questionnaires.get(test.questionnaire or QuestionnaireId(""))
        for number, element in enumerate(test.elements):
            if asked is not None and element not in asked.element_ids:
                at = (*test.at, "elements", number)
                yield _unknown(at, _ELEMENT, element, asked.element_ids)


def _unknown_playbooks(context: Context) -> Iterator[Remark]:
    """Playbooks and their stages that deals go on in, where the neighbours are known."""
    own: dict[str, frozenset[str] | None] = {context.playbook.id: frozenset(context.playbook.stage)}
    for each in context.playbook.continues.values():
        known = {**(context.neighbours or {}), **own}
        if each.playbook not in known:
            if context.neighbours is not None:
                yield _unknown((*each.at, "playbook"), _PLAYBOOK, each.playbook, known)
            continue
        stages = known[each.playbook]
        if each.stage is not None and stages is not None and each.stage not in stages:
            yield _unknown((*each.at, "stage"), _KINDS[StageId], each.stage, stages)


@rule("PB108", Severity.WARNING)
def mixed_groups(context: Context) -> Iterator[Remark]:
    """`for` names segments of one group.

    ## Why
    Several segments under `for` mean any of them. Whoever mixes "large" with
    "Europe" usually means both, and that is a segment of its own, with `all`.

    ## Wrong
    ```yaml
    segments:
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
      small: {name: Small, group: size, when: {field: amount, below: 50000}}
      partner: {name: Through a partner, group: way}
      direct: {name: Direct, group: way}
    rules: [{rule: The director signs, for: [large, partner]}, {rule: The rep signs, for: [small, direct]}]
    ```

    ## Right
    ```yaml
    segments:
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
      small: {name: Small, group: size, when: {field: amount, below: 50000}}
    rules: [{rule: The director signs, for: [large]}, {rule: The rep signs, for: [small]}]
    ```
    """
    segments = context.playbook.segments
    lists: dict[At, list[str]] = defaultdict(list)
    for leaf in context.playbook.references:
        if leaf.kind is SegmentId and isinstance(leaf.at[-1], int) and leaf.at[-2] == "for":
            lists[leaf.at[:-1]].append(leaf.value)
    for at, ids in lists.items():
        groups = Counter(
            segment.group
            for id in ids
            if (segment := segments.get(SegmentId(id))) and segment.group
        )
        if len(groups) > 1:
            names = ", ".join(groups)
            yield Remark(
                at,
                _("This mixes the groups {groups}; it holds for any of the segments.").format(
                    groups=names
                ),
                _("If both must hold, make a segment of its own with `all`."),
            )
