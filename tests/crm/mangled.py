"""Answers of a CRM with something wrong in them, and files that are something else."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Any, Final

from playbook.crm import Target
from playbook.errors import Refused
from playbook.rollout.reading import Found

STRANGE: Final[list[Any]] = [None, 7, -1.5, "", "x", True, [], [[]], {}, {"id": {}}, [None, 3]]
OTHERS: Final = [b"", b"no JSON", b"[1, 2]", b'"text"', b"\xff\xfe", b'{"a": 1}', b"[" * 9000]
"""Files that are nothing that a CRM gives."""


def mangled(content: bytes) -> Iterator[bytes]:
    """A JSON file with each of its values in turn replaced by each of the strange ones."""
    whole = json.loads(content)
    for way in _ways(whole):
        for strange in STRANGE:
            other = copy.deepcopy(whole)
            holder = other
            for step in way[:-1]:
                holder = holder[step]
            holder[way[-1]] = strange
            yield json.dumps(other).encode()


def _ways(value: Any) -> Iterator[tuple[Any, ...]]:
    """The ways to all values; of a list the first two and the last are enough."""
    if isinstance(value, dict):
        steps: list[Any] = list(value)
    elif isinstance(value, list):
        steps = sorted({0, 1, len(value) - 1} & set(range(len(value))))
    else:
        return
    for step in steps:
        yield (step,)
        for rest in _ways(value[step]):
            yield (step, *rest)


def survived(member: Target, dump: Mapping[str, bytes]) -> tuple[int, int]:
    """How many mangled dumps a target reads, and how many it refuses; it does nothing else."""
    assert member.read is not None
    read = refused = 0
    for name, content in dump.items():
        for other in mangled(content):
            try:
                found = member.read({**dump, name: other})
            except Refused:
                refused += 1
            else:
                read += 1
                assert is_whole(found)
    return read, refused


def is_whole(found: Found) -> bool:
    """Whether what was read has the types that it says."""
    stages = [stage for setup in found.setups for stage in setup.stages]
    fields = [field for setup in found.setups for field in setup.fields]
    names = [each.name for each in found.setups] + [each.name for each in stages]
    names += [each.name for each in fields]
    names += [option.name for each in fields for option in each.options]
    names += [each.name for setup in found.setups for each in setup.reasons]
    names += [each.key for each in stages] + [each.key for each in fields]
    numbers = [number for each in stages for number in (each.days, each.probability)]
    said = [text for note in found.notes for text in astuple(note)]
    return all(isinstance(text, str) for text in (*names, *said)) and all(
        number is None or type(number) is int for number in numbers
    )
