"""A walk through a JSON Schema beside the values it describes."""

from typing import Any

from playbook.findings import At
from playbook.messages import p_


class Node:
    """A place in a schema, with its references followed."""

    def __init__(self, root: dict[str, Any], here: dict[str, Any]) -> None:
        """Merge what stands beside a reference over what it refers to."""
        merged: dict[str, Any] = {}
        layers = [here]
        while "$ref" in layers[-1]:
            layers.append(root["$defs"][layers[-1]["$ref"].rsplit("/", 1)[1]])
        for layer in reversed(layers):
            merged.update(layer)
        self.root = root
        self.here = merged
        self.block_title: str = layers[-1].get("title", "")
        """The title of the definition itself, not of the property that uses it."""

    @property
    def kind(self) -> str:
        """What a block is called within a sentence."""
        return p_("kind of part", self.block_title.lower())

    def step(self, name: str | int) -> "Node | None":
        """The schema of a key or an item, or None for one that is not known."""
        if isinstance(name, int):
            inner = self.here.get("items")
        else:
            inner = self.here.get("properties", {}).get(name)
            if inner is None:
                inner = self.here.get("additionalProperties")
        return Node(self.root, inner) if isinstance(inner, dict) else None

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types that are allowed here."""
        types = self.here.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a block may have here."""
        return tuple(self.here.get("properties", ()))

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that a block must have here; of two to choose from, the plainer one."""
        always = (*self.here.get("required", ()), *self.here.get("else", {}).get("required", ()))
        return tuple(dict.fromkeys(always))

    @property
    def entries(self) -> "Node | None":
        """The schema of a catalogue's entries, or None where keys have names of their own."""
        inner = self.here.get("additionalProperties")
        return Node(self.root, inner) if isinstance(inner, dict) else None

    @property
    def example(self) -> Any:
        """What the schema gives as an example, or None."""
        examples = self.here.get("examples") or (None,)
        return examples[0]


def node_at(root: dict[str, Any], at: At) -> Node | None:
    """The schema of the value at a path."""
    node: Node | None = Node(root, root)
    for step in at:
        if node is None:
            return None
        node = node.step(step)
    return node
