"""Where a field that a CRM requires in stages is wanted in a playbook.

A playbook asks for a field before a deal leaves a stage; from there on it is
there. A CRM requires it in stages. The two say the same where a field is
required from a stage on; anything else is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from playbook.rollout.setup import FieldSetup, Setup, StageSetup


@dataclass(frozen=True)
class Placed:
    """In which stages a field is asked for."""

    before_leaving: tuple[str, ...] = ()
    """The stages before whose end it has to be filled, or ends that ask for it themselves."""
    to_begin: str = ""
    """The first stage, if a deal cannot even begin without it."""
    more: tuple[str, ...] = field(default=())
    """The stages in which the playbook asks for it, and the CRM does not.

    What is filled in the stages before is there when the deal is won.
    """


def placed(setup: Setup, one: FieldSetup) -> Placed:
    """Where a field is asked for; the setup's stages are in order, with their ends."""
    wanted = set(_ids(setup.stages, one.required))
    line = [each.id for each in setup.stages if _is_on_the_line(each)]
    won = {each.id for each in setup.stages if each.kind == "won"}
    ends = tuple(each.id for each in setup.stages if each.id in wanted and each.id not in line)
    first = next((number for number, id in enumerate(line) if id in wanted), None)
    if first is None:
        return Placed(ends)
    more = tuple(id for id in line[first:] if id not in wanted | won)
    if first == 0:
        return Placed(ends, line[0], more)
    return Placed((line[first - 1], *ends), "", more)


def _is_on_the_line(stage: StageSetup) -> bool:
    return stage.kind in ("lead", "open", "won")


def _ids(stages: Sequence[StageSetup], keys: Collection[str]) -> list[str]:
    """The ids of the stages that are meant by keys, or by the words won and lost."""
    return [
        each.id
        for each in stages
        if (each.key and each.key in keys) or (each.kind in ("won", "lost") and each.kind in keys)
    ]
