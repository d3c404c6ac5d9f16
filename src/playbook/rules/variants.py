"""Variants: playbooks that extend another."""

from collections.abc import Iterator, Mapping

from playbook.findings import Place
from playbook.messages import _
from playbook.model import Criterion, Playbook, Stage
from playbook.rules import Base, Context, Remark, Severity, called, page, rule


@page("PB901", Severity.ERROR)
def unusable_base() -> None:
    """What a variant extends is there, and does not extend the variant in turn.

    ## Why
    Without its base a variant is a list of differences from nothing.

    ## Wrong
    ```yaml
    extends: no-such-playbook
    reason: Partners own the first call
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, exit: [The partner has signed]}]
    ```
    """


@page("PB902", Severity.ERROR)
def difference_from_nothing() -> None:
    """What a variant changes, keeps, removes or stands beside is in its base.

    ## Why
    A slip in an id would add an empty stage, or change nothing, where a
    change was meant.

    ## Wrong
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualifed, max_days: 30}]
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, max_days: 30}]
    ```
    """


@rule("PB905", Severity.WARNING)
def control_weakened(context: Context) -> Iterator[Remark]:
    """A variant keeps the approvals and the binding proofs of its base.

    ## Why
    Who reads the base believes that nothing is sold without an approval. A
    variant that drops it in one line is the way round, and nobody looks
    there. What is meant is kept, said in `reason`, and silenced here.

    ## Wrong
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    roles: {legal: {name: Legal}}
    stages:
      - id: qualified
        name: Qualified
        exit: [The buyer has signed, {id: terms, criterion: Special terms are approved, evidence: approval, verified_by: [legal]}]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, exit: [{id: terms, level: may}]}]
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    roles: {legal: {name: Legal}}
    stages:
      - id: qualified
        name: Qualified
        exit: [The buyer has signed, {id: terms, criterion: Special terms are approved, evidence: approval, verified_by: [legal]}]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, exit: [{id: terms, criterion: The partner's terms are approved}]}]
    ```
    """
    base = context.base
    if base is None or base.playbook.template:
        return
    now = _controls(context.playbook)
    for (stage_id, name), (stage, before) in _controls(base.playbook).items():
        if not _is_control(before):
            continue
        after = now.get((stage_id, name))
        if after is not None and _is_control(after[1]):
            continue
        message = _('In {stage}, "{criterion}" is no longer demanded and verified.')
        if stage_id not in context.playbook.stage:
            message = _('With {stage}, "{criterion}" is no longer demanded.')
        message = message.format(
            stage=called(stage.name, stage.id), criterion=before.criterion or name
        )
        help = _("Keep it, or say in `reason` why this variant can do without.")
        yield Remark(_place(base, stage_id, name), message, help)


_BINDING = frozenset({"approval", "signed-document", "written-confirmation", "payment"})


def _is_control(criterion: Criterion) -> bool:
    """Whether a deal cannot pass without somebody's approval or a binding proof."""
    is_binding = criterion.verified_by or criterion.evidence in _BINDING
    return criterion.level == "must" and bool(is_binding)


def _controls(playbook: Playbook) -> dict[tuple[str, str], tuple[Stage, Criterion]]:
    """The criteria by their stages and ids; what has no id goes by its text."""
    return {
        (stage.id, each.id or each.criterion or ""): (stage, each)
        for stage in playbook.stages
        for each in (*stage.entry, *stage.exit)
    }


def _place(base: Base, stage: str, name: str) -> Place:
    """Where a variant says something of a criterion, of its stage, or of stages at all."""
    stages = base.over.get("stages")
    for number, each in enumerate(stages if isinstance(stages, list) else ()):
        if isinstance(each, Mapping) and each.get("id") == stage:
            for key in ("exit", "entry"):
                for index, criterion in enumerate(each.get(key) or ()):
                    if isinstance(criterion, Mapping) and criterion.get("id") == name:
                        return base.place(("stages", number, key, index))
            return base.place(("stages", number))
    return base.place(("stages",))
