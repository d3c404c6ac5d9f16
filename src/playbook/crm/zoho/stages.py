"""What Zoho CRM keeps of a stage beside its name: a deal category with its forecast category.

The two go together there; a stage that is open cannot be in another forecast
category than the pipeline's.
"""

from collections.abc import Mapping
from typing import Final, Literal

from playbook.model import FAILED, StageKind

DealCategory = Literal["Open", "Closed Won", "Closed Lost"]

FORECAST: Final[Mapping[DealCategory, str]] = {
    "Open": "Pipeline",
    "Closed Won": "Closed",
    "Closed Lost": "Omitted",
}
KINDS: Final[Mapping[str, StageKind]] = {"Closed Won": "won", "Closed Lost": "lost"}
"""The kinds that the categories stand for; all others are open."""
CATEGORIES: Final = {"Pipeline": "pipeline", "Closed": "closed", "Omitted": "omitted"}
"""The format's forecast categories, by those of Zoho CRM."""


def deal_category(kind: StageKind) -> DealCategory:
    """Whether deals in a stage of this kind are open, won or lost."""
    if kind in ("won", "after-sale"):
        return "Closed Won"
    return "Closed Lost" if kind in FAILED else "Open"


def forecast(kind: StageKind) -> str:
    """The format's forecast category that a stage of this kind has there."""
    return CATEGORIES[FORECAST[deal_category(kind)]]
