"""Runs graphviz: boxes of a fixed size and the arrows between them go in, places come out.

Nothing that an author wrote goes in: names are made by the caller, labels are
empty. So a picture depends neither on fonts nor on how an engine reads text.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playbook.errors import EngineFailed
from playbook.messages import _

DOT, PURE = "dot", "graphviz-pure"
"""The program of a graphviz that is installed, and the one that comes with us."""
SECONDS: Final = 10.0
"""How long an attempt may take."""
_POINTS_PER_INCH = 72
_ATTEMPTS: Final[tuple[Mapping[str, str], ...]] = (
    {"splines": "none"},
    {"splines": "none", "nslimit": "2", "nslimit1": "2", "mclimit": "0.1"},
)
"""Settings of the first attempt, and of a second one that is content with less. We draw the lines."""


@dataclass(frozen=True)
class Arrow:
    """An arrow that the layout follows. The heavier, the straighter and shorter it becomes."""

    source: str
    target: str
    weight: int = 1


@dataclass(frozen=True)
class Plan:
    """What is to be laid out: sizes of boxes by their names, arrows, and boxes side by side."""

    sizes: Mapping[str, tuple[float, float]]
    arrows: tuple[Arrow, ...]
    level: tuple[tuple[str, str], ...] = ()
    """Pairs of boxes on the same height, the second to the right of the first."""
    line: frozenset[str] = frozenset()
    """The boxes that stand in one straight line."""


def place(plan: Plan) -> dict[str, tuple[float, float]]:
    """The middle of every box, counted from the top left.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    program = find()
    for attempt in _ATTEMPTS:
        try:
            return _places(_run(program, _source(plan, attempt)))
        except subprocess.TimeoutExpired:
            continue
    message = _(
        "The picture could not be laid out: graphviz took longer than {seconds} seconds, twice. "
        "Split the playbook into smaller ones, or let its stages lead to fewer others."
    )
    raise EngineFailed(message.format(seconds=round(SECONDS)))


def find() -> str:
    """The program that lays out pictures: an installed graphviz, else the one that comes with us.

    Raises:
        EngineFailed: there is none.

    """
    folders = (sysconfig.get_path("scripts"), str(Path(sys.executable).parent))
    found = (
        shutil.which(DOT)
        or next(filter(None, (shutil.which(PURE, path=folder) for folder in folders)), None)
        or shutil.which(PURE)
    )
    if found is None:
        message = _(
            "To draw a picture, a program is needed that lays it out, and none is installed. "
            "Install it with: pip install graphviz-pure"
        )
        raise EngineFailed(message)
    return found


def _source(plan: Plan, settings: Mapping[str, str]) -> str:
    from graphviz import Digraph

    graph = Digraph(
        graph_attr={
            "rankdir": "TB",
            "newrank": "true",
            "ordering": "out",
            "nodesep": "0.6",
            "ranksep": "0.4",
            **settings,
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )
    for name, (width, height) in plan.sizes.items():
        group = {"group": "line"} if name in plan.line else {}
        graph.node(
            name,
            width=f"{width / _POINTS_PER_INCH:.4f}",
            height=f"{height / _POINTS_PER_INCH:.4f}",
            **group,
        )
    for arrow in plan.arrows:
        graph.edge(arrow.source, arrow.target, weight=str(arrow.weight))
    for left, right in plan.level:
        with graph.subgraph(graph_attr={"rank": "same"}) as row:
            row.edge(left, right)
    return str(graph.source)


def _run(program: str, source: str) -> str:
    from graphviz.backend import CalledProcessError
    from graphviz.backend.execute import ExecutableNotFound, run_check

    message = _('The picture could not be laid out: "{program}" failed. {words}')
    try:
        done = run_check(
            [program, "-Kdot", "-Tjson0"],
            input=source,
            encoding="utf-8",
            capture_output=True,
            quiet=True,
            timeout=SECONDS,
        )
    except CalledProcessError as error:
        words = (error.stderr or "").strip().partition("\n")[0]
        raise EngineFailed(message.format(program=program, words=words).strip()) from error
    except (ExecutableNotFound, OSError, UnicodeDecodeError) as error:
        raise EngineFailed(message.format(program=program, words=error).strip()) from error
    return str(done.stdout)


def _places(written: str) -> dict[str, tuple[float, float]]:
    try:
        drawn = json.loads(written)
        height = float(drawn["bb"].split(",")[3])
        return dict(_middles(drawn.get("objects", ()), height))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        message = _("The picture could not be laid out: graphviz answered what cannot be read.")
        raise EngineFailed(message) from error


def _middles(
    objects: Iterable[Mapping[str, Any]], height: float
) -> Iterable[tuple[str, tuple[float, float]]]:
    for each in objects:
        if "pos" in each:
            x, y = map(float, each["pos"].split(","))
            yield each["name"], (x, height - y)
