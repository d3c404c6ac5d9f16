"""The checks and approvals of criteria: they can be met, and what they say means something."""

from collections.abc import Iterator
from itertools import combinations
from math import inf

from playbook.messages import _, n_
from playbook.model import Criterion, Phase, Playbook, Stage, Test
from playbook.rules import Context, Remark, Severity, rule

_SUBJECT = ("field", "answer", "questionnaire", "elements")


@rule("PB313", Severity.ERROR)
def contradictory_checks(context: Context) -> Iterator[Remark]:
    """What must be true to leave a stage can be true at the same time.

    ## Why
    A field cannot be below 10 and at least 20. Such a gate never opens, and
    every deal stays where it is.

    ## Wrong
    ```yaml
    fields: {discount: {name: Discount, type: percent}}
    stages:
      - {id: offer, name: Offer, must_fill: [discount], exit: [{id: low, check: {field: discount, below: 10}}, {id: high, check: {field: discount, at_least: 20}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {discount: {name: Discount, type: percent}}
    stages:
      - {id: offer, name: Offer, must_fill: [discount], exit: [{id: low, check: {field: discount, below: 20}}, {id: high, check: {field: discount, at_least: 10}}, The buyer has accepted the price in writing]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    holders: list[Stage | Phase] = [*context.playbook.stages, *context.playbook.phases]
    for holder in holders:
        tests = [
            (criterion, test)
            for criterion in holder.exit
            if criterion.level == "must" and criterion.check is not None
            for test in _all_of(criterion.check)
        ]
        for (one, first), (other, second) in combinations(tests, 2):
            if _meet(one, other) and _exclude(context.playbook, first, second):
                message = _('This and another check of "{subject}" cannot both be true.')
                subject = first.field or first.answer or first.questionnaire
                help = _("Change one of them; for different deals, give each its `for`.")
                yield Remark(second.at, message.format(subject=subject), help)
                break


@rule("PB320", Severity.ERROR)
def too_few_approvers(context: Context) -> Iterator[Remark]:
    """`enough` asks for no more approvals than there are roles to give them.

    ## Why
    Where three must agree and two are asked, nothing is ever approved.

    ## Wrong
    ```yaml
    roles: {legal: {name: Legal}, finance: {name: Finance}}
    stages:
      - {id: offer, name: Offer, max_days: 14, exit: [The buyer has signed, {id: terms, criterion: The terms are approved, evidence: approval, verified_by: [legal, finance], enough: 3}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    roles: {legal: {name: Legal}, finance: {name: Finance}}
    stages:
      - {id: offer, name: Offer, max_days: 14, exit: [The buyer has signed, {id: terms, criterion: The terms are approved, evidence: approval, verified_by: [legal, finance], enough: 1}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for criterion in _criteria(context.playbook):
        named = len(set(criterion.verified_by))
        if criterion.enough is not None and criterion.verified_by and criterion.enough > named:
            message = n_(
                "{enough} must agree, and {count} role is named.",
                "{enough} must agree, and {count} roles are named.",
                named,
            )
            help = _("Name more roles in `verified_by`, or ask for fewer.")
            message = message.format(enough=criterion.enough, count=named)
            yield Remark((*criterion.at, "enough"), message, help)


@rule("PB321", Severity.WARNING)
def approval_of_nobody(context: Context) -> Iterator[Remark]:
    """What belongs to an approval stands where someone approves.

    ## Why
    `enough` and `due` are about the roles in `verified_by`, and `reason` about
    the deals that `if_rejected` sends away. Alone they say nothing, and
    nobody notices that the approval itself is missing.

    ## Wrong
    ```yaml
    stages:
      - {id: offer, name: Offer, exit: [The buyer has signed, {id: terms, criterion: The buyer has accepted the terms in writing, enough: 1}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    roles: {legal: {name: Legal}, finance: {name: Finance}}
    stages:
      - {id: offer, name: Offer, max_days: 14, exit: [The buyer has signed, {id: terms, criterion: The terms are approved, evidence: approval, verified_by: [legal, finance], enough: 1}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for criterion in _criteria(context.playbook):
        is_approval = bool(criterion.verified_by) or criterion.evidence == "approval"
        if criterion.enough is not None and not criterion.verified_by:
            key, needed = "enough", "verified_by"
        elif criterion.due is not None and not (is_approval or criterion.if_rejected):
            key, needed = "due", "verified_by"
        elif criterion.reason is not None and criterion.if_rejected is None:
            key, needed = "reason", "if_rejected"
        else:
            continue
        message = _("`{key}` means nothing here without `{needed}`.")
        help = _("Add `{needed}:`, or take `{key}` out.")
        yield Remark(
            (*criterion.at, key),
            message.format(key=key, needed=needed),
            help.format(key=key, needed=needed),
        )


@rule("PB322", Severity.ERROR)
def approval_due_too_late(context: Context) -> Iterator[Remark]:
    """An approval is due while the deal may still be in its stage.

    ## Why
    An answer that may take longer than the deal may stay makes every deal
    overdue that waits for it.

    ## Wrong
    ```yaml
    roles: {legal: {name: Legal}}
    stages:
      - {id: offer, name: Offer, max_days: 7, exit: [The buyer has signed, {id: terms, criterion: The terms are approved, evidence: approval, verified_by: [legal], due: {weeks: 2}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    roles: {legal: {name: Legal}}
    stages:
      - {id: offer, name: Offer, max_days: 7, exit: [The buyer has signed, {id: terms, criterion: The terms are approved, evidence: approval, verified_by: [legal], due: {workdays: 2}}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for holder in _holders(context.playbook):
        stays = [segment.max_days for segment in holder.by_segment.values()]
        most = max((days for days in (holder.max_days, *stays) if days), default=None)
        for criterion in (*holder.entry, *holder.exit):
            due = criterion.due
            if due is None or most is None or due.before or due.after or due.after_task:
                continue
            if due.in_days is not None and due.in_days > most:
                message = _("This is due after {due} days, and a deal may stay {most} days here.")
                message = message.format(due=round(due.in_days), most=most)
                yield Remark(
                    due.at, message, _("Make it due earlier, or let the deal stay longer.")
                )


def _holders(playbook: Playbook) -> list[Stage | Phase]:
    return [*playbook.stages, *playbook.phases]


def _criteria(playbook: Playbook) -> Iterator[Criterion]:
    for _holder, criterion in playbook.criteria():
        yield criterion


def _all_of(test: Test) -> Iterator[Test]:
    """The tests that must all be true for a test to be true."""
    if test.all:
        for inner in test.all:
            yield from _all_of(inner)
    elif not test.any:
        yield test


def _meet(one: Criterion, other: Criterion) -> bool:
    """Whether two criteria can hold for the same deal on the same move."""
    return all(
        not mine or not theirs or set(mine) & set(theirs)
        for mine, theirs in ((one.for_, other.for_), (one.to, other.to))
    )


def _exclude(playbook: Playbook, one: Test, other: Test) -> bool:
    """Whether two tests look at the same thing and cannot both be true."""
    if any(getattr(one, name) != getattr(other, name) for name in _SUBJECT):
        return False
    if not (one.field or one.answer or one.questionnaire):
        return False
    if "empty" in (one.is_, other.is_):
        return one.is_ != other.is_ and "unknown" not in (one.is_, other.is_)
    first, second = _range(one), _range(other)
    if first is not None and second is not None:
        return first[0] > second[1] or second[0] > first[1]
    return not _takes_several(playbook, one) and _differ(one, other)


def _differ(one: Test, other: Test) -> bool:
    """Whether two tests for certain values leave no value to both."""
    wanted = _wanted(one), _wanted(other)
    if all(wanted):
        return not wanted[0] & wanted[1]
    refused = {other.not_equals, one.not_equals}
    return any(values and values <= refused for values in wanted)


def _wanted(test: Test) -> set[object]:
    """The values that a test accepts, if it names them."""
    return {test.equals} if test.equals is not None else set(test.one_of)


def _takes_several(playbook: Playbook, test: Test) -> bool:
    """Whether the thing a test looks at may have several values at once."""
    question = playbook.question.get(test.answer) if test.answer else None
    if question is not None:
        return playbook.type_of_question(question) == "choices"
    return test.field is not None and playbook.type_of_field(test.field) == "choices"


_Bound = tuple[float, int]
"""A number, and -1, 0 or 1 for just below it, itself, or just above it."""


def _range(test: Test) -> tuple[_Bound, _Bound] | None:
    """The lowest and the highest number that a test accepts, or None if it is not about numbers."""
    if test.at_least is not None:
        return (test.at_least, 0), (inf, 0)
    if test.above is not None:
        return (test.above, 1), (inf, 0)
    if test.at_most is not None:
        return (-inf, 0), (test.at_most, 0)
    if test.below is not None:
        return (-inf, 0), (test.below, -1)
    if isinstance(test.equals, int | float) and not isinstance(test.equals, bool):
        return (test.equals, 0), (test.equals, 0)
    return None
