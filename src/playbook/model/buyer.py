"""The buyer's side: steps, people, objections, and whom else the buyer looks at."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from playbook.model.names import (
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    ObjectionId,
    Prose,
    RoleId,
    Text,
)
from playbook.model.part import Part


@dataclass(frozen=True, kw_only=True)
class BuyerStep(Part):
    """A step that the buyer takes to a decision."""

    id: BuyerStepId
    name: Text
    about: Prose | None = None
    shown_by: Text | None = None
    after_purchase: bool = False
    always_on: bool = False


@dataclass(frozen=True, kw_only=True)
class BuyerRole(Part):
    """A part that someone on the buyer's side plays in the decision."""

    id: BuyerRoleId
    name: Text
    about: Prose | None = None
    cares_about: tuple[Text, ...] = ()
    assets: tuple[AssetId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Response(Part):
    """An answer to an objection."""

    shorthand: ClassVar[str] = "say"

    say: Text
    step: Literal["listen", "acknowledge", "explore", "respond"] | None = None
    assets: tuple[AssetId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Objection(Part):
    """What a buyer objects, and what to answer."""

    id: ObjectionId
    name: Text
    kind: (
        Literal[
            "price", "need", "time", "authority", "trust", "competitor", "product", "status-quo"
        ]
        | None
    ) = None
    about: Prose | None = None
    responses: tuple[Response, ...] = ()
    assets: tuple[AssetId, ...] = ()
    ask_help: RoleId | None = None


@dataclass(frozen=True, kw_only=True)
class Competitor(Part):
    """Somebody we meet in deals."""

    id: CompetitorId
    name: Text
    about: Prose | None = None
    strengths: tuple[Text, ...] = ()
    weaknesses: tuple[Text, ...] = ()
    we_win_when: tuple[Text, ...] = ()
    we_lose_when: tuple[Text, ...] = ()
    say: tuple[Text, ...] = ()
    objections: tuple[ObjectionId, ...] = ()
    assets: tuple[AssetId, ...] = ()
