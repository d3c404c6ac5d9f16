"""Which stages there are, and what kind they are."""

import re
import unicodedata
from collections.abc import Iterator

from playbook.messages import _, n_
from playbook.model import Stage
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.rules.words import words

FEWEST, MOST = 3, 7
"""Open stages of a usual sale, after the guides this project grew from."""


@rule("PB201", Severity.ERROR)
def no_end(context: Context) -> Iterator[Remark]:
    """There are stages to work in, and a deal can be won and can be lost.

    ## Why
    Without a won and a lost stage there is no win rate, and deals stay open
    for ever.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    kinds = {stage.kind for stage in context.playbook.stages}
    misnamed = {kind for stage in context.playbook.stages if (kind := _said(stage))}
    for kind in ("open", "won", "lost"):
        if kind not in kinds and kind not in misnamed:
            message = _("No stage is of the kind {kind}.").format(kind=kind)
            example = f"{{id: {kind}, name: {kind.title()}, kind: {kind}}}"
            yield Remark(
                ("stages",), message, _("For example: - {example}").format(example=example)
            )


@rule("PB202", Severity.ERROR)
def no_start(context: Context) -> Iterator[Remark]:
    """There is a stage where deals begin.

    ## Why
    Deals begin in the first lead or open stage of the main line, and in those
    that say `can_start`. If every stage says `from`, or the first one does
    not let deals begin, no deal has a first day.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, can_start: false, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stages
    if not context.flow.starts and any(stage.is_before_the_sale for stage in stages):
        message = _("There is no stage where deals begin.")
        help = _("Take `from` or `can_start: false` away from the first stage.")
        yield Remark(("stages",), message, help)
    for stage in stages:
        if stage.can_start and not stage.is_before_the_sale:
            message = _("Deals cannot begin in {stage}, which is of the kind {kind}.")
            message = message.format(stage=called(stage.name, stage.id), kind=stage.kind)
            help = _("Let them begin in a lead or an open stage.")
            yield Remark((*stage.at, "can_start"), message, help)


@rule("PB203", Severity.ERROR)
def kind_against_name(context: Context) -> Iterator[Remark]:
    """What a stage is called and what kind it is say the same.

    ## Why
    A stage called "Lost" that counts as open keeps dead deals in the
    forecast; one that counts as won doubles the win rate.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        said = _said(stage)
        if said is not None and said != stage.kind:
            yield Remark(
                (*stage.at, "name") if stage.kind == "open" else (*stage.at, "kind"),
                _("{stage} is of the kind {kind}, and its name says {said}.").format(
                    stage=called(stage.name, stage.id), kind=stage.kind, said=said
                ),
                _("Write kind: {said}, or give it another name.").format(said=said),
            )


def _said(stage: Stage) -> str | None:
    """The kind that a stage's name says, where it says won or lost and nothing else."""
    if stage.kind not in ("open", "won", "lost"):
        return None
    name = re.sub(
        r"[\s\-–—_/|()（）]+", " ", unicodedata.normalize("NFKC", stage.name).casefold()
    ).strip()
    for kind in ("won", "lost"):
        if name in words("outcome", kind):
            return kind
    return None


@rule("PB204", Severity.WARNING)
def number_of_stages(context: Context) -> Iterator[Remark]:
    """A process has three to seven open stages.

    ## Why
    With fewer one does not see where deals are; with more nobody keeps the
    stages apart, and deals are moved late or not at all. Much of what looks
    like a stage is a task or a criterion.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    number = sum(stage.kind == "open" for stage in context.flow.line)
    if context.is_sketch or number == 0 or FEWEST <= number <= MOST:
        return
    message = n_(
        "There is {number} open stage; {fewest} to {most} are usual.",
        "There are {number} open stages; {fewest} to {most} are usual.",
        number,
    )
    help = (
        _("Join stages that nobody keeps apart; what is work becomes a task.")
        if number > MOST
        else _("Split where the buyer makes a decision of their own.")
    )
    yield Remark(("stages",), message.format(number=number, fewest=FEWEST, most=MOST), help)
