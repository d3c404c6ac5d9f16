"""The sales processes as they were read: one pipeline for each that is switched on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.etree import ElementTree as ET

from playbook.crm.salesforce.languages import tag_of
from playbook.crm.salesforce.names import api_name
from playbook.crm.salesforce.reading.demands import Process
from playbook.crm.salesforce.reading.sources import Sources, is_true, meant, text_of
from playbook.crm.salesforce.reading.stages import Listed, plain, stage_list
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout.reading import Note
from playbook.rollout.setup import StageSetup

_BYPASS: Final = re.compile(r"\$Permission\.([A-Z][A-Za-z0-9]{0,7})_Bypass\b")
_USUAL: Final[Mapping[str, StageKind]] = {"Closed Won": "won", "Closed Lost": "lost"}
"""What these stages are in every new org; for where the list does not say it."""
_RANKS: Final[Mapping[StageKind, int]] = {"open": 0, "won": 1, "lost": 2}
_MASTER: Final = "__MASTER__"
"""What a Path calls the deals without a record type."""


@dataclass(frozen=True)
class Pipelines:
    """The processes of a folder."""

    sources: Sources

    @cached_property
    def listed(self) -> Mapping[str, Listed]:
        """The list of stages by name; empty if it is not there."""
        return stage_list(self.sources)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The processes that are switched on; without any, the list itself is one."""
        processes = self.sources.of("BusinessProcess")
        active = [name for name, tree in sorted(processes.items()) if _is_on(tree, "isActive")]
        return tuple(active) or (("",) if self.listed and not processes else ())

    def stages(self, name: str) -> tuple[str, ...]:
        """The stages of a process as the Path shows them: in the order of the list, ends last."""
        if name:
            values = self.sources.of("BusinessProcess")[name].iterfind("values")
            own = {meant(text_of(each, "fullName"), self.listed): None for each in values}
        else:
            own = {key: None for key, value in self.listed.items() if value.is_active}
        ordered = [key for key in self.listed if key in own]
        ordered += [key for key in own if key not in self.listed]
        return tuple(sorted(ordered, key=lambda key: _RANKS[self.kind(key)]))

    def kind(self, key: str) -> StageKind:
        """What kind of stage it is, as far as Salesforce tells it."""
        return self.listed[key].kind if key in self.listed else _USUAL.get(key, "open")

    def start(self, name: str) -> str:
        """The stage in which deals begin."""
        tree = self.sources.of("BusinessProcess").get(name)
        values = tree.iterfind("values") if tree is not None else ()
        said = [text_of(each, "fullName") for each in values if is_true(each, "default")]
        stages = self.stages(name)
        return meant(said[0], self.listed) if said else stages[0] if stages else ""

    def record_types(self, name: str) -> tuple[str, ...]:
        """The record types that are switched on and have this process."""
        return tuple(
            own
            for own, tree in sorted(self.sources.of("RecordType").items())
            if _is_on(tree, "active") and text_of(tree, "businessProcess") == name
        )

    def label(self, name: str) -> str:
        """What people call the process: as its only record type, or as itself."""
        own = self.record_types(name)
        if len(own) == 1:
            return text_of(self.sources.of("RecordType")[own[0]], "label") or own[0]
        return name or "Opportunity"

    def labels(self, name: str) -> Mapping[str, str]:
        """What people call the process in other languages."""
        own = self.record_types(name)
        found: dict[str, str] = {}
        for path, tree in self.sources.of("CustomObjectTranslation").items():
            for each in tree.iterfind("recordTypes"):
                if own == (text_of(each, "name"),) and text_of(each, "label"):
                    found[tag_of(path.partition("-")[2])] = text_of(each, "label")
        return found

    def process(self, name: str, fillable: Mapping[str, str]) -> Process:
        """The process as rules are tried on it."""
        trees = self.sources.of("RecordType")
        return Process(
            stages=self.stages(name),
            start=self.start(name),
            ends={key: (value.closed, value.won) for key, value in self.listed.items()},
            record_types=tuple(
                (own, text_of(trees[own], "label")) for own in self.record_types(name)
            ),
            fillable=fillable,
        )

    def paths(self, name: str) -> Sequence[ET.Element]:
        """The Paths of the process that are switched on."""
        own = self.record_types(name) or (_MASTER,)
        return [
            tree
            for tree in self.sources.of("PathAssistant").values()
            if is_opportunity(tree)
            and _is_on(tree, "active")
            and text_of(tree, "recordTypeName").rpartition(".")[2] in own
        ]

    @cached_property
    def prefix(self) -> str:
        """What the names of our own things begin with; empty if nothing here is ours."""
        for tree in self.sources.of("ValidationRule").values():
            found = _BYPASS.search(text_of(tree, "errorConditionFormula"))
            if found:
                return found[1]
        return ""

    def own_id(self, name: str) -> str:
        """The id of our playbook that a process was made of; empty if it is not ours."""
        id = name.removeprefix(f"{self.prefix}_").replace("_", "-").lower()
        is_ours = bool(self.prefix) and f"{self.prefix}_{api_name(id)}" == name
        return id if is_ours and name in self.record_types(name) else ""

    def setups(self, name: str) -> Iterator[StageSetup]:
        """The stages of a process."""
        paths = self.paths(name)
        guidance = _guidance(paths[0], self.listed) if paths else {}
        for key in self.stages(name):
            value = self.listed.get(key)
            id = key.replace("_", "-").lower()
            yield StageSetup(
                id=id if self.own_id(name) and api_name(id) == key else "",
                key=key,
                name=value.label if value else key,
                kind=self.kind(key),
                probability=value.probability if value else None,
                forecast=value.forecast if value else None,
                guidance=guidance.get(key, ""),
                names=value.names if value else {},
                is_active=value.is_active if value else True,
            )

    def key_fields(self, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """For each stage the fields that the Path shows there."""
        for path in self.paths(name)[:1]:
            for step in path.iterfind("pathAssistantSteps"):
                fields = tuple((each.text or "").strip() for each in step.iterfind("fieldNames"))
                yield meant(text_of(step, "picklistValueName"), self.listed), fields

    def notes(self) -> Iterator[Note]:
        """What the processes leave open, or hold that a playbook does not."""
        yield from self._switched_off()
        if not self.listed:
            why = _(
                "the list of stages is not in these files; which stages are won, which are lost, "
                "and how likely are the others?"
            )
            yield Note("question", "OpportunityStage", "StandardValueSet", why)
        for name in self.names:
            yield from self._of_process(name)
        used = {key for name in self.names for key in self.stages(name)}
        for key, value in self.listed.items():
            if key not in used and value.is_active:
                yield Note("left out", key, value.label, _("no sales process has this stage"))
        yield from self._dangling()

    def _switched_off(self) -> Iterator[Note]:
        flags = {"BusinessProcess": "isActive", "RecordType": "active", "ValidationRule": "active"}
        for kind, flag in flags.items():
            for name, tree in self.sources.of(kind).items():
                if not _is_on(tree, flag):
                    yield Note("left out", name, kind, _("it is switched off in the CRM"))
        for name, tree in self.sources.of("PathAssistant").items():
            if is_opportunity(tree) and not _is_on(tree, "active"):
                yield Note("left out", name, "PathAssistant", _("it is switched off in the CRM"))

    def _of_process(self, name: str) -> Iterator[Note]:
        if self.listed:
            for key in self.stages(name):
                if key not in self.listed:
                    yield Note("question", key, name, _("it is not in these files"))
        stages = self.stages(name)
        if stages and self.start(name) != stages[0]:
            why = _("deals begin here, and it is not the first stage; where may they begin?")
            yield Note("question", self.start(name), self.label(name), why)
        own = self.record_types(name)
        if len(own) > 1:
            labels = [text_of(self.sources.of("RecordType")[each], "label") for each in own]
            why = _("they share one process; a playbook knows one name for it")
            yield Note("left out", name, ", ".join(labels), why)
        texts = [_guidance(path, self.listed) for path in self.paths(name)]
        if any(each != texts[0] for each in texts):
            why = _("several say it differently; the first one was taken")
            yield Note("question", name, "PathAssistant", why)
        for key, _fields in self.key_fields(name):
            if key not in stages:
                yield Note("left out", key, "PathAssistant", _("no sales process has this stage"))

    def _dangling(self) -> Iterator[Note]:
        processes = self.sources.of("BusinessProcess")
        missing = _("it is not in these files")
        for name, tree in self.sources.of("RecordType").items():
            wanted = text_of(tree, "businessProcess")
            if _is_on(tree, "active") and wanted and wanted not in processes:
                yield Note("question", wanted, name, missing)
        known = {*self.sources.of("RecordType"), _MASTER, ""}
        for name, tree in self.sources.of("PathAssistant").items():
            own = text_of(tree, "recordTypeName").rpartition(".")[2]
            if is_opportunity(tree) and own not in known:
                yield Note("question", own, name, missing)


def is_opportunity(path: ET.Element) -> bool:
    """Whether a Path leads through the stages of opportunities."""
    return (text_of(path, "entityName"), text_of(path, "fieldName")) == ("Opportunity", "StageName")


def _guidance(path: ET.Element, known: Collection[str]) -> Mapping[str, str]:
    """For each stage the text that a Path shows there."""
    return {
        meant(text_of(step, "picklistValueName"), known): plain(text_of(step, "info"))
        for step in path.iterfind("pathAssistantSteps")
    }


def _is_on(tree: ET.Element, flag: str) -> bool:
    return is_true(tree, flag, otherwise=flag == "isActive")
