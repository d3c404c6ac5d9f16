"""All that is worked out for HubSpot before anything is written or said."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from playbook.crm import Settings
from playbook.crm.hubspot.pipeline import pipeline, pipeline_key, probabilities, rules
from playbook.crm.hubspot.properties import (
    Properties,
    body,
    group,
    label_body,
    properties,
)
from playbook.model import Playbook
from playbook.rollout.passage import Passage

_DEALS: Final = "0-3"
"""The number of the object type; the rules know deals by it."""
_AT_ONCE: Final = 100
"""Properties in one request."""


@dataclass(frozen=True)
class Request:
    """One call of the API."""

    name: str
    method: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What becomes of a playbook in HubSpot."""

    playbook: Playbook
    settings: Settings

    @property
    def version(self) -> str:
        """The version of the API."""
        return str(self.settings.values.get("version", "2026-09"))

    @property
    def prefix(self) -> str:
        """What our keys begin with."""
        return str(self.settings.values.get("prefix", "pb"))

    @property
    def has_rules(self) -> bool:
        """Whether this version of the API knows rules for pipelines."""
        return self.version == "2026-09"

    @cached_property
    def properties(self) -> Properties:
        """What is recorded about a deal."""
        return properties(self.playbook, self.prefix)

    @cached_property
    def passage(self) -> Passage:
        """What the flow means for gates."""
        return Passage(self.playbook)

    @cached_property
    def probabilities(self) -> dict[str, str]:
        """The probability of every stage, as HubSpot takes it."""
        return probabilities(self.playbook)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The calls that set it up, in their order."""
        return tuple(self._requests())

    def _requests(self) -> Iterator[Request]:
        own_group = group(self.playbook, self.prefix)
        yield Request("property-group", "POST", f"{self._at('properties')}/deals/groups", own_group)
        bodies = [
            body(one, own_group["name"], number) for number, one in enumerate(self.properties.added)
        ]
        for start in range(0, len(bodies), _AT_ONCE):
            path = f"{self._at('properties')}/deals/batch/create"
            yield Request("properties", "POST", path, {"inputs": bodies[start : start + _AT_ONCE]})
        for one in self.properties.labels:
            path = f"{self._at('associations')}/deals/{one.associated}/labels"
            yield Request(f"label-{one.ids[-1]}", "POST", path, label_body(one))
        path = f"{self._at('pipelines')}/deals"
        yield Request("pipeline", "POST", path, pipeline(self.playbook, self.prefix))
        if self.has_rules:
            key = pipeline_key(self.playbook, self.prefix)
            path = f"{self._at('pipelines-rules')}/{_DEALS}/{key}"
            yield Request("pipeline-rules", "PUT", path, rules(self.playbook, self.prefix))

    def _at(self, api: str) -> str:
        """The address of an API; before they had dates, labels were in the fourth version."""
        if self.version == "v3":
            return f"/crm/{'v4' if api == 'associations' else 'v3'}/{api}"
        return f"/crm/{api}/{self.version}"
