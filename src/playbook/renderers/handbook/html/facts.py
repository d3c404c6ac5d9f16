"""What a stage, a phase or a task says in a word or a number, and how it differs by segment."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from playbook import wording
from playbook.messages import _, n_, p_
from playbook.model import BuyerRoleId, Moment, Overdue, Part, WakeUp, Write
from playbook.renderers.handbook.html.book import Book
from playbook.templating import sentence

Facts = dict[str, Markup | str]
"""Labels and values, in order."""


def facts(book: Book, part: Part) -> Facts:
    """What a part says; what it leaves open is left out."""
    found: Facts = {}
    for name, label, value in _FACTS:
        given = getattr(part, name, None)
        if given not in (None, {}):
            found[label()] = value(book, given)
    return found


def differences(book: Book, by_segment: Mapping[str, Part]) -> dict[str, dict[str, Markup | str]]:
    """For each thing that differs: its values by segment."""
    found: dict[str, dict[str, Markup | str]] = {}
    for segment, part in by_segment.items():
        for label, value in facts(book, part).items():
            found.setdefault(label, {})[segment] = value
    return found


def overdue(book: Book, each: Overdue) -> Markup | str:
    """What happens to a deal that stays too long."""
    if each.move_to is None:
        if each.owner is None:
            return each.do or ""
        return sentence(_("{role}: {task}"), role=book.link("role", each.owner), task=each.do or "")
    stage = book.link("stage", each.move_to)
    if each.reason is None:
        return sentence(_("The deal moves to {stage}."), stage=stage)
    reason = book.link("reason", each.reason)
    return sentence(
        _("The deal moves to {stage}, with the reason “{reason}”."), stage=stage, reason=reason
    )


def wake_up(book: Book, each: WakeUp) -> Markup:
    """When a parked deal comes back, where, and how often: a sentence a line."""
    lines = [_comes_back(book, each)]
    if each.trigger:
        lines.append(sentence(_("Sooner, if: {trigger}"), trigger=each.trigger))
    if each.times:
        often = n_("At most {count} time.", "At most {count} times.", each.times)
        lines.append(sentence(often, count=each.times))
    return Markup("<br>").join(lines)


def _comes_back(book: Book, each: WakeUp) -> Markup:
    span = wording.moment(book.playbook, each) if each.units else ""
    is_counted = each.before is None and each.after is None and each.after_task is None
    if each.move_to is None:
        if not span:
            return sentence(_("The deal comes back to where it was."))
        if is_counted:
            return sentence(_("After {span} the deal comes back to where it was."), span=span)
        return sentence(
            _("When the time has come ({span}), the deal comes back to where it was."), span=span
        )
    stage = book.link("stage", each.move_to)
    if not span:
        return sentence(_("The deal comes back to {stage}."), stage=stage)
    if is_counted:
        return sentence(_("After {span} the deal comes back to {stage}."), span=span, stage=stage)
    return sentence(
        _("When the time has come ({span}), the deal comes back to {stage}."),
        span=span,
        stage=stage,
    )


def write(book: Book, each: Write) -> Markup:
    """A field that is filled in by itself."""
    values: dict[str, object] = {"field": book.link("field", each.field)}
    if each.copy is not None:
        text, values["other"] = (
            _("{field} takes the value of {other}"),
            book.link("field", each.copy),
        )
    elif each.set == "today":
        text = _("{field} takes the date of the day")
    else:
        text = _("{field} becomes “{value}”")
        values["value"] = wording.value_name(book.playbook.fields.get(each.field), each.set)
    made = sentence(text, **values)
    if each.plus_days:
        made = sentence(
            n_("{made}, plus {count} day", "{made}, plus {count} days", each.plus_days),
            made=made,
            count=each.plus_days,
        )
    return sentence(_("{made} (only once)"), made=made) if each.once else made


def due(book: Book, day: date) -> Markup:
    """A day until which something has to be looked at again.

    Whether it has passed, the reader's own clock says; a handbook that is made
    twice is the same.
    """
    return Markup(
        '<time datetime="{}" data-due>{}</time><span class="chip stop overdue" hidden>{}</span>'
    ).format(day.isoformat(), book.local.day(day), _("Review overdue"))


def minutes(count: int) -> str:
    """A number of minutes."""
    return n_("{count} minute", "{count} minutes", count).format(count=count)


def _days(_book: Book, value: int) -> str:
    return wording.days(value)


def _number(book: Book, value: float) -> str:
    return book.local.number(value)


def _percent(book: Book, value: int) -> str:
    return book.local.percent(value)


def _moment(book: Book, value: Moment) -> str:
    return wording.moment(book.playbook, value)


def _conversion(book: Book, value: Mapping[str, int]) -> Markup:
    stages = ((book.link("stage", id), book.local.percent(share)) for id, share in value.items())
    return escape(p_("list", ", ")).join(
        sentence(_("{stage} {share}"), stage=stage, share=share) for stage, share in stages
    )


def _people(book: Book, value: Mapping[BuyerRoleId, int]) -> Markup:
    roles = (
        sentence(
            n_("{role}: {count} person", "{role}: {count} people", count),
            role=book.link("buyer_role", id),
            count=count,
        )
        for id, count in value.items()
    )
    return escape(p_("list", ", ")).join(roles)


def _clock(_book: Book, value: str) -> str:
    if value == "last-activity":
        return _("from the last activity")
    return _("from the day the deal gets here")


_FACTS: tuple[tuple[str, Callable[[], str], Callable[[Book, Any], Markup | str]], ...] = (
    ("level", lambda: _("How binding"), lambda _book, value: wording.term(value)),
    ("owner", lambda: _("Owner"), lambda book, value: book.link("role", value)),
    ("probability", lambda: _("Probability"), _percent),
    (
        "forecast",
        lambda: _("Forecast"),
        lambda book, value: wording.forecast_name(book.playbook, value),
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
        lambda _book, value: _("Yes") if value else _("No"),
    ),
    ("wake_up", lambda: _("Comes back"), wake_up),
    ("buyer_roles", lambda: _("Whom you should know"), _people),
    ("due", lambda: _("Due"), _moment),
    ("every", lambda: _("How often"), lambda _book, value: wording.interval(value)),
    ("minutes", lambda: _("Takes"), lambda _book, value: minutes(value)),
    ("win_rate", lambda: _("Win rate"), _percent),
    ("cycle_days", lambda: _("Sales cycle"), _days),
    ("loss_days", lambda: _("Time to a loss"), _days),
    ("stage_conversion", lambda: _("Goes on"), _conversion),
    ("average_deal", lambda: _("Average deal"), lambda book, value: book.local.money(value)),
    ("open_per_rep", lambda: _("Open deals per rep"), _number),
    ("new_per_month", lambda: _("New deals per month"), _number),
    ("deal_name", lambda: _("Name of a deal"), lambda _book, value: value),
)
"""For each name in the model: how people call it, and how its value is said."""
