"""Salesforce metadata as XML: built as a tree, never as text."""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "http://soap.sforce.com/2006/04/metadata"

Value = str | bool | int | Mapping[str, "Value"] | Sequence["Value"]
"""Text, a flag, a number, an element with elements in it, or an element that is repeated."""


def document(root: str, content: Mapping[str, Value]) -> str:
    """A metadata file; elements come in the order of their names, as Salesforce writes them.

    ``fullName`` comes first. What is an empty list is left out.
    """
    tree = ET.Element(root, {"xmlns": NAMESPACE})
    _fill(tree, content)
    return text(tree)


def text(tree: ET.Element) -> str:
    """A tree as the text of a file."""
    ET.indent(tree, space="    ")
    body = ET.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _fill(parent: ET.Element, content: Mapping[str, Value]) -> None:
    for name in sorted(content, key=lambda name: (name != "fullName", name)):
        value = content[name]
        many = not isinstance(value, str | bool | int | Mapping)
        for each in value if many else (value,):  # type: ignore[union-attr]
            child = ET.SubElement(parent, name)
            if isinstance(each, Mapping):
                _fill(child, each)
            else:
                child.text = str(each).lower() if isinstance(each, bool) else str(each)
