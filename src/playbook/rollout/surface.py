"""What a CRM can hold, as data: capabilities, limits, versions, types, and where to click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from playbook.model import StageKind

Capability = Literal[
    "pipelines",
    "stages",
    "order",
    "probability",
    "ends",
    "ageing",
    "gates",
    "guidance",
    "tasks",
    "fields",
    "reasons",
    "forecast",
    "moves",
    "translations",
]
Support = Literal["write", "manual", "read", "none"]
"""Our files hold it; people set it up by hand; it can only be read; the CRM does not know it."""
Topic = Literal[
    "names",
    "stages",
    "fields",
    "reasons",
    "required",
    "gates",
    "guidance",
    "moves",
    "approvals",
    "tasks",
    "ageing",
    "forecast",
    "automation",
    "score",
    "record",
    "access",
    "reports",
    "data",
    "deals",
    "translations",
    "account",
]
"""A step that people do by hand; the order is that of the page."""

CAPABILITIES: Final[tuple[Capability, ...]] = get_args(Capability)
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
EVERY_KIND: Final[frozenset[StageKind]] = frozenset(get_args(StageKind))

Verified = Literal["run", "types", "read"]
"""How a target was checked: on a real server or evaluator, against the vendor's types, or only read."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much there is room for, in characters and in pieces; None where no limit is known."""

    pipeline_name: int | None = None
    stages: int | None = None
    stage_name: int | None = None
    stage_key: int | None = None
    fields: int | None = None
    field_name: int | None = None
    field_key: int | None = None
    options: int | None = None
    option_name: int | None = None
    guidance: int | None = None
    step: int = 1
    """Probabilities are multiples of this, in percent."""
    lowest: int = 0
    highest: int = 100
    """What an open stage may have, in percent."""
    are_names_unique: bool = False
    """Whether no two stages of a pipeline may have the same name."""


def snake(prefix: str, *ids: str) -> str:
    """A key of lower-case letters, digits and underscores: ``pb_sale__first_call``.

    Two underscores stand between ids and one stands for a hyphen.
    """
    joined = "__".join(id.replace("-", "_") for id in ids)
    return f"{prefix}_{joined}" if prefix else joined


@dataclass(frozen=True, kw_only=True)
class Surface:
    """What can be set up in a CRM from outside, and how things are called there."""

    title: str
    """The product's name."""
    supports: Mapping[Capability, Support]
    limits: Limits = field(default_factory=Limits)
    versions: tuple[str, ...] = ()
    """The versions that we write for, the usual one first."""
    prefix: str = "pb"
    """What our keys begin with; empty where the CRM gives keys itself."""
    prefix_pattern: str = "^[a-z][a-z0-9_]{0,7}$"
    stage_kinds: frozenset[StageKind] = EVERY_KIND
    """The kinds of stage that are stages there; what else there is, is told by ``ends``."""
    types: Mapping[str, str] = field(default_factory=dict)
    """For each type of the format (and ``flag``, ``contact``) what it is there; a type that is
    missing cannot be held."""
    built_in: Mapping[str, str] = field(default_factory=dict)
    """For each built-in field of the format the field that the CRM has for it."""
    has_teams: bool = False
    """Whether the files give the pipeline to the sales teams that crm.yaml names."""
    are_field_names_unique: bool = False
    """Whether no two fields may have the same name; then the later one has its id behind it."""
    takes_commas: bool = True
    """Whether the names of stages and options may have commas; else these become semicolons."""
    language: Callable[[str], object] | None = None
    """From a language tag to what the CRM calls that language; nothing if it does not know it."""
    are_roles_fields: bool = True
    """Whether the people at the buyer's are kept in fields of the deal."""
    are_stages_named_by_key: bool = False
    """Whether crm.yaml gives stages that are there already by their keys, and not by names."""
    is_reason_free: bool = False
    """Whether its own field for the reason of a loss is free text: then a list is one of ours."""
    stage_key: Callable[..., str] | None = snake
    """From prefix, playbook and stage to the key there; None where the CRM gives it."""
    end_keys: Mapping[StageKind, str] = field(default_factory=dict)
    """The keys by which the CRM itself knows where deals end: for the first stage of the kind."""
    field_key: Callable[..., str] | None = snake
    """From prefix and ids to the key of a field there; None where the CRM gives it."""
    never_empty: frozenset[str] = frozenset()
    """The types of which the CRM cannot tell whether they are filled; they are never required."""
    where: Mapping[Topic, str] = field(default_factory=dict)
    """For each step by hand the path through the menus, in the words of the product.

    A topic that is missing cannot be done there at all.
    """
    untold: frozenset[Capability] = frozenset()
    """What it has, and does not say when it is asked for its set-up; so it cannot be compared."""
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What crm.yaml may say of this target alone, as JSON Schema with titles and descriptions."""
    source: str = ""
    """Where the facts come from: the vendor's page or specification."""
    verified: tuple[Verified, ...] = ("read",)

    def is_comparable(self, capability: Capability) -> bool:
        """Whether the CRM holds something and says so."""
        return self.can(capability) != "none" and capability not in self.untold

    def named(self, name: str) -> str:
        """The name of a stage or an option as the CRM takes it."""
        return name if self.takes_commas else name.replace(",", ";")

    def can(self, capability: Capability) -> Support:
        """How a capability is supported."""
        return self.supports[capability]
