"""Segments: kinds of deal that exclude each other, and what differs for them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from itertools import combinations, pairwise

from playbook.messages import _
from playbook.model import (
    Field,
    FieldId,
    Part,
    Phase,
    Playbook,
    Segment,
    SegmentId,
    Stage,
    Test,
    Value,
)
from playbook.rules import Context, Remark, Severity, called, rule

_NUMBERS = ("number", "money", "percent")
_COMPARED = frozenset({"equals", "not_equals", "one_of", "at_least", "at_most", "above", "below"})


@rule("PB407", Severity.WARNING)
def group_with_gap(context: Context) -> Iterator[Remark]:
    """The segments of a group cover every deal, and no deal twice.

    ## Why
    A deal that is in no segment of its group has no limit and no owner where
    those are said by segment; one that is in two has two. It is looked at
    where all segments of a group test the same field. Between two whole
    numbers, such as 24999 and 25000, nothing is missed.

    ## Wrong
    ```yaml
    segments:
      small: {name: Small, group: size, when: {field: amount, at_most: 10000}}
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
    rules: [{rule: The director signs, for: [large]}]
    ```

    ## Right
    ```yaml
    segments:
      small: {name: Small, group: size, when: {field: amount, below: 50000}}
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
    rules: [{rule: The director signs, for: [large]}]
    ```
    """
    for name, members in _groups(context.playbook).items():
        points = _points(context.playbook, members)
        found: dict[int, Remark] = {}
        for field, value in points:
            inside = [each for each in members if each.when and _holds(each.when, value)]
            shown = _shown(context.playbook, field, value)
            what = called(_name_of(context.playbook, field), field)
            if not inside:
                message = _("A deal with {field} {value} is in no segment of the group {group}.")
                message = message.format(field=what, value=shown, group=name)
                help = _("Move a limit, or add a segment for what is left.")
                found.setdefault(0, Remark((*members[-1].at, "when"), message, help))
            elif len(inside) > 1:
                message = _("A deal with {field} {value} is both {one} and {other}.").format(
                    field=what,
                    value=shown,
                    one=called(inside[0].name, inside[0].id),
                    other=called(inside[1].name, inside[1].id),
                )
                help = _("Segments of one group exclude each other: move a limit.")
                found.setdefault(1, Remark((*inside[1].at, "when"), message, help))
        yield from found.values()


def _groups(playbook: Playbook) -> dict[str, list[Segment]]:
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment in playbook.segments.values():
        if segment.group:
            groups[segment.group].append(segment)
    return groups


def _points(playbook: Playbook, segments: list[Segment]) -> list[tuple[FieldId, Value]]:
    """Values of the one field that segments test, such that none of their limits is passed over.

    None if they test several fields, or in a way that a value alone does not
    decide, or if one of them is ticked by hand.
    """
    leaves = [leaf for each in segments for leaf in (each.when.leaves() if each.when else ())]
    tested = {leaf.field for leaf in leaves}
    field = next(iter(tested), None)
    if (
        len(tested) != 1
        or field is None
        or not all(each.when for each in segments)
        or not all(_COMPARED.issuperset(leaf.operators) for leaf in leaves)
    ):
        return []
    kind = playbook.type_of_field(field)
    if kind in _NUMBERS:
        return [(field, number) for number in _numbers(leaves, 100 if kind == "percent" else None)]
    if kind == "yes-no":
        return [(field, "yes"), (field, "no")]
    own: Field | None = playbook.fields.get(field)
    return [(field, option.id) for option in own.options] if kind == "choice" and own else []


def _numbers(leaves: list[Test], top: int | None) -> list[float]:
    """Every limit, one number between any two that are not neighbours, and one above all."""
    written = (
        value
        for leaf in leaves
        for value in (*leaf.values, leaf.at_least, leaf.at_most, leaf.above, leaf.below)
    )
    limits = sorted({float(value) for value in written if isinstance(value, int | float)})
    if not limits:
        return []
    from_nought = [0.0, *limits] if limits[0] > 0 else limits
    between = [(low + high) // 2 for low, high in pairwise(from_nought) if high - low > 1]
    above = [limits[-1] + 1] if top is None or limits[-1] < top else []
    return sorted({*limits, *between, *above} - {0.0})


def _holds(test: Test, value: Value) -> bool:
    """Whether a test on one field holds for a value of it."""
    if test.all:
        return all(_holds(each, value) for each in test.all)
    if test.any:
        return any(_holds(each, value) for each in test.any)
    if isinstance(value, float):
        limits = (
            (test.at_least, value.__ge__),
            (test.at_most, value.__le__),
            (test.above, value.__gt__),
            (test.below, value.__lt__),
        )
        for limit, compare in limits:
            if limit is not None:
                return bool(compare(limit))
    if test.equals is not None:
        return value == test.equals
    return value != test.not_equals if test.not_equals is not None else value in test.one_of


def _shown(playbook: Playbook, field: FieldId, value: Value) -> str:
    own = playbook.fields.get(field)
    names = {option.id: option.name for option in own.options} if own else {}
    return names.get(str(value)) or (f"{value:g}" if isinstance(value, float) else str(value))


def _name_of(playbook: Playbook, field: FieldId) -> str:
    own = playbook.fields.get(field)
    return own.name if own else field


@rule("PB408", Severity.WARNING)
def limit_for_some(context: Context) -> Iterator[Remark]:
    """Where days are said by segment, they are said for every deal.

    ## Why
    If large and medium deals have a limit and small ones have none, the small
    ones are never overdue. The stage's own `max_days` holds for the rest.

    ## Wrong
    ```yaml
    segments:
      small: {name: Small, group: size, when: {field: amount, below: 50000}}
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
    stages:
      - {id: contract, name: Contract, by_segment: {large: {max_days: 90}}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    segments:
      small: {name: Small, group: size, when: {field: amount, below: 50000}}
      large: {name: Large, group: size, when: {field: amount, at_least: 50000}}
    stages:
      - {id: contract, name: Contract, max_days: 30, by_segment: {large: {max_days: 90}}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    groups = _groups(playbook)
    holders: list[Stage | Phase] = [*playbook.stages, *playbook.phases]
    for holder in holders:
        limited = {id for id, each in holder.by_segment.items() if each.max_days or each.leave_by}
        if holder.max_days or holder.leave_by or not limited or not limited <= {*playbook.segments}:
            continue
        for_all = [{each.id for each in members} for members in groups.values()]
        for_all.append(set(holder.for_) or {SegmentId("")})
        if any(members <= limited for members in for_all) or context.guesses.get(SegmentId):
            continue
        group = playbook.segments[next(iter(limited))].group
        rest = [each for each in groups.get(group or "", ()) if each.id not in limited]
        if rest:
            names = ", ".join(called(each.name, each.id) for each in rest)
            message = _("In {stage} there is a limit by segment, and none for {segments}.")
        else:
            names = ", ".join(sorted(limited))
            message = _("In {stage} there is a limit for {segments} and none for other deals.")
        id = holder.id
        message = message.format(stage=called(holder.name, id), segments=names)
        help = _("Add `max_days:` to the stage itself; it holds for all the rest.")
        yield Remark((*holder.at, "by_segment"), message, help)


@rule("PB409", Severity.WARNING)
def one_key_by_two_groups(context: Context) -> Iterator[Remark]:
    """A number that differs by segment differs by segments that exclude each other.

    ## Why
    A deal can be large and come through a partner. If both segments set
    `max_days`, nobody knows which holds. Make a segment of its own for large
    deals through partners, or let one group decide.

    ## Wrong
    ```yaml
    segments:
      large: {name: Large, when: {field: amount, at_least: 50000}}
      partner: {name: Through a partner}
    stages:
      - {id: contract, name: Contract, max_days: 30, by_segment: {large: {max_days: 90}, partner: {max_days: 60}}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    segments:
      large: {name: Large, when: {field: amount, at_least: 50000}}
      partner: {name: Through a partner}
    stages:
      - {id: contract, name: Contract, max_days: 30, by_segment: {large: {max_days: 90}, partner: {expected_days: 20}}, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    for part in playbook.parts:
        by_segment: dict[SegmentId, Part] = getattr(part, "by_segment", {})
        for (one, its), (other, others) in combinations(by_segment.items(), 2):
            keys = sorted(_keys(its) & _keys(others))
            known = one in playbook.segments and other in playbook.segments
            if not keys or not known:
                continue
            pair = [playbook.segments[one], playbook.segments[other]]
            if _exclude_each_other(playbook, pair):
                continue
            message = _('A deal can be both {one} and {other}, and both set "{key}".').format(
                one=called(pair[0].name, one), other=called(pair[1].name, other), key=keys[0]
            )
            help = _("Put both in one group, or make a segment for the deals that are both.")
            yield Remark((*others.at, keys[0]), message, help)


def _keys(part: Part) -> set[str]:
    """The keys that are given, as they are written."""
    return {
        each.name.rstrip("_")
        for each in fields(part)
        if each.name != "at" and getattr(part, each.name) not in (None, (), {})
    }


def _exclude_each_other(playbook: Playbook, pair: list[Segment]) -> bool:
    one, other = pair
    if one.group and one.group == other.group:
        return True
    points = _points(playbook, pair)
    return bool(points) and not any(
        one.when and other.when and _holds(one.when, value) and _holds(other.when, value)
        for _field, value in points
    )
