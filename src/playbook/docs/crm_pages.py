"""What each CRM can hold, at a glance and one by one, as ``docs/crm.md``."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Final

from playbook.cli.helping import told
from playbook.crm import Target
from playbook.docs.words import _
from playbook.registry import all_targets
from playbook.rollout.surface import CAPABILITIES, Capability, Limits, Support
from playbook.wording import together

_SIGNS: Final[Mapping[Support, str]] = {"write": "●", "manual": "○", "read": "◦", "none": "–"}


def crm_page() -> Iterator[str]:
    """The page, line by line, in the language in use."""
    targets = all_targets()
    yield f"# {_('The CRMs')}"
    yield ""
    yield _("Made from what the targets say of themselves, by `python -m playbook.docs`.")
    yield _(
        "`playbook export TARGET PLAYBOOK -o FOLDER` writes the files and SETUP.md, the page of "
        "steps by hand; what a CRM cannot hold is listed with its place, and nothing is dropped in "
        "silence."
    )
    yield ""
    yield from _legend()
    yield ""
    yield from _table(targets)
    for name, target in targets.items():
        yield ""
        yield from _one(name, target)


def _legend() -> Iterator[str]:
    words: Mapping[Support, str] = {
        "write": _("the files set it up"),
        "manual": _("people set it up by hand; SETUP.md says where"),
        "read": _("the CRM has it, and nobody can set it from outside"),
        "none": _("the CRM does not know it; it stays in the handbook"),
    }
    yield from (f"- {_SIGNS[support]} {said}" for support, said in words.items())


def _table(targets: Mapping[str, Target]) -> Iterator[str]:
    names = _capabilities()
    yield f"| | {' | '.join(names[each] for each in CAPABILITIES)} |"
    yield f"|---|{'|'.join(':-:' for _each in CAPABILITIES)}|"
    for name, target in targets.items():
        signs = (_SIGNS[target.surface.can(each)] for each in CAPABILITIES)
        yield f"| [{target.title}](#{name}) | {' | '.join(signs)} |"


def _one(name: str, target: Target) -> Iterator[str]:
    surface = target.surface
    yield f'## <a id="{name}"></a>{target.title}'
    yield ""
    yield told(target.about)
    yield ""
    yield f"- `playbook export {name}`"
    if target.read is not None:
        line = _("`playbook import {name}` and `playbook compare {name}` read: {dump}")
        yield "- " + line.format(name=name, dump=target.dump)
    if surface.versions:
        line = _("Versions: {versions}")
        yield "- " + line.format(versions=", ".join(f"`{each}`" for each in surface.versions))
    limits = list(_limits(surface.limits))
    if limits:
        yield "- " + _("Limits: {limits}").format(limits=together(limits))
    checked = {
        "run": _("by a server or an evaluator that took it"),
        "types": _("against the vendor's own types, schema or grammar"),
        "read": _("with what the vendor's pages say"),
    }
    line = _("Checked: {how}")
    yield "- " + line.format(how=together(checked[each] for each in surface.verified))
    if surface.source:
        yield "- " + _("Source: {address}").format(address=f"<{surface.source}>")


def _limits(limits: Limits) -> Iterator[str]:
    names = {
        "pipeline_name": _("{count} characters in the name of a pipeline"),
        "stages": _("{count} stages"),
        "stage_name": _("{count} characters in the name of a stage"),
        "stage_key": _("{count} characters in the key of a stage"),
        "fields": _("{count} fields"),
        "field_name": _("{count} characters in the name of a field"),
        "field_key": _("{count} characters in the key of a field"),
        "options": _("{count} options of a field"),
        "option_name": _("{count} characters in an option"),
        "guidance": _("{count} characters of guidance beside a stage"),
    }
    for field in dataclasses.fields(limits):
        value = getattr(limits, field.name)
        if field.name in names and value is not None:
            yield names[field.name].format(count=value)
    if limits.step > 1:
        yield _("probabilities in steps of {number} %").format(number=limits.step)


def _capabilities() -> Mapping[Capability, str]:
    return {
        "pipelines": _("Pipeline"),
        "stages": _("Stages"),
        "order": _("Order"),
        "probability": _("Probability"),
        "ends": _("Won, lost"),
        "ageing": _("Ageing"),
        "gates": _("Gates"),
        "guidance": _("Guidance"),
        "tasks": _("Tasks"),
        "fields": _("Fields"),
        "reasons": _("Reasons"),
        "forecast": _("Forecast"),
        "moves": _("Moves"),
        "translations": _("Translations"),
    }
