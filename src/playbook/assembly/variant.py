"""A variant: another playbook, with only what differs.

Blocks are merged key by key, items by their ids; lists of plain ids and all
other values are replaced whole.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.assembly.workspace import Workspace
from playbook.findings import At, Problem
from playbook.messages import _
from playbook.paths import MAIN, shown
from playbook.schema import Node, schema
from playbook.source import Document, Spot
from playbook.suggest import did_you_mean

if TYPE_CHECKING:
    from playbook.assembly import Assembly

_Translated = Mapping[str, Mapping[str, tuple[str, str]]]

DEEPEST = 16
"""How many playbooks may extend one another in a row."""
_ABOUT_THE_VARIANT = ("extends", "reason", "keep")
_ABOUT_THE_ITEM = ("remove", "unset", "place_after", "place_before")
_OWN = ("template", "review_by", "version", "effective_from")
"""What a base says of itself and not of those who extend it."""


def with_base(
    document: Document,
    path: Path,
    workspace: Workspace,
    chain: tuple[Path, ...],
    base_at: Callable[[Path], "Assembly"],
) -> tuple[Document, tuple[Document, ...]]:
    """A variant merged over what it extends, and the variants among what it extends."""
    name = document.data["extends"]
    if not isinstance(name, str) or not name:
        return replace(document, data=None), ()  # the schema says what is wrong with it
    base = _main_of(path.parent / name, workspace)
    refusal = workspace.refusal(base, name)
    if refusal is None and base.resolve() in chain:
        names = " → ".join(shown(file) for file in (*chain, base.resolve()))
        refusal = _("They extend each other in a circle: {names}.").format(names=names)
    elif refusal is None and len(chain) > DEEPEST:
        refusal = _("More than {most} playbooks extend one another.").format(most=DEEPEST)
    if refusal is not None:
        message = _('"{name}" cannot be extended.').format(name=name)
        at = ("extends",)
        problem = Problem(document.place(at), "PB901", message, refusal, "extends")
        return replace(document, data=None, problems=(*document.problems, problem)), ()
    assembly = base_at(base)
    below = assembly.document
    problems = (*below.problems, *document.problems)
    texts = {**below.texts, **document.texts}
    if not isinstance(below.data, dict):
        return replace(document, data=None, texts=texts, problems=problems), assembly.variants
    merging = _Merging(document)
    data, spot = merging.playbook(below)
    doubtful = document.doubtful | below.doubtful
    problems += () if doubtful else tuple(merging.problems)
    merged = replace(
        document,
        data=data,
        spot=spot,
        texts=texts,
        shared=document.shared | below.shared,
        doubtful=doubtful,
        problems=problems,
        translated=_both(below.translated, document.translated),
        layers=(below, document),
    )
    return merged, assembly.variants


def _both(below: _Translated, above: _Translated) -> _Translated:
    """The Markdown in other languages of a base and of its variant, which comes first."""
    return {
        language: {**below.get(language, {}), **above.get(language, {})}
        for language in (*below, *above)
    }


def _main_of(base: Path, workspace: Workspace) -> Path:
    """The main file of a base that is named by its folder, or without its suffix."""
    if os.path.isdir(base):  # noqa: PTH112 - it is silent about names that cannot be
        return next(
            (base / main for main in MAIN if workspace.is_file(base / main)), base / MAIN[0]
        )
    return base if base.suffix else base.with_name(f"{base.name}.yaml")


class _Merging:
    """Lays a variant's data and places over those of its base."""

    def __init__(self, variant: Document) -> None:
        self.variant = variant
        self.problems: list[Problem] = []

    def playbook(self, base: Document) -> tuple[dict[str, Any], Spot]:
        """The merged playbook."""
        data = {key: value for key, value in base.data.items() if key not in _OWN}
        parts = dict(base.spot.parts) if isinstance(base.spot.parts, dict) else {}
        self._keep(data, parts)
        over = {k: v for k, v in self.variant.data.items() if k not in _ABOUT_THE_VARIANT}
        node = Node(schema("playbook"), schema("playbook"))
        return self._block(data, base.spot._replace(parts=parts), over, self.variant.spot, (), node)

    def _keep(self, data: dict[str, Any], parts: dict[str, Spot]) -> None:
        """Choose and order the base's items, section by section."""
        chosen = self.variant.data.get("keep")
        for section, ids in chosen.items() if isinstance(chosen, dict) else ():
            items, spot = data.get(section), parts.get(section)
            if spot is None:
                others = [name for name, value in data.items() if isinstance(value, dict | list)]
                self._say(("keep", section), section, others)
            if not isinstance(ids, list) or spot is None:
                continue
            if isinstance(items, dict) and isinstance(spot.parts, dict):
                known: dict[str, Any] = {id: id for id in items}
            elif isinstance(items, list) and isinstance(spot.parts, list):
                known = {_id(item) or "": number for number, item in enumerate(items)}
            else:
                continue
            for number, id in enumerate(ids):
                if str(id) not in known:
                    self._say(("keep", section, number), str(id), known)
            kept = [known[str(id)] for id in ids if str(id) in known]
            if isinstance(items, dict):
                data[section] = {id: items[id] for id in kept}
                parts[section] = spot._replace(parts={id: spot.parts[id] for id in kept})
            else:
                data[section] = [items[number] for number in kept]
                parts[section] = spot._replace(parts=[spot.parts[number] for number in kept])

    def _block(
        self,
        base: dict[str, Any],
        base_spot: Spot,
        over: dict[str, Any],
        over_spot: Spot,
        at: At,
        node: Node,
    ) -> tuple[dict[str, Any], Spot]:
        data = dict(base)
        parts = dict(base_spot.parts) if isinstance(base_spot.parts, dict) else {}
        over_parts = over_spot.parts if isinstance(over_spot.parts, dict) else {}
        unset = over.get("unset")
        for number, key in enumerate(map(str, unset if isinstance(unset, list) else ())):
            if key not in data:
                self._say((*at, "unset", number), key, data)
            data.pop(key, None)
            parts.pop(key, None)
        for key, value in over.items():
            inner = node.step(key)
            if key in _ABOUT_THE_ITEM:
                continue
            if key not in data or inner is None:
                data[key], parts[key] = value, over_parts[key]
                if isinstance(value, dict) and value.get("remove") is True:
                    self._say((*at, key), key, base)
                    del data[key], parts[key]
            elif isinstance(value, dict) and isinstance(data[key], dict):
                if value.get("remove") is True:
                    del data[key], parts[key]
                    continue
                data[key], parts[key] = self._block(
                    data[key], parts[key], value, over_parts[key], (*at, key), inner
                )
            elif isinstance(value, list) and isinstance(data[key], list) and _holds_items(inner):
                data[key], parts[key] = self._items(
                    data[key], parts[key], value, over_parts[key], (*at, key), inner
                )
            else:
                data[key], parts[key] = value, over_parts[key]
        return data, over_spot._replace(key=over_spot.key or base_spot.key, parts=parts)

    def _items(
        self,
        base: list[Any],
        base_spot: Spot,
        over: list[Any],
        over_spot: Spot,
        at: At,
        node: Node,
    ) -> tuple[list[Any], Spot]:
        items = list(base)
        spots = list(base_spot.parts) if isinstance(base_spot.parts, list) else []
        over_spots = over_spot.parts if isinstance(over_spot.parts, list) else []
        inner = node.step(0)
        for number, (item, spot) in enumerate(zip(over, over_spots, strict=True)):
            here = (*at, number)
            id = _id(item)
            known = [_id(each) for each in items]
            if id is None or not isinstance(item, dict):
                items.append(item)
                spots.append(spot)
                continue
            plain = {key: value for key, value in item.items() if key not in _ABOUT_THE_ITEM}
            if id in known:
                index = known.index(id)
                old, old_spot = items.pop(index), spots.pop(index)
                if item.get("remove") is True:
                    continue
                if isinstance(old, dict) and inner is not None:
                    plain, spot = self._block(old, old_spot, item, spot, here, inner)
            elif item.get("remove") is True or plain.keys() <= {"id"} or self._is_slip(item, inner):
                self._say((*here, "id"), id, [known_id for known_id in known if known_id])
                continue
            else:
                index = len(items)
            index = self._index(item, items, index, here)
            items.insert(index, plain)
            spots.insert(index, spot)
        return items, base_spot._replace(parts=spots)

    @staticmethod
    def _is_slip(item: dict[str, Any], node: Node | None) -> bool:
        """An unknown item that lacks what a new one needs was meant for a known one."""
        required = node.here.get("required", ()) if node else ()
        return any(key not in item for key in required)

    def _index(self, item: dict[str, Any], items: list[Any], index: int, at: At) -> int:
        """Where an item goes: beside the one it names, else where it was."""
        for key, shift in (("place_after", 1), ("place_before", 0)):
            if key in item:
                known = [_id(each) for each in items]
                if item[key] in known:
                    return known.index(item[key]) + shift
                self._say((*at, key), str(item[key]), [id for id in known if id])
        return index

    def _say(self, at: At, id: str, known: Any) -> None:
        message = _('The playbook that this one extends has no "{id}" here.').format(id=id)
        help = did_you_mean(id, [name for name in known if isinstance(name, str)])
        problem = Problem(self.variant.place(at), "PB902", message, help, self.variant.path(at))
        self.problems.append(problem)


def _id(item: Any) -> str | None:
    id = item.get("id") if isinstance(item, dict) else None
    return id if isinstance(id, str) else None


def _holds_items(node: Node) -> bool:
    """Whether a list holds items to merge, and not ids to replace."""
    items = node.step(0)
    return items is not None and "object" in items.types
