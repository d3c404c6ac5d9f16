"""When a gate is looked at: formulas that are true while a deal passes a stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from playbook.crm.salesforce.formulas import Unsayable, both, either, none_of, one_of, quoted
from playbook.messages import _
from playbook.model import Stage, StageId
from playbook.rollout.passage import Passage

BEFORE: Final = "PRIORVALUE(StageName)"
CHANGED: Final = "ISCHANGED(StageName)"


@dataclass(frozen=True)
class Moments:
    """The moments of a playbook, with its stages as Salesforce names them."""

    passage: Passage
    stage_names: Mapping[StageId, str]

    def leaving(self, stage: Stage) -> str:
        """The moment in which a deal gets past a stage, or leaves it forward."""
        beyond = self.passage.beyond(stage)
        direct = [id for id in self.passage.onward(stage) if id not in beyond]
        past, out = self.names(beyond), self.names(direct)
        if not past and not out:
            raise Unsayable(_("No stage follows that a deal could be held back from."))
        ways = []
        if past:
            ways.append(both(one_of("StageName", past), none_of(BEFORE, past)))
        if out:
            ways.append(both(self.was(stage), one_of("StageName", out)))
        return both(CHANGED, either(*ways))

    def entering(self, stage: Stage) -> str:
        """The moment in which a deal enters a stage, or gets past it at once."""
        names = self.names((stage.id, *self.passage.beyond(stage)))
        return both(CHANGED, one_of("StageName", names), none_of(BEFORE, names))

    def moving_to(self, stage: Stage, targets: Iterable[StageId]) -> str:
        """The moment in which a deal moves straight from a stage to one of the others."""
        return both(CHANGED, self.was(stage), one_of("StageName", self.names(targets)))

    def was(self, stage: Stage) -> str:
        """Whether the deal comes from a stage."""
        return f"ISPICKVAL({BEFORE}, {quoted(self.stage_names[stage.id])})"

    def names(self, ids: Iterable[StageId]) -> list[str]:
        """Stages as Salesforce names them."""
        return [self.stage_names[id] for id in ids if id in self.stage_names]
