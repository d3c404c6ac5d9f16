"""The metadata of opportunities in a folder, as Salesforce's own tools leave it there.

Both layouts are read: the source format with a file for each thing, and the
metadata format with one file for the whole object. Names may be spelt with
percent signs, and there may be several package directories.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from playbook.crm.salesforce.metadata import NAMESPACE
from playbook.messages import _
from playbook.rollout.reading import Dump, Note, unreadable

_ROOTS: Final = {
    "standardValueSet": "StandardValueSet",
    "globalValueSet": "GlobalValueSet",
    "pathAssistant": "PathAssistant",
    "standardValueSetTranslation": "StandardValueSetTranslation",
    "objectTranslation": "CustomObjectTranslation",
    "object": "CustomObject",
    "businessProcess": "BusinessProcess",
    "recordType": "RecordType",
    "validationRule": "ValidationRule",
    "field": "CustomField",
    "fieldTranslation": "CustomFieldTranslation",
}
"""For each suffix of a file that is read, what is in it."""
_OF_OBJECT: Final = {
    "businessProcesses": "BusinessProcess",
    "recordTypes": "RecordType",
    "validationRules": "ValidationRule",
    "fields": "CustomField",
}
"""What the file of an object holds in the metadata format."""
_OBJECT: Final = "Opportunity"


@dataclass(frozen=True)
class Sources:
    """What was found, by its type and its name."""

    found: Mapping[str, Mapping[str, ET.Element]]
    notes: tuple[Note, ...]

    def of(self, kind: str) -> Mapping[str, ET.Element]:
        """Everything of a type, by name."""
        return self.found.get(kind, {})


@dataclass
class _Collected:
    found: dict[str, dict[str, ET.Element]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def add(self, kind: str, name: str, tree: ET.Element) -> None:
        """Keep a thing; the first of two that differ counts."""
        there = self.found.setdefault(kind, {}).setdefault(name, tree)
        if there is not tree and _canonical(there) != _canonical(tree):
            why = _("several say it differently; the first one was taken")
            self.notes.append(Note("question", name, kind, why))


def sources(dump: Dump) -> Sources:
    """Everything about opportunities in a folder.

    Raises:
        Refused: there is nothing of that kind, or a file that Salesforce never writes.

    """
    files = {name.replace("\\", "/"): content for name, content in dump.items()}
    collected = _Collected()
    first = _directories(files)
    for path in sorted(files, key=lambda path: (_rank(first, path), path)):
        kind, name = _sort(path)
        if kind:
            tree = _tree(path, files[path], kind, collected.notes)
            if tree is not None:
                for each in _pieces(kind, name, tree):
                    collected.add(*each)
    if not collected.found and not collected.notes:
        raise unreadable(min(files, default=""), "sf project retrieve start")
    found = {kind: dict(sorted(trees.items())) for kind, trees in collected.found.items()}
    return Sources(found, tuple(collected.notes))


def _directories(files: Dump) -> Sequence[str]:
    """The package directories of the project, the default one first."""
    path = min((path for path in files if path.endswith("sfdx-project.json")), default="")
    try:
        project = json.loads(files[path]) if path else {}
    except (ValueError, RecursionError):
        return ()
    listed = project.get("packageDirectories") if isinstance(project, dict) else None
    known = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    known.sort(key=lambda each: each.get("default") is not True)
    base = path.removesuffix("sfdx-project.json")
    return [f"{base}{str(each.get('path', '')).strip('./')}/" for each in known]


def _rank(directories: Sequence[str], path: str) -> int:
    places = (place for place, each in enumerate(directories) if path.startswith(each))
    return next(places, len(directories))


def _sort(path: str) -> tuple[str, str]:
    """The type of what a file holds, and its name; empty for what is not about opportunities."""
    parts = [unquote(part) for part in PurePosixPath(path).parts]
    name, _dot, suffix = parts[-1].removesuffix("-meta.xml").rpartition(".") if parts else ("",) * 3
    kind = _ROOTS.get(suffix, "")
    match kind:
        case "StandardValueSet":
            wanted = name in ("OpportunityStage", "LeadSource", "OpportunityType")
        case "GlobalValueSet" | "PathAssistant":
            wanted = True
        case "StandardValueSetTranslation":
            wanted = name.startswith("OpportunityStage-")
        case "CustomObjectTranslation":
            wanted = name.startswith(f"{_OBJECT}-")
        case "CustomObject":
            wanted = name == _OBJECT
        case "CustomFieldTranslation":
            folder = parts[-2] if len(parts) > 1 else ""
            wanted = folder.startswith(f"{_OBJECT}-")
            name = f"{folder}/{name}"
        case _:
            wanted = bool(kind) and len(parts) > 2 and parts[-3] == _OBJECT
    return (kind, name) if wanted else ("", "")


def _tree(path: str, content: bytes, kind: str, notes: list[Note]) -> ET.Element | None:
    """The tree of a file without namespaces; None for what is broken, which is noted."""
    what = f"<{kind}>"
    try:
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            # Without a document type there are no entities that could grow or reach out.
            raise unreadable(path, "sf project retrieve start")
        root = ET.fromstring(text)  # noqa: S314
    except (UnicodeDecodeError, ET.ParseError) as error:
        root, what = None, str(error)
    if root is not None and root.tag in (kind, f"{{{NAMESPACE}}}{kind}"):
        for element in root.iter():
            element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        return root
    why = _("the file is not what Salesforce writes")
    notes.append(Note("left out", path, what, why))
    return None


def _pieces(kind: str, name: str, tree: ET.Element) -> Iterator[tuple[str, str, ET.Element]]:
    """What a file holds: one thing, or the parts of an object or of its translation."""
    if kind == "CustomObject":
        for child in tree:
            part = _OF_OBJECT.get(child.tag)
            if part:
                yield part, text_of(child, "fullName"), child
        return
    if kind == "CustomObjectTranslation":
        for child in tree.iterfind("fields"):
            yield "CustomFieldTranslation", f"{name}/{text_of(child, 'name')}", child
    yield kind, text_of(tree, "fullName") or name, tree


def text_of(tree: ET.Element, name: str) -> str:
    """The text of a child; empty if there is none."""
    return (tree.findtext(name) or "").strip()


def is_true(tree: ET.Element, name: str, *, otherwise: bool = False) -> bool:
    """Whether a child says true; what it is taken for where it is missing."""
    said = text_of(tree, name).lower()
    return said == "true" if said else otherwise


def meant(spelt: str, known: Collection[str]) -> str:
    """The value that a process or a record type names: they spell signs with percent."""
    decoded = unquote(spelt)
    return spelt if spelt in known and decoded not in known else decoded


def _canonical(tree: ET.Element) -> list[tuple[str, str]]:
    return [(each.tag, (each.text or "").strip()) for each in tree.iter()]
