"""Spans of time and how often something comes again."""

from playbook.messages import _, n_
from playbook.model import Moment, Playbook
from playbook.wording.names import field_name


def moment(playbook: Playbook, each: Moment) -> str:
    """A span of time: ``2 workdays``, ``30 days before Contract end``."""
    span, day = _span(each), each.before or each.after
    if day is not None and each.days == 0:
        return _("on the day of “{field}”").format(field=field_name(playbook, day))
    if each.before:
        return _("{span} before “{field}”").format(
            span=span, field=field_name(playbook, each.before)
        )
    if each.after:
        return _("{span} after “{field}”").format(span=span, field=field_name(playbook, each.after))
    if each.after_task:
        tasks = {task.id: task.do for _holder, task in playbook.tasks()}
        return _("{span} after “{task}”").format(
            span=span, task=tasks.get(each.after_task, each.after_task)
        )
    return span


def _span(each: Moment) -> str:
    """The one unit that a moment counts in, with its number."""
    if each.minutes is not None:
        return n_("{count} minute", "{count} minutes", each.minutes).format(count=each.minutes)
    if each.hours is not None:
        return n_("{count} hour", "{count} hours", each.hours).format(count=each.hours)
    if each.workdays is not None:
        return n_("{count} workday", "{count} workdays", each.workdays).format(count=each.workdays)
    if each.weeks is not None:
        return n_("{count} week", "{count} weeks", each.weeks).format(count=each.weeks)
    if each.months is not None:
        return n_("{count} month", "{count} months", each.months).format(count=each.months)
    return days(each.days) if each.days is not None else ""


def interval(each: Moment) -> str:
    """How often something comes again: ``every week``, ``every 2 months``."""
    for count, words in (
        (each.days, n_("every day", "every {count} days", each.days or 0)),
        (each.workdays, n_("every workday", "every {count} workdays", each.workdays or 0)),
        (each.weeks, n_("every week", "every {count} weeks", each.weeks or 0)),
        (each.months, n_("every month", "every {count} months", each.months or 0)),
        (each.hours, n_("every hour", "every {count} hours", each.hours or 0)),
        (each.minutes, n_("every minute", "every {count} minutes", each.minutes or 0)),
    ):
        if count is not None:
            return words.format(count=count)
    return ""


def days(count: int) -> str:
    """A number of days."""
    return n_("{count} day", "{count} days", count).format(count=count)
