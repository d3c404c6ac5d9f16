"""Questions: asked so that they can be answered, and what an answer that ends the deal leads to."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import ReasonId
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard


@rule("PB608", Severity.WARNING)
def knock_out_leads_on(context: Context) -> Iterator[Remark]:
    """An answer that ends a deal leads out of the sale or aside, for a reason that is allowed there.

    ## Why
    A knock-out that moves a deal to won, or gives a reason that is not on the
    list of the stage it leads to, is a slip, and the CRM refuses it on the
    first deal.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        questions: [{id: fits, ask: Is it our market?, type: yes-no, knock_out: {equals: no, move_to: won}}]
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        questions: [{id: fits, ask: Is it our market?, type: yes-no, knock_out: {equals: no, move_to: lost}}]
    stages:
      - {id: qualified, name: Qualified, asks: {fit: all}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stage
    for question in context.playbook.question.values():
        knock_out = question.knock_out
        target = stages.get(knock_out.move_to) if knock_out else None
        if knock_out is None or target is None:
            continue
        name = called(target.name, target.id)
        if target.kind in ("won", "after-sale"):
            message = _("This answer ends the deal, and leads to {stage}.").format(stage=name)
            help = _("Name a lost, disqualified or parked stage.")
            yield Remark((*knock_out.at, "move_to"), message, help)
        elif (
            knock_out.reason
            and knock_out.reason in context.playbook.reasons
            and target.reasons
            and knock_out.reason not in target.reasons
            and not context.may_be_meant(ReasonId, knock_out.reason)
        ):
            message = _('{stage} does not take the reason "{reason}".')
            message = message.format(stage=name, reason=knock_out.reason)
            help = _("Its reasons: {ids}.").format(ids=", ".join(target.reasons))
            yield Remark((*knock_out.at, "reason"), message, help)


@rule("PB609", Severity.WARNING)
def open_question_for_yes_or_no(context: Context) -> Iterator[Remark]:
    """A question that is answered with yes or no is asked that way.

    ## Why
    "How is it decided?" cannot be answered with yes. The rep ticks something,
    and what the buyer said is lost.

    ## Wrong
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: way, ask: How is it decided?, type: yes-no}]}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: way, ask: Is it known how it is decided?, type: yes-no}]}
    ```
    """
    playbook = context.playbook
    for question in playbook.question.values():
        if playbook.type_of_question(question) != "yes-no":
            continue
        word = heard("open_question", question.ask.strip())
        if word:
            message = _("This cannot be answered with yes or no: {ask}").format(ask=question.ask)
            help = _("Ask whether it is so, or write `type: text`.")
            yield Remark((*question.at, "ask"), message, help)


@rule("PB617", Severity.INFO)
def two_questions_in_one(context: Context) -> Iterator[Remark]:
    """One question asks one thing.

    ## Why
    The buyer answers the second half, and the first is never answered. Write
    two questions, or put the second under `probes`.

    ## Wrong
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: change, ask: "Why change, and why now?"}]}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit: {framework: custom, questions: [{id: change, ask: Why change?, probes: [Why now?]}]}
    ```
    """
    for question in context.playbook.question.values():
        marks = question.ask.count("?") + question.ask.count("？")
        if marks > 1 or heard("second_question", question.ask.strip()):
            message = _("This asks two things at once: {ask}").format(ask=question.ask)
            help = _("Make two questions of it, or put the second under `probes`.")
            yield Remark((*question.at, "ask"), message, help)
