"""Ids, and what refers to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    BUILT_IN_BUYER_ROLES,
    BUILT_IN_FIELDS,
    BUILT_IN_ROLES,
    RESERVED,
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    ElementId,
    FieldId,
    ObjectionId,
    Part,
    PartId,
    PhaseId,
    Playbook,
    PlaybookId,
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
from playbook.rules import Context, Remark, Severity, called, page, rule
from playbook.suggest import did_you_mean

_KINDS: Mapping[type[str], str] = {
    StageId: "stage",
    RoleId: "role",
    SegmentId: "segment",
    FieldId: "field",
    QuestionnaireId: "questionnaire",
    QuestionId: "question",
    TaskId: "task",
    TrackId: "track",
    PhaseId: "phase",
    BuyerStepId: "buyer step",
    BuyerRoleId: "buyer role",
    ReasonId: "reason",
    ObjectionId: "objection",
    CompetitorId: "competitor",
    AssetId: "asset",
    ElementId: "element",
    PartId: "element or question",
    PlaybookId: "playbook",
}


@rule("PB101", Severity.ERROR)
def id_twice(context: Context) -> Iterator[Remark]:
    """An id stands for one thing.

    ## Why
    Moves, checks and CRMs know things by their ids. With two of the same,
    one of the two is never meant.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: qualified, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    questions = [q for each in playbook.questionnaires.values() for q in each.questions]
    families: list[tuple[str, Iterable[Part]]] = [
        ("stage", playbook.stages),
        ("buyer step", playbook.buyer_steps),
        ("question", questions),
        ("task", [task for _holder, task in playbook.tasks()]),
        ("page", playbook.pages),
        ("route", playbook.routing),
    ]
    families += [("phase", track.phases) for track in playbook.tracks.values()]
    families += [("criterion", (*h.entry, *h.exit)) for h in (*playbook.stages, *playbook.phases)]
    families += [("option", each.options) for each in playbook.fields.values()]
    families += [("option", each.options) for each in questions]
    for kind, parts in families:
        first: dict[str, Part] = {}
        for part in parts:
            id = getattr(part, "id", None)
            if id is None:
                continue
            if id in first:
                yield Remark(
                    (*part.at, "id"),
                    _('The id "{id}" is given to two things: {kind}.').format(id=id, kind=kind),
                    _("Give each an id of its own."),
                )
            first.setdefault(id, part)


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
    known = _defined(playbook)
    for leaf in playbook.references:
        is_here = not _is_set_elsewhere(playbook, leaf.at)
        if is_here and leaf.kind in known and leaf.value not in known[leaf.kind]:
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


def _unknown(at: At, kind: str, id: str, known: Iterable[str]) -> Remark:
    message = _('There is no {kind} "{id}".').format(kind=kind, id=id)
    help = did_you_mean(id, known) or _("Define it first; there is none of this kind yet.")
    return Remark(at, message, help)


def _defined(playbook: Playbook) -> dict[type[str], tuple[str, ...]]:
    """The ids of each kind that can be referred to from anywhere."""
    return {
        StageId: tuple(playbook.stage),
        RoleId: (*playbook.roles, *BUILT_IN_ROLES),
        SegmentId: tuple(playbook.segments),
        FieldId: (*playbook.fields, *BUILT_IN_FIELDS),
        QuestionnaireId: tuple(playbook.questionnaires),
        QuestionId: tuple(playbook.question),
        TaskId: tuple(task.id for _holder, task in playbook.tasks() if task.id),
        TrackId: tuple(playbook.tracks),
        BuyerStepId: tuple(playbook.buyer_step),
        BuyerRoleId: (*playbook.buyer_roles, *BUILT_IN_BUYER_ROLES),
        ReasonId: tuple(playbook.reasons),
        ObjectionId: tuple(playbook.objections),
        CompetitorId: tuple(playbook.competitors),
        AssetId: tuple(playbook.assets),
    }


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
            yield _unknown(leaf.at, "element or question", leaf.value, known)


def _unknown_phases(playbook: Playbook) -> Iterator[Remark]:
    for test in _tests(playbook):
        track = playbook.tracks.get(test.track) if test.track else None
        if track is not None and test.phase is not None:
            known = [phase.id for phase in track.phases]
            if test.phase not in known:
                yield _unknown((*test.at, "phase"), "phase", test.phase, known)


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
                yield _unknown(at, "element", element, questionnaire.element_ids)
    for test in _tests(playbook):
        asked = playbook.questionnaires.get(test.questionnaire or QuestionnaireId(""))
        for number, element in enumerate(test.elements):
            if asked is not None and element not in asked.element_ids:
                at = (*test.at, "elements", number)
                yield _unknown(at, "element", element, asked.element_ids)


