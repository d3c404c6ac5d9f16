"""Numbers and values as the readers of a language write them."""

from playbook.messages import language, p_
from playbook.model import Field, Value


def number(value: float, unit: str | None = None) -> str:
    """A number as it is written in the language in use, with its currency or percent sign."""
    from playbook.local import Local

    local = Local(language(), unit)
    if unit is None:
        return local.number(value)
    return local.number(value) + unit if unit == "%" else local.money(value)


def value_name(field: Field | None, given: Value | None) -> str:
    """A value of a field as people read it: yes or no, or the name of a choice."""
    names = {str(option.id): str(option.name) for option in field.options} if field else {}
    if field and field.type == "yes-no":
        names = {"yes": p_("answer", "yes"), "no": p_("answer", "no")}
    return names.get(str(given), str(given))
