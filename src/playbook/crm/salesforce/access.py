"""Who sees what: the record type, the permission to see our fields, and the one to pass our rules."""

from collections.abc import Iterable, Mapping

from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.metadata import Value, document
from playbook.crm.salesforce.names import encoded
from playbook.messages import _
from playbook.model import Playbook


def record_type(playbook: Playbook, name: str, label: str, columns: Iterable[Column]) -> str:
    """The record type: it ties the sales process to the deals, and offers our choices there."""
    offered: list[Value] = [
        {
            "picklist": column.api,
            "values": [
                {"fullName": encoded(id), "default": False} for id, _label in column.options
            ],
        }
        for column in sorted(columns, key=lambda column: column.api)
        if column.options
    ]
    return document(
        "RecordType",
        {
            "fullName": name,
            "active": True,
            "businessProcess": name,
            "description": _("From the playbook “{name}”.").format(name=playbook.id),
            "label": label,
            "picklistValues": offered,
        },
    )


def permission_set(
    label: str, record_type: str, columns: Iterable[Column], formulas: Mapping[str, str]
) -> str:
    """The permission to see and to fill our fields; without it nobody sees them, not even admins."""
    fields: list[Value] = [
        {
            "editable": column.api not in formulas,
            "field": f"Opportunity.{column.api}",
            "readable": True,
        }
        for column in sorted(columns, key=lambda column: column.api)
    ]
    visible: Value = {"recordType": f"Opportunity.{record_type}", "visible": True}
    return document(
        "PermissionSet",
        {
            "description": _("Lets people see and fill the fields of this playbook."),
            "fieldPermissions": fields,
            "hasActivationRequired": False,
            "label": _("Playbook: {name}").format(name=label),
            "recordTypeVisibilities": visible,
        },
    )


def bypass_permission() -> str:
    """The permission to move deals past the rules, such as for a data load."""
    return document(
        "CustomPermission",
        {
            "description": _("The rules of playbooks let through whoever has this."),
            "label": _("Pass the rules of playbooks"),
        },
    )


def bypass_set(name: str) -> str:
    """The permission set that hands out the bypass."""
    return document(
        "PermissionSet",
        {
            "customPermissions": {"enabled": True, "name": name},
            "description": _("For data loads. Take it away again when they are done."),
            "hasActivationRequired": False,
            "label": _("Pass the rules of playbooks"),
        },
    )
