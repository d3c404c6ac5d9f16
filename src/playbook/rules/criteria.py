"""A stage's criteria together: there are some, the buyer has a part in them, and each says its own."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from playbook.grading import could_show_the_buyer
from playbook.messages import _, n_
from playbook.model import Criterion, Phase, Stage, StageId, Work
from playbook.rules import Context, Remark, Severity, called, rule

_SIGNS = re.compile(r"[\W_]+")
_NEARLY = 0.9
"""From how alike on two sentences say the same."""
_MANY = 5
"""How many things a person keeps in mind before moving a deal."""


@rule("PB301", Severity.ERROR)
def no_exit_criteria(context: Context) -> Iterator[Remark]:
    """Every open stage says what must be true to leave it.

    ## Why
    Without a gate each rep moves deals by feeling, and a stage means
    something else for everyone.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    stages = context.playbook.stage
    for stage in context.playbook.stages:
        if stage.kind != "open" or stage.exit or stage.must_fill:
            continue
        following = [stages[id] for id in context.flow.next(stage) if id in stages]
        if following and all(each.entry for each in following):
            continue
        yield Remark(
            stage.at,
            _("Nothing must be true to leave {stage}.").format(stage=called(stage.name, stage.id)),
            _("Add `exit:` with what the buyer has done by then."),
        )


@rule("PB303", Severity.WARNING)
def only_our_word(context: Context) -> Iterator[Remark]:
    """To leave an open stage, the buyer has done something.

    ## Why
    What we did ourselves (sent, shown, called) says nothing about whether the
    buyer moves. The best evidence is something the buyer did: signed, paid,
    replied, came.

    ## Wrong
    ```yaml
    stages:
      - {id: proposal, name: Proposal, exit: [{id: sent, criterion: We have sent the proposal, given_by: seller}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: proposal, name: Proposal, exit: [{id: accepted, criterion: The buyer has accepted the proposal in writing, given_by: buyer}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        musts = [criterion for criterion in stage.exit if criterion.level == "must"]
        if stage.kind != "open" or not musts:
            continue
        if not any(could_show_the_buyer(context.playbook, criterion) for criterion in musts):
            message = _("Nothing that the buyer does is needed to leave {stage}.")
            help = _("Add a criterion that the buyer makes true, with `given_by: buyer`.")
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark((*stage.at, "exit"), message, help)


@rule("PB310", Severity.WARNING)
def criterion_twice(context: Context) -> Iterator[Remark]:
    """A criterion stands in one stage, once.

    ## Why
    What was true when the deal left the first stage is still true in the
    second, so there it stops nothing. Most such pairs are slips of copying;
    what must be confirmed again says so with `valid_days`.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has named who signs.]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the price in writing]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    first: dict[str, list[tuple[Work, Criterion]]] = {}
    before = context.flow.before
    for holder, criterion in context.playbook.criteria():
        said = _plain(criterion.criterion or "")
        if not said or criterion.check is not None or criterion.valid_days is not None:
            continue
        for earlier, other in first.get(said, ()):
            if _is_again(before, earlier, holder) and _meet(criterion, other):
                message = _('This criterion stands in "{stage}" already.')
                help = _("Take one of them out, or say what is new by then.")
                yield Remark((*criterion.at, "criterion"), message.format(stage=earlier.name), help)
                break
        first.setdefault(said, []).append((holder, criterion))


@rule("PB311", Severity.WARNING)
def task_as_criterion(context: Context) -> Iterator[Remark]:
    """A criterion says what has come of the tasks, and not once more what to do.

    ## Why
    That a task is done says nothing about the deal. A gate that repeats the
    tasks is passed by working through a list, whether the buyer moves or not.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Walk the buyer through the offer], exit: [Walk the buyer through the offer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Walk the buyer through the offer], exit: [The buyer has accepted the offer in writing]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        tasks = [(_plain(task.do), task) for task in holder.tasks]
        for criterion in holder.exit:
            said = _plain(criterion.criterion or "")
            if not said or criterion.check is not None:
                continue
            same = next((task for plain, task in tasks if _are_alike(said, plain)), None)
            if same is not None:
                message = _('This repeats the task "{task}".').format(task=same.do)
                help = _("Say what is true when the task has worked: what the buyer has done.")
                yield Remark((*criterion.at, "criterion"), message, help)


@rule("PB314", Severity.INFO)
def too_many_musts(context: Context) -> Iterator[Remark]:
    """A stage has at most five criteria that must be true.

    ## Why
    Nobody keeps eight conditions in mind. Long gates are ticked off unread,
    and then the one that matters is unread too.

    ## Wrong
    ```yaml
    stages:
      - id: proposal
        name: Proposal
        exit:
          - The buyer has named who signs
          - The buyer has accepted the price in writing
          - The buyer has named the day of signature
          - The buyer's lawyer has returned the contract
          - The buyer has paid the deposit
          - The buyer has invited us to the kick-off
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - id: proposal
        name: Proposal
        exit:
          - The buyer has named who signs
          - The buyer has accepted the price in writing
          - {id: kick-off, criterion: The buyer has invited us to the kick-off, level: should}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        count = sum(each.level == "must" and not (each.for_ or each.to) for each in stage.exit)
        if count > _MANY:
            message = n_(
                "{count} thing must be true to leave {stage}.",
                "{count} things must be true to leave {stage}.",
                count,
            )
            help = _(
                "Keep the ones that decide; mark the others `level: should`, or split the stage."
            )
            message = message.format(count=count, stage=called(stage.name, stage.id))
            yield Remark((*stage.at, "exit"), message, help)


def _plain(text: str) -> str:
    """A sentence without its signs and spaces, to compare with others."""
    return _SIGNS.sub("", text).casefold()


def _are_alike(one: str, other: str) -> bool:
    """Whether two plain sentences say the same, but for a few letters."""
    if one == other:
        return True
    if min(len(one), len(other)) < _NEARLY * max(len(one), len(other)):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def _meet(one: Criterion, other: Criterion) -> bool:
    """Whether two criteria can hold for the same deal on the same move."""
    return all(
        not mine or not theirs or set(mine) & set(theirs)
        for mine, theirs in ((one.for_, other.for_), (one.to, other.to))
    )


def _is_again(before: Mapping[StageId, frozenset[StageId]], earlier: Work, later: Work) -> bool:
    """Whether a deal comes to the later stage after the earlier one."""
    if earlier is later:
        return True
    if not (isinstance(earlier, Stage) and isinstance(later, Stage)):
        return False
    return earlier.id in before.get(later.id, ()) and later.id not in before.get(earlier.id, ())
