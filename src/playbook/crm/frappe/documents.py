"""What Frappe CRM is to hold of a playbook, as documents of its doctypes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from playbook.crm.frappe.conditions import condition, name_of
from playbook.model import StageKind
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup

Document = Mapping[str, Any]

STATUS: Final = "CRM Deal Status"
REASON: Final = "CRM Lost Reason"
FIELD: Final = "Custom Field"
SETTER: Final = "Property Setter"
TRANSLATION: Final = "Translation"
DEAL: Final = "CRM Deal"
STATUSES: Final = (
    "Qualification",
    "Demo/Making",
    "Proposal/Quotation",
    "Negotiation",
    "Ready to Close",
    "Won",
    "Lost",
)
"""The statuses that are there from the beginning."""
REASONS: Final = (
    "Pricing",
    "Competition",
    "Budget Constraints",
    "Missing Features",
    "Long Sales Cycle",
    "No Decision-Maker",
    "Unresponsive Prospect",
    "Poor Fit",
    "Other",
)
"""The reasons that are there from the beginning."""
TYPES: Final = {
    "text": "Data",
    "long-text": "Small Text",
    "number": "Float",
    "money": "Currency",
    "percent": "Percent",
    "rating": "Int",
    "date": "Date",
    "yes-no": "Select",
    "choice": "Select",
    "choices": "Small Text",
    "user": "Link",
    "contact": "Link",
    "company": "Link",
    "link": "Data",
    "file": "Attach",
    "flag": "Check",
}
"""For each type of the format the type of a field; there is none for several choices."""
LINKS: Final = {"user": "User", "contact": "Contact", "company": "CRM Organization"}
_KINDS: Final[Mapping[StageKind, tuple[str, str]]] = {
    "lead": ("Open", "gray"),
    "open": ("Ongoing", "blue"),
    "parked": ("On Hold", "amber"),
    "won": ("Won", "green"),
    "after-sale": ("Won", "teal"),
    "lost": ("Lost", "red"),
    "disqualified": ("Lost", "orange"),
    "not-counted": ("Lost", "black"),
}
_LANGUAGES: Final = {"zh-CN": "zh", "zh-Hans": "zh", "zh-Hant": "zh-TW"}
_LAST: Final = "lost_notes"
"""The last field that a deal has of its own; ours stand behind it, on a page of their own."""


def documents(rollout: Rollout) -> Mapping[str, Sequence[Document]]:
    """All documents by their doctypes, in the order in which they have to be made."""
    made = {
        STATUS: list(_statuses(rollout)),
        REASON: list(_reasons(rollout)),
        FIELD: list(_fields(rollout)),
        SETTER: list(_setters(rollout)),
        TRANSLATION: list(_translations(rollout)),
    }
    return {doctype: found for doctype, found in made.items() if found}


def _statuses(rollout: Rollout) -> Iterator[Document]:
    for position, stage in enumerate(rollout.stages, start=1):
        kind, colour = _KINDS[stage.kind]
        name = name_of(stage, STATUSES)
        yield {
            "doctype": STATUS,
            "name": name,
            "deal_status": name,
            "type": kind,
            "position": position,
            "probability": stage.probability,
            "color": colour,
        }


def _reasons(rollout: Rollout) -> Iterator[Document]:
    abouts = {str(id): reason.about for id, reason in rollout.playbook.reasons.items()}
    for each in rollout.setup.reasons:
        same = (name for name in REASONS if name.casefold() == each.name.casefold())
        name = next(same, each.name)
        about = abouts[each.id]
        more = {"description": f"<p>{escape(about)}</p>"} if about else {}
        yield {"doctype": REASON, "name": name, "lost_reason": name, **more}


def _fields(rollout: Rollout) -> Iterator[Document]:
    if not rollout.added:
        return
    before = f"{rollout.prefix}__{rollout.playbook.id.replace('-', '_')}"
    yield _field(before, rollout.setup.name, "Tab Break", _LAST)
    wanted = rollout.required.fields
    for field in rollout.added:
        more = _more(field)
        if field.ids in wanted:
            more["mandatory_depends_on"] = _in(rollout, wanted[field.ids])
        yield {**_field(field.key, field.name, TYPES[field.type], before), **more}
        before = field.key


def _field(key: str, label: str, type: str, after: str) -> dict[str, Any]:
    return {
        "doctype": FIELD,
        "name": f"{DEAL}-{key}",
        "dt": DEAL,
        "fieldname": key,
        "label": " ".join(label.split()),
        "fieldtype": type,
        "insert_after": after,
    }


def _more(field: FieldSetup) -> dict[str, Any]:
    """Options, and what there is to know. A line is an option, the first is for none."""
    names = [" ".join(option.name.split()) for option in field.options]
    about = [field.about, *(names if field.type == "choices" else ())]
    more: dict[str, Any] = {}
    if description := "\n".join(line for line in about if line):
        more["description"] = escape(description, quote=False)
    if field.type in LINKS:
        more["options"] = LINKS[field.type]
    elif field.type == "link":
        more["options"] = "URL"
    elif field.type == "money":
        more["options"] = "currency"
    elif TYPES[field.type] == "Select":
        more["options"] = "\n".join(["", *names])
    return more


def _setters(rollout: Rollout) -> Iterator[Document]:
    """Conditions on fields that deals have of their own."""
    wanted = rollout.required.fields
    for field in rollout.setup.fields:
        if not field.is_ours and field.ids in wanted:
            yield {
                "doctype": SETTER,
                "name": f"{DEAL}-{field.key}-mandatory_depends_on",
                "doctype_or_field": "DocField",
                "doc_type": DEAL,
                "field_name": field.key,
                "property": "mandatory_depends_on",
                "property_type": "Data",
                "value": _in(rollout, wanted[field.ids]),
            }


def _in(rollout: Rollout, ids: Iterable[str]) -> str:
    return condition(name_of(each, STATUSES) for each in rollout.stages if each.id in ids)


def _translations(rollout: Rollout) -> Iterator[Document]:
    """One for each text and language: what says the same in two places is told once."""
    known = [(each.name, each.names) for each in rollout.stages]
    known += [(each.name, each.names) for each in rollout.setup.reasons]
    known += [(each.name, each.names) for each in rollout.added]
    found = {
        (_LANGUAGES.get(tag, tag), name): text
        for name, names in known
        for tag, text in names.items()
        if text and text != name
    }
    for number, ((language, source), text) in enumerate(found.items(), start=1):
        yield {
            "doctype": TRANSLATION,
            "name": f"{rollout.prefix}-{rollout.playbook.id}-{number:03}",
            "language": language,
            "source_text": source,
            "translated_text": text,
        }
