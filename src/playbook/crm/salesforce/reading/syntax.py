"""Salesforce's formulas as trees: a lexer, and a parser by binding powers.

It reads what people write in validation rules: functions, both spellings of
the logical operators, comparisons, comments. What it cannot read it refuses;
nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple


class Unreadable(Exception):
    """A text is no formula that could be read."""


@dataclass(frozen=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True)
class Number:
    """A number."""

    value: Decimal


@dataclass(frozen=True)
class Name:
    """A field, a field of another record, or a value that is there for all: ``$User.Id``."""

    value: str


@dataclass(frozen=True)
class Call:
    """A function with what it is given; its name in capitals. Signs are functions, too."""

    function: str
    given: tuple["Node", ...]


Node = Text | Number | Name | Call

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+|/\*.*?\*/)
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<name>\$?[^\W\d]\w*(?:[.:]\$?[^\W\d]\w*)*)
    |(?P<sign><>|<=|>=|==|!=|&&|\|\||[-=<>+*/^&!(),])""",
    re.DOTALL | re.VERBOSE,
)
_POWERS: Final = {
    "||": 1,
    "&&": 2,
    "=": 3,
    "==": 3,
    "<>": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "&": 5,
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
    "^": 9,
}
_UNARY: Final = 8
_SAME: Final = {"||": "OR", "&&": "AND", "!": "NOT", "==": "=", "!=": "<>"}
"""Signs that mean what a function or another sign means."""
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}
_DEEPEST: Final = 80
_LONGEST: Final = 5000
"""Salesforce takes no longer formulas, and nobody nests them deeper."""


class _Token(NamedTuple):
    kind: str
    text: str


_END: Final = _Token("end", "")


def parsed(formula: str) -> Node:
    """The tree of a formula.

    Raises:
        Unreadable: it is no formula, or one of a kind that we do not know.

    """
    if len(formula) > _LONGEST:
        raise Unreadable(formula[:20])
    reader = _Reader(list(_tokens(formula)))
    tree = reader.expression(0, 0)
    if reader.peek() != _END:
        raise Unreadable(reader.peek().text)
    return tree


def walk(tree: Node) -> Iterator[Node]:
    """A tree and everything in it."""
    yield tree
    if isinstance(tree, Call):
        for each in tree.given:
            yield from walk(each)


def _tokens(formula: str) -> Iterator[_Token]:
    position = 0
    while position < len(formula):
        found = _TOKEN.match(formula, position)
        if found is None or found.lastgroup is None:
            raise Unreadable(formula[position : position + 20])
        position = found.end()
        if found.lastgroup != "space":
            yield _Token(found.lastgroup, found[0])


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> _Token:
        return self.tokens[self.position] if self.position < len(self.tokens) else _END

    def take(self) -> _Token:
        token = self.peek()
        self.position += 1
        return token

    def expression(self, power: int, depth: int) -> Node:
        """What binds more tightly than the power."""
        if depth > _DEEPEST:
            raise Unreadable("(")
        left, joined = self.prefix(depth), 0
        while (sign := self.peek()).kind == "sign" and _POWERS.get(sign.text, 0) > power:
            self.take()
            right = self.expression(_POWERS[sign.text], depth + 1)
            function = _SAME.get(sign.text, sign.text)
            first: tuple[Node, ...] = (left,)
            if function in ("AND", "OR") and isinstance(left, Call) and left.function == function:
                first = left.given
            elif (joined := joined + 1) > _DEEPEST:
                raise Unreadable(sign.text)
            left = Call(function, (*first, right))
        return left

    def prefix(self, depth: int) -> Node:
        token = self.take()
        match token:
            case _Token("text", text):
                return Text(_unescaped(text[1:-1]))
            case _Token("number", text):
                return Number(Decimal(text))
            case _Token("name", name):
                return self.call(name, depth) if self.peek().text == "(" else Name(name)
            case _Token("sign", "("):
                inner = self.expression(0, depth + 1)
                self.expect(")")
                return inner
            case _Token("sign", "!" | "-" | "+" as sign):
                return Call(_SAME.get(sign, sign), (self.expression(_UNARY, depth + 1),))
        raise Unreadable(token.text)

    def call(self, name: str, depth: int) -> Call:
        self.expect("(")
        given: list[Node] = []
        while self.peek() != _Token("sign", ")"):
            if given:
                self.expect(",")
            given.append(self.expression(0, depth + 1))
        self.take()
        return Call(name.upper(), tuple(given))

    def expect(self, sign: str) -> None:
        token = self.take()
        if token != _Token("sign", sign):
            raise Unreadable(token.text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), text, flags=re.DOTALL)
