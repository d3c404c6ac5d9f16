"""HubSpot on loopback: it keeps what it is sent, refuses what HubSpot refuses, and gives it back.

``typed`` holds a body or an answer against a model of HubSpot's own client,
whose classes say their types but do not check them.
"""

import importlib
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.crm.samples import HERE
from tests.crm.stub import Answer, Call, Route, Server, serving

TOKEN: Final = "a-token"
VERSIONS: Final = ("v3", "2026-03", "2026-09")
MOMENT: Final = "2026-11-22T08:00:00Z"
AFTER_THE_CLIENT: Final[Mapping[str, frozenset[str]]] = {
    "PipelineInput": frozenset({"pipelineId"}),
    "PipelineStageInput": frozenset({"stageId"}),
}
"""Keys that HubSpot's pages have, and the models of hubspot-api-client 12.0.0 do not have yet."""
_DEFS: Final = json.loads((HERE / "hubspot-requests.schema.json").read_text("utf-8"))["$defs"]


def schema(name: str) -> dict[str, Any]:
    """The schema of one sort of body."""
    return {"$defs": _DEFS, "$ref": f"#/$defs/{name}"}


def refusal(status: int, category: str, message: str) -> Answer:
    """An error as HubSpot words it."""
    return status, {"status": "error", "message": message, "category": category}


