"""Objections: answered, met somewhere, and none of the usual ones forgotten."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import ObjectionId
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB730", Severity.WARNING)
def objection_without_answer(context: Context) -> Iterator[Remark]:
    """An objection has an answer, and a stage or a competitor that it comes with.

    ## Why
    A list of what buyers say against us helps nobody who has to answer. And
    what stands in no stage is never read before the talk in which it comes.

    ## Wrong
    ```yaml
    objections: {price: {name: It is too expensive}}
    ```

    ## Right
    ```yaml
    objections: {price: {name: It is too expensive, responses: [Compared with what?]}}
    stages:
      - {id: qualified, name: Qualified, objections: [price], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    used = {leaf.value for leaf in context.playbook.references if leaf.kind is ObjectionId}
    for objection in context.playbook.objections.values():
        name = called(objection.name, objection.id)
        if not objection.responses:
            message = _("There is no answer to the objection {name}.").format(name=name)
            yield Remark(objection.at, message, _("Add `responses:` with what to say."))
        elif (
            objection.id not in used
            and not context.is_shared(objection.at)
            and not context.may_be_meant(ObjectionId, objection.id)
        ):
            message = _("The objection {name} comes up in no stage.").format(name=name)
            help = _("Name it under `objections` in the stages in which buyers say it.")
            yield Remark(objection.at, message, help)


_USUAL = ("price", "need", "time", "authority", "trust", "competitor")
_SOME = 4
"""From so many kinds on, a list of objections is meant to be whole."""


@rule("PB732", Severity.INFO)
def usual_objection_missing(context: Context) -> Iterator[Remark]:
    """The objections that every team hears are there.

    ## Why
    Price, need, time, authority, trust and the competitor come up in every
    sale. Where the list has most of them, the missing one was forgotten.

    ## Wrong
    ```yaml
    objections:
      price: {name: It is too expensive, kind: price, responses: [Compared with what?]}
      need: {name: We do not need it, kind: need, responses: [What would have to happen?]}
      later: {name: Not this year, kind: time, responses: [What does a year cost?]}
      boss: {name: I cannot decide that, kind: authority, responses: [Who can?]}
    stages:
      - {id: qualified, name: Qualified, objections: [price, need, later, boss], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    objections:
      price: {name: It is too expensive, kind: price, responses: [Compared with what?]}
    stages:
      - {id: qualified, name: Qualified, objections: [price], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    kinds = {each.kind for each in context.playbook.objections.values()}
    missing = [kind for kind in _USUAL if kind not in kinds]
    if missing and len(_USUAL) - len(missing) >= _SOME:
        message = _("No objection is of the kind {kinds}.").format(kinds=", ".join(missing))
        help = _("Ask the team what buyers say of that kind, and what the best answer was.")
        yield Remark(("objections",), message, help)


@rule("PB734", Severity.INFO)
def competitor_without_name(context: Context) -> Iterator[Remark]:
    """Where buyers object with a competitor, the competitors are named.

    ## Why
    "The other one is cheaper" is answered by who the other one is. And of a
    deal that is lost to somebody, the name is what one learns from.

    ## Wrong
    ```yaml
    objections: {rival: {name: Somebody else is cheaper, kind: competitor, responses: [Than whom?]}}
    stages:
      - {id: qualified, name: Qualified, objections: [rival], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    objections: {rival: {name: Somebody else is cheaper, kind: competitor, responses: [Than whom?]}}
    competitors: {acme: {name: Acme, strengths: [The price]}}
    stages:
      - {id: qualified, name: Qualified, objections: [rival], competitors: [acme], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    has_field = any(id.startswith(("competitor", "rival")) for id in playbook.fields)
    for objection in playbook.objections.values():
        if objection.kind == "competitor" and not playbook.competitors and not has_field:
            message = _("Buyers object with a competitor, and no competitor is named anywhere.")
            help = _("Add `competitors:`, or a field `competitor` to fill when a deal is lost.")
            yield Remark((*objection.at, "kind"), message, help)
            return
