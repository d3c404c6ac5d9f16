"""What has changed about the playbook as a whole."""

from collections.abc import Iterator

from playbook import wording
from playbook.changes.change import Change
from playbook.local import Local
from playbook.messages import _
from playbook.model import Metrics, Playbook


def of_whole(before: Playbook, after: Playbook) -> Iterator[Change]:
    """The changes to the playbook's own facts, its targets and its house rules."""
    for sentence in (*_facts(before, after), *_targets(before, after), *_rules(before, after)):
        yield Change("changed", ("playbook", after.id), after.name, sentence)


def _facts(before: Playbook, after: Playbook) -> Iterator[str]:
    day = Local(after.language).day
    if before.name != after.name:
        yield _("It was called “{before}” and is called “{after}” now.").format(
            before=before.name, after=after.name
        )
    if before.about != after.about:
        yield _("What is said about the whole process is different.")
    if after.effective_from and before.effective_from != after.effective_from:
        yield _("It is valid from {day}.").format(day=day(after.effective_from))
    if before.open_deals != after.open_deals:
        yield (
            _("Open deals move to the new process.")
            if after.open_deals == "move"
            else _("Open deals stay in the old process.")
        )
    if before.owner != after.owner and after.owner:
        yield _("{role} keeps this playbook now.").format(
            role=wording.role_name(after, after.owner)
        )


def _targets(before: Playbook, after: Playbook) -> Iterator[str]:
    local = Local(after.language, after.currency)
    old, new = before.metrics or Metrics(), after.metrics or Metrics()
    for name, was, now, written in (
        (_("Win rate"), old.win_rate, new.win_rate, local.percent),
        (_("Typical cycle"), old.cycle_days, new.cycle_days, wording.days),
        (_("Average deal"), old.average_deal, new.average_deal, local.money),
    ):
        if was != now:
            yield moved(
                name,
                None if was is None else written(int(was)),
                None if now is None else written(int(now)),
            )


def _rules(before: Playbook, after: Playbook) -> Iterator[str]:
    old = [rule.rule for rule in before.rules]
    new = [rule.rule for rule in after.rules]
    for rule in new:
        if rule not in old:
            yield _("A new rule of the house: “{text}”").format(text=rule)
    for rule in old:
        if rule not in new:
            yield _("No longer a rule of the house: “{text}”").format(text=rule)


def moved(name: str, was: str | None, now: str | None) -> str:
    """A value that has changed, has come or has gone: ``Probability: 40 % → 60 %``."""
    if was is None:
        return _("{name}: {after}, nothing before.").format(name=name, after=now)
    if now is None:
        return _("{name}: nothing, {before} before.").format(name=name, before=was)
    return _("{name}: {before} → {after}").format(name=name, before=was, after=now)
