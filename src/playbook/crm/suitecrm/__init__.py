"""SuiteCRM: a package for the Module Loader with stages, fields and labels.

Stages are entries of a list of the application, and their probabilities of
another with the same keys; both are one for all deals, so entries are added,
and the others stay. Since version 8 a field can be required in stages, for
people who work in the browser.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from playbook import wording
from playbook.crm import Export, Settings, Target
from playbook.crm.suitecrm.package import CLOSED, KINDS, pack, package
from playbook.crm.suitecrm.reading import read
from playbook.messages import _
from playbook.model import Playbook
from playbook.rollout.checklist import Step, safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface, snake


def field_key(prefix: str, *ids: str) -> str:
    """A key as SuiteCRM gives it to custom fields: ``pb_bant__money_c``."""
    return f"{snake(prefix, *ids)}_c"


_WORKFLOWS: Final = "WorkFlow → Create WorkFlow"
_FIELDS: Final = "Admin → Studio → Opportunities → Fields"
_SURFACE: Final = Surface(
    title="SuiteCRM",
    supports={
        "pipelines": "none",
        "stages": "write",
        "order": "write",
        "probability": "write",
        "ends": "write",
        "ageing": "none",
        "gates": "write",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "write",
    },
    end_keys=CLOSED,
    limits=Limits(stage_key=255, field_key=61),
    versions=("8", "7"),
    types={type: kind.type for type, kind in KINDS.items()},
    built_in={
        "amount": "amount",
        "close-date": "date_closed",
        "account": "account_name",
        "owner": "assigned_user_name",
        "next-step": "next_step",
    },
    field_key=field_key,
    language=pack,
    where={
        "fields": _FIELDS,
        "data": _FIELDS,
        "tasks": _WORKFLOWS,
        "automation": _WORKFLOWS,
        "score": f"{_WORKFLOWS} → Calculate Fields",
        "record": "Admin → Studio → Opportunities → Layouts",
        "access": "Admin → Role Management",
        "reports": "Reports → Create Report",
        "account": "Admin → Currencies",
    },
    source="https://docs.suitecrm.com/8.x/developer/extensions/frontend/logic/field-logic/",
    verified=("read",),
)
_OLDER: Final = replace(_SURFACE, supports={**_SURFACE.supports, "gates": "none"})
"""Up to version 7 a field is required always or never."""


def _first(rollout: Rollout) -> Sequence[Step]:
    closed = [
        _("“{text}”").format(text=safe(stage.name))
        for stage in rollout.stages
        if stage.key in CLOSED.values()
    ]
    packed = " ".join(dict.fromkeys(name.partition("/")[0] for name in package(rollout)))
    ends = _(
        "SuiteCRM counts a deal as won or lost by its own two stages alone, so these are used for "
        "{stages}; what they require holds for the deals of all teams."
    )
    edited = _("If somebody has edited this list by hand before, that list wins; add these to it.")
    hidden = _("Nobody can fill in a field that no page shows. The fields are new; add them there.")
    dropdown = "Admin → Dropdown Editor → sales_stage_dom"
    added = [stage.key for stage in rollout.stages if stage.key not in CLOSED.values()]
    keys = wording.listed(f"`{key}`" for key in added)
    used = f"\n\n{ends.format(stages=wording.listed(closed))}" if closed else ""
    return (
        Step(
            _("Install the package"),
            "**Admin → Module Loader**\n\n"
            + _("Make it with this command, and upload it there.")
            + used,
            (),
            (f"python3 -m zipfile -c package.zip {packed}",),
        ),
        Step(_("Let it be read anew"), "**Admin → Repair → Quick Repair and Rebuild**"),
        Step(_("See whether the stages are there"), f"**{dropdown}**\n\n{edited}\n\n{keys}"),
        Step(_("Show the fields"), f"**{rollout.surface.where['record']}**\n\n{hidden}"),
        look("Opportunities"),
    )


_NEWER_RECIPE: Final = Recipe(surface=_SURFACE, write=package, first=_first)
_OLDER_RECIPE: Final = Recipe(surface=_OLDER, write=package, first=_first)


def export(playbook: Playbook, settings: Settings) -> Export:
    """The package for the version that is meant, and the fate of every part."""
    is_older = settings.text("version", _SURFACE.versions[0]) == "7"
    return (_OLDER_RECIPE if is_older else _NEWER_RECIPE)(playbook, settings)


SUITECRM: Final = Target(
    name="suitecrm",
    about="A package for SuiteCRM's Module Loader with stages, fields and labels.",
    surface=_SURFACE,
    export=export,
    read=read,
    dump="custom/application/Ext/Language/*.php, include/language/en_us.lang.php, "
    "GET /Api/V8/meta/fields/Opportunities",
)
