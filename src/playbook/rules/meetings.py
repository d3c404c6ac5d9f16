"""Meetings and calls: what fits in them."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import Playbook, Review, Task
from playbook.rules import Context, Remark, Severity, rule

MOST_QUESTIONS = 10
"""Questions in one conversation; with more it becomes an interrogation."""


@rule("PB511", Severity.WARNING)
def agenda_too_long(context: Context) -> Iterator[Remark]:
    """The topics of an agenda fit in the meeting.

    ## Why
    With 55 minutes of topics in a call of 45, the last one is never reached,
    and that is usually the next step.

    ## Wrong
    ```yaml
    stages:
      - id: qualified
        name: Qualified
        tasks: [{do: Hold the first call, minutes: 30, agenda: [{topic: Needs, minutes: 30}, {topic: Next step, minutes: 10}]}]
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - id: qualified
        name: Qualified
        tasks: [{do: Hold the first call, minutes: 40, agenda: [{topic: Needs, minutes: 30}, {topic: Next step, minutes: 10}]}]
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for meeting in _meetings(context.playbook):
        needed = sum(topic.minutes or 0 for topic in meeting.agenda)
        if meeting.minutes is not None and needed > meeting.minutes:
            message = _("The agenda takes {needed} minutes, and the meeting has {minutes}.")
            message = message.format(needed=needed, minutes=meeting.minutes)
            yield Remark((*meeting.at, "agenda"), message, _("Cut a topic, or plan more time."))


def _meetings(playbook: Playbook) -> Iterator[Task | Review]:
    yield from (task for _holder, task in playbook.tasks())
    yield from playbook.reviews.values()


@rule("PB618", Severity.INFO)
def too_many_questions(context: Context) -> Iterator[Remark]:
    """In one call or meeting, at most ten questions must be asked.

    ## Why
    Thirty questions in a row are a form and not a conversation. The buyer
    answers the last twenty in one word.

    ## Wrong
    ```yaml
    questionnaires:
      fit:
        framework: custom
        questions:
          - {id: q1, ask: What changed?}
          - {id: q2, ask: Why now?}
          - {id: q3, ask: Who suffers?}
          - {id: q4, ask: What does it cost?}
          - {id: q5, ask: What was tried?}
          - {id: q6, ask: Who decides?}
          - {id: q7, ask: Who pays?}
          - {id: q8, ask: Who else is asked?}
          - {id: q9, ask: When must it work?}
          - {id: q10, ask: What if not?}
          - {id: q11, ask: What comes next?}
    stages:
      - id: qualified
        name: Qualified
        tasks: [{do: Hold the first call, kind: call, asks: {fit: all}}]
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    questionnaires:
      fit:
        framework: custom
        questions: [{id: q1, ask: What changed?}, {id: q2, ask: Why now?}]
    stages:
      - id: qualified
        name: Qualified
        tasks: [{do: Hold the first call, kind: call, asks: {fit: all}}]
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for _holder, task in playbook.tasks():
        if task.kind not in ("call", "meeting"):
            continue
        asks = (task.asks, *(topic.asks for topic in task.agenda))
        asked = {each.id: each for one in asks for each in playbook.asked(one)}
        must = [each for each in asked.values() if each.level == "must" and not each.when]
        if len(must) > MOST_QUESTIONS:
            message = _("{number} questions must be asked in this conversation.")
            help = _("Ask some of them earlier or later, or make them `level: should`.")
            yield Remark(task.at, message.format(number=len(must)), help)
