"""What people read, show and learn from."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from playbook.model.names import AssetId, Prose, RoleId, StageId, Text
from playbook.model.part import Part


@dataclass(frozen=True, kw_only=True)
class Asset(Part):
    """A script, an e-mail, slides, a document: something the work needs."""

    id: AssetId
    name: Text
    kind: (
        Literal["script", "email", "message", "document", "slides", "sheet", "video", "link"] | None
    ) = None
    path: str | None = None
    url: str | None = None
    text: Prose | None = None
    subject: Text | None = None
    audience: Literal["internal", "buyer"] = "internal"
    language: str | None = None
    owner: RoleId | None = None
    review_by: date | None = None
    about: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class Term(Part):
    """A word of the team."""

    id: str
    name: Text
    means: Prose
    also: tuple[Text, ...] = ()
    avoid: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page(Part):
    """A further page of the handbook."""

    id: str
    name: Text
    text: Prose | None = None


@dataclass(frozen=True, kw_only=True)
class QuizItem(Part):
    """A question with answers to choose from; ``right`` counts them from 1."""

    id: str
    ask: Text
    options: tuple[Text, ...]
    right: int
    stage: StageId | None = None
    why: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario(Part):
    """A story to work through."""

    id: str
    situation: Prose
    name: Text | None = None
    stage: StageId | None = None
    do: Text | None = None
    good: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Learning(Part):
    """What new colleagues train with."""

    pass_mark: int | None = None
    quiz: tuple[QuizItem, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
