"""Playbooks to ask questions about: all that are shipped, one with everything, and an attacked one."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from playbook import discovery
from playbook.assembly import assemble
from playbook.build import build
from playbook.model import Playbook
from playbook.resources import PLAYBOOKS

HANDBOOK: Final = Path(__file__).parents[1] / "handbook"
SHIPPED: Final = tuple(path.parent.name for path in sorted(Path(PLAYBOOKS).glob("*/playbook.yaml")))
NAMES: Final = (*SHIPPED, "everything")


@cache
def playbook(name: str) -> Playbook:
    """A shipped playbook by its folder's name, or the one that has everything."""
    if name == "everything":
        return build(assemble(HANDBOOK / "everything.yaml").document)
    return build(assemble(discovery.find_one(Path(PLAYBOOKS, name))).document)


def attacked() -> Playbook:
    """The playbook with everything, and an attack in each of its texts."""
    payloads = (HANDBOOK / "payloads.txt").read_text("utf-8").splitlines()
    document = assemble(HANDBOOK / "everything.yaml").document
    data = json.loads(json.dumps(document.data))
    data["learning"] = {
        "quiz": [{"id": "own", "ask": "a", "options": ["b", "c"], "right": 1, "why": "d"}],
        "scenarios": [{"id": "own", "name": "e", "situation": "f", "do": "g", "good": ["h"]}],
    }
    document = replace(document, data=data)
    data = json.loads(json.dumps(data))
    for number, leaf in enumerate(build(document).texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        attack = f"x{number} {payloads[number % len(payloads)]} y"
        if isinstance(last, str):
            holder[leaf.at[-2]] = attack
        else:
            last[leaf.at[-1]] = attack
    return build(replace(document, data=data))
