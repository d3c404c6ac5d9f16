"""What people call the things of a playbook, the author's label or a built-in one."""

from collections.abc import Sequence

from playbook.messages import _
from playbook.model import (
    DEAL_OWNER,
    SYSTEM,
    BuyerRoleId,
    FieldId,
    Playbook,
    Questionnaire,
    RoleId,
)
from playbook.wording.lists import listed


def role_name(playbook: Playbook, id: RoleId) -> str:
    """The label of a role, the author's or a built-in one."""
    if id in playbook.roles:
        return playbook.roles[id].name
    return {DEAL_OWNER: _("Deal owner"), SYSTEM: _("System")}.get(id, str(id))


def buyer_role_name(playbook: Playbook, id: BuyerRoleId) -> str:
    """The label of a buyer role, the author's or a built-in one."""
    if id in playbook.buyer_roles:
        return playbook.buyer_roles[id].name
    return {
        "economic-buyer": _("Economic buyer"),
        "champion": _("Champion"),
        "technical-buyer": _("Technical buyer"),
        "user-buyer": _("User"),
        "influencer": _("Influencer"),
        "blocker": _("Opponent"),
        "coach": _("Coach"),
    }.get(str(id), str(id))


def field_name(playbook: Playbook, id: FieldId) -> str:
    """The label of a field, the author's or a built-in one."""
    if id in playbook.fields:
        return playbook.fields[id].name
    return {
        "amount": _("Amount"),
        "close-date": _("Close date"),
        "account": _("Account"),
        "owner": _("Owner"),
        "source": _("Source"),
        "next-step": _("Next step"),
        "loss-reason": _("Loss reason"),
    }.get(str(id), str(id))


def questionnaire_name(each: Questionnaire, elements: Sequence[str] = ()) -> str:
    """The label of a questionnaire, or its framework's name; some of its elements in brackets."""
    names = {"gpctba-ci": "GPCTBA/C&I", "spiced": "SPICED", "custom": each.id}
    name = each.name or names.get(each.framework, each.framework.upper())
    if not elements:
        return name
    parts = listed(element_name(each, id) for id in elements)
    return _("{questionnaire} ({parts})").format(questionnaire=name, parts=parts)


def element_name(each: Questionnaire, id: str) -> str:
    """The label of a framework's element."""
    own = {str(element.id): str(element.name) for element in each.elements}
    return own.get(id) or {
        "budget": _("Budget"),
        "authority": _("Authority"),
        "need": _("Need"),
        "timeline": _("Timeline"),
        "urgency": _("Urgency"),
        "money": _("Money"),
        "challenges": _("Challenges"),
        "prioritization": _("Prioritization"),
        "funds": _("Funds"),
        "interest": _("Interest"),
        "timing": _("Timing"),
        "economic-impact": _("Economic impact"),
        "access": _("Access to authority"),
        "goals": _("Goals"),
        "plans": _("Plans"),
        "consequences": _("Negative consequences"),
        "implications": _("Positive implications"),
        "metrics": _("Metrics"),
        "economic-buyer": _("Economic buyer"),
        "decision-criteria": _("Decision criteria"),
        "decision-process": _("Decision process"),
        "paper-process": _("Paper process"),
        "pain": _("Pain"),
        "champion": _("Champion"),
        "competition": _("Competition"),
        "partner": _("Partner"),
        "situation": _("Situation"),
        "impact": _("Impact"),
        "critical-event": _("Critical event"),
        "decision": _("Decision"),
        "problem": _("Problem"),
        "implication": _("Implication"),
        "need-payoff": _("Need-payoff"),
    }.get(id, id)


def forecast_name(playbook: Playbook, id: str) -> str:
    """The label of a forecast category, the author's or the usual one."""
    own = {str(key): entry.name for key, entry in playbook.forecast.items()}
    return own.get(id) or {
        "omitted": _("Omitted"),
        "pipeline": _("Pipeline"),
        "best-case": _("Best case"),
        "most-likely": _("Most likely"),
        "commit": _("Commit"),
        "closed": _("Closed"),
    }.get(id, id)
