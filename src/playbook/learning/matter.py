"""What questions are made from: a playbook, and what follows from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple, TypeVar

from playbook import wording
from playbook.duties import Duties, duties
from playbook.flow import Flow
from playbook.local import Local
from playbook.model import (
    Criterion,
    Part,
    Playbook,
    QuestionId,
    RoleId,
    Stage,
    StageId,
    Task,
    Test,
)

T = TypeVar("T")


class Candidate(NamedTuple):
    """Something that may stand among the answers."""

    key: str
    """Stays the same when words change."""
    text: str


@dataclass(frozen=True)
class Matter:
    """A playbook to make questions from.

    ``original`` is the playbook in its own language: what has no id is known
    by its words there, so that a translation has the same questions.
    """

    playbook: Playbook
    original: Playbook
    seed: int = 0

    @cached_property
    def flow(self) -> Flow:
        """How deals move."""
        return Flow(self.playbook)

    @cached_property
    def duties(self) -> dict[RoleId, Duties]:
        """What each role does."""
        return dict(duties(self.playbook, self.flow))

    @cached_property
    def local(self) -> Local:
        """How the playbook's language writes numbers."""
        return Local(self.playbook.language, self.playbook.currency)

    @cached_property
    def worked(self) -> tuple[Stage, ...]:
        """The stages in which somebody works on a deal."""
        return tuple(stage for stage in self.playbook.stages if stage.is_worked)

    @cached_property
    def stages(self) -> tuple[Candidate, ...]:
        """All stages."""
        return tuple(Candidate(stage.id, stage.name) for stage in self.playbook.stages)

    @cached_property
    def roles(self) -> tuple[Candidate, ...]:
        """The roles that people have; the system is none of them."""
        named = [Candidate(id, role.name) for id, role in self.playbook.roles.items()]
        others = [
            Candidate(id, wording.role_name(self.playbook, id))
            for id in self.duties
            if id not in self.playbook.roles and id != "system"
        ]
        return (*named, *others) if named else ()

    @cached_property
    def asking(self) -> Mapping[str | Test, frozenset[StageId]]:
        """For each criterion's sentence and each check: the stages that have it."""
        found: dict[str | Test, set[StageId]] = defaultdict(set)
        for stage in self.worked:
            for criterion in (*stage.entry, *stage.exit):
                found[self.criterion(criterion).text].add(stage.id)
                if criterion.check is not None:
                    found[criterion.check].add(stage.id)
        return {said: frozenset(stages) for said, stages in found.items()}

    @cached_property
    def asked_in(self) -> Mapping[QuestionId, frozenset[StageId]]:
        """For each question: the stages in which it is asked."""
        found: dict[QuestionId, set[StageId]] = defaultdict(set)
        for stage in self.playbook.stages:
            for question in self.playbook.asked_in(stage):
                found[question.id].add(stage.id)
        return {id: frozenset(stages) for id, stages in found.items()}

    def role(self, id: RoleId) -> Candidate:
        """A role with its name."""
        return Candidate(id, wording.role_name(self.playbook, id))

    def stage(self, id: StageId) -> Candidate:
        """A stage with its name."""
        return Candidate(id, self.playbook.stage[id].name)

    def criterion(self, each: Criterion) -> Candidate:
        """A criterion with its sentence."""
        return Candidate(self._key(each, each.id), wording.criterion(self.playbook, each))

    def task(self, each: Task) -> Candidate:
        """A task with its words."""
        return Candidate(self._key(each, each.id), each.do)

    def _key(self, part: Part, id: str | None) -> str:
        """A part's id, or a print of its words in the playbook's own language."""
        if id:
            return id
        words = self._words.get(part.at) or repr(part)
        return "t" + sha256(words.encode()).hexdigest()[:10]

    @cached_property
    def _words(self) -> dict[tuple[str | int, ...], str]:
        """The words of the parts that are nothing but words, by the place of the part."""
        return {leaf.at[:-1]: leaf.value for leaf in reversed(self.original.texts)}

    def draw(self, *words: str) -> int:
        """A number that is as good as drawn, and the same whenever it is asked for."""
        line = "\n".join((str(self.seed), self.original.id, *words))
        return int.from_bytes(sha256(line.encode()).digest()[:8])

    def mixed(self, id: str, things: Iterable[T], key: str = "") -> tuple[T, ...]:
        """Things in an order that depends on the seed and on each of them alone."""
        return tuple(
            sorted(things, key=lambda thing: self.draw(id, key, getattr(thing, "key", str(thing))))
        )
