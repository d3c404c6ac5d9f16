"""A module that an administrator installs, and the same as sheets for the import screen."""

import pprint
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

from playbook.crm.odoo.records import Entry, Ref, Refs, Value, entries, module_name
from playbook.crm.odoo.translations import catalogues
from playbook.files import Files
from playbook.rollout import cells
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup

_SHEETS: Final = ("crm.team", "crm.stage", "crm.lost.reason")
"""What the import screen can bring in, in this order."""


def files(rollout: Rollout) -> Files:
    """The folder of the module, and the sheets beside it."""
    folder = module_name(rollout.prefix, rollout.playbook.id)
    by_model = entries(rollout)
    made: dict[str, str | bytes] = {}
    for model, found in by_model.items():
        made[f"data/{model.replace('.', '_')}.xml"] = _data(found)
    if "ir.model.fields" in by_model:
        made["data/ir_ui_view.xml"] = _view(rollout, rollout.added)
    manifest = _manifest(rollout, list(made))
    every = [entry for found in by_model.values() for entry in found]
    made.update(catalogues(folder, every))
    return {
        f"{folder}/__manifest__.py": manifest,
        f"{folder}/__init__.py": "",
        **{f"{folder}/{name}": text for name, text in made.items()},
        **{
            f"csv/{model}.csv": _sheet(folder, by_model[model])
            for model in _SHEETS
            if model in by_model
        },
    }


def _manifest(rollout: Rollout, data: Sequence[str]) -> str:
    """The manifest is a Python literal, and Odoo reads it as nothing else."""
    told: dict[str, Any] = {
        "name": rollout.setup.name,
        "version": f"{rollout.version}.0.1.0.0",
        "category": "Sales/CRM",
        "license": "Other proprietary",
        "depends": ["crm"],
        "data": list(data),
        "installable": True,
        "application": False,
    }
    return pprint.pformat(told, sort_dicts=False, width=100) + "\n"


def _data(found: Iterable[Entry]) -> str:
    """Records that an update of the module leaves as people have changed them."""
    root = ET.Element("odoo", {"noupdate": "1"})
    for entry in found:
        record = ET.SubElement(root, "record", {"id": entry.id, "model": entry.model})
        for name, value in entry.values.items():
            _fill(ET.SubElement(record, "field", {"name": name}), value)
    return _text(root)


def _fill(field: ET.Element, value: Value) -> None:
    match value:
        case str():
            field.text = value
        case Ref():
            field.set("ref", value.id)
        case Refs():
            listed = ", ".join(f"ref({id!r})" for id in value.ids)
            field.set("eval", f"[(6, 0, [{listed}])]")
        case _:
            field.set("eval", repr(value))


def _view(rollout: Rollout, fields: Iterable[FieldSetup]) -> str:
    """The page of a deal's form on which the fields stand."""
    root = ET.Element("odoo", {"noupdate": "1"})
    record = ET.SubElement(root, "record", {"id": "lead_form", "model": "ir.ui.view"})
    for name, text in (("name", f"{rollout.prefix}.lead.form"), ("model", "crm.lead")):
        ET.SubElement(record, "field", {"name": name}).text = text
    ET.SubElement(record, "field", {"name": "inherit_id", "ref": "crm.crm_lead_view_form"})
    arch = ET.SubElement(record, "field", {"name": "arch", "type": "xml"})
    place = ET.SubElement(arch, "xpath", {"expr": "//notebook", "position": "inside"})
    # In this field alone Odoo takes %(id)d for a place to fill.
    title = rollout.setup.name.replace("%", "%%")
    page = ET.SubElement(place, "page", {"name": rollout.setup.key, "string": title})
    group = ET.SubElement(page, "group")
    for field in fields:
        ET.SubElement(group, "field", {"name": field.key})
    return _text(root)


def _text(root: ET.Element) -> str:
    ET.indent(root, space="    ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _sheet(module: str, found: Sequence[Entry]) -> str:
    """A table whose ids are those of the module, so a second import changes what is there."""
    rows = [{"id": f"{module}.{entry.id}", **_cells(module, entry.values)} for entry in found]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return cells.table(columns, rows)


def _cells(module: str, values: Mapping[str, Value]) -> Mapping[str, str]:
    """One row; a definition of properties has no place in a cell."""
    made = {}
    for name, value in values.items():
        match value:
            case Ref():
                made[f"{name}/id"] = f"{module}.{value.id}"
            case Refs():
                made[f"{name}/id"] = ",".join(f"{module}.{id}" for id in value.ids)
            case str() | int():
                made[name] = str(value)
    return made
