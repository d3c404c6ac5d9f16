"""What is defined and never used."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from playbook.messages import _, later, p_
from playbook.model import (
    AssetId,
    BuyerRoleId,
    FieldId,
    Part,
    QuestionId,
    QuestionnaireId,
    RoleId,
    SegmentId,
)
from playbook.rules import Context, Remark, Severity, called, rule


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
    catalogues: tuple[tuple[str, type[str], Mapping[Any, Part]], ...] = (
        (later("kind of part", "role"), RoleId, playbook.roles),
        (later("kind of part", "segment"), SegmentId, playbook.segments),
        (later("kind of part", "field"), FieldId, playbook.fields),
        (later("kind of part", "questionnaire"), QuestionnaireId, playbook.questionnaires),
        (later("kind of part", "buyer role"), BuyerRoleId, playbook.buyer_roles),
        (later("kind of part", "asset"), AssetId, playbook.assets),
    )
    for word, kind, catalogue in catalogues:
        for id, part in catalogue.items():
            if id in used[kind] or context.is_shared(part.at):
                continue
            if context.may_be_meant(kind, id) or (kind is SegmentId and kind in context.guesses):
                continue
            name = called(getattr(part, "name", None) or id, id)
            yield Remark(
                part.at,
                _("The {kind} {name} is defined and never used.").format(
                    kind=p_("kind of part", word), name=name
                ),
                _("Use it, or delete it."),
            )
