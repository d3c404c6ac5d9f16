"""An EspoCRM extension: a module of its own, so that nothing of the administrator is replaced."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from playbook.files import Files
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup, Setup

FIELD_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"type": "varchar", "maxLength": 255},
    "long-text": {"type": "text"},
    "number": {"type": "float"},
    "money": {"type": "currency"},
    "percent": {"type": "float"},
    "rating": {"type": "int"},
    "date": {"type": "date"},
    "yes-no": {"type": "enum"},
    "choice": {"type": "enum"},
    "choices": {"type": "multiEnum"},
    "user": {"type": "link"},
    "contact": {"type": "link"},
    "company": {"type": "link"},
    "link": {"type": "url"},
    "file": {"type": "file"},
    "flag": {"type": "bool"},
}
LINKED: Final = {"user": "User", "contact": "Contact", "company": "Account"}
FOLDERS: Final = (
    *("en_US", "ar_AR", "bg_BG", "cs_CZ", "da_DK", "de_DE", "el_GR", "en_GB", "es_ES", "es_MX"),
    *("fa_IR", "fr_FR", "hr_HR", "hu_HU", "id_ID", "it_IT", "ja_JP", "lt_LT", "lv_LV", "nb_NO"),
    *("nl_NL", "pl_PL", "pt_PT", "pt_BR", "ro_RO", "ru_RU", "sk_SK", "sl_SI", "sr_RS", "sv_SE"),
    *("th_TH", "tr_TR", "uk_UA", "ur_IN", "vi_VN", "zh_CN", "zh_TW"),
)
"""The languages that EspoCRM has; of several of one language the usual one comes first."""
_FALLBACK: Final = "en_US"
_SCRIPTS: Final = {"zh-hant": "zh_TW", "zh-hk": "zh_TW", "no": "nb_NO"}
_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_STYLES: Final = {"won": "success", "lost": "danger"}


def folder(tag: str) -> str:
    """The folder of a language; empty if EspoCRM does not have it.

    >>> folder("bg")
    'bg_BG'
    """
    wanted = tag.lower()
    for script, known in _SCRIPTS.items():
        if wanted == script or wanted.startswith(f"{script}-"):
            return known
    exact = [each for each in FOLDERS if each.lower() == wanted.replace("-", "_")]
    language = wanted.partition("-")[0]
    alike = [each for each in FOLDERS if each.partition("_")[0] == language]
    return next(iter((*exact, *alike)), "")


def module(id: str) -> str:
    """The name of our module: ``PlaybookNewBusiness``."""
    return "Playbook" + "".join(part.capitalize() for part in id.split("-"))


def extension(rollout: Rollout) -> Files:
    """The files of the extension; its administrator makes a zip file of them."""
    name = module(rollout.playbook.id)
    root = f"files/custom/Espo/Modules/{name}/Resources"
    is_older = rollout.version == "9"
    made: dict[str, Any] = {
        "manifest.json": {
            "name": name,
            "version": "1.0.0",
            "acceptableVersions": [">=9.0.0" if is_older else ">=10.0.0"],
            "author": "playbook",
            "description": rollout.setup.name,
        },
        f"{root}/module.json": {"order": 40},
        f"{root}/metadata/entityDefs/Opportunity.json": _entity(rollout),
    }
    logic = required_in_stages(rollout)
    if logic and is_older:
        made[f"{root}/metadata/clientDefs/Opportunity.json"] = {"dynamicLogic": {"fields": logic}}
    for language, labels in _labels(rollout).items():
        made[f"{root}/i18n/{language}/Opportunity.json"] = labels
    return {file: text(content) for file, content in made.items()}


def text(value: Any) -> str:
    """A value as the text of a file."""
    return json.dumps(value, ensure_ascii=False, indent=4) + "\n"


def required_in_stages(rollout: Rollout) -> Mapping[str, Any]:
    """For each field that is required the condition: the deal is in one of these stages."""
    keys = {stage.id: stage.key for stage in rollout.stages}
    made = {}
    for field in rollout.setup.fields:
        stages = [keys[id] for id in field.required if id in keys]
        if stages:
            made[field.key] = {"required": condition("stage", stages)}
    return made


def condition(attribute: str, values: object) -> Mapping[str, Any]:
    """That an attribute has one of these values, as dynamic logic says it."""
    return {"conditionGroup": [{"type": "in", "attribute": attribute, "value": values}]}


def _entity(rollout: Rollout) -> Mapping[str, Any]:
    stages = rollout.stages
    fields: dict[str, Any] = {
        "stage": {
            "options": ["__APPEND__", *(stage.key for stage in stages)],
            "probabilityMap": {stage.key: stage.probability for stage in stages},
            "style": {stage.key: _STYLES[stage.kind] for stage in stages if stage.kind in _STYLES},
        }
    }
    links = {}
    for field in rollout.added:
        fields[field.key] = _field(field)
        if field.type in LINKED:
            links[field.key] = {"type": "belongsTo", "entity": LINKED[field.type]}
    return {"fields": fields, **({"links": links} if links else {})}


def _field(field: FieldSetup) -> Mapping[str, Any]:
    made: dict[str, Any] = dict(FIELD_TYPES[field.type])
    options = [option.key for option in field.options]
    if made["type"] == "enum":
        # Without an empty one the first option would be there from the beginning.
        options = ["", *options]
    if options:
        made["options"] = options
    if field.about:
        made["tooltip"] = True
    return made


def _labels(rollout: Rollout) -> Mapping[str, Mapping[str, Any]]:
    """The labels in each language that EspoCRM has, and in English for all others."""
    named = {stage.key: stage.name for stage in rollout.stages}
    own = _of_language(rollout, rollout.setup, named)
    made = {_FALLBACK: own}
    if known := folder(rollout.playbook.language):
        made[known] = own
    for tag, setup in rollout.elsewhere.items():
        if known := folder(tag):
            names = {stage.key: stage.names.get(tag, stage.name) for stage in rollout.stages}
            made[known] = _of_language(rollout, setup, names)
    return made


def _of_language(rollout: Rollout, setup: Setup, stages: Mapping[str, str]) -> Mapping[str, Any]:
    found = {field.key: field for field in setup.fields}
    fields = [found.get(field.key, field) for field in rollout.added]
    options = {
        field.key: {option.key: option.name for option in field.options}
        for field in fields
        if field.options
    }
    made: dict[str, Any] = {
        "fields": {field.key: field.name for field in fields},
        "options": {"stage": stages, **options},
    }
    tooltips = {field.key: _plain(field.about) for field in fields if field.about}
    return {**made, **({"tooltips": tooltips} if tooltips else {})}


def _plain(about: str) -> str:
    """Text for a place that takes Markdown."""
    lines = (" ".join(line.split()) for line in about.split("\n"))
    return "\n\n".join(_PUNCTUATION.sub(r"\\\g<0>", line) for line in lines if line)
