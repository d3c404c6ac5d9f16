"""A stage as short plain text: what a seller wants to see beside the deal."""

from collections.abc import Iterator
from typing import NamedTuple

from playbook import wording
from playbook.findings import At
from playbook.messages import _
from playbook.model import Criterion, Playbook, Stage, Task


class Line(NamedTuple):
    """One line, and the place of the piece that it says."""

    text: str
    at: At


class Section(NamedTuple):
    """Lines under a heading; the author's own words have none."""

    heading: str
    lines: tuple[Line, ...]


def sections(playbook: Playbook, stage: Stage) -> tuple[Section, ...]:
    """What is worth saying of a stage, the most important first; without what is empty."""
    found = (
        Section("", tuple(_own_words(stage))),
        Section(_("To enter:"), tuple(_gate(playbook, stage.entry))),
        Section(_("To move on:"), tuple(_gate(playbook, stage.exit))),
        Section(_("To do:"), tuple(_work(playbook, stage))),
    )
    return tuple(section for section in found if section.lines)


def _own_words(stage: Stage) -> Iterator[Line]:
    if stage.guidance:
        yield Line(" ".join(stage.guidance.split()), (*stage.at, "guidance"))
    if stage.goal:
        yield Line(_("Goal: {goal}").format(goal=stage.goal), (*stage.at, "goal"))


def _gate(playbook: Playbook, criteria: tuple[Criterion, ...]) -> Iterator[Line]:
    for each in criteria:
        text = wording.criterion(playbook, each)
        if each.for_:
            text = _("{text} (only: {segments})").format(
                text=text, segments=segment_names(playbook, each.for_)
            )
        if each.level != "must":
            text = _("{text} ({level})").format(text=text, level=wording.term(each.level).lower())
        yield Line(text, each.at)


def _work(playbook: Playbook, stage: Stage) -> Iterator[Line]:
    for task in stage.tasks:
        yield Line(task_line(playbook, task), (*stage.at, "tasks"))


def task_line(playbook: Playbook, task: Task) -> str:
    """A task with when it is due and who does it, where the author says so."""
    more = task_detail(playbook, task)
    return _("{text} ({more})").format(text=task.do, more=more) if more else task.do


def task_detail(playbook: Playbook, task: Task) -> str:
    """When a task is due, how often, whose it is and for which deals; empty if nothing is said."""
    more = []
    if task.due:
        more.append(_("due: {moment}").format(moment=wording.moment(playbook, task.due)))
    if task.every:
        more.append(wording.interval(task.every))
    if task.owner:
        more.append(wording.role_name(playbook, task.owner))
    if task.for_:
        more.append(_("only: {segments}").format(segments=segment_names(playbook, task.for_)))
    return wording.together(more) if more else ""


def segment_names(playbook: Playbook, ids: tuple[str, ...]) -> str:
    """The labels of segments, in a row."""
    names = {str(id): segment.name for id, segment in playbook.segments.items()}
    return wording.listed(names.get(id, id) for id in ids)
