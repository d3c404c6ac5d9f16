"""Looks at Salesforce metadata by the types of Salesforce's own WSDL."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

_TYPES: dict[str, Any] = json.loads(
    Path(__file__).with_name("salesforce-types.json").read_text("utf-8")
)
_SPACE = "{http://soap.sforce.com/2006/04/metadata}"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def faults(files: Mapping[str, str | bytes]) -> list[str]:
    """What is wrong with the metadata among the files."""
    return [fault for name, content in files.items() for fault in _of_file(name, str(content))]


def _of_file(path: str, content: str) -> Iterator[str]:
    name = PurePosixPath(path).name
    if not name.endswith("-meta.xml") and name != "package.xml":
        return
    try:
        root = ET.fromstring(content)
    except ET.ParseError as error:
        yield f"{name}: not well-formed: {error}"
        return
    kind = root.tag.removeprefix(_SPACE)
    if kind not in _TYPES:
        yield f"{name}: <{kind}> is no type of metadata"
        return
    full_name = root.findtext(f"{_SPACE}fullName")
    if full_name is not None and full_name != name.split(".")[0]:
        yield f"{name}: the fullName {full_name} is not the name of the file"
    yield from _of_element(root, kind, name)


def _properties(kind: str) -> dict[str, Any]:
    described = _TYPES[kind]
    inherited = _properties(described["extends"]) if "extends" in described else {}
    return {**inherited, **described["props"]}


def _of_element(element: ET.Element, kind: str, path: str) -> Iterator[str]:
    known, seen, last = _properties(kind), set[str](), ""
    for child in element:
        name = child.tag.removeprefix(_SPACE)
        if not child.tag.startswith(_SPACE) or name not in known:
            yield f"{path}: unknown element <{name}> in {kind}"
            continue
        many = isinstance(known[name], list)
        wanted = (known[name][0] if many else known[name]).lstrip("?")
        if name in seen and not many:
            yield f"{path}: <{name}> is repeated"
        if name in seen and name != last:
            yield f"{path}: <{name}> is not together with the others of its name"
        seen.add(name)
        last = name
        yield from _of_value(child, wanted, f"{path}/{name}")
    for name, wanted in known.items():
        if isinstance(wanted, str) and not wanted.startswith("?") and name not in seen:
            yield f"{path}: <{name}> is missing in {kind}"


def _of_value(element: ET.Element, wanted: str, path: str) -> Iterator[str]:
    text = (element.text or "").strip()
    if wanted in _TYPES:
        yield from _of_element(element, wanted, path)
    elif len(element):
        yield f"{path}: there are elements in it"
    elif wanted == "boolean" and text not in ("true", "false"):
        yield f"{path}: {text!r} is not true or false"
    elif wanted == "number" and not _NUMBER.fullmatch(text):
        yield f"{path}: {text!r} is no number"
