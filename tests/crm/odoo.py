"""An Odoo that takes a module: what it refuses of its files, and what its tables then hold."""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from tests.crm.samples import HERE

from playbook.files import Files

etree: Any = pytest.importorskip("lxml.etree", reason="lxml is not installed")
TABLE: Final[Mapping[str, Any]] = json.loads((HERE / "odoo-fields.json").read_text("utf-8"))
GRAMMAR: Final = etree.RelaxNG(etree.parse(str(HERE / "odoo-data.rng")))
_REFERENCE: Final = re.compile(r"ref\('([a-z0-9_.]+)'\)")
_COMMAND: Final = re.compile(r"\[\(6, 0, \[(ref\('[a-z0-9_.]+'\)(, )?)*\]\)\]")
_EXPRESSIONS: Final[Mapping[str, type]] = {"integer": int, "boolean": bool}


@dataclass
class Odoo:
    """One database of a version. ``wrong`` is what it has refused."""

    version: str
    models: dict[str, str] = field(default_factory=dict)
    """For each external id the model of its record."""
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For each external id what the record holds."""
    wrong: list[str] = field(default_factory=list)

    def install(self, files: Files) -> None:
        """Load the one module that is among the files, as its manifest says."""
        (manifest,) = (name for name in files if name.endswith("__manifest__.py"))
        module = manifest.partition("/")[0]
        told = ast.literal_eval(str(files[manifest]))
        for other, ids in TABLE["ids"].items():
            # What crm needs is there with it.
            if other in told["depends"] or (other == "mail" and "crm" in told["depends"]):
                self.models.update({f"{other}.{id}": model for id, model in ids.items()})
        if not str(told["version"]).startswith(f"{self.version}.0."):
            self.wrong.append(f"{told['version']} is not for {self.version}")
        written = {name for name in files if name.startswith(f"{module}/data/")}
        if written != {f"{module}/{name}" for name in told["data"]}:
            self.wrong.append("the manifest does not list what is there")
        for name in told["data"]:
            self.load(module, str(files[f"{module}/{name}"]))

    def load(self, module: str, text: str) -> None:
        """Load one data file."""
        root = etree.fromstring(text.encode())
        if not GRAMMAR.validate(root):
            self.wrong.append(str(GRAMMAR.error_log.last_error))
            return
        for record in root:
            id, model = f"{module}.{record.get('id')}", record.get("model", "")
            if id in self.models:
                self.wrong.append(f"{id} is there twice")
            self.rows[id] = dict(self._record(module, id, model, record))
            self.models[id] = model

    def _record(self, module: str, id: str, model: str, record: Any) -> Iterator[tuple[str, Any]]:
        known = {
            name: one
            for name, one in TABLE["models"].get(model, {}).items()
            if self.version in one.get("versions", [self.version])
        }
        given = [each.get("name") for each in record]
        missing = {name for name, one in known.items() if one.get("required")} - set(given)
        if missing or len(given) != len(set(given)):
            self.wrong.append(f"{id}: {missing or given}")
        for each in record:
            name = each.get("name")
            if name not in known:
                self.wrong.append(f"{id}: {model} has no {name} in {self.version}")
                continue
            try:
                yield name, self._value(module, known[name], each)
            except (ValueError, SyntaxError, KeyError) as error:
                self.wrong.append(f"{id}: {name}: {error!r}")

    def _value(self, module: str, one: Mapping[str, Any], each: Any) -> Any:
        text, expression, reference = each.text or "", each.get("eval"), each.get("ref")
        match one["type"]:
            case "many2one" if reference is None:
                if ast.literal_eval(expression) is not False:
                    raise ValueError(expression)
                return None
            case "many2one":
                return self._pointed(module, reference, one["relation"])
            case "many2many":
                if not _COMMAND.fullmatch(expression):
                    raise ValueError(expression)
                ids = _REFERENCE.findall(expression)
                return tuple(self._pointed(module, id, one["relation"]) for id in ids)
            case "integer" | "boolean":
                value = ast.literal_eval(expression)
                if type(value) is not _EXPRESSIONS[one["type"]]:
                    raise ValueError(expression)
                return value
            case "properties":
                value = ast.literal_eval(expression)
                self._properties(value)
                return value
            case "selection":
                if text not in one["values"]:
                    raise ValueError(text)
                return text
            case "arch":
                return etree.tostring(each[0], encoding="unicode")
        if expression is not None or reference is not None or (one.get("required") and not text):
            raise ValueError(text)
        return text

    def _pointed(self, module: str, id: str, model: str) -> str:
        """A record that has been made before, of the model that is wanted."""
        whole = id if "." in id else f"{module}.{id}"
        if self.models[whole] != model:
            raise ValueError(f"{whole} is no {model}")
        return whole

    def _properties(self, definition: Sequence[Mapping[str, Any]]) -> None:
        rules = TABLE["properties"]
        names = [each["name"] for each in definition]
        if len(names) != len(set(names)):
            raise ValueError(names)
        for each in definition:
            type = each["type"]
            if set(each) - set(rules["keys"][self.version]) or not each["string"]:
                raise ValueError(each)
            if type not in rules["types"][self.version]:
                raise ValueError(type)
            if not re.fullmatch(r"[a-z0-9_]{1,512}", each["name"]):
                raise ValueError(each["name"])
            for key, types in (
                ("comodel", {"many2one", "many2many"}),
                ("domain", {"many2one", "many2many"}),
                ("selection", {"selection"}),
                ("tags", {"tags"}),
            ):
                if key in each and type not in types:
                    raise ValueError(each)
            for key, width in (("selection", 2), ("tags", 3)):
                options = each.get(key, [])
                keys = [option[0] for option in options]
                if any(len(option) != width for option in options) or len(keys) != len(set(keys)):
                    raise ValueError(options)
