"""What a stage, a phase or a task says in a word or a number, and how it differs by segment."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playbook import wording
from playbook.manuscript.blocks import Block, Paragraph, Row, Rows, Table, Words
from playbook.manuscript.draft import Draft
from playbook.manuscript.words import joined, plain, sentence
from playbook.messages import _, n_
from playbook.model import BuyerRoleId, Moment, Overdue, Part, WakeUp, Write


def facts(draft: Draft, part: Part) -> dict[str, Words]:
    """What a part says, by label; what it leaves open is left out."""
    found: dict[str, Words] = {}
    for name, label, value in _FACTS:
        given = getattr(part, name, None)
        if given not in (None, {}):
            said = value(draft, given)
            found[label()] = plain(said) if isinstance(said, str) else said
    return found


def differing(draft: Draft, by_segment: Mapping[Any, Part]) -> Table:
    """What differs for the deals of each segment, side by side."""
    values: dict[str, dict[str, Words]] = {}
    for segment, part in by_segment.items():
        for label, value in facts(draft, part).items():
            values.setdefault(label, {})[segment] = value
    head = (plain(_("Different by segment")), *(draft.link("segment", id) for id in by_segment))
    return Table(
        head,
        tuple(
            (plain(label), *(own.get(segment, plain("–")) for segment in by_segment))
            for label, own in values.items()
        ),
    )


def row(label: str | Words, *content: Words | Block, anchor: str = "") -> Row:
    """A label, and words or blocks that are said of it."""
    words = plain(label) if isinstance(label, str) else label
    blocks = (Paragraph(each) if isinstance(each, tuple) else each for each in content if each)
    return Row(words, tuple(blocks), anchor)


def rows(*found: Row) -> Iterator[Rows]:
    """Rows; those that say nothing are left out."""
    given = tuple(each for each in found if each.blocks)
    if given:
        yield Rows(given)


def overdue(draft: Draft, each: Overdue) -> Words:
    """What happens to a deal that stays too long."""
    if each.move_to is None:
        if each.owner is None:
            return plain(each.do)
        return sentence(_("{role}: {task}"), role=draft.link("role", each.owner), task=each.do)
    stage = draft.link("stage", each.move_to)
    if each.reason is None:
        return sentence(_("The deal moves to {stage}."), stage=stage)
    reason = draft.link("reason", each.reason)
    return sentence(
        _("The deal moves to {stage}, with the reason “{reason}”."), stage=stage, reason=reason
    )


def wake_up(draft: Draft, each: WakeUp) -> Words:
    """When a parked deal comes back, where, and how often: a sentence a line."""
    lines = [_comes_back(draft, each)]
    if each.trigger:
        lines.append(sentence(_("Sooner, if: {trigger}"), trigger=each.trigger))
    if each.times:
        often = n_("At most {count} time.", "At most {count} times.", each.times)
        lines.append(sentence(often, count=each.times))
    return joined(lines, "\n")


def _comes_back(draft: Draft, each: WakeUp) -> Words:
    span = wording.moment(draft.playbook, each) if each.units else ""
    is_counted = each.before is None and each.after is None and each.after_task is None
    stage = draft.link("stage", each.move_to) if each.move_to else ()
    if not span:
        text = _("The deal comes back to {stage}.")
        return sentence(text, stage=stage) if stage else plain(_where_it_was())
    if stage:
        text = (
            _("After {span} the deal comes back to {stage}.")
            if is_counted
            else _("When the time has come ({span}), the deal comes back to {stage}.")
        )
    else:
        text = (
            _("After {span} the deal comes back to where it was.")
            if is_counted
            else _("When the time has come ({span}), the deal comes back to where it was.")
        )
    return sentence(text, span=span, stage=stage)


def _where_it_was() -> str:
    return _("The deal comes back to where it was.")


def write(draft: Draft, each: Write) -> Words:
    """A field that is filled in by itself."""
    field = draft.link("field", each.field)
    if each.copy is not None:
        other = draft.link("field", each.copy)
        made = sentence(_("{field} takes the value of {other}"), field=field, other=other)
    elif each.set == "today":
        made = sentence(_("{field} takes the date of the day"), field=field)
    else:
        value = wording.value_name(draft.playbook.fields.get(each.field), each.set)
        made = sentence(_("{field} becomes “{value}”"), field=field, value=value)
    if each.plus_days:
        days = n_("{made}, plus {count} day", "{made}, plus {count} days", each.plus_days)
        made = sentence(days, made=made, count=each.plus_days)
    return sentence(_("{made} (only once)"), made=made) if each.once else made


def minutes(count: int) -> str:
    """A number of minutes."""
    return n_("{count} minute", "{count} minutes", count).format(count=count)


def points(draft: Draft, count: float) -> str:
    """A number of points."""
    form = 2 if count != int(count) else abs(int(count))
    return n_("{count} point", "{count} points", form).format(count=draft.local.number(count))


def _days(_draft: Draft, value: int) -> str:
    return wording.days(value)


def _number(draft: Draft, value: float) -> str:
    return draft.local.number(value)


def _percent(draft: Draft, value: int) -> str:
    return draft.local.percent(value)


def _moment(draft: Draft, value: Moment) -> str:
    return wording.moment(draft.playbook, value)


def _conversion(draft: Draft, value: Mapping[str, int]) -> Words:
    return joined(
        sentence(
            _("{stage} {share}"), stage=draft.link("stage", id), share=draft.local.percent(share)
        )
        for id, share in value.items()
    )


def _people(draft: Draft, value: Mapping[BuyerRoleId, int]) -> Words:
    return joined(
        sentence(
            n_("{role}: {count} person", "{role}: {count} people", count),
            role=draft.link("buyer_role", id),
            count=count,
        )
        for id, count in value.items()
    )


def _clock(_draft: Draft, value: str) -> str:
    if value == "last-activity":
        return _("from the last activity")
    return _("from the day the deal gets here")


_FACTS: tuple[tuple[str, Callable[[], str], Callable[[Draft, Any], Words | str]], ...] = (
    ("level", lambda: _("How binding"), lambda _draft, value: wording.term(value)),
    ("owner", lambda: _("Owner"), lambda draft, value: draft.link("role", value)),
    ("probability", lambda: _("Probability"), _percent),
    (
        "forecast",
        lambda: _("Forecast"),
        lambda draft, value: wording.forecast_name(draft.playbook, value),
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
        lambda _draft, value: _("Yes") if value else _("No"),
    ),
    ("wake_up", lambda: _("Comes back"), wake_up),
    ("buyer_roles", lambda: _("Whom you should know"), _people),
    ("due", lambda: _("Due"), _moment),
    ("every", lambda: _("How often"), lambda _draft, value: wording.interval(value)),
    ("minutes", lambda: _("Takes"), lambda _draft, value: minutes(value)),
    ("win_rate", lambda: _("Win rate"), _percent),
    ("cycle_days", lambda: _("Sales cycle"), _days),
    ("loss_days", lambda: _("Time to a loss"), _days),
    ("stage_conversion", lambda: _("Goes on"), _conversion),
    ("average_deal", lambda: _("Average deal"), lambda draft, value: draft.local.money(value)),
    ("open_per_rep", lambda: _("Open deals per rep"), _number),
    ("new_per_month", lambda: _("New deals per month"), _number),
    ("deal_name", lambda: _("Name of a deal"), lambda _draft, value: value),
)
"""For each name in the model: how people call it, and how its value is said."""
