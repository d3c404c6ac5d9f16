"""What stages are called."""

import unicodedata
from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard, words


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
        said = context.misnamed.get(stage.at)
        if said is not None:
            yield Remark(
                (*stage.at, "name") if stage.kind == "open" else (*stage.at, "kind"),
                _("{stage} is of the kind {kind}, and its name says {said}.").format(
                    stage=called(stage.name, stage.id), kind=stage.kind, said=said
                ),
                _("Write kind: {said}, or give it another name.").format(said=said),
            )


@rule("PB205", Severity.INFO)
def stage_named_for_work(context: Context) -> Iterator[Remark]:
    """A stage is called after what is true by then, not after our own work.

    ## Why
    "Send the proposal" is done on the day it is sent, and the deal sits there
    for weeks. "Proposal accepted" is done when the buyer says so. Where the
    steps of the buyer are named at the stage, they say it, and any name will
    do.

    ## Wrong
    ```yaml
    stages:
      - {id: demo, name: Demo, exit: [The buyer has named who signs]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: shown, name: Shown to the users, exit: [The buyer has named who signs]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        if stage.kind == "open" and not stage.buyer_steps and _is_our_action(stage.name):
            message = _("{stage} is called after what we do, not after what is true by then.")
            help = _("Say what the buyer has done or knows by the end of it.")
            at = (*stage.at, "name")
            yield Remark(at, message.format(stage=called(stage.name, stage.id)), help)


def _is_our_action(name: str) -> bool:
    """Whether a name is one of a task, or begins as tasks do."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    if plain in words("our_action", "whole"):
        return True
    if any("\u4e00" <= letter <= "\u9fff" for letter in plain):
        return plain.startswith(tuple(words("our_action", "beginning")))
    return any(plain.startswith(f"{word} ") for word in words("our_action", "beginning"))


@rule("PB209", Severity.WARNING)
def two_outcomes_in_one_name(context: Context) -> Iterator[Remark]:
    """A stage is called after one outcome.

    ## Why
    "Approved / rejected" is a place where half the deals are alive and half
    are dead. Nobody can count either.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: decision, name: Approved / rejected, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: approved, name: Approved, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        yes, no = heard("yes", stage.name), heard("no", stage.name)
        if yes is not None and no is not None and yes != no:
            message = _('{stage} is two outcomes in one: "{yes}" and "{no}".')
            message = message.format(stage=called(stage.name, stage.id), yes=yes, no=no)
            help = _("Call it after the one that lets a deal go on; the other is an end.")
            yield Remark((*stage.at, "name"), message, help)