@dataclass
class HubSpot:
    """What one account keeps."""

    version: str = "2026-09"
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    properties: dict[str, dict[str, Any]] = field(default_factory=dict)
    pipelines: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        properties, pipelines, labels = (
            self.at(api) for api in ("properties", "pipelines", "associations")
        )
        found = [
            Route("POST", f"{properties}/deals/groups", self.group, schema("group")),
            Route("POST", f"{properties}/deals", self.a_property, schema("property")),
            Route("POST", f"{pipelines}/deals", self.pipeline, schema("pipeline")),
            Route("POST", rf"{labels}/deals/(\w+)/labels", self.label, schema("label")),
        ]
        if self.version == "2026-09":
            path = r"/crm/pipelines-rules/2026-09/0-3/(\w+)"
            found.append(Route("PUT", path, self.rule, schema("rules")))
        return found

    def at(self, api: str) -> str:
        if self.version == "v3":
            return "/crm/v4/associations" if api == "associations" else f"/crm/v3/{api}"
        return f"/crm/{api}/{self.version}"

    def group(self, call: Call) -> Answer:
        if call.body["name"] in self.groups:
            return refusal(409, "OBJECT_ALREADY_EXISTS", "A property group is there already.")
        self.groups[call.body["name"]] = {"archived": False, **call.body}
        return 201, self.groups[call.body["name"]]

    def a_property(self, call: Call) -> Answer:
        body = call.body
        if body["name"] in self.properties:
            message = f"A property named '{body['name']}' already exists."
            return refusal(409, "OBJECT_ALREADY_EXISTS", message)
        if body["groupName"] not in self.groups:
            return refusal(400, "VALIDATION_ERROR", f"group {body['groupName']} does not exist")
        values = [each["value"] for each in body.get("options", ())]
        if len(values) != len(set(values)):
            return refusal(400, "VALIDATION_ERROR", "two options have one value")
        self.properties[body["name"]] = {
            "options": [],
            **body,
            "archived": False,
            "calculated": False,
            "hubspotDefined": False,
            "createdAt": MOMENT,
        }
        return 201, self.properties[body["name"]]

    def pipeline(self, call: Call) -> Answer:
        body, stages = call.body, call.body["stages"]
        taken = {stage["id"] for each in self.pipelines.values() for stage in each["stages"]}
        if body["pipelineId"] in self.pipelines or taken & {each["stageId"] for each in stages}:
            return refusal(409, "CONFLICT", f"{body['pipelineId']} is there already")
        for key in ("label", "stageId", "displayOrder"):
            if len({each[key] for each in stages}) != len(stages):
                return refusal(400, "VALIDATION_ERROR", f"two stages have one {key}")
        self.pipelines[body["pipelineId"]] = {
            "id": body["pipelineId"],
            "label": body["label"],
            "displayOrder": body["displayOrder"],
            "archived": False,
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
            "stages": [_kept(stage) for stage in stages],
        }
        return 201, self.pipelines[body["pipelineId"]]

    def label(self, call: Call) -> Answer:
        (objects,) = call.parts
        if objects not in ("contacts", "companies"):
            return refusal(400, "VALIDATION_ERROR", f"deals have no {objects}")
        there = self.labels.setdefault(objects, [])
        if call.body["name"] in {each["name"] for each in there}:
            return refusal(409, "CONFLICT", "the label is there already")
        there.append({"category": "USER_DEFINED", "typeId": 100 + len(there), **call.body})
        return 200, {"results": [{k: each[k] for k in _SHOWN} for each in there[-1:]]}

    def rule(self, call: Call) -> Answer:
        (key,) = call.parts
        if key not in self.pipelines:
            return refusal(404, "OBJECT_NOT_FOUND", f"no pipeline {key}")
        known = {stage["id"] for stage in self.pipelines[key]["stages"]}
        for name, each in call.body["governanceValidationRules"].items():
            unknown = set(each["pipelineStageIds"]) - known
            if unknown:
                return refusal(400, "VALIDATION_ERROR", f"{name}: {sorted(unknown)}")
        self.rules[key] = call.body
        return 200, {"id": f"0-3-{key}", "objectTypeId": "0-3", "pipelineId": key, **call.body}

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for everything."""
        answers = {
            "pipelines": [*self.pipelines.values()],
            "properties": [*self.properties.values()],
            **{
                objects: [{key: each[key] for key in _SHOWN} for each in rows]
                for objects, rows in self.labels.items()
            },
        }
        return {
            f"{name}.json": json.dumps({"results": rows}).encode() for name, rows in answers.items()
        }


_SHOWN: Final = ("category", "typeId", "label")
"""A label does not give back the name that it was made with."""


def _kept(stage: Mapping[str, Any]) -> dict[str, Any]:
    odds = stage["metadata"]["probability"]
    is_closed = "true" if odds in ("0.0", "1.0") else "false"
    return {
        "id": stage["stageId"],
        "label": stage["label"],
        "displayOrder": stage["displayOrder"],
        "metadata": {"isClosed": is_closed, "probability": odds},
        "archived": False,
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
    }


@contextmanager
def running(state: HubSpot) -> Iterator[Server]:
    """The account on a free port, for whoever has the token."""

    def is_allowed(headers: Mapping[str, str]) -> bool:
        return headers.get("authorization") == f"Bearer {TOKEN}"

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield server


def typed(model: Any, value: Any, place: str = "$") -> list[str]:
    """What is wrong with a value, by the types that a model of HubSpot's client says."""
    if not isinstance(value, dict):
        return [f"{place}: {value!r} is not an object"]
    names = {key: name for name, key in model.attribute_map.items()}
    found = []
    for key, inner in value.items():
        if key in names:
            found += _of_type(model, model.openapi_types[names[key]], inner, f"{place}.{key}")
        elif key not in AFTER_THE_CLIENT.get(model.__name__, ()):
            found.append(f"{place}.{key}: unknown")
    for name, key in model.attribute_map.items():
        setter = inspect.getsource(getattr(model, name).fset)
        if key not in value and "must not be `None`" in setter:
            found.append(f"{place}.{key}: missing")
    return found


_PLAIN: Final[Mapping[str, type]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "datetime": str,
    "object": object,
}


def _of_type(model: Any, type: str, value: Any, place: str) -> list[str]:
    many = re.fullmatch(r"(list\[|dict\[str, )(.+)\]", type)
    if many:
        if not isinstance(value, list if many[1] == "list[" else dict):
            return [f"{place}: {value!r} is not {type}"]
        inner = dict(enumerate(value)) if isinstance(value, list) else value
        return [
            each
            for key, one in inner.items()
            for each in _of_type(model, many[2], one, f"{place}.{key}")
        ]
    if type in _PLAIN:
        is_right = isinstance(value, _PLAIN[type]) and (
            type != "int" or not isinstance(value, bool)
        )
        return [] if is_right else [f"{place}: {value!r} is not {type}"]
    package = importlib.import_module(model.__module__.rpartition(".models")[0])
    return typed(getattr(package, type), value, place)
