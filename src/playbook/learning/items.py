"""What a quiz is made of."""

from dataclasses import dataclass
from typing import Literal

from playbook.model import Playbook, RoleId, StageId

Kind = Literal["choice", "several", "order", "match", "yes-no", "open"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question, whatever form it is shown in.

    What ``options`` and ``right`` mean depends on the kind:

    choice, yes-no  one option is right
    several         all of ``right`` have to be chosen, and no other
    order           ``right`` has the options in their right order
    match           ``right`` has the partner of each option
    open            there is nothing to choose; the options are what a good answer contains
    """

    id: str
    """Made from the ids in the playbook, so that it outlives changes of words and order."""
    kind: Kind
    topic: str
    ask: str
    story: str = ""
    """Markdown of the author that comes before the question."""
    facts: tuple[str, ...] = ()
    """Plain lines that come before the question."""
    options: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    why: str = ""
    quotes: tuple[str, ...] = ()
    """The author's own words for it."""
    part: tuple[str, str] | None = None
    """The kind and the id of what it is about, by which a handbook knows its page."""
    stages: tuple[StageId, ...] = ()
    roles: tuple[RoleId, ...] = ()
    is_own: bool = False
    """Whether the author has written it."""

    @property
    def is_scored(self) -> bool:
        """Whether an answer is right or wrong by itself; an open one is compared by the learner."""
        return self.kind != "open"

    @property
    def answers(self) -> tuple[str, ...]:
        """The right answers, in order; for pairs the partners of the options."""
        shown = self.partners if self.kind == "match" else self.options
        return tuple(shown[number] for number in self.right)


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """Questions to answer in one go."""

    id: str
    kind: Literal["process", "stage", "role"]
    name: str
    part: tuple[str, str] | None
    items: tuple[Item, ...]

    @property
    def scored(self) -> tuple[Item, ...]:
        """The questions that count."""
        return tuple(item for item in self.items if item.is_scored)


@dataclass(frozen=True, kw_only=True)
class Course:
    """All quizzes of a playbook in one language."""

    playbook: Playbook
    pass_mark: int
    """How many percent of the questions must be right."""
    quizzes: tuple[Quiz, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All questions, each once."""
        found = {item.id: item for quiz in self.quizzes for item in quiz.items}
        return tuple(found.values())
