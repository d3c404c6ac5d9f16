"""An org's opportunities as they are found in a folder, read back into what CRMs share.

``sources`` finds the metadata in both layouts. ``pipelines`` are the sales
processes over the one list of stages (``stages``), ``columns`` the fields.
``syntax`` reads formulas, ``meaning`` says what they are for a deal of which
little is known, and ``demands`` makes required fields of validation rules
(``rules``).
"""

from collections.abc import Iterator
from dataclasses import replace

from playbook.crm.salesforce.reading.columns import columns
from playbook.crm.salesforce.reading.pipelines import Pipelines
from playbook.crm.salesforce.reading.rules import Rules
from playbook.crm.salesforce.reading.sources import sources
from playbook.messages import _
from playbook.rollout.reading import Dump, Found, Note
from playbook.rollout.records import LOSS_REASON
from playbook.rollout.setup import FieldSetup, ReasonSetup, Setup

__all__ = ["read"]


def read(dump: Dump) -> Found:
    """The pipelines in the files of an sfdx project, or of a metadata package.

    Raises:
        Refused: there is nothing about opportunities in them, or one is no file of Salesforce's.

    """
    found = sources(dump)
    pipelines = Pipelines(found)
    rules = Rules(pipelines)
    setups, notes = [], [*found.notes, *pipelines.notes(), *rules.notes()]
    for name in pipelines.names:
        fields = list(_fields(pipelines, rules, name))
        notes += [each for each in fields if isinstance(each, Note)]
        notes += _key_fields(pipelines, rules, name)
        setups.append(
            _setup(pipelines, name, [each for each in fields if not isinstance(each, Note)])
        )
    return Found(tuple(setups), tuple(dict.fromkeys(notes)))


def _fields(pipelines: Pipelines, rules: Rules, name: str) -> Iterator[FieldSetup | Note]:
    return columns(
        pipelines.sources,
        pipelines.record_types(name),
        rules.required(name),
        pipelines.stages(name),
    )


def _key_fields(pipelines: Pipelines, rules: Rules, name: str) -> Iterator[Note]:
    """The fields that a Path shows, if no rule looks at them."""
    for stage, fields in pipelines.key_fields(name):
        shown = [each for each in fields if each not in rules.names]
        if shown:
            why = _("the Path shows these fields here; do they have to be filled?")
            yield Note("question", stage, ", ".join(shown), why)


def _setup(pipelines: Pipelines, name: str, fields: list[FieldSetup]) -> Setup:
    asking = (each for each in fields if each.type == "choice" and _is_reason(each.key))
    reason = next(asking, None)
    is_ours = bool(pipelines.own_id(name))
    return Setup(
        id=pipelines.own_id(name),
        key=name,
        name=pipelines.label(name),
        stages=tuple(pipelines.setups(name)),
        fields=tuple(
            replace(each, ids=(str(LOSS_REASON),)) if each is reason else each for each in fields
        ),
        reasons=tuple(
            ReasonSetup(id=option.key if is_ours else "", key=option.key, name=option.name)
            for option in (reason.options if reason else ())
        ),
        names=pipelines.labels(name),
    )


def _is_reason(key: str) -> bool:
    """Whether a field asks why a deal was lost, as its name tells."""
    name = key.casefold()
    return "reason" in name and ("loss" in name or "lost" in name)
