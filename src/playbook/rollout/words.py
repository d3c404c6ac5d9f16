"""What a piece says, in words: days, moments, roles, what is set, where a deal goes."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from playbook import wording
from playbook.messages import _, n_
from playbook.model import (
    Back,
    Continuation,
    FieldId,
    Handover,
    KnockOut,
    Moment,
    Overdue,
    Part,
    Playbook,
    RoleId,
    Route,
    Scoring,
    Task,
    WakeUp,
    Write,
)
from playbook.rollout.guidance import segment_names, task_line
from playbook.rollout.labels import labels

_ROLES = frozenset({"owner", "by", "consult", "inform", "entered_by", "verified_by"})
_STAGES = frozenset({"next", "from", "if_rejected"})
_FIELDS = frozenset({"kept_in", "must_fill"})
_REASONS = frozenset({"under", "reason", "reasons"})
_CHOICES = frozenset({"clock", "filled_by", "reopen", "open_deals", "record"})


def said(playbook: Playbook, kind: str, value: Any) -> str:
    """What a piece of this kind says; empty where its name says it all."""
    section, _dot, key = kind.partition(".")
    if key == "by_segment":
        return wording.together(
            wording.headed(segment_names(playbook, (id,)), _differing(playbook, section, part))
            for id, part in value.items()
        )
    if key in ("asks", "confirms"):
        return _asked(playbook, value)
    if key in _CHOICES:
        return _chosen(value)
    return _names(playbook, key, value) or _numbers(key, value) or _by_type(playbook, value)


def _names(playbook: Playbook, key: str, value: Any) -> str:
    """What ids stand for; empty if a key holds none."""
    if key in _ROLES:
        return wording.listed(wording.role_name(playbook, RoleId(id)) for id in _listed(value))
    if key in _STAGES:
        return wording.listed(stage_name(playbook, id) for id in _listed(value))
    if key in _FIELDS:
        return wording.listed(wording.field_name(playbook, FieldId(id)) for id in _listed(value))
    if key in _REASONS:
        reasons = {str(id): reason.name for id, reason in playbook.reasons.items()}
        return wording.listed(reasons.get(id, id) for id in _listed(value))
    if key == "for":
        return segment_names(playbook, value)
    if key == "buyer_role":
        return wording.buyer_role_name(playbook, value)
    if key == "buyer_roles":
        return wording.listed(
            _with(wording.buyer_role_name(playbook, id), n) for id, n in value.items()
        )
    if key == "forecast" and isinstance(value, str):
        return wording.forecast_name(playbook, value)
    return ""


def _numbers(key: str, value: Any) -> str:
    """Numbers with what they count; empty if a key holds none."""
    if value is None:
        return ""
    if key == "probability":
        return _("{number}%").format(number=value)
    if key == "keep_months":
        return n_("{count} month", "{count} months", value).format(count=value)
    return wording.days(value) if key.endswith("_days") else ""


def _chosen(value: str) -> str:
    """One of the words of the format."""
    return {
        "last-activity": _("last activity"),
        "system": _("the system"),
        "same-deal": _("the same deal"),
        "new-deal": _("a new deal"),
        "stay": _("they end under the old version"),
        "lead": _("leads"),
        "account": _("accounts"),
        "contract": _("contracts"),
    }.get(value, value)


def _by_type(playbook: Playbook, value: Any) -> str:
    match value:
        case True | None:
            return ""
        case str() | int() | float():
            return str(value)
        case WakeUp():
            return _woken(playbook, value)
        case Moment():
            return wording.moment(playbook, value)
        case Overdue():
            return _overdue(playbook, value)
        case Back():
            return _moved_back(playbook, value)
        case Handover():
            return _handed_over(playbook, value)
        case KnockOut():
            there = _moved(playbook, value.move_to, value.reason)
            answer = wording.answer(value).format(subject=_("The answer")).strip()
            return f"{answer} → {there}"
        case Scoring():
            return "" if value.pass_ is None else _("passed from {mark}").format(mark=value.pass_)
        case tuple():
            return wording.together(_one(playbook, each) for each in value)
        case Mapping():
            return wording.together(_one(playbook, each) for each in value.values())
    return ""


def _one(playbook: Playbook, part: Any) -> str:
    """One of several things in a list."""
    match part:
        case str():
            return part
        case Task():
            return task_line(playbook, part)
        case Write():
            return _written(playbook, part)
        case Continuation():
            name = part.name or str(part.playbook)
            return _with(name, wording.moment(playbook, part.start)) if part.start else name
        case Route():
            return _route(playbook, part)
    return str(getattr(part, "name", None) or "")


def stage_name(playbook: Playbook, id: str) -> str:
    """The label of a stage."""
    names = {str(key): stage.name for key, stage in playbook.stage.items()}
    return names.get(id, id)


def _with(text: str, more: object) -> str:
    """Words with others behind them in brackets."""
    return _("{text} ({more})").format(text=text, more=more)


def _listed(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


def _asked(playbook: Playbook, value: Mapping[Any, tuple[str, ...]]) -> str:
    found = []
    for id, parts in value.items():
        if id in playbook.questionnaires:
            questionnaire = playbook.questionnaires[id]
            chosen = () if "all" in parts else parts
            found.append(wording.questionnaire_name(questionnaire, chosen))
    return wording.together(found)


def _differing(playbook: Playbook, section: str, part: Part) -> str:
    """What is different for a segment, key by key."""
    names, found = labels(), []
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if field.name != "at" and value not in (None, (), {}):
            kind = f"{section}.{field.name.rstrip('_')}"
            words = said(playbook, kind, value)
            name = names.get(kind, field.name)
            found.append(f"{name} {words}".strip())
    return wording.listed(found)


def _moved(playbook: Playbook, stage: str, reason: str | None) -> str:
    name = stage_name(playbook, stage)
    reasons = {str(key): each.name for key, each in playbook.reasons.items()}
    return _with(name, reasons.get(reason, reason)) if reason else name


def _woken(playbook: Playbook, value: WakeUp) -> str:
    when = wording.moment(playbook, value) or value.trigger or ""
    there = stage_name(playbook, value.move_to) if value.move_to else _("where it was")
    return f"{when} → {there}"


def _overdue(playbook: Playbook, value: Overdue) -> str:
    what = [f"→ {_moved(playbook, value.move_to, value.reason)}"] if value.move_to else []
    what += [str(value.do)] if value.do else []
    what += [wording.role_name(playbook, value.owner)] if value.owner else []
    return wording.together(what)


def _moved_back(playbook: Playbook, value: Back) -> str:
    what = []
    if value.to is not None:
        names = wording.listed(stage_name(playbook, id) for id in value.to)
        what.append(names or _("to no stage"))
    if value.as_far_as:
        name = stage_name(playbook, value.as_far_as)
        what.append(_("as far as {stage}").format(stage=name))
    if value.by:
        what.append(_("by {roles}").format(roles=said(playbook, "back.by", value.by)))
    if value.approved_by:
        roles = said(playbook, "back.by", value.approved_by)
        what.append(_("agreed by {roles}").format(roles=roles))
    if value.reason:
        what.append(_("with a reason"))
    if value.clear:
        fields = said(playbook, "back.must_fill", value.clear)
        what.append(_("empties {fields}").format(fields=fields))
    return wording.together(what)


def _handed_over(playbook: Playbook, value: Handover) -> str:
    what = [wording.role_name(playbook, value.to)] if value.to else []
    what += [wording.field_name(playbook, id) for id in value.fields]
    what += [
        wording.questionnaire_name(playbook.questionnaires[id])
        for id in value.questionnaires
        if id in playbook.questionnaires
    ]
    return wording.listed(what)


def _written(playbook: Playbook, write: Write) -> str:
    name = wording.field_name(playbook, write.field)
    value = wording.value_name(playbook.fields.get(write.field), write.set)
    if write.copy:
        value = wording.field_name(playbook, write.copy)
    if write.set == "today":
        value = _("today")
    if write.plus_days:
        value = f"{value} + {wording.days(write.plus_days)}"
    once = _(" (only if it is empty)") if write.once else ""
    return f"{name} = {value}{once}"


def _route(playbook: Playbook, route: Route) -> str:
    how = {
        "round-robin": _("in turn"),
        "former-owner": _("to the former owner"),
        "territory": _("by region"),
        "by-hand": _("by hand"),
    }
    who = wording.role_name(playbook, route.owner) if route.owner else ""
    whose = segment_names(playbook, route.for_)
    parts = (whose, who, how.get(route.how or "", ""))
    return " – ".join(part for part in parts if part)
