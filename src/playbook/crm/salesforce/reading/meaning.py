"""What a formula says of a deal of which only some things are known.

The stage, the stage before it, the record type, and which fields are empty are
known; nothing else is. So a formula is true, false, or open: three values, and
what is open stays open unless it does not matter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

from playbook.crm.salesforce.reading.syntax import Call, Name, Node, Number, Text, walk


class Vague(Enum):
    """What is known of a value that is not known."""

    OPEN = "nothing"
    BLANK = "that there is none"
    FILLED = "that there is one"
    LENGTH = "that it is the length of a text that is not empty"


OPEN, BLANK, FILLED, LENGTH = Vague
Known = str | Decimal | bool | Vague

_LOGIC: Final = frozenset({"AND", "OR", "NOT", "IF"})
_NOT_PEOPLE: Final = ("$permission.", "$recordtype.")


@dataclass(frozen=True)
class Deal:
    """A deal in one moment, as far as it is known; names of fields are in small letters."""

    stage: "str | Vague" = Vague.OPEN
    before: "str | Vague | None" = Vague.OPEN
    """The stage that it had; None for a new deal."""
    blank: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()
    record_type: str = ""
    record_type_label: str = ""
    ends: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)
    """For each stage whether it is closed, and whether it is won."""
    people: Mapping[Node, bool] = field(default_factory=dict)
    """What is said of the people who save the deal."""


def said_of_people(tree: Node) -> list[Node]:
    """The conditions that look at who saves a deal, or at settings, rather than at the deal."""
    if isinstance(tree, Call) and tree.function in _LOGIC:
        return [each for given in tree.given for each in said_of_people(given)]
    return [tree] if any(map(_is_of_people, walk(tree))) else []


def _is_of_people(node: Node) -> bool:
    if not isinstance(node, Name):
        return False
    name = node.value.lower()
    return name.startswith("$") and not name.startswith(_NOT_PEOPLE)


def value(tree: Node, deal: Deal) -> Known:
    """What a formula is for a deal."""
    if tree in deal.people:
        return deal.people[tree]
    match tree:
        case Text(text):
            return text or BLANK
        case Number(number):
            return number
        case Name(name):
            return _look_up(name.lower(), deal)
        case Call(function, given):
            made = _FUNCTIONS.get(function)
            return made(given, deal) if made else OPEN


def _look_up(name: str, deal: Deal) -> Known:
    if name in deal.blank:
        return BLANK
    if name in deal.filled:
        return FILLED
    if name.startswith("$permission."):
        return False
    closed, won = deal.ends.get(str(deal.stage), (OPEN, OPEN))
    known: dict[str, Known] = {
        "true": True,
        "false": False,
        "null": BLANK,
        "stagename": deal.stage,
        "isclosed": closed,
        "iswon": won,
        "recordtype.developername": deal.record_type,
        "recordtype.name": deal.record_type_label,
    }
    return known.get(name.removeprefix("$"), OPEN)


Given = tuple[Node, ...]


def _all(given: Given, deal: Deal) -> Known:
    result: Known = True
    for each in given:
        found = value(each, deal)
        if found is False:
            return False
        result = result if found is True else OPEN
    return result


def _any(given: Given, deal: Deal) -> Known:
    result: Known = False
    for each in given:
        found = value(each, deal)
        if found is True:
            return True
        result = result if found is False else OPEN
    return result


def _not(given: Given, deal: Deal) -> Known:
    inner = value(given[0], deal) if given else OPEN
    return not inner if isinstance(inner, bool) else OPEN


def _if(given: Given, deal: Deal) -> Known:
    if len(given) != 3:
        return OPEN
    condition, first, second = (value(each, deal) for each in given)
    if isinstance(condition, bool):
        return first if condition else second
    return first if first == second else OPEN


def _case(given: Given, deal: Deal) -> Known:
    if len(given) < 4 or len(given) % 2:
        return OPEN
    subject = value(given[0], deal)
    for wanted, result in zip(given[1:-1:2], given[2:-1:2], strict=True):
        fits = _same(subject, value(wanted, deal))
        if not isinstance(fits, bool):
            return OPEN
        if fits:
            return value(result, deal)
    return value(given[-1], deal)


def _same(left: Known, right: Known) -> bool | Vague:
    for one, other in ((left, right), (right, left)):
        if one is OPEN or (one is BLANK and isinstance(other, Decimal)):
            return OPEN
        if one is FILLED:
            return False if other is BLANK else OPEN
        if one is LENGTH:
            return False if other in (0, BLANK) else OPEN
    return left == right


def _equal(given: Given, deal: Deal) -> Known:
    left, right = (value(each, deal) for each in given)
    return _same(left, right)


def _unequal(given: Given, deal: Deal) -> Known:
    same = _equal(given, deal)
    return not same if isinstance(same, bool) else OPEN


def _compared(sign: str) -> Callable[[Given, Deal], Known]:
    holds: Callable[[Decimal, Decimal], bool] = {
        "<": Decimal.__lt__,
        ">": Decimal.__gt__,
        "<=": Decimal.__le__,
        ">=": Decimal.__ge__,
    }[sign]

    def compared(given: Given, deal: Deal) -> Known:
        left, right = (value(each, deal) for each in given)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return holds(left, right)
        if left is LENGTH and isinstance(right, Decimal):
            # A length that is at least one is decided by limits below that.
            least, more = holds(Decimal(1), right), holds(Decimal(10**6), right)
            return least if least == more else OPEN
        return OPEN

    return compared


def _sum(given: Given, deal: Deal) -> Known:
    found = [value(each, deal) for each in given]
    numbers = [each for each in found if isinstance(each, Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(found) else OPEN


def _is_value(given: Given, deal: Deal) -> Known:
    return _equal(given, deal) if len(given) == 2 else OPEN


def _is_blank(given: Given, deal: Deal) -> Known:
    inner = value(given[0], deal) if len(given) == 1 else OPEN
    return OPEN if inner is OPEN or isinstance(inner, bool) else inner is BLANK


def _as_it_is(given: Given, deal: Deal) -> Known:
    inner = value(given[0], deal) if len(given) == 1 else OPEN
    return OPEN if isinstance(inner, Decimal | bool) else inner


def _length(given: Given, deal: Deal) -> Known:
    inner = _as_it_is(given, deal)
    if isinstance(inner, str):
        return Decimal(len(inner))
    if inner is BLANK:
        return Decimal(0)
    return LENGTH if inner is FILLED else OPEN


def _instead(given: Given, deal: Deal) -> Known:
    if len(given) != 2:
        return OPEN
    inner = value(given[0], deal)
    return value(given[1], deal) if inner is BLANK else inner


def _includes(given: Given, deal: Deal) -> Known:
    return False if len(given) == 2 and value(given[0], deal) is BLANK else OPEN


def _has(given: Given, deal: Deal) -> Known:
    whole, part = (value(each, deal) for each in given) if len(given) == 2 else (OPEN, OPEN)
    return part in whole if isinstance(whole, str) and isinstance(part, str) else OPEN


def _begins(given: Given, deal: Deal) -> Known:
    whole, part = (value(each, deal) for each in given) if len(given) == 2 else (OPEN, OPEN)
    return whole.startswith(part) if isinstance(whole, str) and isinstance(part, str) else OPEN


def _is_stage(given: Given) -> bool:
    return given == (Name("StageName"),) or (
        len(given) == 1 and isinstance(given[0], Name) and given[0].value.lower() == "stagename"
    )


def _is_new(_given: Given, deal: Deal) -> Known:
    return OPEN if deal.before is OPEN else deal.before is None


def _is_changed(given: Given, deal: Deal) -> Known:
    if not _is_stage(given) or OPEN in (deal.stage, deal.before):
        return OPEN
    return deal.before is not None and deal.before != deal.stage


def _before(given: Given, deal: Deal) -> Known:
    if not _is_stage(given):
        return OPEN
    return deal.stage if deal.before is None else deal.before


_FUNCTIONS: Final[Mapping[str, Callable[[Given, Deal], Known]]] = {
    "AND": _all,
    "OR": _any,
    "NOT": _not,
    "IF": _if,
    "CASE": _case,
    "=": _equal,
    "<>": _unequal,
    **{sign: _compared(sign) for sign in ("<", ">", "<=", ">=")},
    "+": _sum,
    "ISPICKVAL": _is_value,
    "ISBLANK": _is_blank,
    "ISNULL": _is_blank,
    "TEXT": _as_it_is,
    "TRIM": _as_it_is,
    "LEN": _length,
    "BLANKVALUE": _instead,
    "NULLVALUE": _instead,
    "INCLUDES": _includes,
    "CONTAINS": _has,
    "BEGINS": _begins,
    "ISNEW": _is_new,
    "ISCHANGED": _is_changed,
    "PRIORVALUE": _before,
}
