"""The author's own questions and stories; they are always asked."""

from collections.abc import Iterator
from dataclasses import replace

from playbook.learning.items import Item
from playbook.learning.likeness import plain
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _
from playbook.model import QuizItem, RoleId, Scenario, StageId


def own(matter: Matter) -> Iterator[Item | None]:
    """The questions and stories under ``learning``."""
    learning = matter.playbook.learning
    for item in learning.quiz if learning else ():
        yield _question(matter, item)
    for scenario in learning.scenarios if learning else ():
        yield _story(matter, scenario)


def _question(matter: Matter, item: QuizItem) -> Item | None:
    """A question in the author's words; the answers are mixed."""
    if not 0 < item.right <= len(item.options):
        return None
    options = [Candidate(str(number), text) for number, text in enumerate(item.options, 1)]
    shown = matter.mixed(f"own.{item.id}", options, "shown")
    right = options[item.right - 1]
    is_enough = len({plain(option) or option for option in item.options}) == len(item.options)
    if not is_enough:
        shown = tuple(options)
    return replace(
        _draft(matter, f"own.{item.id}", item.stage),
        kind="choice",
        ask=item.ask,
        options=tuple(each.text for each in shown),
        right=(shown.index(right),),
        why=item.why or "",
        quotes=() if item.why else (right.text,),
    )


def _story(matter: Matter, scenario: Scenario) -> Item:
    return replace(
        _draft(matter, f"scenario.{scenario.id}", scenario.stage),
        kind="open",
        topic="scenario",
        ask=scenario.do or _("What do you do now?"),
        facts=(scenario.name,) if scenario.name else (),
        story=scenario.situation,
        options=scenario.good,
        right=tuple(range(len(scenario.good))),
        why=_("A good answer has this:") if scenario.good else "",
    )


def _draft(matter: Matter, id: str, at: StageId | None) -> Item:
    stage = matter.playbook.stage.get(at) if at else None
    owner: tuple[RoleId, ...] = (stage.owner,) if stage else ()
    return Item(
        id=id,
        kind="choice",
        topic="own",
        ask="",
        part=("stage", stage.id) if stage else None,
        stages=(stage.id,) if stage else (),
        roles=owner,
        is_own=True,
    )
