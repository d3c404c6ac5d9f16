"""Which questions make a quiz: the author's own, and of the made ones the most important."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from playbook.learning.buyer import buyer
from playbook.learning.gates import gates
from playbook.learning.items import Course, Item, Quiz
from playbook.learning.matter import Matter
from playbook.learning.numbers import numbers
from playbook.learning.own import own
from playbook.learning.people import people
from playbook.learning.proofs import proofs
from playbook.learning.qualifying import qualifying
from playbook.learning.stories import stories
from playbook.learning.way import way
from playbook.learning.words import words
from playbook.messages import speaking
from playbook.model import Playbook, RoleId

PASS_MARK: Final = 80
_MOST: Final = 10
"""How many questions a quiz has, unless the author has written more."""
_MOST_OF_ALL: Final = 12
"""How many the quiz about the whole process has."""
_MADE: Final = 5
"""How many made questions there are at least room for."""
_FEWEST: Final = 3
"""A quiz with fewer questions is none."""

_TOPICS: Final[tuple[Callable[[Matter], Iterator[Item | None]], ...]] = (
    own,
    gates,
    stories,
    way,
    qualifying,
    buyer,
    people,
    proofs,
    numbers,
    words,
)
_IMPORTANCE: Final = (
    "gate",
    "order",
    "ready",
    "objection",
    "knock-out",
    "work",
    "owns",
    "approve",
    "next",
    "met",
    "handover",
    "passed",
    "where",
    "gate-for",
    "fill",
    "days",
    "does",
    "overdue",
    "accountable",
    "term",
    "segment",
    "why",
    "step",
    "owner",
    "band",
    "proof",
    "back",
    "against",
    "winning",
    "refused",
    "entry",
    "steps",
    "journey",
    "listen",
    "trigger",
    "wake",
    "wake-days",
    "chance",
    "people",
    "cares",
    "sign",
    "returning",
    "optional",
    "enter",
    "material",
    "pass",
    "help",
    "element",
    "avoid",
    "consult",
    "inform",
    "review",
    "valid",
    "forecast",
    "figures",
)
"""The topics, the most important first."""
_OF_ROLES: Final = frozenset(
    [
        "work",
        "owns",
        "approve",
        "handover",
        "does",
        "accountable",
        "back",
        "enter",
        "help",
        "consult",
        "inform",
        "review",
    ]
)
"""The topics that are about a role itself."""


def course(playbook: Playbook, seed: int = 0, original: Playbook | None = None) -> Course:
    """The quizzes of a playbook, in its language.

    ``original`` is the playbook in the language it is written in, if this one
    is a translation of it.
    """
    matter = Matter(playbook, original or playbook, seed)
    with speaking(playbook.language):
        items = tuple(_items(matter))
        stages = tuple(_by_stage(matter, items))
        roles = tuple(_by_role(matter, items))
        quizzes = (_process(matter, items, stages), *stages, *roles)
    learning = playbook.learning
    mark = learning.pass_mark if learning and learning.pass_mark is not None else PASS_MARK
    return Course(
        playbook=playbook, pass_mark=mark, quizzes=tuple(each for each in quizzes if each.items)
    )


def _items(matter: Matter) -> Iterator[Item]:
    """Every question that can be asked, each id once."""
    found: dict[str, Item] = {}
    for topic in _TOPICS:
        for item in topic(matter):
            if item is not None:
                found.setdefault(item.id, item)
    return iter(found.values())


def _process(matter: Matter, items: Sequence[Item], stages: Sequence[Quiz]) -> Quiz:
    """The quiz about the whole; of the author's questions it has those that no stage's quiz has."""
    asked = {item.id for quiz in stages for item in quiz.items if item.is_own}
    general = [item for item in items if item.id not in asked]
    chosen = _chosen(matter, "process", general, most=_MOST_OF_ALL)
    name = matter.playbook.name
    return Quiz(id="process", kind="process", name=name, part=("overview", ""), items=chosen)


def _by_stage(matter: Matter, items: Sequence[Item]) -> Iterator[Quiz]:
    for stage in matter.playbook.stages:
        of_stage = [item for item in items if stage.id in item.stages]
        chosen = _chosen(matter, f"stage-{stage.id}", of_stage)
        if len(chosen) >= _FEWEST:
            yield Quiz(
                id=f"stage-{stage.id}",
                kind="stage",
                name=stage.name,
                part=("stage", stage.id),
                items=chosen,
            )


def _by_role(matter: Matter, items: Sequence[Item]) -> Iterator[Quiz]:
    """A quiz for each role; one that has nothing of its own in it is left out."""
    for role in matter.roles:
        of_role = [item for item in items if RoleId(role.key) in item.roles]
        its_own = [item for item in of_role if item.topic in _OF_ROLES]
        others = [item for item in of_role if item not in its_own and not item.is_own]
        chosen = _chosen(matter, f"role-{role.key}", its_own, others)
        if its_own and len(chosen) >= _FEWEST:
            yield Quiz(
                id=f"role-{role.key}",
                kind="role",
                name=role.text,
                part=("role", role.key),
                items=chosen,
            )


def _chosen(
    matter: Matter, quiz: str, *groups: Iterable[Item], most: int = _MOST
) -> tuple[Item, ...]:
    """The questions of a quiz, in an order of the seed's; stories to work through come last."""
    every = [item for group in groups for item in group]
    first = [item for item in every if item.is_own]
    room = max(most - len(first), _MADE)
    made = [
        item
        for group in groups
        for item in _varied(matter, quiz, (each for each in group if not each.is_own))
    ]
    chosen = [*first, *made[:room]]
    return tuple(
        sorted(chosen, key=lambda item: (not item.is_scored, matter.draw(quiz, "place", item.id)))
    )


def _varied(matter: Matter, quiz: str, items: Iterable[Item]) -> list[Item]:
    """One of each topic, the most important first; then another one of each, and so on."""
    by_topic: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_topic[item.topic].append(item)
    ranked: list[tuple[int, int, Item]] = []
    for topic, members in by_topic.items():
        mixed = sorted(members, key=lambda item: matter.draw(quiz, "chosen", item.id))
        ranked += [(turn, _IMPORTANCE.index(topic), item) for turn, item in enumerate(mixed)]
    return [item for _turn, _place, item in sorted(ranked, key=lambda each: each[:2])]
