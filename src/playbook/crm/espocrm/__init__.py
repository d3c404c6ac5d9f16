"""EspoCRM: an extension with stages, fields and labels, and requests that make the pipeline.

Stages are options of a field there. Since version 10 there are pipelines
besides, whose stages stand for these options; a new pipeline comes with a
stage for every option. A field is required in stages by a condition: up to
version 9 the extension holds it; since version 10 it needs the ids of the
pipeline's stages, so a request makes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from playbook import wording
from playbook.crm import Export, Settings, Target
from playbook.crm.espocrm.extension import FIELD_TYPES, extension, folder
from playbook.crm.espocrm.pipeline import SERVER, requests
from playbook.crm.espocrm.reading import read
from playbook.files import Files
from playbook.messages import _
from playbook.model import Playbook
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.requests import sending_with, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface


def field_key(prefix: str, *ids: str) -> str:
    """A key of letters and digits alone, as EspoCRM wants it: ``pbBantMoney``."""
    words = (part for id in (prefix, *ids) for part in id.replace("-", "_").split("_"))
    first, *others = (word for word in words if word)
    return first + "".join(word[0].upper() + word[1:] for word in others)


_FIELDS: Final = "Administration → Entity Manager → Opportunity → Fields"
_WORKFLOWS: Final = "Administration → Workflows (Advanced Pack)"
_SURFACE: Final = Surface(
    title="EspoCRM",
    supports={
        "pipelines": "write",
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
    limits=Limits(
        pipeline_name=100, stage_name=50, stage_key=100, field_key=50, lowest=1, highest=99
    ),
    versions=("10", "9"),
    prefix_pattern="^[a-z][a-z0-9]{0,7}$",
    types={type: str(made["type"]) for type, made in FIELD_TYPES.items()},
    built_in={
        "amount": "amount",
        "close-date": "closeDate",
        "account": "account",
        "owner": "assignedUser",
    },
    field_key=field_key,
    language=folder,
    where={
        "fields": _FIELDS,
        "required": _FIELDS,
        "reasons": _FIELDS,
        "data": _FIELDS,
        "tasks": _WORKFLOWS,
        "automation": _WORKFLOWS,
        "approvals": "Administration → Process Flowcharts (Advanced Pack)",
        "score": "Administration → Entity Manager → Opportunity → Formula",
        "record": "Administration → Layout Manager → Opportunities → Detail",
        "access": "Administration → Roles",
        "reports": "Opportunities → Save Filter",
        "account": "Administration → Currency",
    },
    source="https://docs.espocrm.com/general/pipelines/",
    verified=("types",),
)
_OLDER: Final = replace(_SURFACE, supports={**_SURFACE.supports, "pipelines": "none"})
"""Up to version 9 there is one list of stages for all deals."""


def _write(rollout: Rollout) -> Files:
    return {**extension(rollout), **written(requests(rollout), SERVER)}


def _first(rollout: Rollout) -> Sequence[Step]:
    return tuple(_steps(rollout))


def _steps(rollout: Rollout) -> Iterator[Step]:
    yield Step(
        _("Install the package"),
        _in("Administration → Extensions", _("Make it with this command, and upload it there.")),
        (),
        ("python3 -m zipfile -c extension.zip manifest.json files",),
    )
    where = "Administration → Entity Manager → Opportunity → Fields → stage"
    edited = _("If somebody has edited this list by hand before, that list wins; add these to it.")
    keys = wording.listed(f"`{stage.key}`" for stage in rollout.stages)
    yield Step(_("See whether the stages are there"), _in(where, f"{edited}\n\n{keys}"))
    if rollout.version != "9":
        yield from _of_pipelines()
    hidden = _("Nobody can fill in a field that no page shows. The fields are new; add them there.")
    yield Step(_("Show the fields"), _in(rollout.surface.where["record"], hidden))
    yield look("Opportunities → Kanban")


def _of_pipelines() -> Iterator[Step]:
    yield Step(
        _("Switch on pipelines"),
        "**Administration → Entity Manager → Opportunity → Edit → Pipelines**",
    )
    yield sending_with(
        ESPOCRM_URL="https://crm.example.com",
        ESPOCRM_LOGIN="$(printf %s 'name:password' | base64 | tr -d '\\n')",
    )
    more = _(
        "A new pipeline has a stage for every status that there is. The usual ones are gone "
        "already; remove what else is not of this process."
    )
    yield Step(_("Remove stages of others"), _in("Administration → Pipelines", more))


def _in(where: str, how: str) -> str:
    return f"**{where}**\n\n{how}"


_NEWER_RECIPE: Final = Recipe(surface=_SURFACE, write=_write, first=_first)
_OLDER_RECIPE: Final = Recipe(surface=_OLDER, write=extension, first=_first)


def export(playbook: Playbook, settings: Settings) -> Export:
    """The files for the version that is meant, and the fate of every part."""
    is_older = settings.text("version", _SURFACE.versions[0]) == "9"
    return (_OLDER_RECIPE if is_older else _NEWER_RECIPE)(playbook, settings)


ESPOCRM: Final = Target(
    name="espocrm",
    about="An extension for EspoCRM with stages, fields and labels, and requests for a pipeline.",
    surface=_SURFACE,
    export=export,
    read=read,
    dump="GET /api/v1/Metadata, /api/v1/Pipeline, /api/v1/PipelineStage; "
    "custom/Espo/**/Opportunity.json",
)
