"""The validation rules of a folder: what they require in which stages, and what they are else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from playbook.crm.salesforce.reading.columns import fillable
from playbook.crm.salesforce.reading.demands import Verdict, judged
from playbook.crm.salesforce.reading.pipelines import Pipelines
from playbook.crm.salesforce.reading.sources import is_true, text_of
from playbook.crm.salesforce.reading.syntax import Name, Node, Unreadable, parsed, walk
from playbook.messages import _
from playbook.rollout.reading import Note


@dataclass(frozen=True)
class Rules:
    """The rules that are switched on."""

    pipelines: Pipelines

    @cached_property
    def formulas(self) -> Mapping[str, str]:
        """The formula of each rule."""
        return {
            name: text_of(tree, "errorConditionFormula")
            for name, tree in self.pipelines.sources.of("ValidationRule").items()
            if is_true(tree, "active")
        }

    @cached_property
    def trees(self) -> Mapping[str, Node]:
        """The rules whose formulas can be read."""
        found = {}
        for name, formula in self.formulas.items():
            try:
                found[name] = parsed(formula)
            except Unreadable:
                continue
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that the rules look at."""
        trees = self.trees.values()
        return frozenset(
            node.value for tree in trees for node in walk(tree) if isinstance(node, Name)
        )

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """For each process what is to be said of each rule."""
        fields = fillable(self.pipelines.sources, self.names)
        return {
            process: {
                name: judged(
                    tree, self.pipelines.process(process, fields), is_ours=self._is_ours(name)
                )
                for name, tree in self.trees.items()
            }
            for process in self.pipelines.names
        }

    def required(self, process: str) -> Mapping[str, tuple[str, ...]]:
        """For each field the stages of a process in which it has to be filled, in order."""
        found: dict[str, set[str]] = {}
        for verdict in self.verdicts[process].values():
            if verdict.demand:
                for field in verdict.demand.fields:
                    found.setdefault(field, set()).update(verdict.demand.stages)
        stages = self.pipelines.stages(process)
        return {
            field: tuple(stage for stage in stages if stage in where)
            for field, where in found.items()
        }

    def notes(self) -> Iterator[Note]:
        """The rules that are left out, and those that let some people through."""
        for name in self.formulas:
            own = [found[name] for found in self.verdicts.values() if name in found]
            if name not in self.trees:
                yield self._note(name, _("the formula cannot be read"))
            elif not any(each.demand for each in own) or any(
                each.concerns and not each.demand for each in own
            ):
                why = _("it is more than fields that have to be filled in some stages")
                yield self._note(name, why)
            elif any(each.demand and each.demand.is_for_some for each in own):
                yield self._note(name, _("some people pass it; a playbook asks everyone"))

    def _note(self, name: str, why: str) -> Note:
        tree = self.pipelines.sources.of("ValidationRule")[name]
        said = f"{text_of(tree, 'errorMessage')}\n{self.formulas[name]}"
        return Note("left out", name, said, why)

    def _is_ours(self, name: str) -> bool:
        """Whether we have written a rule: then it says of a gate only what the flow says."""
        prefix = self.pipelines.prefix
        passes = f"$Permission.{prefix}_Bypass" in self.formulas[name]
        return bool(prefix) and passes and name.startswith(f"{prefix}_")