def _unknown_playbooks(context: Context) -> Iterator[Remark]:
    """Playbooks and their stages that deals go on in, where the neighbours are known."""
    own = {context.playbook.id: frozenset(context.playbook.stage)}
    for each in context.playbook.continues.values():
        known = {**(context.neighbours or {}), **own}
        if each.playbook not in known:
            if context.neighbours is not None:
                yield _unknown((*each.at, "playbook"), "playbook", each.playbook, known)
        elif each.stage is not None and each.stage not in known[each.playbook]:
            yield _unknown((*each.at, "stage"), "stage", each.stage, known[each.playbook])


@page("PB103", Severity.ERROR)
def defined_twice() -> None:
    """A thing is defined in one place: in the playbook, in a section's file or in a library.

    ## Why
    Two definitions of one role or field drift apart, and nobody can say which
    one counts.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales representative}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales representative}
    ```
    """


@rule("PB104", Severity.WARNING)
def never_used(context: Context) -> Iterator[Remark]:
    """What is defined is used somewhere.

    ## Why
    A role that does nothing or a questionnaire that nobody asks is left over
    from a change, or the place that should name it was forgotten. What a
    library defines may wait for another playbook.

    ## Wrong
    ```yaml
    owner: rep
    roles:
      rep: {name: Sales rep}
      engineer: {name: Engineer}
    ```

    ## Right
    ```yaml
    owner: rep
    roles:
      rep: {name: Sales rep}
    ```
    """
    playbook = context.playbook
    used: dict[type[str], set[str]] = defaultdict(set)
    for leaf in playbook.references:
        used[leaf.kind].add(leaf.value)
    for questionnaire in playbook.questionnaires.values():
        if any(question.id in used[QuestionId] for question in questionnaire.questions):
            used[QuestionnaireId].add(questionnaire.id)
    groups = {each.group for each in playbook.segments.values() if each.id in used[SegmentId]}
    used[SegmentId] |= {
        id for id, each in playbook.segments.items() if each.group in groups - {None}
    }
    catalogues: tuple[tuple[type[str], Mapping[Any, Part]], ...] = (
        (RoleId, playbook.roles),
        (SegmentId, playbook.segments),
        (FieldId, playbook.fields),
        (QuestionnaireId, playbook.questionnaires),
        (BuyerRoleId, playbook.buyer_roles),
        (AssetId, playbook.assets),
    )
    for kind, catalogue in catalogues:
        for id, part in catalogue.items():
            if id in used[kind] or context.is_shared(part.at):
                continue
            name = called(getattr(part, "name", None) or id, id)
            yield Remark(
                part.at,
                _("The {kind} {name} is defined and never used.").format(
                    kind=_KINDS[kind], name=name
                ),
                _("Use it, or delete it."),
            )


@page("PB105", Severity.ERROR)
def unusable_library() -> None:
    """A library is a folder within the workspace, with catalogues in it.

    ## Why
    A playbook reads nothing outside its own workspace, so that a file from a
    stranger cannot reach other files on the computer. And only what is kept
    by id can be shared: roles, fields, questionnaires and the like.

    ## Wrong
    ```yaml
    uses: [no-such-folder]
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    uses: [library]
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: library/roles.yaml
    rep: {name: Sales rep}
    ```
    """


@page("PB106", Severity.WARNING)
def stray_file() -> None:
    """Every file in a playbook's folder belongs to something.

    ## Why
    A section's file with a slip in its name, or a Markdown text for a stage
    that is not there, is passed over.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: rols.yaml
    rep: {name: Sales rep}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales rep}
    ```
    """


@rule("PB107", Severity.ERROR)
def reserved_id(context: Context) -> Iterator[Remark]:
    """The ids all, system and deal-owner mean something already.

    ## Why
    Whoever refers to one of them means the built-in one.

    ## Wrong
    ```yaml
    owner: system
    roles: {system: {name: CRM}}
    ```

    ## Right
    ```yaml
    owner: crm-admin
    roles: {crm-admin: {name: CRM administrator}}
    ```
    """
    playbook = context.playbook
    catalogues: tuple[Mapping[Any, Part], ...] = (
        playbook.roles,
        playbook.segments,
        playbook.fields,
        playbook.questionnaires,
        playbook.stage,
        playbook.question,
    )
    for catalogue in catalogues:
        for id, part in catalogue.items():
            if id in RESERVED:
                message = _('The id "{id}" is taken: it is built in.').format(id=id)
                yield Remark(part.at, message, _("Choose another id."))


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
