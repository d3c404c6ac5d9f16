"""What the tests of pictures draw: labels that hurt, and playbooks that carry them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playbook import registry
from playbook.assembly import assemble
from playbook.build import build
from playbook.discovery import find
from playbook.drawing.markup import plain
from playbook.model import (
    BuyerRole,
    BuyerRoleId,
    BuyerStep,
    BuyerStepId,
    Criterion,
    Phase,
    PhaseId,
    Playbook,
    Stage,
    StageId,
    Text,
    Track,
    TrackId,
    WakeUp,
)
from playbook.renderers import Choices

TESTS = Path(__file__).parents[1]
LABELS: tuple[str, ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "labels.txt").read_text("utf-8").splitlines()
)
"""Each is one that some form has stumbled over, or that means something in one of them."""
KEPT = tuple(map(plain, LABELS))
"""What is left of them: no picture holds control signs, and line ends are spaces."""
PLAYBOOKS = (
    *find([TESTS.parent / "playbooks", TESTS / "published"]),
    *sorted(TESTS.glob("playbooks/drawing-*.yaml")),
)
TEXTUAL = ("bpmn", "dot", "graphml", "mmd")


def read(path: Path) -> Playbook:
    return build(assemble(path).document)


def name(path: Path) -> str:
    return path.parent.name if path.stem == "playbook" else path.stem


def draw(playbook: Playbook, form: str, **choices: Any) -> bytes:
    """A picture in a form, as it is written to disk."""
    made = registry.renderer(form, "picture").render([playbook], Choices(**choices))
    [(written, content)] = made.items()
    assert written == f"{playbook.id}.{'dot' if form == 'gv' else form}"
    return content.encode() if isinstance(content, str) else content


def carrying(labels: Sequence[str]) -> Playbook:
    """A playbook with a buyer step for each label, and the first ones wherever else text goes."""
    one = Text(labels[0])
    won, waits = StageId("won"), StageId("parked")
    return Playbook(
        id="labels",
        name=one,
        stages=(
            Stage(
                id=StageId("talk"),
                name=one,
                goal=one,
                exit=tuple(Criterion(criterion=Text(label)) for label in labels[:9]),
                buyer_steps=(BuyerStepId("step-0"),),
            ),
            Stage(id=StageId("paper"), name=one, buyer_steps=(BuyerStepId("step-1"),)),
            Stage(id=won, name=one, kind="won"),
            Stage(id=StageId("lost"), name=one, kind="lost"),
            Stage(id=waits, name=one, kind="parked", wake_up=WakeUp(days=9, trigger=one)),
        ),
        buyer_steps=tuple(
            BuyerStep(id=BuyerStepId(f"step-{place}"), name=Text(label), shown_by=Text(label))
            for place, label in enumerate(labels)
        ),
        buyer_roles={BuyerRoleId("champion"): BuyerRole(id=BuyerRoleId("champion"), name=one)},
        tracks={
            TrackId("side"): Track(
                id=TrackId("side"),
                name=one,
                phases=(Phase(id=PhaseId("test"), name=one, during=(StageId("talk"),)),),
            )
        },
    )


def portions(size: int = 25) -> Iterator[slice]:
    """The labels in portions of a size that every form can show in one picture."""
    for begin in range(0, len(LABELS), size):
        yield slice(begin, begin + size)
