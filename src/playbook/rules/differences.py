"""Differences: a variant has few, and each changes something."""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.findings import At
from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule

_ABOUT_THE_VARIANT = frozenset(
    {"id", "name", "about", "extends", "reason", "keep", "uses", "language", "languages"}
    | {"template", "review_by", "version", "effective_from", "owner", "format"}
)
"""What a variant says of itself, and not of what it changes."""
_ABOUT_THE_ITEM = frozenset({"id", "remove", "unset", "place_after", "place_before"})


@rule("PB903", Severity.WARNING)
def too_much_changed(context: Context) -> Iterator[Remark]:
    """A variant leaves at least four fifths of its base as they are.

    ## Why
    A variant is worth it while most of it is common. Where more than a fifth
    is changed or taken out, each change of the base breaks it, and a playbook
    of its own with a shared library is less work. What is added does not
    count, and a template is there to be changed.

    ## Wrong
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [{id: signed, criterion: The buyer has signed, about: On paper}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, name: Registered, exit: [{id: signed, criterion: The partner has signed, about: In the portal}]}]
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [{id: signed, criterion: The buyer has signed, about: On paper}]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, exit: [{id: signed, criterion: The partner has signed}]}]
    ```
    """
    base = context.base
    if base is None or base.data.get("template") is True:
        return
    data = {key: value for key, value in base.data.items() if key not in _ABOUT_THE_VARIANT}
    over = {key: value for key, value in base.over.items() if key not in _ABOUT_THE_VARIANT}
    whole, changed = _leaves(data), _changed(data, over)
    share = round(100 * changed / whole) if whole else 0
    if share > MOST_CHANGED:
        message = _("This changes or takes out {share} % of what it extends.")
        help = _("Make a playbook of its own, and share what is common in a library.")
        yield Remark(base.place(("extends",)), message.format(share=share), help)


MOST_CHANGED = 20
"""The share of a base, in percent, up to which a variant is less work than a copy."""


def _leaves(data: Any) -> int:
    """How many single values there are, without the ids of items."""
    if isinstance(data, Mapping):
        return sum(_leaves(value) for key, value in data.items() if key != "id")
    if isinstance(data, list):
        return sum(_leaves(each) for each in data)
    return 1


def _changed(data: Any, over: Any) -> int:
    """How many single values of the base are changed or taken out."""
    if isinstance(over, Mapping) and over.get("remove") is True:
        return _leaves(data)
    if isinstance(data, Mapping) and isinstance(over, Mapping):
        unset = over.get("unset")
        gone = [key for key in unset if key in data] if isinstance(unset, list) else []
        kept = {key: value for key, value in over.items() if key in data}
        return sum(_leaves(data[key]) for key in gone) + sum(
            _changed(data[key], value) for key, value in kept.items() if key not in _ABOUT_THE_ITEM
        )
    if isinstance(data, list) and isinstance(over, list):
        items = _by_id(data)
        if items:
            return sum(
                _changed(items[id], each) for id, each in _by_id(over).items() if id in items
            )
    return 0 if data == over else _leaves(data)


def _by_id(items: list[Any]) -> dict[str, Any]:
    """The items that have ids; plain ones stay as they are whatever a variant says."""
    found = (each for each in items if isinstance(each, Mapping))
    return {each["id"]: each for each in found if isinstance(each.get("id"), str)}


@rule("PB904", Severity.WARNING)
def change_of_nothing(context: Context) -> Iterator[Remark]:
    """A variant says only what differs from its base.

    ## Why
    What is repeated is no difference today, and one tomorrow: when the base
    changes, the variant keeps the old value, and nobody meant it to. Numbers
    under `metrics` are measured, and may happen to be the same.

    ## Wrong
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, name: Qualified, max_days: 30}]
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, max_days: 30}]
    ```
    """
    base = context.base
    if base is None:
        return
    left_out = {*_ABOUT_THE_VARIANT, "metrics"}
    over = {key: value for key, value in base.over.items() if key not in left_out}
    for at in _repeated(base.data, over, ()):
        message = _("The playbook that this one extends says the same.")
        yield Remark(base.place(at), message, _("Take it out here: then it follows the base."))


def _repeated(data: Any, over: Any, at: At) -> Iterator[At]:
    """Where a variant has a value that its base has."""
    if isinstance(data, Mapping) and isinstance(over, Mapping):
        for key, value in over.items():
            if key in data and key not in _ABOUT_THE_ITEM:
                yield from _repeated(data[key], value, (*at, key))
    elif isinstance(data, list) and isinstance(over, list) and _by_id(data):
        items = _by_id(data)
        for number, each in enumerate(over):
            id = each.get("id") if isinstance(each, Mapping) else None
            if id in items:
                yield from _repeated(items[id], each, (*at, number))
    elif data == over:
        yield at
