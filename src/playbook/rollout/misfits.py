"""What a CRM has no room for, found before anything is written: too long, too many, twice.

Nothing is cut in silence. Each misfit has its place and a proposal.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.findings import At
from playbook.messages import _, n_
from playbook.model import Playbook
from playbook.rollout.compiling import Rollout
from playbook.rollout.export import Settings
from playbook.rollout.surface import Surface
from playbook.suggest import did_you_mean


@dataclass(frozen=True)
class Misfit:
    """One thing that does not fit into a CRM as it is."""

    at: At
    message: str
    help: str
    setting: At = ()
    """Where in the target's part of crm.yaml it stands, if it stands there."""


def misfits(playbook: Playbook, settings: Settings, surface: Surface) -> Iterator[Misfit]:
    """Everything of a playbook that does not fit into a CRM, in the order of the playbook."""
    rollout = Rollout(playbook, settings, surface)
    yield from _of_settings(rollout)
    yield from _of_pipeline(rollout)
    yield from _of_stages(rollout)
    yield from _of_fields(rollout)


def _of_settings(rollout: Rollout) -> Iterator[Misfit]:
    """Names that crm.yaml gives to what there is not."""
    playbook, settings = rollout.playbook, rollout.settings
    if rollout.prefix and not re.fullmatch(rollout.surface.prefix_pattern, rollout.prefix):
        message = _("{title} takes no names that begin with “{prefix}”.")
        message = message.format(title=rollout.surface.title, prefix=rollout.prefix)
        help = _("Write, for example, {prefix}.").format(prefix=rollout.surface.prefix)
        yield Misfit((), message, help, ("prefix",))
    language = settings.text("language", playbook.language)
    if language != playbook.language:
        message = _('"{name}" is not translated into "{language}".')
        message = message.format(name=playbook.name, language=language)
        help = did_you_mean(language, (playbook.language, *settings.translations))
        if language in playbook.languages:
            help = _("Its catalogue is missing or empty; playbook translate begins one.")
        yield Misfit((), message, help, ("language",))
    for key, schema in rollout.surface.settings.items():
        known = schema.get("propertyNames", {}).get("enum")
        for name in settings.values.get(key, ()) if known else ():
            if name not in known:
                message = _('"{name}" is not known here.').format(name=name)
                yield Misfit((), message, did_you_mean(name, known), (key, name))
    for id in settings.names("stages"):
        if id not in playbook.stage:
            message = _('There is no stage "{id}".').format(id=id)
            yield Misfit((), message, did_you_mean(id, playbook.stage), ("stages", id))
    for key in ("fields", "options"):
        for id in settings.values.get(key, ()):
            if id not in rollout.recorded:
                message = _('There is no field "{id}".').format(id=id)
                yield Misfit((), message, did_you_mean(id, rollout.recorded), (key, id))
    yield from _of_options(rollout)


def _of_options(rollout: Rollout) -> Iterator[Misfit]:
    """Names that crm.yaml gives to options that there are not."""
    for record in rollout.records:
        known = [id for id, _name in record.options]
        id = ".".join(record.ids)
        for option in rollout.settings.options(*record.ids):
            if option not in known:
                message = _('There is no option "{id}".').format(id=option)
                help = did_you_mean(option, known) or _("Known here: {listed}.").format(listed="–")
                yield Misfit((), message, help, ("options", id, option))


def _of_pipeline(rollout: Rollout) -> Iterator[Misfit]:
    limits, title = rollout.surface.limits, rollout.surface.title
    setup = rollout.setup
    yield from _too_long(
        rollout,
        ("name",),
        setup.name,
        limits.pipeline_name,
        _("Shorten it, or give it another name there: name in crm.yaml."),
    )
    count = len(rollout.stages)
    if limits.stages is not None and count > limits.stages:
        message = n_(
            "{title} has room for {most} stage in a pipeline, and there are {count}.",
            "{title} has room for {most} stages in a pipeline, and there are {count}.",
            limits.stages,
        )
        help = _("Join stages, or make two playbooks of them.")
        message = message.format(title=title, most=limits.stages, count=count)
        yield Misfit(("stages",), message, help)
    count = len(rollout.added)
    if limits.fields is not None and count > limits.fields:
        message = _("{title} has room for {most} fields, and the playbook adds {count}.")
        help = _("Leave out fields and questions that nobody reads.")
        yield Misfit(
            ("fields",), message.format(title=title, most=limits.fields, count=count), help
        )


def _of_stages(rollout: Rollout) -> Iterator[Misfit]:
    limits = rollout.surface.limits
    help = _("Shorten it, or give the stage another name there: stages in crm.yaml.")
    names = Counter(stage.name.casefold() for stage in rollout.stages)
    keys = Counter(stage.key for stage in rollout.stages if stage.key)
    for stage in rollout.stages:
        yield from _too_long(rollout, (*stage.at, "name"), stage.name, limits.stage_name, help)
        yield from _key_too_long(rollout, stage.at, stage.key, limits.stage_key)
        if keys[stage.key] > 1:
            yield _twice(rollout, stage.at, stage.key)
        if limits.are_names_unique and names[stage.name.casefold()] > 1:
            message = _("{title} has no two stages of the same name, and “{name}” is there twice.")
            message = message.format(title=rollout.surface.title, name=stage.name)
            yield Misfit((*stage.at, "name"), message, _("Say in the names what tells them apart."))


def _of_fields(rollout: Rollout) -> Iterator[Misfit]:
    limits, title = rollout.surface.limits, rollout.surface.title
    help = _("Shorten it; the explanation belongs into about.")
    keys = Counter(each.key.casefold() for each in rollout.setup.fields if each.key)
    for each in rollout.setup.fields:
        if each.key and keys[each.key.casefold()] > 1:
            yield _twice(rollout, each.at, each.key)
    for each in rollout.added:
        yield from _too_long(rollout, each.at, each.name, limits.field_name, help)
        yield from _key_too_long(rollout, each.at, each.key, limits.field_key)
        if limits.options is not None and len(each.options) > limits.options:
            message = _("{title} has room for {most} options, and “{name}” has {count}.")
            yield Misfit(
                each.at,
                message.format(
                    title=title, most=limits.options, name=each.name, count=len(each.options)
                ),
                _("Leave some out, or make it a text."),
            )
        for option in each.options:
            yield from _too_long(rollout, each.at, option.name, limits.option_name, help)


def _too_long(rollout: Rollout, at: At, text: str, most: int | None, help: str) -> Iterator[Misfit]:
    if most is not None and len(text) > most:
        message = _("{title} has room for {most} characters, and “{text}” has {length}.")
        said = message.format(title=rollout.surface.title, most=most, text=text, length=len(text))
        yield Misfit(at, said, help)


def _key_too_long(rollout: Rollout, at: At, key: str, most: int | None) -> Iterator[Misfit]:
    if most is not None and len(key) > most:
        message = _("{title} has room for {most} characters of a name, and {key} has {length}.")
        message = message.format(title=rollout.surface.title, most=most, key=key, length=len(key))
        yield Misfit(at, message, _("Shorten the ids, or the prefix in crm.yaml."))


def _twice(rollout: Rollout, at: At, key: str) -> Misfit:
    message = _("In {title} two things would have the name {key}.")
    return Misfit(
        at, message.format(title=rollout.surface.title, key=key), _("Change one of the ids.")
    )
