"""The shape of a document against its JSON Schema, in the author's words.

The schemas are the only authority on shape; what follows reading runs on what
passed here and needs no defensive code.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Literal

import jsonschema_rs

from playbook.findings import At, Place, Problem
from playbook.messages import _
from playbook.resources import SCHEMAS
from playbook.source import Document
from playbook.suggest import did_you_mean, fold, has_look_alikes, id_for, nearest

Kind = Literal["playbook", "variant", "crm"]

_BULLETS = re.compile(r"(?P<bullet>[－–—−•·*+]|-(?=\S))\s*(?P<text>.*)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0\u202f,.'’]\d{3})+$")
_NUMBER_IN_TEXT = re.compile(r"\s*[-+]?\d+([.,]\d+)?\s*%?\s*$")
_YES = frozenset({"yes", "y", "on", "true", "да", "是", "是的"})
_NO = frozenset({"no", "n", "off", "false", "не", "否", "不"})


def check(document: Document, kind: Kind = "playbook") -> tuple[Problem, ...]:
    """What in the document has the wrong shape: one problem for each cause."""
    explain = _Explainer(document, schema(kind))
    problems: list[Problem] = []
    for error in _validator(kind).iter_errors(document.data):
        problems += explain.problems(error)
    return _without_echoes(problems)


@cache
def schema(kind: Kind) -> dict[str, Any]:
    """The schema of a kind of document."""
    text = (SCHEMAS / f"{kind}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(kind: Kind) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema(kind), retriever=_refuse, validate_formats=True)


def _refuse(uri: str) -> Any:
    raise LookupError(f"schemas refer to nothing outside themselves: {uri}")


def _without_echoes(problems: list[Problem]) -> tuple[Problem, ...]:
    """One problem for each cause: a misspelt key is not a missing one as well."""
    guessed = {problem.path for problem in problems if problem.code == "PB040"}
    texts = {problem.path for problem in problems if problem.code in ("PB011", "PB021")}
    kept = [
        problem
        for problem in problems
        if problem.code != "PB041"
        or not (problem.path in guessed or problem.path.rpartition(".")[0] in texts)
    ]
    first: dict[tuple[Place, str], Problem] = {}
    for problem in kept:
        first.setdefault((problem.place._replace(length=1), problem.code), problem)
    return tuple(first.values())


class Node:
    """A place in a schema, with its references followed."""

    def __init__(self, root: dict[str, Any], here: dict[str, Any]) -> None:
        """Merge what stands beside a reference over what it refers to."""
        merged: dict[str, Any] = {}
        layers = [here]
        while "$ref" in layers[-1]:
            layers.append(root["$defs"][layers[-1]["$ref"].rsplit("/", 1)[1]])
        for layer in reversed(layers):
            merged.update(layer)
        self.root = root
        self.here = merged
        self.block_title: str = layers[-1].get("title", "")
        """The title of the definition itself, not of the property that uses it."""

    def step(self, name: str | int) -> "Node | None":
        """The schema of a key or an item, or None for one that is not known."""
        if isinstance(name, int):
            inner = self.here.get("items")
        else:
            inner = self.here.get("properties", {}).get(name)
            if inner is None:
                inner = self.here.get("additionalProperties")
        return Node(self.root, inner) if isinstance(inner, dict) else None

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types that are allowed here."""
        types = self.here.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that a block may have here."""
        return tuple(self.here.get("properties", ()))

    @property
    def example(self) -> Any:
        """What the schema gives as an example, or None."""
        examples = self.here.get("examples") or (None,)
        return examples[0]


def node_at(root: dict[str, Any], at: At) -> Node | None:
    """The schema of the value at a path."""
    node: Node | None = Node(root, root)
    for step in at:
        if node is None:
            return None
        node = node.step(step)
    return node


class _Explainer:
    """Puts a validator's errors into an author's words."""

    def __init__(self, document: Document, root: dict[str, Any]) -> None:
        self.document = document
        self.root = root

    def problems(self, error: jsonschema_rs.ValidationError) -> Iterator[Problem]:
        at: At = tuple(error.instance_path)
        kind: Any = error.kind
        node = node_at(self.root, at)
        value = self.document.value(at)
        name = kind.name
        if node is None:
            yield self._problem(at, "PB042", _("This does not belong here."), "")
        elif name == "additionalProperties":
            for key in kind.unexpected:
                yield self._unknown(at, key, node, value)
        elif name == "required":
            yield self._missing(at, kind.property, node)
        elif name == "propertyNames":
            yield from self._names(at, value)
        elif name == "enum":
            yield self._choice(at, node, value, kind.options)
        elif name == "pattern":
            yield self._pattern(at, node, value)
        elif name == "type":
            yield self._type(at, node, value)
        elif name == "format":
            yield self._date(at, value)
        else:
            yield self._limit(at, name, node, value)

    def _problem(self, at: At, code: str, message: str, help: str, *, key: bool = False) -> Problem:
        place = self.document.place(at, key=key)
        return Problem(place, code, message, help, self.document.path(at))

    def _unknown(self, at: At, key: str, node: Node, value: Any) -> Problem:
        inner = value.get(key)
        known = node.keys
        guess = nearest(key, known)
        if "string" in node.types and guess is None and len(value) == 1:
            return self._colon_in_text(at, key, inner)
        if inner is None and guess is None and self._in_braces(at, key):
            message = _('"{key}" has no value: in {{ }} a comma begins the next key.')
            help = _("Put the whole text in quotes, or write one key a line.")
            problem = self._problem((*at, key), "PB021", message.format(key=key), help, key=True)
            return replace(problem, path=self.document.path(at))
        if has_look_alikes(key):
            message = _('"{key}" contains letters that look Latin and are not.').format(key=key)
        elif guess is not None and fold(guess) == fold(key):
            message = _('"{key}" is written "{guess}".').format(key=key, guess=guess)
        else:
            message = _('"{key}" is not known in {what}.').format(
                key=key, what=self._what(at, node)
            )
        help = did_you_mean(key, [name for name in known if name not in value], most=40)
        problem = self._problem((*at, key), "PB040", message, help, key=True)
        if guess is None or guess in value:
            return problem
        return replace(problem, path=self.document.path((*at, guess)))

    def _in_braces(self, at: At, key: str) -> bool:
        """Whether a key stands on the line its block begins on, as in ``{a: x, b}``."""
        place = self.document.place((*at, key), key=True)
        return "{" in self.document.line(place)[: place.column - 1]

    def _colon_in_text(self, at: At, key: str, inner: Any) -> Problem:
        text = f"{key}: {inner}" if inner is not None else f"{key}:"
        message = _('This text contains ": ", so YAML reads it as a key and a value.')
        help = _('Put it in quotes: "{text}".').format(text=text)
        return self._problem(at, "PB011", message, help)

    def _missing(self, at: At, key: str, node: Node) -> Problem:
        message = _('"{key}" is missing in {what}.').format(key=key, what=self._what(at, node))
        inner = node.step(key)
        example = inner.example if inner else None
        help = ""
        if isinstance(example, str | int):
            help = _("For example: {key}: {example}").format(key=key, example=example)
        problem = self._problem(at, "PB041", message, help)
        return replace(problem, path=self.document.path((*at, key)))

    def _names(self, at: At, value: Any) -> Iterator[Problem]:
        for key in value:
            if not _ID.match(key):
                yield self._bad_id((*at, key), key, key=True)

    def _choice(self, at: At, node: Node, value: Any, options: list[Any]) -> Problem:
        if isinstance(value, str) and node.types == ("boolean",):
            return self._type(at, node, value)
        message = _('"{key}" cannot be {value}.').format(key=self._key(at), value=_shown(value))
        help = did_you_mean(str(value), [str(option) for option in options])
        if not help.startswith(_("Known here: {listed}.").split("{")[0]):
            help += " " + _("Possible: {options}.").format(options=", ".join(map(str, options)))
        return self._problem(at, "PB043", message, help)

    def _pattern(self, at: At, node: Node, value: str) -> Problem:
        if node.here["pattern"] == _ID.pattern:
            return self._bad_id(at, value)
        message = _('"{key}" cannot be {value}.').format(key=self._key(at), value=_shown(value))
        help = _("For example: {key}: {example}").format(key=self._key(at), example=node.example)
        return self._problem(at, "PB042", message, help)

    def _bad_id(self, at: At, value: str, *, key: bool = False) -> Problem:
        for sign in "，、":
            if sign in value:
                place = self.document.place(at)
                start = place._replace(column=place.column + value.index(sign), length=1)
                message = _('"{sign}" is a full-width (Chinese) comma, so this is one item.')
                parts = ", ".join(part.strip() for part in re.split("[，、]", value))
                help = _("Write: [{parts}]").format(parts=parts)
                return Problem(
                    start, "PB046", message.format(sign=sign), help, self.document.path(at)
                )
        message = _('"{value}" cannot be an id.').format(value=value[:60])
        rule = _("Ids have lower-case Latin letters, digits and hyphens, at most 20.")
        proposal = id_for(value)
        if proposal:
            rule += " " + _('For example "{id}".').format(id=proposal)
        return self._problem(at, "PB046", message, rule, key=key)

    def _type(self, at: At, node: Node, value: Any) -> Problem:
        types, key = node.types, self._key(at)
        if value is None:
            return self._empty(at)
        if "boolean" in types and isinstance(value, str):
            word = value.casefold()
            instead = "true" if word in _YES else "false" if word in _NO else None
            if instead:
                message = _('"{key}" is true or false.').format(key=key)
                help = _("Write {instead} instead of {value}.").format(instead=instead, value=value)
                return self._problem(at, "PB042", message, help)
        if "integer" in types or "number" in types:
            return self._number(at, node, value)
        if "array" in types:
            return self._list(at, value)
        if "string" in types:
            return self._text(at, value)
        if "object" in types:
            return self._block(at, node)
        message = _('"{key}" cannot be {value}.').format(key=key, value=_shown(value))
        return self._problem(at, "PB042", message, "")

    def _empty(self, at: At) -> Problem:
        line = self.document.line(self.document.place(at))
        if isinstance(at[-1] if at else "", int):
            message = _("This item is empty.")
            help = _("Write it after the hyphen, or delete the line.")
        else:
            message = _('"{key}" is empty.').format(key=self._key(at))
            help = _("Write a value after the colon, or delete the line.")
        comment = re.search(r"(?:- |: )\s*#(.*)", line)
        if comment:
            help = _('"#" begins a comment. Put the text in quotes: "#{text}".')
            help = help.format(text=comment[1].strip())
        return self._problem(at, "PB042", message, help)

    def _number(self, at: At, node: Node, value: Any) -> Problem:
        key, whole = self._key(at), "integer" in node.types
        percent = node.here.get("maximum") == 100 and node.here.get("minimum") == 0
        message = (_('"{key}" is a whole number.') if whole else _('"{key}" is a number.')).format(
            key=key
        )
        if percent:
            message = _('"{key}" is a whole number of percent, 0 to 100.').format(key=key)
        instead = _number_meant(value, whole=whole, percent=percent)
        if instead is None:
            example = 2 if node.example is None else node.example
            help = _("For example: {key}: {example}").format(key=key, example=example)
        else:
            help = _("Write {instead}, without quotes and signs.").format(instead=instead)
        return self._problem(at, "PB042", message, help)

    def _list(self, at: At, value: Any) -> Problem:
        key = self._key(at)
        if isinstance(value, str) and (match := _BULLETS.match(value)):
            if match["bullet"] == "-":
                message = _("After the hyphen of a list item there must be a space.")
            else:
                message = _('A list item begins with "- " (hyphen and space), not with "{bullet}".')
            first = match["text"].split(" " + match["bullet"])[0]
            help = _("Write: - {text}").format(text=first)
            return self._problem(at, "PB009", message.format(bullet=match["bullet"]), help)
        message = _('"{key}" is a list.').format(key=key)
        if isinstance(value, str | int | float):
            help = _('Write [{value}], or each item on its own line after "- ".').format(
                value=value
            )
        else:
            help = _('Write each item on its own line after "- ".')
        return self._problem(at, "PB042", message, help)

    def _text(self, at: At, value: Any) -> Problem:
        if isinstance(value, dict) and len(value) == 1:
            key, inner = next(iter(value.items()))
            return self._colon_in_text(at, key, inner)
        if isinstance(value, dict | list):
            message = _('"{key}" is a text.').format(key=self._key(at))
            return self._problem(at, "PB042", message, _("Write it on one line, or after |."))
        place = self.document.place(at)
        written = self.document.line(place)[place.column - 1 :][: place.length] or str(value)
        message = _(
            "YAML reads {written} as a number or as true or false, and a text is needed here."
        )
        help = _('Put quotes around it: "{word}".').format(word=written)
        return self._problem(at, "PB042", message.format(written=written), help)

    def _block(self, at: At, node: Node) -> Problem:
        message = _('"{key}" is a block with keys of its own.').format(key=self._key(at))
        known = ", ".join(node.keys[:12]) if node.keys else _("an id")
        help = _("Write them on the lines below, two spaces further in: {known}.").format(
            known=known
        )
        return self._problem(at, "PB042", message, help)

    def _date(self, at: At, value: str) -> Problem:
        message = _('"{key}" is a date: YEAR-MONTH-DAY.').format(key=self._key(at))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            message = _("{value} is not a day in the calendar.").format(value=value)
        readings = _dates_meant(value)
        help = _("For example 2027-01-31.")
        if readings:
            help = _("Did you mean {readings}?").format(readings=_(" or ").join(readings))
        return self._problem(at, "PB045", message, help)

    def _limit(self, at: At, name: str, node: Node, value: Any) -> Problem:
        key, here = self._key(at), node.here
        message, help = _('"{key}" cannot be {value}.').format(key=key, value=_shown(value)), ""
        if name in ("minimum", "maximum"):
            help = _("It is a number from {low} to {high}.").format(
                low=here.get("minimum", "…"), high=here.get("maximum", "…")
            )
        elif name == "minLength":
            message, help = _('"{key}" is empty.').format(key=key), _("Write a text.")
        elif name == "maxLength":
            message = _('"{key}" is too long: {size} characters.').format(key=key, size=len(value))
            help = _("At most {most} characters.").format(most=here["maxLength"])
        elif name == "minItems":
            message = _('"{key}" needs at least {least}.').format(key=key, least=here["minItems"])
        elif name == "uniqueItems":
            twice = next((str(v) for n, v in enumerate(value) if v in value[:n]), "")
            message = _('"{twice}" stands in "{key}" twice.').format(twice=twice, key=key)
        elif name in ("minProperties", "maxProperties"):
            message = _('"{key}" says too little or too much.').format(key=key)
            help = _("Known here: {listed}.").format(listed=", ".join(node.keys))
        return self._problem(at, "PB044", message, help)

    def _key(self, at: At) -> str:
        """What the author calls this value: its key, or the key of its list."""
        return next((step for step in reversed(at) if isinstance(step, str)), _("the playbook"))

    def _what(self, at: At, node: Node) -> str:
        """The block, in the author's terms: ``stage "propose"``."""
        title = _(node.block_title).lower()
        value = self.document.value(at)
        id = value.get("id") if isinstance(value, dict) else None
        if not isinstance(id, str) and at and isinstance(at[-1], str) and len(at) > 1:
            id = at[-1]
        return f'{title} "{id}"' if isinstance(id, str) and at else title


_ID = re.compile(r"^[a-z][a-z0-9-]{0,19}$")


def _shown(value: Any) -> str:
    """A value as the author would recognise it, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _number_meant(value: Any, *, whole: bool, percent: bool) -> str | None:
    """The number that a text or a fraction was probably meant to be."""
    if isinstance(value, float) and percent and 0 < value < 1:
        return str(round(value * 100))
    if isinstance(value, float) and whole:
        return str(round(value))
    if not isinstance(value, str):
        return None
    if _THOUSANDS.match(value):
        return re.sub(r"[^\d+-]", "", value)
    if _NUMBER_IN_TEXT.match(value):
        number = float(value.strip().rstrip("%").strip().replace(",", "."))
        return str(int(number)) if whole or number == int(number) else str(number)
    return None


def _dates_meant(value: str) -> list[str]:
    """The days that a date in another order may mean."""
    numbers = [int(number) for number in re.findall(r"\d+", value)][:3]
    if len(numbers) != 3:
        return []
    a, b, c = numbers
    orders = ((a, b, c),) if a > 31 else ((c, b, a), (c, a, b))
    found = []
    for year, month, day in orders:
        try:
            found.append(date(year + 2000 if year < 100 else year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(found))
