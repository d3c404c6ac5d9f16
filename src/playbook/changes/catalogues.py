"""What has changed in what the stages use: questions, people, material, words."""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook import wording
from playbook.changes.change import Change, by, matched
from playbook.messages import _
from playbook.model import Playbook, Questionnaire


def of_catalogues(before: Playbook, after: Playbook) -> Iterator[Change]:
    """The changes to the catalogues, one after the other."""
    for kind, old, new in _catalogues(before, after):
        found = matched(old, new)
        for id, each in new.items():
            if id not in old:
                yield Change("added", (kind, id), _name(each), _("This is new."))
        for was, now in found.kept:
            for sentence in _differences(was, now):
                yield Change("changed", (kind, str(now.id)), _name(now), sentence)
        for id, each in old.items():
            if id not in new:
                yield Change("removed", (kind, id), _name(each), _("This is gone."))


def _catalogues(
    before: Playbook, after: Playbook
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    for kind, attribute in (
        ("track", "tracks"),
        ("buyer_step", "buyer_step"),
        ("buyer_role", "buyer_roles"),
        ("questionnaire", "questionnaires"),
        ("objection", "objections"),
        ("competitor", "competitors"),
        ("role", "roles"),
        ("segment", "segments"),
        ("field", "fields"),
        ("reason", "reasons"),
        ("asset", "assets"),
        ("review", "reviews"),
        ("term", "glossary"),
    ):
        yield kind, getattr(before, attribute), getattr(after, attribute)
    yield "page", by(before.pages, _id), by(after.pages, _id)


def _id(each: Any) -> str:
    return str(each.id)


def _name(each: Any) -> str:
    return wording.questionnaire_name(each) if isinstance(each, Questionnaire) else str(each.name)


def _differences(was: Any, now: Any) -> Iterator[str]:
    if was == now:
        return
    if _name(was) != _name(now):
        yield _("It was called “{before}” and is called “{after}” now.").format(
            before=_name(was), after=_name(now)
        )
    sentences = list(_questions(was, now)) if isinstance(now, Questionnaire) else []
    yield from sentences
    if not sentences and _name(was) == _name(now):
        yield _("This is different.")


def _questions(was: Questionnaire, now: Questionnaire) -> Iterator[str]:
    found = matched(by(was.questions, _id), by(now.questions, _id))
    for each in found.added:
        yield _("A new question: “{text}”").format(text=each.ask)
    for each in found.removed:
        yield _("No longer asked: “{text}”").format(text=each.ask)
    for old, new in found.kept:
        if old.ask != new.ask:
            yield _("Question: “{before}” → “{after}”").format(before=old.ask, after=new.ask)
        elif old != new:
            yield _(
                "The answers to this question, or their points, are different: “{text}”"
            ).format(text=new.ask)
