"""The labels of a playbook in its other languages, as Salesforce keeps translations.

Fields, options, error messages, the record type and the stages can be
translated; the guidance of the Path cannot. What is not translated stays in
the playbook's own language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from playbook.crm.salesforce import fields
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.languages import code_of
from playbook.crm.salesforce.metadata import Value, document
from playbook.crm.salesforce.names import LONGEST_LABEL
from playbook.crm.salesforce.plan import Plan, plan
from playbook.messages import closest, speaking
from playbook.rollout.compiling import Rollout


def languages(rollout: Rollout) -> Mapping[str, str]:
    """For each other language of the playbook that Salesforce knows, the code there.

    Two tags that are one language there count once.
    """
    found: dict[str, str] = {}
    own = code_of(rollout.playbook.language)
    for tag in rollout.settings.translations:
        code = code_of(tag)
        if code and code != own and code not in found.values():
            found[tag] = code
    return found


def left_out(rollout: Rollout) -> tuple[str, ...]:
    """The other languages that Salesforce has no place for."""
    known = languages(rollout)
    return tuple(tag for tag in rollout.settings.translations if tag not in known)


@dataclass(frozen=True)
class Translation:
    """A playbook in one other language, beside what is written in its own."""

    own: Plan
    tag: str
    code: str

    @cached_property
    def other(self) -> Plan:
        """The same playbook in the other language."""
        rollout = self.own.rollout
        playbook = rollout.settings.translations[self.tag]
        with speaking(closest(self.tag)):
            return plan(Rollout(playbook, rollout.settings, rollout.surface))

    @cached_property
    def columns(self) -> tuple[tuple[Column, Column], ...]:
        """The columns that are written, each with itself in the other language."""
        others = {column.api: column for column in self.other.columns.added}
        return tuple(
            (column, others[column.api]) for column in self.own.written if column.api in others
        )

    @property
    def too_long(self) -> tuple[Column, ...]:
        """The columns whose translated label has no room; it stands in their help."""
        return tuple(
            other
            for column, other in self.columns
            if column.name != other.name and len(other.name) > LONGEST_LABEL
        )

    def stages(self) -> str:
        """The labels of the stages; those of others stay as they are."""
        values: list[Value] = [
            {"masterLabel": value.label, "translation": other.stage.name}
            for value, other in zip(self.own.values, self.other.values, strict=True)
            if not value.mapped
        ]
        return document("StandardValueSetTranslation", {"valueTranslation": values})

    def opportunity(self) -> str:
        """The label of the record type and the messages of the rules."""
        rules: list[Value] = [
            {"errorMessage": self.other.rules[at].message, "name": rule.name}
            for at, rule in sorted(self.own.rules.items(), key=lambda pair: pair[1].name)
            if at in self.other.rules
        ]
        return document(
            "CustomObjectTranslation",
            {
                "recordTypes": {"label": self.other.title, "name": self.own.name},
                "validationRules": rules,
            },
        )

    def fields(self) -> Iterator[tuple[str, str]]:
        """For each field its name, and its label, help and options."""
        for column, other in self.columns:
            content: dict[str, Value] = {"name": column.api}
            if len(other.name) <= LONGEST_LABEL:
                content["label"] = other.name
            help = fields.help_text(other)
            if help and fields.help_text(column):
                content["help"] = help
            names = dict(other.options)
            content["picklistValues"] = [
                {"masterLabel": label, "translation": names[id]}
                for id, label in column.options
                if id in names
            ]
            yield column.api, document("CustomFieldTranslation", content)


def translations(own: Plan) -> tuple[Translation, ...]:
    """The playbook in every other language that Salesforce knows."""
    return tuple(Translation(own, tag, code) for tag, code in languages(own.rollout).items())


def files(own: Plan, root: str) -> Iterator[tuple[str, str]]:
    """The files of all translations, below the folder of the metadata."""
    for each in translations(own):
        code = each.code
        path = f"{root}/standardValueSetTranslations/OpportunityStage-{code}"
        yield f"{path}.standardValueSetTranslation-meta.xml", each.stages()
        folder = f"{root}/objectTranslations/Opportunity-{code}"
        yield f"{folder}/Opportunity-{code}.objectTranslation-meta.xml", each.opportunity()
        for name, text in each.fields():
            yield f"{folder}/{name}.fieldTranslation-meta.xml", text
