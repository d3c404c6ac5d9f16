"""What the wikis understand of Markdown, as far as they differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from playbook.errors import NotFound
from playbook.messages import _
from playbook.suggest import did_you_mean

_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, kw_only=True)
class Flavour:
    """What one wiki understands.

    Sources: GitHub Docs "Basic writing and formatting syntax"; GitLab Docs
    "GitLab Flavored Markdown"; Notion Help "Import data into Notion";
    Confluence Support "Insert Markdown"; Feishu Help "Import a Markdown file".
    """

    name: str
    index: str
    """The file that a reader sees first."""
    note: Literal["alert", "quote"]
    """How a box is written: ``> [!TIP]``, or a quotation with a bold title."""
    has_ticks: bool = True
    """Whether ``- [ ]`` is a box to tick."""
    has_anchors: bool = True
    """Whether a link may lead to a heading within a page."""
    squeezes: bool = False
    """Whether several hyphens in an anchor become one."""
    most_rows: int | None = None
    """How many rows a table may have before the wiki takes it apart."""
    picture: Literal["svg", "png"] = "svg"

    def anchor(self, heading: str) -> str:
        """What the wiki calls a heading, to link to it."""
        found = _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")
        return re.sub(r"-{2,}", "-", found) if self.squeezes else found


FLAVOURS: Final[Mapping[str, Flavour]] = {
    each.name: each
    for each in (
        Flavour(name="github", index="README.md", note="alert"),
        Flavour(name="gitlab", index="index.md", note="alert", squeezes=True),
        Flavour(name="notion", index="index.md", note="quote", has_anchors=False, picture="png"),
        Flavour(
            name="confluence",
            index="index.md",
            note="quote",
            has_ticks=False,
            has_anchors=False,
            picture="png",
        ),
        Flavour(
            name="feishu",
            index="index.md",
            note="alert",
            has_anchors=False,
            most_rows=9,
            picture="png",
        ),
    )
}


def flavour(name: str) -> Flavour:
    """A flavour by its name; GitHub's where none is named.

    Raises:
        NotFound: there is none of that name.

    """
    known = FLAVOURS.get(name or "github")
    if known is None:
        message = _('There is no flavour "{name}" of Markdown.').format(name=name)
        raise NotFound(f"{message} {did_you_mean(name, FLAVOURS)}")
    return known
