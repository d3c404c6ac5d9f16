"""Questions about words and material: the glossary, and what is used for what."""

from collections.abc import Iterator

from playbook.learning.asking import choice
from playbook.learning.items import Item
from playbook.learning.likeness import overlap, plain
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _
from playbook.model import Stage, Task, Term


def words(matter: Matter) -> Iterator[Item | None]:
    """The questions about words and material."""
    for term in matter.playbook.glossary.values():
        yield _meaning(matter, term)
        yield _better_word(matter, term)
    for stage in matter.worked:
        for task in stage.tasks:
            yield _material(matter, stage, task)


def _meaning(matter: Matter, term: Term) -> Item | None:
    """Which word has a meaning; not asked where the meaning has the word in it."""
    names = (term.name, *term.also)
    if any(plain(name) in plain(term.means) or overlap(name, term.means) for name in names):
        return None
    draft = Item(
        id=f"term.{term.id}",
        kind="choice",
        topic="term",
        ask=_("Which of our words has this meaning?"),
        story=term.means,
        why=_("In our glossary, that is “{term}”.").format(term=term.name),
        part=("term", term.id),
    )
    right = Candidate(term.id, term.name)
    return choice(matter, draft, right, _other_terms(matter, term), also_true=term.also)


def _better_word(matter: Matter, term: Term) -> Item | None:
    if not term.avoid:
        return None
    avoided = term.avoid[0]
    draft = Item(
        id=f"avoid.{term.id}",
        kind="choice",
        topic="avoid",
        ask=_("What do we say instead of “{word}”?").format(word=avoided),
        why=_("We do not say “{word}”; our word is “{term}”.").format(word=avoided, term=term.name),
        part=("term", term.id),
    )
    others = [
        each
        for each in _other_terms(matter, term)
        if plain(avoided) not in map(plain, matter.playbook.glossary[each.key].avoid)
    ]
    return choice(matter, draft, Candidate(term.id, term.name), others, also_true=term.also)


def _other_terms(matter: Matter, term: Term) -> list[Candidate]:
    terms = matter.playbook.glossary.values()
    return [Candidate(each.id, each.name) for each in terms if each is not term]


def _material(matter: Matter, stage: Stage, task: Task) -> Item | None:
    """Which material a task is done with; what else lies ready in the stage is no wrong answer."""
    known = matter.playbook.assets
    own = [id for id in task.assets if id in known]
    if len(own) != 1:
        return None
    said = matter.task(task)
    near = {*stage.assets, *task.assets, *(id for item in task.agenda for id in item.assets)}
    others = [Candidate(id, asset.name) for id, asset in known.items() if id not in near]
    draft = Item(
        id=f"material.{stage.id}.{said.key}",
        kind="choice",
        topic="material",
        ask=_("Which material of ours do you use for this?"),
        facts=(said.text,),
        why=_("For this task, the playbook has “{material}”.").format(material=known[own[0]].name),
        quotes=(task.goal,) if task.goal else (),
        part=("asset", own[0]),
        stages=(stage.id,),
        roles=task.by or (task.owner or stage.owner,),
    )
    return choice(matter, draft, Candidate(own[0], known[own[0]].name), others)
