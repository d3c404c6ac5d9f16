"""BLUEPRINT.md: what to draw in Zoho CRM's Blueprint, state by state and arrow by arrow.

The words in bold are those of the product's own pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from playbook import wording
from playbook.findings import At
from playbook.flow import MoveKind
from playbook.messages import _
from playbook.model import Back, Criterion, Playbook, RoleId, Stage, StageId
from playbook.rollout.checklist import safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.guidance import sections, segment_names
from playbook.rollout.words import said

FILE: Final = "BLUEPRINT.md"
_ALONE: Final[frozenset[MoveKind]] = frozenset({"forward", "skip", "return"})
"""Moves that each have an arrow of their own; the others share one for all stages before."""
_BY_ITSELF: Final[frozenset[MoveKind]] = frozenset({"jump", "wake"})
"""Moves that a workflow makes, and nobody by a button."""
_FREELY: Final = Back()
"""A move back that asks for nothing."""
_OWNERS: Final = "Before → Transition Owners"
_CRITERIA: Final = "Before → Criteria"
_MANDATORY: Final = "During → Mandatory Fields"
_CHECKLIST: Final = "During → Checklists"
_TASKS: Final = "After → Tasks"
_UPDATES: Final = "After → Field Updates"


@dataclass(frozen=True)
class Transition:
    """An arrow from one or more states to another."""

    sources: tuple[Stage, ...]
    target: Stage
    kind: MoveKind


def sheet(rollout: Rollout, where: str) -> str:
    """The whole sheet; ``where`` Blueprints are made."""
    names = {stage.id: stage.name for stage in rollout.setup.stages}
    how = _("Draw the states and the arrows between them in {where}.").format(where=f"**{where}**")
    lines = [f"# Blueprint: {safe(rollout.setup.name)}", "", how, "", "## States", ""]
    lines += [f"- [ ] {state}" for state in _states(rollout)]
    lines += ["", "## Transitions"]
    for each in transitions(rollout):
        sources = wording.listed(safe(names[str(stage.id)]) for stage in each.sources)
        lines += ["", f"### {sources} → {safe(names[str(each.target.id)])}", ""]
        told = [*_told(rollout, each)] or [("", "–")]
        lines += [f"- [ ] **{label}**: {text}" if label else text for label, text in told]
    return "\n".join(lines) + "\n"


def transitions(rollout: Rollout) -> Iterator[Transition]:
    """Every arrow: stage by stage, and then those that come from many stages."""
    playbook = rollout.playbook
    together: dict[tuple[StageId, MoveKind], list[Stage]] = {}
    for stage in playbook.stages:
        for move in rollout.passage.flow.after[stage.id]:
            if move.kind in _ALONE:
                yield Transition((stage,), playbook.stage[move.target], move.kind)
            elif move.kind not in _BY_ITSELF:
                together.setdefault((move.target, move.kind), []).append(stage)
    for (target, kind), sources in together.items():
        for group in _alike(sources, kind):
            yield Transition(group, playbook.stage[target], kind)


def _alike(sources: Iterable[Stage], kind: MoveKind) -> Iterable[tuple[Stage, ...]]:
    """Stages from which people move in the same way."""
    groups: dict[object, list[Stage]] = {}
    for stage in sources:
        back = stage.back if kind == "back" else None
        how = (back.by, back.approved_by, back.reason, back.clear) if back else None
        groups.setdefault((stage.owner, how), []).append(stage)
    return [tuple(group) for group in groups.values()]


def _states(rollout: Rollout) -> Iterator[str]:
    for stage in rollout.setup.stages:
        sla = f" – **SLA**: {wording.days(stage.days)}" if stage.days else ""
        yield f"{safe(stage.name)}{sla}"


def _told(rollout: Rollout, each: Transition) -> Iterator[tuple[str, str]]:
    playbook = rollout.playbook
    yield from _before(playbook, each)
    fields = wording.listed(safe(name) for name in _mandatory(rollout, each))
    if fields:
        yield _MANDATORY, fields
    checks = wording.together(safe(text) for text in _checked(rollout, each))
    if checks:
        yield _CHECKLIST, checks
    yield from _after(playbook, each)


def _before(playbook: Playbook, each: Transition) -> Iterator[tuple[str, str]]:
    source = each.sources[0]
    back = source.back if each.kind == "back" else None
    roles: Sequence[RoleId] = each.target.entered_by or ((source.owner,) if source.owner else ())
    if back and back.by:
        roles = back.by
    if roles:
        yield _OWNERS, safe(wording.listed(wording.role_name(playbook, id) for id in roles))
    if each.target.for_:
        yield _CRITERIA, safe(segment_names(playbook, each.target.for_))


def _mandatory(rollout: Rollout, each: Transition) -> Iterator[str]:
    """The fields that have to be filled there, and not before already."""
    if each.kind == "back":
        return
    for ids, stages in rollout.required.fields.items():
        before = all(stage.id in stages for stage in each.sources)
        field = rollout.setup.field(*ids)
        if field and each.target.id in stages and not before:
            yield field.name


def _checked(rollout: Rollout, each: Transition) -> Iterator[str]:
    """What the gates want besides, and who has to agree."""
    playbook = rollout.playbook
    if each.kind == "back":
        back = each.sources[0].back
        if back:
            asked = replace(_FREELY, approved_by=back.approved_by, reason=back.reason)
            yield said(playbook, "stage.back", asked)
        return
    for stage, criteria in _gates(rollout, each):
        texts = _texts(playbook, stage)
        for criterion in criteria:
            if criterion.at not in rollout.required.pieces:
                yield _with_approval(playbook, texts[criterion.at], criterion)


def _gates(rollout: Rollout, each: Transition) -> Iterator[tuple[Stage, Sequence[Criterion]]]:
    for source in each.sources:
        if each.target.id in rollout.passage.onward(source):
            yield source, [one for one in source.exit if not one.to or each.target.id in one.to]
    yield each.target, each.target.entry


def _texts(playbook: Playbook, stage: Stage) -> Mapping[At, str]:
    """What the guidance says of each piece of a stage."""
    return {line.at: line.text for part in sections(playbook, stage) for line in part.lines}


def _with_approval(playbook: Playbook, text: str, criterion: Criterion) -> str:
    if not criterion.verified_by:
        return text
    who = wording.listed(wording.role_name(playbook, id) for id in criterion.verified_by)
    return _("{text} ({more})").format(text=text, more=_("agreed by {roles}").format(roles=who))


def _after(playbook: Playbook, each: Transition) -> Iterator[tuple[str, str]]:
    work = [text for text in _work(playbook, each.target) if each.kind != "back"]
    if work:
        yield _TASKS, safe(wording.together(work))
    writes = wording.together(_writes(playbook, each))
    if writes:
        yield _UPDATES, safe(writes)


def _work(playbook: Playbook, stage: Stage) -> Sequence[str]:
    at = (*stage.at, "tasks")
    found = sections(playbook, stage)
    return [line.text for part in found for line in part.lines if line.at == at]


def _writes(playbook: Playbook, each: Transition) -> Iterator[str]:
    """What is set on the way, and what is emptied on the way back."""
    for stage in each.sources:
        text = said(playbook, "stage.on_leave", stage.on_leave)
        if text and len(each.sources) > 1:
            text = wording.headed(stage.name, text)
        yield text
    yield said(playbook, "stage.on_enter", each.target.on_enter)
    back = each.sources[0].back
    if back and each.kind == "back":
        yield said(playbook, "stage.back", replace(_FREELY, clear=back.clear))
