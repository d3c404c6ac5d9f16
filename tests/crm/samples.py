"""The playbooks that the tests roll out, and where every piece of them has to be told."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from playbook import pipeline
from playbook.crm import Export, Fate, Settings
from playbook.drift import compared, pipeline_of
from playbook.findings import At
from playbook.loading import Loaded
from playbook.messages import closest, speaking
from playbook.model import (
    BuyerRole,
    Criterion,
    Field,
    Part,
    Playbook,
    Question,
    Questionnaire,
    Reason,
    Segment,
    Stage,
    Track,
)
from playbook.registry import target
from playbook.rollout.compiling import Rollout

HERE: Final = Path(__file__).parent
TESTS: Final = HERE.parent
EVERYTHING: Final = TESTS / "playbooks" / "crm-everything.yaml"
CHINESE: Final = TESTS / "playbooks" / "crm-chinese.yaml"
BASE: Final = HERE / "OpportunityStage.standardValueSet-meta.xml"
PUBLISHED: Final = sorted(
    path
    for path in (TESTS / "published").rglob("*.yaml")
    if path.name == "playbook.yaml" or path.parent.name == "published"
)


@cache
def loaded(path: Path) -> Loaded:
    """A playbook without errors."""
    return pipeline.valid(path)


def playbook(path: Path) -> Playbook:
    """The model of a playbook."""
    found = loaded(path).playbook
    assert found is not None
    return found


def rolled_out(name: str, what: Path | Playbook, *, base: bool = False, **values: str) -> Export:
    """What a target makes of a playbook."""
    model = playbook(what) if isinstance(what, Path) else what
    files = {BASE.name: BASE.read_text("utf-8")} if base else {}
    return target(name).export(model, Settings(values, files))


_SPOKEN_FOR: Final[Mapping[type[Part], frozenset[str]]] = {
    Playbook: frozenset({"id", "language"}),
    Stage: frozenset({"id", "name", "kind"}),
    Criterion: frozenset({"id", "criterion", "check", "level", "to", "evidence", "given_by"}),
    Field: frozenset({"id", "name", "type", "options", "about"}),
    Questionnaire: frozenset({"id", "framework", "name", "elements"}),
    Question: frozenset(
        {"id", "ask", "element", "field", "type", "options", "max", "level", "why"}
        | {"listen_for", "probes"}
    ),
    Reason: frozenset({"id", "name", "about"}),
    Track: frozenset({"id", "name", "about"}),
    Segment: frozenset({"id", "name", "about", "group", "when"}),
    BuyerRole: frozenset({"id", "name", "about", "cares_about", "assets"}),
}
"""What a fate of a part says of it as a whole; everything else in it needs a fate of its own."""


def untold(model: Playbook, fates: Iterable[Fate]) -> list[At]:
    """What an author wrote and nothing is said of."""
    told = {fate.at for fate in fates}
    return list(_untold(model, told))


def _untold(part: Part, told: set[At]) -> Iterator[At]:
    for field in dataclasses.fields(part):
        value, at = getattr(part, field.name), (*part.at, field.name.rstrip("_"))
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if field.name == "at" or value == default or field.name in _SPOKEN_FOR[type(part)]:
            continue
        yield from _untold_of(value, at, told)


def _untold_of(value: object, at: At, told: set[At]) -> Iterator[At]:
    """A fate of the whole is enough, unless the parts in it are told one by one."""
    children = value.values() if isinstance(value, Mapping) else value
    listed = list(children) if isinstance(children, tuple | type({}.values())) else []
    if not any(type(child) in _SPOKEN_FOR for child in listed):
        places = [
            child.at if isinstance(child, Part) else (*at, n) for n, child in enumerate(listed)
        ]
        if at not in told and not (places and told.issuperset(places)):
            yield at
        return
    for child in listed:
        if child.at not in told:
            yield child.at
        yield from _untold(child, told)


def differing(
    name: str, what: Path | Playbook, dump: Mapping[str, bytes], **values: Any
) -> list[tuple[str, str, str, str]]:
    """What `compare` says of a CRM that has just been set up by us: kind, piece, here, there."""
    model = playbook(what) if isinstance(what, Path) else what
    member = target(name)
    assert member.read is not None
    rollout = Rollout(model, Settings(values), member.surface)
    with speaking(closest(model.language)):
        mine = member.held(rollout)
    found = compared(rollout, mine, pipeline_of(mine, member.read(dump)))
    return [(each.kind, each.what, each.here, each.there) for each in found]
