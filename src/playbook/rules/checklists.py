"""Tasks as the items of a checklist: worded to be ticked, few, and each once."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import Phase, Playbook, Stage
from playbook.model.work import Level
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.words import heard, hits


@rule("PB505", Severity.INFO)
def task_without_verb(context: Context) -> Iterator[Remark]:
    """A task begins with what to do.

    ## Why
    "Demo" on a checklist can be prepared, held or written up. "Hold the demo"
    is done or not.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Discovery meeting], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Hold the discovery meeting], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for _holder, task in context.playbook.tasks():
        found = hits("no_verb", task.do.strip())
        if found and found[0].start == 0:
            message = _('This task says what there is, and not what to do: "{task}".')
            help = _("Begin with a verb: hold, send, write, agree.")
            yield Remark((*task.at, "do"), message.format(task=task.do), help)


@rule("PB508", Severity.WARNING)
def level_against_text(context: Context) -> Iterator[Remark]:
    """How binding a task is, its text and its level say alike.

    ## Why
    "Demo (optional)" that counts as a must holds deals up, and the other way
    round what must be done is left out. The key `level` is what checklists
    and CRMs go by.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: ["Hold a demo (optional)"], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [{do: Hold a demo, level: may}], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for at, text, level in _levels(context.playbook):
        if level == "must" and (word := heard("said_optional", text)):
            message = _('The text says "{word}", and the level is must.').format(word=word)
            yield Remark(at, message, _("Take it out of the text, and write `level: may`."))
        elif level != "must" and (word := heard("said_mandatory", text)):
            message = _('The text says "{word}", and the level is {level}.')
            message = message.format(word=word, level=level)
            yield Remark(at, message, _("Take it out of the text, or write `level: must`."))


def _levels(playbook: Playbook) -> Iterator[tuple[At, str, Level]]:
    """What has a level: where it stands, what it says, and how binding it is."""
    for _holder, task in playbook.tasks():
        yield task.at, task.do, task.level
    for _holder, criterion in playbook.criteria():
        yield criterion.at, criterion.criterion or "", criterion.level
    for question in playbook.question.values():
        yield question.at, question.ask, question.level


MOST_TASKS = 7
"""Tasks that must be done in one stage; a longer list is not done."""


@rule("PB509", Severity.INFO)
def too_many_tasks(context: Context) -> Iterator[Remark]:
    """A stage has at most seven tasks that must be done for every deal.

    ## Why
    Nobody does twenty things for each deal; they tick them. What serves some
    deals only is optional, or is for a segment.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Do a, Do b, Do c, Do d, Do e, Do f, Do g, Do h], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Do a, Do b, Do c, Do d, Do e, Do f, Do g], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        must = [task for task in stage.tasks if task.level == "must" and not task.for_]
        if len(must) > MOST_TASKS:
            message = _("{stage} has {number} tasks that must be done for every deal.")
            message = message.format(stage=called(stage.name, stage.id), number=len(must))
            help = _("Ask of each what happens without it, and make it `level: should` or less.")
            yield Remark((*stage.at, "tasks"), message, help)


@rule("PB510", Severity.WARNING)
def task_twice(context: Context) -> Iterator[Remark]:
    """A task stands once in its stage.

    ## Why
    The same task twice on one checklist is ticked twice and done once.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, tasks: [Call the buyer, Call the buyer], exit: [The buyer has signed]}
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
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        seen: set[tuple[str, frozenset[str]]] = set()
        for task in holder.tasks:
            words = " ".join(task.do.casefold().split()).rstrip(".。")
            before = len(seen)
            seen.add((words, frozenset(task.for_)))
            if len(seen) == before:
                message = _("This task is in {stage} already.")
                message = message.format(stage=called(holder.name, holder.id))
                yield Remark(task.at, message, _("Delete one of the two."))
