"""One change, and how the parts of two versions are matched."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Change:
    """One thing that is different now."""

    kind: Literal["added", "removed", "changed"]
    part: tuple[str, str]
    """The kind and the id of what has changed: ``("stage", "qualified")``, ``("playbook", "b2b")``."""
    name: str
    """What people call the part, now or, if it is gone, before."""
    sentence: str


@dataclass(frozen=True)
class Matched(Generic[T]):
    """The parts of two versions: those that are new, those that are gone, and pairs."""

    added: tuple[T, ...]
    removed: tuple[T, ...]
    kept: tuple[tuple[T, T], ...]


def matched(before: Mapping[str, T], after: Mapping[str, T]) -> Matched[T]:
    """The parts of two versions, matched by key."""
    return Matched(
        added=tuple(each for key, each in after.items() if key not in before),
        removed=tuple(each for key, each in before.items() if key not in after),
        kept=tuple((before[key], each) for key, each in after.items() if key in before),
    )


def by(parts: Iterable[T], *keys: Callable[[T], str | None]) -> dict[str, T]:
    """Parts by the first key that they have; of two with the same key the first counts."""
    found: dict[str, T] = {}
    for part in parts:
        key = next(filter(None, (key(part) for key in keys)), "")
        found.setdefault(key, part)
    return found
