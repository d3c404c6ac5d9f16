"""A mapping or a list of a file while it is being read."""

from typing import Any

from playbook.source.document import Mark

NOTHING = object()
"""The key of a block that waits for one."""


class Block:
    """A mapping or a list that is still open."""

    __slots__ = (
        "anchor",
        "data",
        "is_flow",
        "is_key",
        "is_next_item",
        "key",
        "key_mark",
        "name",
        "parts",
        "size",
        "start",
    )

    def __init__(self, data: Any, parts: Any, start: Mark, anchor: str | None, name: str) -> None:
        self.data = data
        self.parts = parts
        self.start = start
        self.anchor = anchor
        self.name = name
        """The key that leads here, through lists."""
        self.is_key = False
        self.is_next_item = False
        """Whether its first key has come again, as where a hyphen was forgotten."""
        self.is_flow = False
        self.key: Any = NOTHING
        self.key_mark: Mark | None = None
        self.size = 1

    @property
    def wants_key(self) -> bool:
        """Whether what comes next is a key."""
        return self.key is NOTHING and type(self.data) is dict
