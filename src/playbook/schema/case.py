"""One value of the wrong shape, with all that there is to say something about it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playbook.findings import At, Fix, Problem
from playbook.messages import _
from playbook.schema.node import Node
from playbook.source import Document


@dataclass(frozen=True)
class Case:
    """A value, where it stands, and what the schema wants there."""

    document: Document
    root: dict[str, Any]
    at: At
    node: Node

    @cached_property
    def value(self) -> Any:
        """What the author has written, read."""
        return self.document.value(self.at)

    @property
    def key(self) -> str:
        """What the author calls this value: its key, or the key of its list."""
        return next(
            (step for step in reversed(self.at) if isinstance(step, str)), _("the playbook")
        )

    @cached_property
    def written(self) -> str:
        """What the author has written, as it stands in the file up to the end of its line."""
        place = self.document.place(self.at)
        return self.document.line(place)[place.column - 1 :]

    @property
    def what(self) -> str:
        """The block, in the author's terms: ``stage "propose"``."""
        title = self.node.kind
        id = self.value.get("id") if isinstance(self.value, dict) else None
        if (
            not isinstance(id, str)
            and self.at
            and isinstance(self.at[-1], str)
            and len(self.at) > 1
        ):
            id = self.at[-1]
        if not isinstance(id, str) or not self.at:
            return title
        return _('{kind} "{id}"').format(kind=title, id=id)

    def problem(
        self, code: str, message: str, help: str = "", fix: Fix | None = None, *, key: bool = False
    ) -> Problem:
        """A problem with the value, or with its key if it has one."""
        place = self.document.place(self.at, key=key)
        return Problem(place, code, message, help, self.document.path(self.at), fix=fix)

    def problem_within(
        self, code: str, message: str, help: str, start: int, length: int, fix: Fix | None = None
    ) -> Problem:
        """A problem with some characters of a text, or with all of it if it goes over lines."""
        place = self.document.place(self.at)
        if self.value is None or start + length <= place.length:
            place = place._replace(column=place.column + start, length=length)
        return Problem(place, code, message, help, self.document.path(self.at), fix=fix)

    def problem_at_key(
        self, code: str, key: str, message: str, help: str, fix: Fix | None = None
    ) -> Problem:
        """A problem with one of the value's keys."""
        at = (*self.at, key)
        place = self.document.place(at, key=True)
        return Problem(place, code, message, help, self.document.path(at), fix=fix)


def shown(value: Any) -> str:
    """A value as the author would recognise it, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def bare(value: Any) -> str:
    """A value as it would stand in YAML, cut short."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
