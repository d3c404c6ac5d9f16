"""The kinds of name and text that a playbook is made of.

A reference's type says what it refers to, so that one walk over the model
finds every reference (``references``) and every text to translate (``walk``).
"""

from typing import Final, NewType

PlaybookId = NewType("PlaybookId", str)
StageId = NewType("StageId", str)
RoleId = NewType("RoleId", str)
SegmentId = NewType("SegmentId", str)
FieldId = NewType("FieldId", str)
QuestionnaireId = NewType("QuestionnaireId", str)
ElementId = NewType("ElementId", str)
QuestionId = NewType("QuestionId", str)
PartId = NewType("PartId", str)
"""An element or a question of a questionnaire, or the word ``all``."""
TaskId = NewType("TaskId", str)
TrackId = NewType("TrackId", str)
PhaseId = NewType("PhaseId", str)
BuyerStepId = NewType("BuyerStepId", str)
BuyerRoleId = NewType("BuyerRoleId", str)
ReasonId = NewType("ReasonId", str)
ObjectionId = NewType("ObjectionId", str)
CompetitorId = NewType("CompetitorId", str)
AssetId = NewType("AssetId", str)

Text = NewType("Text", str)
"""One line of text that people read, and that is translated."""
Prose = NewType("Prose", str)
"""Markdown that people read, and that is translated."""

Value = str | int | float | bool
"""What a field or an answer is compared with."""

DEAL_OWNER: Final = RoleId("deal-owner")
SYSTEM: Final = RoleId("system")
ALL: Final = PartId("all")

BUILT_IN_ROLES: Final = (DEAL_OWNER, SYSTEM)
BUILT_IN_BUYER_ROLES: Final = tuple(
    BuyerRoleId(id)
    for id in (
        "economic-buyer",
        "champion",
        "technical-buyer",
        "user-buyer",
        "influencer",
        "blocker",
        "coach",
    )
)
"""The parts that people play in every larger purchase; a playbook may describe them itself."""
BUILT_IN_FIELDS: Final = {
    FieldId("amount"): "money",
    FieldId("close-date"): "date",
    FieldId("account"): "company",
    FieldId("owner"): "user",
    FieldId("source"): "text",
    FieldId("next-step"): "text",
    FieldId("loss-reason"): "choice",
}
"""The fields that every CRM has, with their types."""
RESERVED: Final = frozenset({"all", "system", "deal-owner"})
"""Ids that mean something already."""
