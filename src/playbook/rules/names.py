"""Ids: each stands for one thing, and is defined once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.messages import _, later, p_
from playbook.model import RESERVED, Field, Part, Playbook, Question, Review, Task
from playbook.rules import Context, Remark, Severity, page, rule


@rule("PB101", Severity.ERROR)
def id_twice(context: Context) -> Iterator[Remark]:
    """An id stands for one thing.

    ## Why
    Moves, checks and CRMs know things by their ids. With two of the same,
    one of the two is never meant.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: qualified, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for kind, parts in _families(context.playbook):
        first: dict[str, Part] = {}
        for part in parts:
            id = getattr(part, "id", None)
            if id is None:
                continue
            if id in first:
                message = _('The id "{id}" is given to two things: {kind}.')
                message = message.format(id=id, kind=p_("kind of part", kind))
                yield Remark((*part.at, "id"), message, _("Give each an id of its own."))
            first.setdefault(id, part)


def _families(playbook: Playbook) -> Iterator[tuple[str, Iterable[Part]]]:
    """The parts among which no two may have the same id."""
    questions = [q for each in playbook.questionnaires.values() for q in each.questions]
    yield later("kind of part", "stage"), playbook.stages
    yield later("kind of part", "buyer step"), playbook.buyer_steps
    yield later("kind of part", "question"), questions
    yield later("kind of part", "task"), [task for _holder, task in playbook.tasks()]
    yield later("kind of part", "page"), playbook.pages
    yield later("kind of part", "route"), playbook.routing
    for track in playbook.tracks.values():
        yield later("kind of part", "phase"), track.phases
    for holder in (*playbook.stages, *playbook.phases):
        yield later("kind of part", "criterion"), (*holder.entry, *holder.exit)
        yield later("kind of part", "rule"), holder.rules
    yield later("kind of part", "rule"), playbook.rules
    choosing: list[Field | Question] = [*playbook.fields.values(), *questions]
    for each in choosing:
        yield later("kind of part", "option"), each.options
    for questionnaire in playbook.questionnaires.values():
        yield later("kind of part", "element"), questionnaire.elements
        if questionnaire.scoring:
            yield later("kind of part", "band"), questionnaire.scoring.bands
    meetings: list[Task | Review] = [task for _holder, task in playbook.tasks()]
    for meeting in (*meetings, *playbook.reviews.values()):
        yield later("kind of part", "topic of a meeting"), meeting.agenda
    if playbook.learning:
        yield later("kind of part", "question of the quiz"), playbook.learning.quiz
        yield later("kind of part", "scenario"), playbook.learning.scenarios


@page("PB103", Severity.ERROR)
def defined_twice() -> None:
    """A thing is defined in one place: in the playbook, in a section's file or in a library.

    ## Why
    Two definitions of one role or field drift apart, and nobody can say which
    one counts.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales representative}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales representative}
    ```
    """


@page("PB105", Severity.ERROR)
def unusable_library() -> None:
    """A library is a folder within the workspace, with catalogues in it.

    ## Why
    A playbook reads nothing outside its own workspace, so that a file from a
    stranger cannot reach other files on the computer. And only what is kept
    by id can be shared: roles, fields, questionnaires and the like.

    ## Wrong
    ```yaml
    uses: [no-such-folder]
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    uses: [library]
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: library/roles.yaml
    rep: {name: Sales rep}
    ```
    """


@page("PB106", Severity.WARNING)
def stray_file() -> None:
    """Every file in a playbook's folder belongs to something.

    ## Why
    A section's file with a slip in its name, or a Markdown text for a stage
    that is not there, is passed over.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: rols.yaml
    rep: {name: Sales rep}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    owner: rep
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: roles.yaml
    rep: {name: Sales rep}
    ```
    """


@rule("PB107", Severity.ERROR)
def reserved_id(context: Context) -> Iterator[Remark]:
    """The ids all, system and deal-owner mean something already.

    ## Why
    Whoever refers to one of them means the built-in one.

    ## Wrong
    ```yaml
    owner: system
    roles: {system: {name: CRM}}
    ```

    ## Right
    ```yaml
    owner: crm-admin
    roles: {crm-admin: {name: CRM administrator}}
    ```
    """
    playbook = context.playbook
    catalogues: tuple[Mapping[Any, Part], ...] = (
        playbook.roles,
        playbook.segments,
        playbook.fields,
        playbook.questionnaires,
        playbook.stage,
        playbook.question,
    )
    for catalogue in catalogues:
        for id, part in catalogue.items():
            if id in RESERVED:
                message = _('The id "{id}" is taken: it is built in.').format(id=id)
                yield Remark(part.at, message, _("Choose another id."))
