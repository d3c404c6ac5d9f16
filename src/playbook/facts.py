"""What a stage, a phase or a task says in a word or a number, and how it differs by segment.

A handbook on pages has links in what it says, one on paper has words of its
own: so what is said here is said in the words of whoever asks.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from playbook import wording
from playbook.local import Local
from playbook.messages import _, n_
from playbook.model import BuyerRoleId, Moment, Overdue, Part, Playbook, WakeUp, Write

T = TypeVar("T")


class Voice(Protocol[T]):
    """A playbook, and how a form of its handbook puts words together."""

    @property
    def playbook(self) -> Playbook:
        """Whose facts they are."""
        ...

    @property
    def local(self) -> Local:
        """How its language writes numbers."""
        ...

    def text(self, words: str) -> T:
        """A text as it is."""
        ...

    def link(self, kind: str, id: str) -> T:
        """A part's name, leading to where it is described."""
        ...

    def sentence(self, text: str, /, **values: T | str | float) -> T:
        """A sentence of ours with values put in."""
        ...

    def joined(self, parts: Iterable[T]) -> T:
        """Names one after the other."""
        ...

    def lines(self, parts: Iterable[T]) -> T:
        """Sentences, each in a line of its own."""
        ...


def facts(voice: Voice[T], part: Part) -> dict[str, T]:
    """What a part says, by label, in order; what it leaves open is left out."""
    found: dict[str, T] = {}
    for name, label, value in _FACTS:
        given = getattr(part, name, None)
        if given not in (None, {}):
            said = value(voice, given)
            found[label()] = voice.text(said) if type(said) is str else said
    return found


def differences(voice: Voice[T], by_segment: Mapping[Any, Part]) -> dict[str, dict[str, T]]:
    """For each thing that differs: its values by segment."""
    found: dict[str, dict[str, T]] = {}
    for segment, part in by_segment.items():
        for label, value in facts(voice, part).items():
            found.setdefault(label, {})[segment] = value
    return found


def overdue(voice: Voice[T], each: Overdue) -> T:
    """What happens to a deal that stays too long."""
    if each.move_to is None:
        task = each.do or ""
        if each.owner is None:
            return voice.text(task)
        return voice.sentence(_("{role}: {task}"), role=voice.link("role", each.owner), task=task)
    stage = voice.link("stage", each.move_to)
    if each.reason is None:
        return voice.sentence(_("The deal moves to {stage}."), stage=stage)
    reason = voice.link("reason", each.reason)
    return voice.sentence(
        _("The deal moves to {stage}, with the reason “{reason}”."), stage=stage, reason=reason
    )


def wake_up(voice: Voice[T], each: WakeUp) -> T:
    """When a parked deal comes back, where, and how often: a sentence a line."""
    lines = [_comes_back(voice, each)]
    if each.trigger:
        lines.append(voice.sentence(_("Sooner, if: {trigger}"), trigger=each.trigger))
    if each.times:
        often = n_("At most {count} time.", "At most {count} times.", each.times)
        lines.append(voice.sentence(often, count=each.times))
    return voice.lines(lines)


def _comes_back(voice: Voice[T], each: WakeUp) -> T:
    span = wording.moment(voice.playbook, each) if each.units else ""
    is_counted = each.before is None and each.after is None and each.after_task is None
    if each.move_to is None:
        if not span:
            return voice.sentence(_("The deal comes back to where it was."))
        if is_counted:
            return voice.sentence(_("After {span} the deal comes back to where it was."), span=span)
        return voice.sentence(
            _("When the time has come ({span}), the deal comes back to where it was."), span=span
        )
    stage = voice.link("stage", each.move_to)
    if not span:
        return voice.sentence(_("The deal comes back to {stage}."), stage=stage)
    if is_counted:
        text = _("After {span} the deal comes back to {stage}.")
    else:
        text = _("When the time has come ({span}), the deal comes back to {stage}.")
    return voice.sentence(text, span=span, stage=stage)


