"""Which piece of a playbook is which piece in a CRM, and which of them stand elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from playbook.messages import _
from playbook.rollout.plain import line
from playbook.rollout.setup import FieldSetup, ReasonSetup, StageSetup

One = TypeVar("One", StageSetup, FieldSetup, ReasonSetup)
Pairs = Sequence[tuple[StageSetup, StageSetup | None]]


def matched(mine: Sequence[One], theirs: Sequence[One]) -> list[tuple[One, One | None]]:
    """Each of ours with the one there that it is: by key, then by our id, then by name."""
    found = _found(mine, theirs)
    return [(one, found.get(number)) for number, one in enumerate(mine)]


def matched_in_order(
    mine: Sequence[StageSetup], theirs: Sequence[StageSetup]
) -> list[tuple[StageSetup, StageSetup | None]]:
    """The same for stages; what is left on both sides between the same neighbours was renamed."""
    found = _found(mine, theirs)
    places = {number: _index(theirs, other) for number, other in found.items()}
    taken = set(places.values())
    for number in range(len(mine)):
        before = places.get(number - 1, -1) if number else -1
        behind = places.get(number + 1, len(theirs)) if number + 1 < len(mine) else len(theirs)
        is_known = number in places or (number and number - 1 not in places)
        if not is_known and behind - before == 2 and before + 1 not in taken:
            places[number] = before + 1
            found[number] = theirs[before + 1]
    return [(one, found.get(number)) for number, one in enumerate(mine)]


def _found(mine: Sequence[One], theirs: Sequence[One]) -> dict[int, One]:
    free = list(theirs)
    found: dict[int, One] = {}
    ways: tuple[Callable[[One, One], bool], ...] = (
        lambda one, other: bool(one.key) and one.key == other.key,
        lambda one, other: bool(_id(one)) and _id(one) == _id(other),
        lambda one, other: _folded(one.name) == _folded(other.name),
    )
    for is_it in ways:
        for number, one in enumerate(mine):
            if number not in found:
                other = next((each for each in free if is_it(one, each)), None)
                if other is not None:
                    found[number] = other
                    free = [each for each in free if each is not other]
    return found


def _index(members: Sequence[One], one: One) -> int:
    return next(number for number, each in enumerate(members) if each is one)


def _folded(name: str) -> str:
    return line(name).casefold()


def _id(one: StageSetup | FieldSetup | ReasonSetup) -> object:
    return one.ids if isinstance(one, FieldSetup) else one.id


def moved(pairs: Pairs, stages: Sequence[StageSetup]) -> Mapping[str, tuple[str, str]]:
    """The stages that stand behind another one there: what each stands behind, here and there."""
    here = [one for one, other in pairs if other]
    there = [each for each in stages if any(each is other for _one, other in pairs)]
    own = {id(other): one for one, other in pairs if other}
    kept = _longest([here.index(own[id(each)]) for each in there])
    found = {}
    for number, one in enumerate(here):
        if number not in kept:
            place = next(n for n, each in enumerate(there) if own[id(each)] is one)
            found[one.id] = (
                _behind([each.name for each in here], number),
                _behind([each.name for each in there], place),
            )
    return found


def _behind(names: Sequence[str], place: int) -> str:
    if place == 0:
        return _("first")
    return _("behind “{name}”").format(name=names[place - 1])


def _longest(numbers: Sequence[int]) -> frozenset[int]:
    """The members of the longest rising sequence: those that need not be moved."""
    best: list[tuple[int, ...]] = [()]
    for number in numbers:
        fitting = [each for each in best if not each or each[-1] < number]
        longest = max(fitting, key=len)
        best.append((*longest, number))
    whole = max(best, key=len)
    return frozenset(whole)
