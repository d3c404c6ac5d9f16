"""The fields that a playbook adds to deals in Zoho CRM."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from playbook.messages import _
from playbook.rollout.setup import FieldSetup

TYPES: Final = {
    "text": "text",
    "long-text": "textarea",
    "number": "double",
    "money": "currency",
    "percent": "percent",
    "rating": "integer",
    "date": "date",
    "yes-no": "picklist",
    "choice": "picklist",
    "choices": "multiselectpicklist",
    "user": "userlookup",
    "contact": "lookup",
    "company": "lookup",
    "link": "website",
    "file": "fileupload",
    "flag": "boolean",
}
MODULES: Final = {"contact": "Contacts", "company": "Accounts"}
"""The modules that a field leads to."""
_TEXT: Final = 255
LONGEST_LABEL: Final = 50
"""How much there is room for in a label. The vendor's own pages name several numbers."""
_LONGEST_HELP: Final = 255
_CUT: Final = "…"


class Shown(NamedTuple):
    """A field with its label, and with the help beside it."""

    field: FieldSetup
    label: str
    help: str

    @property
    def is_cut(self) -> bool:
        """Whether the label is shorter than the name."""
        return not self.label.startswith(self.field.name)

    @property
    def is_without_about(self) -> bool:
        """Whether there was no room for the explanation."""
        return not self.help.endswith(self.field.about)


def shown(fields: Iterable[FieldSetup]) -> Iterator[Shown]:
    """Fields as people see them. Two never have the same label: a number tells them apart.

    A name that is too long is cut in the label, and whole in the help.
    """
    seen = Counter[str]()
    for field in fields:
        label = _cut(field.name, LONGEST_LABEL)
        seen[label.casefold()] += 1
        number = seen[label.casefold()]
        if number > 1:
            more = _("{text} ({more})").format(text="", more=number)
            label = f"{_cut(field.name, LONGEST_LABEL - len(more))}{more}"
        name = field.name if _CUT in label and _CUT not in field.name else ""
        texts = ("\n".join(filter(None, (name, field.about))), name)
        yield Shown(field, label, next((each for each in texts if len(each) <= _LONGEST_HELP), ""))


def whole(label: str, help: str) -> tuple[str, str]:
    """The name and the explanation of a field whose name may be cut in the label."""
    name, _line, about = help.partition("\n")
    start, cut, _more = label.partition(_CUT)
    if cut and len(name) > len(start) and name.startswith(start):
        return name, about
    return label, help


def _cut(text: str, most: int) -> str:
    """A text at its full length, or cut at a word if there is one to cut at."""
    if len(text) <= most:
        return text
    start = text[: most - 1]
    words = start.rpartition(" ")[0]
    return f"{(words if len(words) > most // 2 else start).rstrip()}{_CUT}"


def body(one: Shown) -> dict[str, Any]:
    """What makes a field."""
    field = one.field
    made: dict[str, Any] = {"field_label": one.label, "data_type": TYPES[field.type]}
    if field.type == "text":
        made["length"] = _TEXT
    if field.type == "long-text":
        made["textarea"] = {"type": "small"}
    if field.type in MODULES:
        module = {"api_name": MODULES[field.type]}
        made["lookup"] = {"module": module, "display_label": one.label}
    if field.options:
        made["pick_list_values"] = [
            {"display_value": option.name, "actual_value": option.key} for option in field.options
        ]
    if one.help:
        made["tooltip"] = {"name": "info_icon", "value": one.help}
    return made
