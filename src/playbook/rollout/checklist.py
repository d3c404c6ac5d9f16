"""The page that leads people through what no file can do: numbered steps in Markdown.

Authors' texts are put in as text: nothing in them becomes a heading, a link or
a tag.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from playbook.messages import _


class Step(NamedTuple):
    """One step: what it is for, where to click, the single things to do, and commands to run."""

    title: str
    where: str
    points: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    is_last: bool = False
    """Whether it comes after all that people do by hand."""


_SPECIAL: Final = re.compile(r"([\\`*\[\]<>#|~]|(?<![^\W_])_|_(?![^\W_]))")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_STARTS_A_LIST: Final = re.compile(r"^(\d+)([.)])|^([-+=])")


def safe(text: str) -> str:
    """An author's text in one line, in which Markdown finds nothing to act upon."""
    line = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
    return _STARTS_A_LIST.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", line)


def markdown(title: str, introduction: Sequence[str], steps: Sequence[Step]) -> str:
    """The whole page."""
    blocks = [f"# {title}", *introduction]
    for number, step in enumerate(steps, start=1):
        heading = _("{number}. {title}").format(number=number, title=step.title)
        blocks.append(f"## {heading}")
        blocks.append(step.where)
        if step.commands:
            blocks.append("\n".join(("```sh", *step.commands, "```")))
        if step.points:
            blocks.append("\n".join(f"- [ ] {point}" for point in step.points))
    return "\n\n".join(blocks) + "\n"
