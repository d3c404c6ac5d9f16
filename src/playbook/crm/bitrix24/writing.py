"""The requests that set up a pipeline in Bitrix24, in the order in which it takes them."""

from collections.abc import Iterator
from typing import Any, Final

from playbook.crm.bitrix24.fields import body
from playbook.crm.bitrix24.stages import FIXED, OTHERS, Place, placed
from playbook.rollout.compiling import Rollout
from playbook.rollout.requests import Request, Server, Way, kept, text

SERVER: Final = Server(address="{{BITRIX24_WEBHOOK}}", headers={}, variables=("BITRIX24_WEBHOOK",))
_DEAL: Final = 2
"""The number of the object type."""
_DIRECTORY: Final = text("DEAL_STAGE_{{category}}")


def requests(rollout: Rollout) -> Iterator[Request]:
    """The pipeline, its stages, and the fields."""
    category = {"entityTypeId": _DEAL, "fields": {"name": rollout.setup.name}}
    yield _call("pipeline", "crm.category.add", category, {"category": "result.category.id"})
    yield Request(
        "stages-there",
        "POST",
        "/crm.status.list.json",
        {"order": {"SORT": "ASC"}, "filter": {"ENTITY_ID": _DIRECTORY}},
        keep={code: _way(code) for code in sorted(FIXED)},
        seek={code: _way(code) for code in OTHERS},
    )
    for code in OTHERS:
        path = "/crm.status.delete.json"
        yield Request(f"without-{code}", "POST", path, {"id": kept(code)}, needs=code)
    places = placed(rollout.stages)
    for place in reversed([place for place in places if place.is_there]):
        told = {"id": kept(place.code), "fields": _fields(place)}
        yield _call(f"stage-{place.code}", "crm.status.update", told)
    for place in places:
        if not place.is_there:
            yield _call(f"stage-{place.code}", "crm.status.add", {"fields": _added(place)})
    for field in rollout.added:
        name = "-".join(field.ids)
        yield _call(f"field-{name}", "crm.deal.userfield.add", {"fields": body(field)})


def _call(
    name: str, method: str, told: dict[str, Any], keep: dict[str, Way] | None = None
) -> Request:
    return Request(name, "POST", f"/{method}.json", told, keep or {})


def _way(code: str) -> Way:
    """Where the number of a stage stands among those of the pipeline."""
    return ["result", {"STATUS_ID": text(f"C{{{{category}}}}:{code}")}, "ID"]


def _fields(place: Place) -> dict[str, Any]:
    name = {"NAME": place.stage.name} if place.stage else {}
    return {**name, "SORT": place.sort, "COLOR": place.color}


def _added(place: Place) -> dict[str, Any]:
    semantics = {"SEMANTICS": "F"} if place.group == "failure" else {}
    return {
        "ENTITY_ID": _DIRECTORY,
        "STATUS_ID": place.code,
        **_fields(place),
        **semantics,
    }