def write(voice: Voice[T], each: Write) -> T:
    """A field that is filled in by itself."""
    field = voice.link("field", each.field)
    if each.copy is not None:
        other = voice.link("field", each.copy)
        made = voice.sentence(_("{field} takes the value of {other}"), field=field, other=other)
    elif each.set == "today":
        made = voice.sentence(_("{field} takes the date of the day"), field=field)
    else:
        value = wording.value_name(voice.playbook.fields.get(each.field), each.set)
        made = voice.sentence(_("{field} becomes “{value}”"), field=field, value=value)
    if each.plus_days:
        days = n_("{made}, plus {count} day", "{made}, plus {count} days", each.plus_days)
        made = voice.sentence(days, made=made, count=each.plus_days)
    return voice.sentence(_("{made} (only once)"), made=made) if each.once else made


def minutes(count: int) -> str:
    """A number of minutes."""
    return n_("{count} minute", "{count} minutes", count).format(count=count)


def _days(_voice: Voice[T], value: int) -> str:
    return wording.days(value)


def _number(voice: Voice[T], value: float) -> str:
    return voice.local.number(value)


def _percent(voice: Voice[T], value: int) -> str:
    return voice.local.percent(value)


def _moment(voice: Voice[T], value: Moment) -> str:
    return wording.moment(voice.playbook, value)


def _conversion(voice: Voice[T], value: Mapping[str, int]) -> T:
    return voice.joined(
        voice.sentence(
            _("{stage} {share}"), stage=voice.link("stage", id), share=voice.local.percent(share)
        )
        for id, share in value.items()
    )


def _people(voice: Voice[T], value: Mapping[BuyerRoleId, int]) -> T:
    return voice.joined(
        voice.sentence(
            n_("{role}: {count} person", "{role}: {count} people", count),
            role=voice.link("buyer_role", id),
            count=count,
        )
        for id, count in value.items()
    )


def _clock(_voice: Voice[T], value: str) -> str:
    if value == "last-activity":
        return _("from the last activity")
    return _("from the day the deal gets here")


_FACTS: tuple[tuple[str, Callable[[], str], Callable[[Any, Any], Any]], ...] = (
    ("level", lambda: _("How binding"), lambda _voice, value: wording.term(value)),
    ("owner", lambda: _("Owner"), lambda voice, value: voice.link("role", value)),
    ("probability", lambda: _("Probability"), _percent),
    (
        "forecast",
        lambda: _("Forecast"),
        lambda voice, value: wording.forecast_name(voice.playbook, value),
    ),
    ("expected_days", lambda: _("Expected time"), _days),
    ("warn_days", lambda: _("Warning after"), _days),
    ("max_days", lambda: _("At most"), _days),
    ("clock", lambda: _("Days are counted"), _clock),
    ("leave_by", lambda: _("Leave by"), _moment),
    ("overdue", lambda: _("When overdue"), overdue),
    (
        "can_start",
        lambda: _("Deals may start here"),
        lambda _voice, value: _("Yes") if value else _("No"),
    ),
    ("wake_up", lambda: _("Comes back"), wake_up),
    ("buyer_roles", lambda: _("Whom you should know"), _people),
    ("due", lambda: _("Due"), _moment),
    ("every", lambda: _("How often"), lambda _voice, value: wording.interval(value)),
    ("minutes", lambda: _("Takes"), lambda _voice, value: minutes(value)),
    ("win_rate", lambda: _("Win rate"), _percent),
    ("cycle_days", lambda: _("Sales cycle"), _days),
    ("loss_days", lambda: _("Time to a loss"), _days),
    ("stage_conversion", lambda: _("Goes on"), _conversion),
    ("average_deal", lambda: _("Average deal"), lambda voice, value: voice.local.money(value)),
    ("open_per_rep", lambda: _("Open deals per rep"), _number),
    ("new_per_month", lambda: _("New deals per month"), _number),
    ("deal_name", lambda: _("Name of a deal"), lambda _voice, value: value),
)
"""For each name in the model: how people call it, and how its value is said."""
