"""The little PHP that a SuiteCRM package needs: values that are assigned, written and read.

What an author wrote stands in single quotes, in which PHP knows no variables
and two escapes alone. Reading runs no PHP: statements that assign something
else than plain values are passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

Value = str | int | bool | None | Sequence["Value"] | Mapping[str, "Value"]


class Assignment(NamedTuple):
    """One ``$name['key']['key'] = value;``."""

    name: str
    keys: tuple[str, ...]
    value: Value


def file(*statements: str) -> str:
    """A PHP file."""
    return "\n".join(("<?php", *statements)) + "\n"


def assigned(name: str, keys: Sequence[str], value: Value) -> str:
    """A statement that assigns a value; the key ``""`` appends."""
    path = "".join(f"[{literal(key)}]" if key else "[]" for key in keys)
    return f"${name}{path} = {literal(value)};"


def literal(value: Value, indent: str = "") -> str:
    """A value as PHP writes it.

    >>> literal("it is")
    "'it is'"
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    deeper = f"{indent}    "
    if isinstance(value, Mapping):
        inside = [f"{literal(key)} => {literal(each, deeper)}" for key, each in value.items()]
    else:
        inside = [literal(each, deeper) for each in value]
    if not inside:
        return "array()"
    lines = "".join(f"{deeper}{each},\n" for each in inside)
    return f"array(\n{lines}{indent})"


_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*|\#[^\n]*|/\*.*?\*/|<\?php\b|\?>)
    | (?P<variable>\$[A-Za-z_]\w*)
    | '(?P<single>(?:[^'\\]|\\.)*)'
    | "(?P<double>(?:[^"\\]|\\.)*)"
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<word>[A-Za-z_\\]\w*)
    | (?P<sign>=>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DOUBLE: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "$": "$"}
_DEEPEST: Final = 40


class _Token(NamedTuple):
    kind: str
    text: str


class _NotPlainError(Exception):
    """Something else than a plain value."""


def assignments(text: str) -> Iterator[Assignment]:
    """The assignments of plain values in a file, in their order."""
    tokens = list(_tokens(text))
    at = 0
    while at < len(tokens):
        if tokens[at].kind == "variable":
            try:
                found, after = _assignment(tokens, at)
            except (_NotPlainError, IndexError):
                pass
            else:
                yield found
                at = after
                continue
        at = _after_statement(tokens, at)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        if kind == "single":
            yield _Token("text", re.sub(r"\\([\\'])", r"\1", found["single"]))
        elif kind == "double":
            yield _Token("text", re.sub(r"\\(.)", _unescaped, found["double"], flags=re.DOTALL))
        elif kind != "space":
            yield _Token(kind, found[0])


def _unescaped(found: re.Match[str]) -> str:
    return _DOUBLE.get(found[1], found[0])


def _after_statement(tokens: Sequence[_Token], at: int) -> int:
    while at < len(tokens) and tokens[at] not in _ENDS:
        at += 1
    return at + 1


_ENDS: Final = frozenset({_Token("sign", ";"), _Token("sign", "{"), _Token("sign", "}")})


def _assignment(tokens: Sequence[_Token], at: int) -> tuple[Assignment, int]:
    name, keys = tokens[at].text[1:], list[str]()
    at += 1
    while tokens[at].text == "[" and tokens[at].kind == "sign":
        if tokens[at + 1] == _Token("sign", "]"):
            keys.append("")
            at += 2
            continue
        keys.append(_key(tokens[at + 1]))
        _expect(tokens, at + 2, "]")
        at += 3
    _expect(tokens, at, "=")
    value, at = _value(tokens, at + 1, 0)
    _expect(tokens, at, ";")
    if name == "GLOBALS" and keys:
        name, keys = keys[0], keys[1:]
    return Assignment(name, tuple(keys), value), at + 1


def _key(token: _Token) -> str:
    if token.kind not in ("text", "number"):
        raise _NotPlainError
    return token.text


def _expect(tokens: Sequence[_Token], at: int, sign: str) -> None:
    if tokens[at] != _Token("sign", sign):
        raise _NotPlainError


def _value(tokens: Sequence[_Token], at: int, depth: int) -> tuple[Value, int]:
    kind, text = tokens[at]
    if depth > _DEEPEST:
        raise _NotPlainError
    if kind == "text":
        return text, at + 1
    if kind == "number":
        return (int(text) if re.fullmatch(r"-?\d{1,18}", text) else text), at + 1
    if kind == "word" and text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()], at + 1
    if kind == "word" and text.lower() == "array" and tokens[at + 1].text == "(":
        return _array(tokens, at + 2, ")", depth)
    if (kind, text) == ("sign", "["):
        return _array(tokens, at + 1, "]", depth)
    raise _NotPlainError


_CONSTANTS: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "null": None}


def _array(
    tokens: Sequence[_Token], at: int, end: str, depth: int
) -> tuple[Mapping[str, Value], int]:
    """An array; in PHP a list is one whose keys are numbers."""
    made: dict[str, Value] = {}
    while tokens[at] != _Token("sign", end):
        value, at = _value(tokens, at, depth + 1)
        if tokens[at] == _Token("sign", "=>"):
            key = "" if value is None else str(value)
            value, at = _value(tokens, at + 1, depth + 1)
        else:
            key = str(len(made))
        made[key] = value
        if tokens[at] == _Token("sign", ","):
            at += 1
        elif tokens[at] != _Token("sign", end):
            raise _NotPlainError
    return made, at + 1
