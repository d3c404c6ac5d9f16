"""A package for SuiteCRM's Module Loader: labels, custom fields, and what is required when.

Labels reach pages without being escaped, and explanations reach templates
even, so both are written as HTML entities, as SuiteCRM's own editor does.
"""

import html
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from playbook.crm.suitecrm import php
from playbook.files import Files
from playbook.model import StageKind
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup, Setup


class Kind(NamedTuple):
    """A type of SuiteCRM: what it is called, how long it is, and what it refers to."""

    type: str
    length: int | None = None
    module: str = ""


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind("varchar", 255),
    "long-text": Kind("text"),
    "number": Kind("float", 18),
    "money": Kind("currency", 26),
    "percent": Kind("float", 18),
    "rating": Kind("int", 11),
    "date": Kind("date"),
    "yes-no": Kind("enum", 100),
    "choice": Kind("enum", 100),
    "choices": Kind("multienum"),
    "user": Kind("relate", 255, "Users"),
    "contact": Kind("relate", 255, "Contacts"),
    "company": Kind("relate", 255, "Accounts"),
    "link": Kind("url", 255),
    "flag": Kind("bool"),
}
CLOSED: Final[Mapping[StageKind, str]] = {"won": "Closed Won", "lost": "Closed Lost"}
"""SuiteCRM counts a deal as won or lost by these two keys alone."""
_FALLBACK: Final = "en_us"
_SCRIPTS: Final = {
    "zh-hant": "zh_TW",
    "zh-tw": "zh_TW",
    "zh-hk": "zh_TW",
    "zh": "zh_CN",
    "pt-br": "pt_BR",
    "en-gb": "en_GB",
}
_REGIONS: Final = {
    "en": "en_us",
    "cs": "cs_CZ",
    "da": "da_DK",
    "el": "el_EL",
    "et": "et_EE",
    "fa": "fa_IR",
    "he": "he_IL",
    "ja": "ja_JP",
    "ko": "ko_KR",
    "nb": "nb_NO",
    "sl": "sl_SI",
    "sq": "sq_AL",
    "sr": "sr_RS",
    "sv": "sv_SE",
    "uk": "uk_UA",
    "vi": "vi_VN",
}
"""Where the language pack is named after a country whose letters are others."""
_DOUBLED: Final = ("bg", "de", "es", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nl", "pl", "pt")
_MORE: Final = ("ro", "ru", "sk", "th", "tr")


def pack(tag: str) -> str:
    """The name of a language's pack; empty if there is none.

    >>> pack("bg")
    'bg_BG'
    """
    wanted = tag.lower()
    for begin, known in _SCRIPTS.items():
        if wanted == begin or wanted.startswith(f"{begin}-"):
            return known
    language = wanted.partition("-")[0]
    if language in (*_DOUBLED, *_MORE):
        return f"{language}_{language.upper()}"
    return _REGIONS.get(language, "")


def package(rollout: Rollout) -> Files:
    """The files of the package; its administrator makes a zip file of them."""
    id = "playbook_" + rollout.playbook.id.replace("-", "_")
    labels, vardefs = _labels(rollout), tuple(_vardefs(rollout))
    made = {"manifest.php": _manifest(rollout, id, tuple(labels), has_vardefs=bool(vardefs))}
    for language, (lists, names) in labels.items():
        made[f"language/application/{language}.php"] = lists
        made[f"language/Opportunities/{language}.php"] = names
    if vardefs:
        made[f"vardefs/{id}.php"] = php.file(*vardefs)
    return made


def list_of(field: FieldSetup) -> str:
    """The name of the list with a field's options."""
    return f"{field.key.removesuffix('_c')}_list"


def _label_of(field: FieldSetup) -> str:
    return f"LBL_{field.key.removesuffix('_c').upper()}"


def _manifest(rollout: Rollout, id: str, languages: tuple[str, ...], *, has_vardefs: bool) -> str:
    manifest: dict[str, Any] = {
        "acceptable_suitecrm_versions": {"regex_matches": ["^[78]\\."]},
        "author": "playbook",
        "description": _entities(rollout.setup.name),
        "icon": "",
        "is_uninstallable": True,
        "name": id,
        "type": "module",
        "version": "1.0.0",
        "remove_tables": "prompt",
    }
    installed: dict[str, Any] = {
        "id": id,
        "language": [
            {
                "from": f"<basepath>/language/{module}/{language}.php",
                "to_module": module,
                "language": language,
            }
            for language in languages
            for module in ("application", "Opportunities")
        ],
        "custom_fields": list(_columns(rollout)),
    }
    if has_vardefs:
        one = {"from": f"<basepath>/vardefs/{id}.php", "to_module": "Opportunities"}
        installed["vardefs"] = [one]
    return php.file(
        php.assigned("manifest", (), manifest), php.assigned("installdefs", (), installed)
    )


def _columns(rollout: Rollout) -> Iterator[Mapping[str, php.Value]]:
    for field in rollout.added:
        kind = KINDS[field.type]
        own: dict[str, php.Value] = {}
        if kind.type in ("enum", "multienum"):
            own = {"ext1": list_of(field)}
        elif kind.module:
            id = f"{field.key.removesuffix('_c')}_id_c"
            yield _column(id, f"{_label_of(field)}_ID", Kind("id", 36))
            own = {"ext2": kind.module, "ext3": id}
        yield {**_column(field.key, _label_of(field), kind), **own}


def _column(name: str, label: str, kind: Kind) -> Mapping[str, php.Value]:
    return {
        "name": name,
        "label": label,
        "type": kind.type,
        "module": "Opportunities",
        "max_size": kind.length,
        "require_option": 0,
        "default_value": "",
        "audited": 0,
        "mass_update": 0,
        "duplicate_merge": 0,
        "reportable": 1,
        "importable": "true",
        "ext1": "",
        "ext2": "",
        "ext3": "",
        "ext4": "",
    }


def _vardefs(rollout: Rollout) -> Iterator[str]:
    """Explanations, and since version 8 the stages in which a field is required."""
    at = ("Opportunity", "fields")
    for field in rollout.added:
        if field.about:
            yield php.assigned("dictionary", (*at, field.key, "help"), _entities(field.about))
    if rollout.version == "7":
        return
    keys = {stage.id: stage.key for stage in rollout.stages}
    for field in rollout.setup.fields:
        stages = [keys[id] for id in field.required if id in keys]
        if stages:
            yield php.assigned("dictionary", (*at, field.key, "logic"), _required(stages))


def _required(stages: list[str]) -> php.Value:
    return {
        "required": {
            "key": "required",
            "modes": ["edit", "create"],
            "params": {
                "fieldDependencies": ["sales_stage"],
                "activeOnFields": {"sales_stage": stages},
            },
        }
    }


def _labels(rollout: Rollout) -> Mapping[str, tuple[str, str]]:
    """For each language the lists and the labels; in English for all others."""
    named = {stage.id: stage.name for stage in rollout.stages}
    own = _lists(rollout, rollout.setup, named), _names(rollout, rollout.setup)
    made = {_FALLBACK: own}
    if known := pack(rollout.playbook.language):
        made[known] = own
    for tag, setup in rollout.elsewhere.items():
        if known := pack(tag):
            names = {stage.id: stage.names.get(tag, stage.name) for stage in rollout.stages}
            made[known] = _lists(rollout, setup, names), _names(rollout, setup)
    return made


def _lists(rollout: Rollout, setup: Setup, stages: Mapping[str, str]) -> str:
    """The stages with their probabilities, and the options of fields."""
    lines = [
        # Else SuiteCRM takes these for the whole lists, and everybody else's stages are gone.
        php.assigned("exemptDropdowns", ("",), "sales_stage_dom"),
        php.assigned("exemptDropdowns", ("",), "sales_probability_dom"),
    ]
    for stage in rollout.stages:
        if stage.key not in CLOSED.values():  # every team has these two
            at = ("sales_stage_dom", stage.key)
            lines.append(php.assigned("app_list_strings", at, _option(stages[stage.id])))
            at = ("sales_probability_dom", stage.key)
            lines.append(php.assigned("app_list_strings", at, str(stage.probability)))
    found = {field.key: field for field in setup.fields}
    for field in rollout.added:
        options = found.get(field.key, field).options
        if options:
            first = {"": ""} if KINDS[field.type].type == "enum" else {}
            choices = {option.key: _option(option.name) for option in options}
            lines.append(php.assigned("app_list_strings", (list_of(field),), {**first, **choices}))
    return php.file(*lines)


def _names(rollout: Rollout, setup: Setup) -> str:
    found = {field.key: field for field in setup.fields}
    lines = []
    for field in rollout.added:
        label, name = _label_of(field), _entities(found.get(field.key, field).name)
        lines.append(php.assigned("mod_strings", (label,), name))
        if KINDS[field.type].module:
            lines.append(php.assigned("mod_strings", (f"{label}_ID",), name))
    return php.file(*lines)


def _entities(text: str) -> str:
    """A text as HTML, in which neither a tag nor a template's braces are left."""
    return _braces(html.escape(" ".join(text.split())))


def _option(text: str) -> str:
    """The same for lists, of which version 8 shows everything else as it stands."""
    return _braces(" ".join(text.split()).replace("<", "&lt;").replace(">", "&gt;"))


def _braces(text: str) -> str:
    return text.replace("{", "&#123;").replace("}", "&#125;")
