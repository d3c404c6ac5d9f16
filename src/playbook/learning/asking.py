"""From a right answer and what may stand beside it to a question.

A question that has too few plausible wrong answers, or whose right answer can
be seen without knowing it, is not asked: these functions then give None.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from math import inf

from playbook.learning.items import Item
from playbook.learning.likeness import distance, is_like, overlap, stands_out
from playbook.learning.matter import Candidate, Matter
from playbook.messages import p_

_WRONG = 3
"""How many wrong answers a question has."""
_FEWEST_WRONG = 2
_MOST_RIGHT = 4
_TOLD = 0.5
"""From this share of its words on, an answer that stands in the question is given away."""


def choice(
    matter: Matter,
    draft: Item,
    right: Candidate,
    *pools: Iterable[Candidate],
    also_true: Iterable[str] = (),
) -> Item | None:
    """A question with one right answer; the wrong ones come from the pools in turn."""
    wrong = _wrong(matter, draft, (right,), pools, also_true)
    texts = tuple(each.text for each in wrong)
    if len(wrong) < _FEWEST_WRONG or stands_out((right.text,), texts):
        return None
    if _is_told(draft, right.text, texts):
        return None
    return _mixed(matter, replace(draft, kind="choice"), (right,), wrong)


def several(
    matter: Matter,
    draft: Item,
    right: Sequence[Candidate],
    *pools: Iterable[Candidate],
    also_true: Iterable[str] = (),
) -> Item | None:
    """A question with all answers that are right; with a single one it is a choice."""
    every = tuple(_different(right))
    if len(every) == 1:
        return choice(matter, draft, every[0], *pools, also_true=also_true)
    shown = matter.mixed(draft.id, every, "right")[:_MOST_RIGHT]
    true = (*also_true, *(each.text for each in every))
    wrong = _wrong(matter, draft, shown, pools, true)
    if len(wrong) < _FEWEST_WRONG or not shown:
        return None
    texts = tuple(each.text for each in wrong)
    if stands_out(tuple(each.text for each in shown), texts):
        return None
    if all(_is_told(draft, each.text, texts) for each in shown):
        return None
    return _mixed(matter, replace(draft, kind="several"), shown, wrong)


def yes_or_no(draft: Item, *, holds: bool) -> Item:
    """A question that is answered with yes or no."""
    words = (p_("answer", "yes"), p_("answer", "no"))
    options = tuple(each[:1].upper() + each[1:] for each in words)
    return replace(draft, kind="yes-no", options=options, right=(0 if holds else 1,))


def ordered(matter: Matter, draft: Item, candidates: Sequence[Candidate]) -> Item | None:
    """Things to put in order; they are given in the right one."""
    right = tuple(candidates)
    if len(right) <= _FEWEST_WRONG or len(tuple(_different(right))) < len(right):
        return None
    shown = matter.mixed(draft.id, right)
    if shown == right:
        shown = (*shown[1:], shown[0])
    return replace(
        draft,
        kind="order",
        options=tuple(each.text for each in shown),
        right=tuple(shown.index(each) for each in right),
    )


def matched(
    matter: Matter, draft: Item, pairs: Sequence[tuple[Candidate, Candidate]]
) -> Item | None:
    """Things to find the partners of; no two may have the same."""
    left, right = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
    if len(pairs) <= _FEWEST_WRONG:
        return None
    if any(len(tuple(_different(side))) < len(side) for side in (left, right)):
        return None
    shown = matter.mixed(draft.id, right)
    if shown == right:
        shown = (*shown[1:], shown[0])
    return replace(
        draft,
        kind="match",
        options=tuple(each.text for each in left),
        partners=tuple(each.text for each in shown),
        right=tuple(shown.index(each) for each in right),
    )


def number(
    matter: Matter,
    draft: Item,
    right: int,
    others: Iterable[int],
    say: Callable[[int], str],
    also_true: Iterable[int] = (),
    most: float = inf,
) -> Item | None:
    """A question for a number; the wrong ones are those of other places, else numbers near it."""
    true = {right, *also_true}
    near = (right * 2, right // 2, right + 10, right + 5, right - 5, right - 10, right * 3)
    pools = [
        [Candidate(str(each), say(each)) for each in sorted(set(pool) - true) if 0 < each <= most]
        for pool in (others, near)
    ]
    taken = {each.key for each in pools[0]}
    pools[1] = [each for each in pools[1] if each.key not in taken]
    first = matter.mixed(draft.id, _nearest(pools[0], right), "wrong")[:_WRONG]
    rest = matter.mixed(draft.id, _nearest(pools[1], right), "wrong")[: _WRONG - len(first)]
    wrong = (*first, *rest)
    if len(wrong) < _FEWEST_WRONG:
        return None
    shown = sorted((Candidate(str(right), say(right)), *wrong), key=lambda each: int(each.key))
    return replace(
        draft,
        kind="choice",
        options=tuple(each.text for each in shown),
        right=(next(at for at, each in enumerate(shown) if each.key == str(right)),),
    )


def _nearest(numbers: Iterable[Candidate], right: int) -> list[Candidate]:
    """The numbers that are most like the right one, a few more than are needed."""

    def ratio(each: Candidate) -> float:
        return max(int(each.key), right) / min(int(each.key), right)

    return sorted(numbers, key=ratio)[: _WRONG + 1]


def _wrong(
    matter: Matter,
    draft: Item,
    right: Sequence[Candidate],
    pools: Sequence[Iterable[Candidate]],
    also_true: Iterable[str],
) -> tuple[Candidate, ...]:
    """The wrong answers: from each pool in turn, those about as long as the right ones first."""
    texts = tuple(each.text for each in right)
    taken = [*also_true, *texts]
    found: list[Candidate] = []
    ranked = [_ranked(matter, draft.id, pool, texts) for pool in pools]
    for each in _in_turn(ranked):
        if len(found) == _WRONG:
            break
        if each.text and not any(is_like(each.text, text) for text in taken):
            taken.append(each.text)
            found.append(each)
    return tuple(found)


def _ranked(
    matter: Matter, id: str, pool: Iterable[Candidate], right: tuple[str, ...]
) -> list[Candidate]:
    mixed = matter.mixed(id, dict.fromkeys(pool), "wrong")
    return sorted(mixed, key=lambda each: distance(each.text, right))


def _in_turn(pools: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    longest = max(map(len, pools), default=0)
    rounds = ([pool[at] for pool in pools if at < len(pool)] for at in range(longest))
    return chain.from_iterable(rounds)


def _different(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those whose texts can be told apart."""
    seen: list[str] = []
    for each in candidates:
        if each.text and not any(is_like(each.text, text) for text in seen):
            seen.append(each.text)
            yield each


def _is_told(draft: Item, right: str, wrong: Sequence[str]) -> bool:
    """Whether the question has the words of its right answer, and of no other."""
    said = " ".join((draft.ask, draft.story, *draft.facts))
    return overlap(right, said) >= _TOLD and all(overlap(each, said) < _TOLD for each in wrong)


def _mixed(
    matter: Matter, draft: Item, right: Sequence[Candidate], wrong: Sequence[Candidate]
) -> Item:
    shown = matter.mixed(draft.id, (*right, *wrong), "shown")
    return replace(
        draft,
        options=tuple(each.text for each in shown),
        right=tuple(at for at, each in enumerate(shown) if each in right),
    )
